"""等到今天下午1点: the promised hour of those who were asked alone has come.

Guards the hour on their cards and what staff were told. After downtime, even of three days, it
closes what is still unanswered: staff hear of it once if somebody is still needed. No group follows
for a private order, so whoever looks after it hears of everybody who gave no answer.
"""

from collections.abc import Sequence

from handlers.order_news import renewed
from handlers.timers.firing import Firing, subject_id
from models.inviting import close_invitations
from models.timer import Timer
from models.unfilled import is_lacking


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Close them; those asked by name are told of to staff, the others by the next group."""
    ids = [subject_id(timer.subject) for timer in timers]
    over = close_invitations(firing.session, ids, firing.now)
    orders = firing.orders({each.order_id for each in over})
    told: set[tuple[int, int | None]] = set()
    for each in over:
        order = orders[each.order_id]
        key = (order.id, each.team_id)
        groups_follow = each.invited_by_id is None and not order.only_named
        if groups_follow or not is_lacking(order) or (each.team_id and key in told):
            continue
        told.add(key)
        for person_id in firing.keepers(order):
            firing.tell(person_id, "no_answer", order=order.id, who=each.person_id)
    for order in orders.values():
        renewed(firing, order)
