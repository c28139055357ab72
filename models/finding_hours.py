"""The hours that finding somebody promises: each of them is guarded by a timer."""

from datetime import datetime, time, timedelta

from models.community import Community
from models.order import Order
from models.posting import review_due

#: who stood in the way of nobody is offered a freed place alone for so long
ALONE = timedelta(minutes=40)
#: nobody of a small group has come forward: the next one is asked
NEXT_GROUP = timedelta(minutes=30)
#: the same, and when staff look themselves, for what cannot wait: choices of this project
NEXT_WHEN_PRESSING, STAFF_WHEN_PRESSING = timedelta(minutes=10), timedelta(minutes=30)
#: the shortest time anybody is given to answer
SHORTEST = timedelta(minutes=15)
#: staff look for somebody themselves so long before; she hears it so long before
STAFF_BEFORE, TOLD_BEFORE = timedelta(hours=2), timedelta(hours=1)
#: asked the evening before and once more so long before
SOON = timedelta(hours=2)
#: silence after that is a risk
SILENT_EVE, SILENT_SOON = timedelta(hours=2), timedelta(hours=1)
#: nobody has come so long after the hour
LATE = timedelta(minutes=15)
#: an agreed minute is over so long after it
A_WHILE = timedelta(hours=1)
#: with an end but without a named hour, whoever goes is asked for one
ASKS_HOUR = timedelta(hours=2)
#: the resident hears who comes after so long even when nobody has named the hour
NAMES_HOUR_WITHIN = timedelta(minutes=10)


def over_at(order: Order) -> datetime:
    """When the time she asked for is over."""
    return order.ends_at or order.starts_at + A_WHILE


def latest_start(order: Order) -> datetime:
    """The last hour at which it can still begin: the end where any time before it will do."""
    return over_at(order) - A_WHILE if order.bound == "before" else order.starts_at


def invitation_until(community: Community, order: Order, at: datetime) -> datetime:
    """Until when somebody asked by name may think: an hour that can be said."""
    due = min(review_due(community, order.urgency, at), latest_start(order) - TOLD_BEFORE)
    return max(due, _minute(at + SHORTEST))


def alone_until(order: Order, at: datetime) -> datetime:
    """Until when a freed place is kept for those who asked to be asked first."""
    end = _minute(at + ALONE)
    end += timedelta(minutes=-end.minute % 5)
    return min(end, max(latest_start(order), _minute(at + SHORTEST)))


def next_group_after(order: Order) -> timedelta:
    """How long a small group has before the next one is asked."""
    return NEXT_WHEN_PRESSING if order.is_pressing else NEXT_GROUP


def staff_called_at(community: Community, order: Order, at: datetime) -> datetime:
    """From when on a worker has to look for somebody: the evening before, or two hours before;
    for what cannot wait, half an hour from now."""
    if order.is_pressing:
        return _minute(at + STAFF_WHEN_PRESSING)
    eve = on_eve(community, order, community.eve_at)
    return eve if eve > at else max(latest_start(order) - STAFF_BEFORE, _minute(at + NEXT_GROUP))


def told_by(community: Community, order: Order, at: datetime) -> datetime:
    """When she hears at the latest that nobody is found yet."""
    eve = on_eve(community, order, community.tell_by)
    if eve > at:
        return eve
    return min(max(latest_start(order) - TOLD_BEFORE, _minute(at + NEXT_GROUP)), over_at(order))


def on_eve(community: Community, order: Order, clock: time) -> datetime:
    """That hour of the day before, on the community's clock."""
    day = community.local(latest_start(order)).date() - timedelta(days=1)
    return datetime.combine(day, clock, community.zone)


def expected_at(order: Order, arrives_at: datetime | None) -> datetime:
    """The hour from which somebody who is not there is missed."""
    if arrives_at is not None:
        return arrives_at
    return order.ends_at if order.ends_at and order.precision != "minute" else order.starts_at


def asks_hour(order: Order) -> bool:
    """Whether the time is so wide that whoever goes names an hour in it."""
    return order.ends_at is not None and order.ends_at - order.starts_at >= ASKS_HOUR


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
