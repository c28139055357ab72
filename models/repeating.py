"""The same need once more: a new order with the words, place and wishes of an older one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.community import Community, next_number
from models.keeping import give_to, named_for
from models.order import Order, OrderState
from models.posting import review_due


@dataclass(frozen=True, slots=True)
class NewTime:
    """When it is wanted instead; instants are UTC-aware."""

    starts_at: datetime
    ends_at: datetime | None
    precision: str
    bound: str = ""


#: what a need keeps when it is asked for once more
_SAME = (
    *("community_id", "kind", "raw_text", "origin", "requested_by_id", "served_person_id"),
    *("relation", "news_to", "family_is_off", "own_yes", "sensitive", "may_tell_health"),
    *("wish", "wants_woman", "wants_person_id", "door_note", "venue", "served_count"),
    *("building", "unit", "room", "landmark", "phone", "minutes_planned", "people_needed"),
    *("urgency", "only_named", "whose", "is_pressing", "papers"),
)


def once_more(session: Session, order: Order, time: NewTime, code: str, at: datetime) -> Order:
    """A new order for another time, which waits for a look like any other."""
    community = session.get_one(Community, order.community_id)
    on = community.local(at).date()
    made = Order(**{name: getattr(order, name) for name in _SAME})
    made.number = f"{on:%m%d}-{next_number(session, community, 'order', on):02d}"
    made.state, made.code = OrderState.SUBMITTED, code
    made.starts_at, made.ends_at = time.starts_at, time.ends_at
    made.precision, made.bound = time.precision, time.bound
    made.places_left = order.people_needed
    made.review_due_at = review_due(community, order.urgency, at)
    made.created_at = made.changed_at = at
    session.add(made)
    session.flush()
    give_to(session, made, named_for(session, order), None, at)
    return made
