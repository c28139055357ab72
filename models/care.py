"""Marks of special care (关照): what few may know of a person, and the priority that follows.

Staff see them; of the volunteers only whoever goes, and only where the person said it may be
told. They stand on no card: who wants to know asks, and the asking is written down.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from models.assignment import AssignmentState, assignment_of
from models.audit import Audit
from models.errors import Refused
from models.keeping import keeps, require_keeper
from models.order import Order
from models.person import Person
from models.words import N_


class Care(StrEnum):
    """What makes somebody come first, or whoever goes take care."""

    LIVES_ALONE = "lives_alone"
    BEDRIDDEN = "bedridden"
    WHEELCHAIR = "wheelchair"
    UNSTEADY = "unsteady"
    HARD_OF_HEARING = "hard_of_hearing"
    POOR_SIGHT = "poor_sight"
    MEMORY = "memory"
    LOW_SPIRITS = "low_spirits"
    ILLNESS = "illness"
    HARDSHIP = "hardship"
    CHILD_ALONE = "child_alone"


CARE_LABELS: dict[Care, str] = {
    Care.LIVES_ALONE: N_("一个人住"),
    Care.BEDRIDDEN: N_("下不了床"),
    Care.WHEELCHAIR: N_("坐轮椅"),
    Care.UNSTEADY: N_("腿脚不便"),
    Care.HARD_OF_HEARING: N_("听不清"),
    Care.POOR_SIGHT: N_("看不清"),
    Care.MEMORY: N_("记性不好"),
    Care.LOW_SPIRITS: N_("心里难受"),
    Care.ILLNESS: N_("身上有病"),
    Care.HARDSHIP: N_("家里困难"),
    Care.CHILD_ALONE: N_("孩子身边没大人"),
}
#: who is marked so waits no longer than three days, whatever it is about
COMES_FIRST = frozenset(
    {Care.LIVES_ALONE, Care.BEDRIDDEN, Care.MEMORY, Care.LOW_SPIRITS, Care.CHILD_ALONE}
)
#: nothing that a visitor has to know
NOT_FOR_HELPERS = frozenset({Care.LIVES_ALONE})


def marks_of(person: Person | None) -> tuple[Care, ...]:
    """The marks of a person in the order of the list; one that is gone is passed over."""
    kept = person.marks if person is not None else ()
    return tuple(mark for mark in Care if mark in kept)


def set_marks(
    session: Session, person: Person, marks: Iterable[Care], by: Person, at: datetime
) -> None:
    """Write the marks of a person down anew; who did it is kept, what they are is not."""
    chosen = set(marks)
    if chosen == set(marks_of(person)):
        return
    person.care = {"marks": [mark.value for mark in Care if mark in chosen]}
    session.add(
        Audit(
            community_id=person.community_id,
            actor_id=by.id,
            action="set_care",
            subject=f"person:{person.id}",
            at=at,
        )
    )


def add_marks(
    session: Session, person: Person, marks: Iterable[Care], by: Person, at: datetime
) -> None:
    """The same, beside those that stand already."""
    set_marks(session, person, [*marks_of(person), *marks], by, at)


def mark(session: Session, order: Order, marks: Iterable[Care], by: Person, at: datetime) -> None:
    """A worker marks the person an order serves. Raises Refused for everybody else."""
    require_keeper(session, order, by, at)
    served = session.get_one(Person, order.served_person_id)
    set_marks(session, served, marks, by, at)
    order.urgency = raised(order.urgency, served)


def raised(urgency: str, person: Person) -> str:
    """An ordinary need of somebody marked waits no longer than three days."""
    return min(urgency, "U2") if is_first(person) else urgency


def is_first(person: Person | None) -> bool:
    """Whether this person comes first in the lists that only staff see."""
    return bool(COMES_FIRST.intersection(marks_of(person)))


def may_know(session: Session, order: Order, reader: Person, at: datetime) -> bool:
    """Staff always; whoever goes, until it ends, where the person served said it may be told."""
    if reader.community_id != order.community_id:
        return False
    if keeps(session, order, reader, at):
        return True
    mine = assignment_of(session, order, reader)
    goes = mine is not None and mine.state is AssignmentState.ACCEPTED
    return goes and order.may_tell_health and not order.has_ended


def readable_marks(
    session: Session, order: Order, reader: Person, at: datetime
) -> tuple[Care, ...]:
    """What `reader` may know of the person served; whoever calls this writes `note_reading`.

    Raises Refused for everybody else, in the same words whether or not there is something.
    """
    if not may_know(session, order, reader, at):
        raise Refused(N_("这些只给社区和去的人看。\n有事写“找社区”。"))
    return marks_of(session.get(Person, order.served_person_id))


def note_reading(
    session: Session, community_id: int, reader: int, subject: str, at: datetime
) -> None:
    """Write down that somebody looked."""
    row = Audit(
        community_id=community_id, actor_id=reader, action="shown_care", subject=subject, at=at
    )
    session.add(row)
