"""Entering what was pasted from a group: who a line probably is, and a place for each, once.

A line is known again by its name, or by the number that stands in it; whoever is nobody's record
yet becomes one with just that, and without a chat.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.activity import Activity, ActivityRole
from models.audit import note_deed
from models.pasted_line import PastedLine, known_among
from models.person import Person, people_called
from models.sign_up import SignUp
from models.signing_up import check_entry, enter
from models.upsert import insert_new

#: the subject of lists of wishes for help
NEEDS = "needs"


@dataclass(frozen=True, slots=True)
class Who:
    """Who stands in a line: somebody known, by id, or somebody new. `companions` come along."""

    person_id: int
    name: str
    phone: str
    phone_index: str
    companions: int = 0


def alike(session: Session, community_id: int, name: str, phone_index: str) -> list[Person]:
    """Who it may be: whoever has that number, else everybody called exactly so.

    A name beside a number that is another's is somebody else of that name.
    """
    found = people_called(session, community_id, name, phone_index) if name or phone_index else []
    by_phone = [each for each in found if phone_index and each.phone_index == phone_index]
    if by_phone:
        return by_phone
    return [each for each in found if not (phone_index and each.phone_index)]


@dataclass(frozen=True, slots=True)
class Entering:
    """A worker enters a list for one task of an activity, which is locked."""

    activity: Activity
    role: ActivityRole
    by: Person
    at: datetime

    def enter(self, session: Session, who: Who, fingerprint: str) -> list[SignUp]:
        """A place, or one in the queue, for them and whoever they bring.

        [] when this line was entered before. Raises Refused before anything is written.
        """
        activity, by, at = self.activity, self.by, self.at
        known = session.get_one(Person, who.person_id) if who.person_id else None
        check_entry(session, activity, self.role, known, at)
        if known_among(session, by.community_id, activity.subject, [fingerprint]):
            return []
        person = known or _new(session, who, by, at)
        insert_new(
            session.connection(), PastedLine, _line(activity.subject, fingerprint, person, by, at)
        )
        people = [person, *_companions(session, person, who, at)]
        made = [enter(session, activity, self.role, each, by, at) for each in people]
        note_deed(session, activity, "entered_from_group", by.id, at, f"person:{person.id}")
        return made


def keep_line(
    session: Session, fingerprint: str, person: Person, order_id: int, by: Person, at: datetime
) -> None:
    """A wish for help that became an order."""
    line = _line(NEEDS, fingerprint, person, by, at)
    insert_new(session.connection(), PastedLine, {**line, "order_id": order_id})


def _line(
    subject: str, fingerprint: str, person: Person, by: Person, at: datetime
) -> dict[str, object]:
    return {
        "community_id": by.community_id,
        "subject": subject,
        "fingerprint": fingerprint,
        "person_id": person.id,
        "order_id": None,
        "entered_by_id": by.id,
        "at": at,
    }


def _new(session: Session, who: Who, by: Person, at: datetime) -> Person:
    made = Person(community_id=by.community_id, display_name=who.name, created_at=at)
    made.phone, made.phone_index = who.phone or None, who.phone_index or None
    session.add(made)
    session.flush()
    return made


def _companions(session: Session, person: Person, who: Who, at: datetime) -> Sequence[Person]:
    """Somebody without a name for each who is brought along: a place, and nothing else."""
    of = {"community_id": person.community_id, "created_at": at}
    name = f"{(person.display_name or person.legal_name or '')[:30]}+1"
    made = [Person(**of, display_name=name) for _n in range(who.companions)]
    session.add_all(made)
    session.flush()
    return made
