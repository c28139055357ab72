"""Who is not of age (未成年人): what they may do, and who answers for them.

domain.md section 1: the rules differ by province; these are the strictest that all of them meet.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import Refused
from models.person import ActsFor, Person
from models.words import N_


@dataclass(frozen=True, slots=True)
class Ages:
    """From which age on what is allowed; all under-age rules read these four numbers."""

    #: signs up without anybody
    adult: int = 18
    #: types the sign-up alone; younger ones come with the guardian to the station
    alone: int = 14
    #: under this age somebody of the family goes along, always
    accompanied: int = 10
    #: under this age nobody is signed up
    least: int = 6


AGES = Ages()
#: never for minors, with or without a guardian: danger, rescue, sickness, care of other children
NOT_FOR_MINORS = frozenset(
    {
        "home_repair",
        "labour_help",
        "patrol",
        "public_hazard",
        "welfare_check",
        "psych_support",
        "mediation",
        "child_escort",
        "medical_escort",
    }
)
GUARDIAN = "guardian"


def youngest_age(birth_year: int, at: datetime) -> int:
    """The age they surely have: the birthday may still come this year."""
    return at.year - birth_year - 1


def check_age(birth_year: int, at: datetime) -> None:
    """Raise Refused for a year nobody can be born in, and for those too young to sign up."""
    if not at.year - 120 <= birth_year <= at.year:
        raise Refused(N_("这个年份没看懂。\n写四位数，比如“2010”。"), ask="born")
    if youngest_age(birth_year, at) < AGES.least:
        raise Refused(N_("还太小，不能登记。\n过几年再来，谢谢您。"))


def is_minor(person: Person, at: datetime) -> bool:
    """Whether this person is not of age; who was never asked counts as grown up."""
    if person.is_adult is not False:
        return False
    return person.birth_year is None or youngest_age(person.birth_year, at) < AGES.adult


def goes_accompanied(person: Person, at: datetime) -> bool:
    """Whether somebody of the family has to go along, wherever it is."""
    if not is_minor(person, at):
        return False
    return person.birth_year is None or youngest_age(person.birth_year, at) < AGES.accompanied


def guardian_of(session: Session, person: Person) -> Person | None:
    """Who agreed for this minor and answers for them; None for nobody, and once it has ended."""
    rows = (
        select(Person)
        .join(ActsFor, ActsFor.person_id == Person.id)
        .where(
            ActsFor.for_person_id == person.id,
            ActsFor.scope == GUARDIAN,
            ActsFor.ended_at.is_(None),
        )
    )
    return session.scalar(rows.order_by(ActsFor.id).limit(1))


def may_do(person: Person, kind: str, at: datetime) -> bool:
    """Whether this kind of help is for them at all."""
    return not is_minor(person, at) or kind not in NOT_FOR_MINORS
