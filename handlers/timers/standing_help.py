"""每周二来一次: the next order is made a week before its day, and who came before is asked first.

After downtime the days that are over are skipped, and the coming one is made once.
"""

from collections.abc import Sequence

from handlers.asking_side import staff_of, tell_asking_side
from handlers.timers.firing import Firing, subject_id
from models.community import Community
from models.finding_hours import next_group_after, staff_called_at
from models.inviting import ask_group, offer_alone
from models.order import Order, OrderState
from models.standing_help import StandingHelp
from models.standing_rules import asked_first, make_orders, plan
from models.timer import Timer, set_timer
from models.unfilled import promise_word
from models.workdays import Workdays


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Make what is to be made, ask for each order anew, and look again for the next."""
    ids = sorted({subject_id(timer.subject) for timer in timers})
    for help_id in ids:
        help_ = firing.session.get(StandingHelp, help_id, with_for_update=True)
        if help_ is None:
            continue
        for order in make_orders(firing.session, help_, firing.new_code, firing.now):
            _ask(firing, help_, order)
            _ask_of_holiday(firing, order)
        plan(firing.session, help_, firing.now)


def _ask(firing: Firing, help_: StandingHelp, order: Order) -> None:
    session, at = firing.session, firing.now
    community = session.get_one(Community, order.community_id)
    promise_word(session, community, order, at)
    told = [*order.asking_side, *staff_of(session, order, at)]
    if order.state is OrderState.APPROVED:
        first = [each.id for each in asked_first(session, help_)]
        able, until = offer_alone(session, order, first, at)
        if not order.only_named:  # a private one is never called out: its keepers ask somebody
            again = until if able else at + next_group_after(order)
            able = able or ask_group(session, order, at)
            set_timer(session, order.community_id, "next_batch", order.subject, again)
        called = staff_called_at(community, order, at)
        set_timer(session, order.community_id, "nobody_yet", order.subject, called)
        told += able
    else:
        due = order.review_due_at
        set_timer(session, order.community_id, "review_due", order.subject, due)
    for person_id in dict.fromkeys(told):
        firing.card(person_id, "order_card", order.subject, order=order.id)


def _ask_of_holiday(firing: Firing, order: Order) -> None:
    """Each time that falls on a holiday is asked about: people are away, or want company."""
    day = order.standing_day
    if day is not None and Workdays(firing.session, order.community_id).is_holiday(day):
        tell_asking_side(firing, order, "holiday_ahead")
