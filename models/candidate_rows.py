"""What is read of some volunteers for one order: a handful of ready statements.

Read as columns: 100 rows as objects cost more than all statements together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, or_, select

from models.account import is_on_for
from models.among import among
from models.assignment import Assignment, AssignmentState
from models.base import BigKey, Instant
from models.contact import Contact
from models.incident import OPEN, Incident
from models.membership import Membership, Role
from models.opt_out import NoticeKind, OptOut
from models.order import Order
from models.person import Person
from models.qualification import Qualification
from models.ready import Ready
from models.trust import ALONE, CHILDREN, Trust
from models.volunteer_profile import VolunteerProfile

GOES = (AssignmentState.ACCEPTED, AssignmentState.COMPLETED)
_HERE, _NOW, _ORDER = (
    bindparam("here", type_=BigKey),
    bindparam("now", type_=Instant),
    bindparam("order", type_=BigKey),
)


def _trusted(kind: str) -> ColumnElement[bool]:
    """Whether the person of the row is trusted with it now."""
    of = (Trust.person_id == Person.id, Trust.kind == kind)
    return exists().where(*of, Trust.given_at <= _NOW, Trust.until > _NOW)


_PEOPLE = Ready(
    select(
        *(Person.id, Person.display_name, Person.sex, Person.building, Person.unit),
        Person.is_adult,
        exists()
        .where(Contact.person_id == Person.id, Contact.stopped_at.is_(None), is_on_for(Contact))
        .label("hears"),
        exists()
        .where(OptOut.person_id == Person.id, OptOut.kind == NoticeKind.TASKS)
        .label("is_quiet"),
        _trusted(ALONE).label("alone"),
        _trusted(CHILDREN).label("children"),
    )
    .join(Membership, Membership.person_id == Person.id)
    .where(
        Membership.community_id == _HERE,
        Membership.role == Role.VOLUNTEER,
        among(Person.id, "people"),
        Person.left_at.is_(None),
        or_(Membership.until.is_(None), Membership.until > _NOW),
    )
)
_PARTS = Ready(
    select(Assignment.person_id, Assignment.state, Assignment.asks_first).where(
        Assignment.order_id == _ORDER
    )
)
_ASKED = Ready(
    select(Assignment.person_id, func.max(Assignment.offered_at).label("last"))
    .where(among(Assignment.person_id, "people"), Assignment.offered_at.is_not(None))
    .group_by(Assignment.person_id)
)
# not to be looked up by its index: few people's orders are read, not a whole week's
_begins = func.coalesce(Order.starts_at, Order.ends_at)
_WEEK = Ready(
    select(Assignment.person_id, Order.starts_at, Order.ends_at, Order.minutes_planned)
    .join(Order, Order.id == Assignment.order_id)
    .where(
        among(Assignment.person_id, "people"),
        or_(*(Assignment.state == each for each in GOES)),
        _begins >= bindparam("monday", type_=Instant),
        _begins < bindparam("until", type_=Instant),
        Order.id != _ORDER,
    )
)
_PROFILES = Ready(
    select(
        *(VolunteerProfile.person_id, VolunteerProfile.skills, VolunteerProfile.kinds),
        *(VolunteerProfile.slots, VolunteerProfile.minutes_per_week),
        VolunteerProfile.rests_until,
    ).where(among(VolunteerProfile.person_id, "people"))
)
_PROVEN = Ready(
    select(Qualification.person_id, Qualification.skill).where(
        among(Qualification.person_id, "people"),
        or_(Qualification.valid_until.is_(None), Qualification.valid_until >= bindparam("today")),
    )
)
_REPORTED = Ready(
    select(Incident.id).where(Incident.community_id == _HERE, Incident.state == OPEN).limit(1)
)


@dataclass(frozen=True, slots=True)
class Known:
    """One volunteer, as far as everybody may know them."""

    id: int
    name: str
    sex: str
    building: str
    unit: str
    is_adult: bool | None
    #: has a chat that reaches them, and calls for help turned on
    hears: bool
    is_quiet: bool
    alone: bool
    children: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What one volunteer told of themselves."""

    skills: list[str]
    kinds: list[str]
    slots: list[str]
    minutes_per_week: int | None
    rests_until: datetime | None


class Asked:
    """The questions about the people of one pool, one statement for each."""

    def __init__(
        self, connection: Connection, order: Order, at: datetime, pool: Sequence[int]
    ) -> None:
        """Nothing is read yet; `people` comes first, the others are about those it found."""
        self._connection, self._pool = connection, pool
        self._values = {"here": order.community_id, "order": order.id, "now": at, "people": pool}

    def people(self) -> dict[int, Known]:
        """Who of them is a volunteer of this community, in the order of the pool."""
        found = {row[0]: Known(*row) for row in self._rows(_PEOPLE)}
        known = {each: found[each] for each in self._pool if each in found}
        self._values["people"] = list(known)
        return known

    def profiles(self) -> dict[int, Said]:
        """What they said of themselves."""
        return {row[0]: Said(*row[1:]) for row in self._rows(_PROFILES)}

    def proven(self, today: date) -> dict[int, set[str]]:
        """What they have shown a proof of that is still good."""
        found: dict[int, set[str]] = {}
        for person_id, skill in self._rows(_PROVEN, today=today):
            found.setdefault(person_id, set()).add(skill)
        return found

    def parts(self) -> list[tuple[int, AssignmentState, bool]]:
        """Who had a part in this order, which, and whether they want to be asked first."""
        return self._rows(_PARTS)

    def last_asked(self) -> dict[int, datetime]:
        """When they were asked for any order last."""
        return {each: last for each, last in self._rows(_ASKED) if last is not None}

    def week(self, monday: datetime) -> list[Any]:
        """Their orders of the seven days from `monday`: person, beginning, end, minutes."""
        return self._rows(_WEEK, monday=monday, until=monday + timedelta(days=7))

    def has_incidents(self) -> bool:
        """Whether something that was reported is still to be looked at."""
        return bool(self._rows(_REPORTED))

    def _rows(self, statement: Ready, **values: Any) -> list[Any]:
        return statement.rows(self._connection, self._values | values)
