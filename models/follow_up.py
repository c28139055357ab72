"""A poor answer and what follows: until when she hears, and another order in one tap.

There is no way back from `rated`; what is mended is an order of its own that names the first one.
"""

from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import posting
from models.community import Community
from models.errors import Refused
from models.evaluation import evaluation_of
from models.keeping import named_for, require_keeper
from models.need_kind import kind_of
from models.order import Order, OrderState
from models.order_event import OrderEvent
from models.person import Person
from models.words import N_

#: she hears within three hours of the day, else by ten the next morning
WITHIN = timedelta(hours=3)
OPENS, CLOSES, NEXT_DAY_BY = time(8), time(20), time(10)
#: a follow-up may be done until this hour of the next day
DONE_BY = time(20)
#: in the order's history: she wants somebody again, a call, or only to have said it
WISHES = ("wants_again", "wants_call", "only_says")
CALLED = "called_about_it"
S = OrderState
_FOUND = (S.CLAIMED, S.IN_SERVICE, S.DONE, S.RATED, S.CLOSED)


def promised_by(community: Community, at: datetime) -> datetime:
    """今天下午5点前: on the hour, so that it can be said."""
    local = community.local(at)
    due = (local + WITHIN).replace(minute=0, second=0, microsecond=0)
    if local.time() < OPENS:
        return local.replace(hour=NEXT_DAY_BY.hour, minute=0, second=0, microsecond=0)
    if due.time() > CLOSES or due.date() != local.date():
        tomorrow = local + timedelta(days=1)
        return tomorrow.replace(hour=NEXT_DAY_BY.hour, minute=0, second=0, microsecond=0)
    return due


def follow_up_of(session: Session, order: Order) -> Order | None:
    """The newest order that mends this one, if any."""
    rows = select(Order).filter_by(follows_id=order.id)
    return session.scalar(rows.order_by(Order.id.desc()).limit(1))


def open_follow_up(session: Session, order: Order, by: Person, code: str, at: datetime) -> Order:
    """Another order at the same door for the same kind of help, looked at already.

    Raises Refused for who may not, and when one stands open.
    """
    require_keeper(session, order, by, at)
    said = evaluation_of(session, order)
    if said is None:
        raise Refused(N_("对方还没说怎么样。\n说了再看要不要再去。"))
    before = follow_up_of(session, order)
    if before is not None and not before.has_ended:
        raise Refused(N_("已经开过 {number} 了。\n写“清单”就能看。"), number=before.number)
    community = session.get_one(Community, order.community_id)
    asker = session.get_one(Person, order.requested_by_id)
    made = posting.post(session, community, asker, _need(session, order, at), code, at)
    made.raw_text = said.comment or order.raw_text
    made.follows_id, made.origin = order.id, "follow_up"
    made.served_person_id, made.relation = order.served_person_id, order.relation
    made.news_to, made.family_is_off = order.news_to, order.family_is_off
    made.wants_woman, made.door_note, made.venue = order.wants_woman, order.door_note, order.venue
    posting.approve(session, made, by, at)
    order.note(session, "followed_up", by, at)
    session.flush()
    return made


def _need(session: Session, order: Order, at: datetime) -> posting.Need:
    community = session.get_one(Community, order.community_id)
    until = community.local(at) + timedelta(days=1)
    return posting.Need(
        text=order.raw_text,
        kind=kind_of(session, order.community_id, order.kind),
        starts_at=at,
        ends_at=until.replace(hour=DONE_BY.hour, minute=0, second=0, microsecond=0),
        precision="range",
        place=posting.Place(order.building, order.unit, order.room or "", order.landmark or ""),
        phone=order.phone or "",
        people=order.people_needed,
        whose=order.whose,
        papers=order.papers,
        keepers=tuple(named_for(session, order)),
    )


def is_answered(session: Session, order: Order) -> bool:
    """Whether what was promised after a poor answer has been kept."""
    mending = follow_up_of(session, order)
    if mending is not None and mending.state in _FOUND:
        return True
    rows = select(OrderEvent.id).filter_by(order_id=order.id, what=CALLED)
    return session.scalar(rows.limit(1)) is not None


def wish_of(session: Session, order: Order) -> str:
    """What she wants done about it; "" when she did not say."""
    rows = select(OrderEvent.what).where(
        OrderEvent.order_id == order.id, OrderEvent.what.in_(WISHES)
    )
    return session.scalar(rows.order_by(OrderEvent.id.desc()).limit(1)) or ""
