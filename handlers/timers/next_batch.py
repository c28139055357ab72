"""半小时没人接，再问下一批: the next six of those who fit, until the places are taken.

Whom to ask is another question for every order; everything around it is looked up for all at once.
Nobody is asked in quiet hours: then it waits for the morning. After downtime of three days one
group is asked if the time has not come yet; the groups that were missed are not made up for.
"""

from collections.abc import Sequence

from handlers.order_news import CARD
from handlers.timers.firing import Firing, subject_id
from models.assignment import places_kept_of
from models.finding_hours import latest_start, next_group_after
from models.inviting import ask_next_group
from models.timer import Timer, clear_timers, set_timers
from models.unfilled import is_lacking


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Ask the next group where somebody is still lacking, and look again in a while."""
    found = firing.orders(subject_id(timer.subject) for timer in timers).values()
    orders = [each for each in found if is_lacking(each) and each.batches]
    orders = [each for each in orders if latest_start(each) > firing.now]
    kept = places_kept_of(firing.session, [each.id for each in orders], firing.now)
    again = []
    for order in orders:
        quiet_end = firing.community(order.community_id).quiet_end(firing.now)
        due = quiet_end or firing.now + next_group_after(order)
        again.append((order.community_id, order.subject, due))
        if quiet_end is None and order.places_left > kept.get(order.id, 0):
            for person_id in ask_next_group(firing.session, order, firing.now):
                firing.card(person_id, CARD, order.subject, order=order.id)
    clear_timers(firing.session, "next_batch", [each.subject for each in orders])
    set_timers(firing.session, "next_batch", again)
