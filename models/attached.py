"""What was sent for an order, and who may see or hear it: only those who have it in hand."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from models.assignment import AssignmentState, assignment_of
from models.keeping import keeps
from models.media import Media, MediaState
from models.order import Order
from models.person import Person
from models.ready import Ready
from models.rows import find_one, settled

_ATTACHED = Ready(
    select(Media.id)
    .where(Media.order_id == bindparam("of"), Media.state != MediaState.GONE)
    .order_by(Media.id)
)


def attach(session: Session, order_id: int, contact_id: int, media: Collection[int]) -> None:
    """Let what this chat sent (`media`, by id) belong to the order; what has one keeps it."""
    if media:
        session.execute(
            update(Media)
            .where(Media.id.in_(media), Media.contact_id == contact_id, Media.order_id.is_(None))
            .values(order_id=order_id)
        )


def attached(session: Session, order: Order) -> list[Media]:
    """What there is of it, fetched or not yet, in the order it was sent in."""
    return [
        find_one(session, Media, row.id)
        for row in _ATTACHED.rows(settled(session), {"of": order.id})
    ]


def may_see(session: Session, order: Order, person: Person | None, at: datetime) -> bool:
    """Whoever asked, the community's staff, and until the order ends those who go."""
    if person is None or order.community_id != person.community_id:
        return False
    if person.id in (order.requested_by_id, order.served_person_id):
        return True
    if keeps(session, order, person, at):
        return True
    mine = assignment_of(session, order, person)
    return mine is not None and mine.state is AssignmentState.ACCEPTED and not order.has_ended
