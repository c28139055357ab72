"""Whom somebody may wish for by name: volunteers who have been at her door, and nobody else.

So that a wish never tells whether a stranger of that name is a volunteer here.
"""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.assignment import Assignment, AssignmentState
from models.order import Order
from models.person import Person

_REMEMBERED = 20


def been_there(session: Session, person: Person | None) -> dict[str, int]:
    """Who has done an order of this person, by the name they chose; the latest first."""
    if person is None:
        return {}
    rows = (
        select(Person.display_name, Person.id)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Order, Order.id == Assignment.order_id)
        .where(
            or_(Order.served_person_id == person.id, Order.requested_by_id == person.id),
            Assignment.state == AssignmentState.COMPLETED,
            Person.display_name != "",
        )
        .order_by(Assignment.id.desc())
        .limit(_REMEMBERED)
    )
    known: dict[str, int] = {}
    for name, person_id in session.execute(rows):
        known.setdefault(name, person_id)
    return known
