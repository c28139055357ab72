"""Two records of one person: whoever was merged lives on in another, and the books follow.

Nothing that was written is written anew when two records become one: entries, orders that are
over, yeses and readings keep the id they were written with, and are read over all ids of a person.
"""

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.person import Person


def person_ids_of(person_id: int | ColumnElement[int]) -> Select[int]:
    """The ids of everybody who is this person: the one who stands, and all who were merged.

    The same set for each of them, for use in `column.in_(…)`.
    """
    stands = living_id_of(person_id).scalar_subquery()
    each = aliased(Person)
    return select(each.id).where(or_(each.id == stands, each.merged_into_id == stands))


def living_id_of(person_id: int | ColumnElement[int]) -> Select[int]:
    """The id under which this person lives on: their own, unless they were merged."""
    who = aliased(Person)
    return select(func.coalesce(who.merged_into_id, who.id)).where(who.id == person_id)


def is_same_person(session: Session, one_id: int, other_id: int) -> bool:
    """Whether the two ids are of one person."""
    if one_id == other_id:
        return True
    return other_id in session.scalars(person_ids_of(one_id)).all()
