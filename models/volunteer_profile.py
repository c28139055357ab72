"""A volunteer's profile (志愿者档案): what they can do and when; each part may be left out.

Regulation art. 7: skills, times and contact. The number is random and says nothing of them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.person import Person
from models.same_person import living_id_of
from models.upsert import insert_new

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: parts of a day and their hours on the community's clock
PARTS = {
    "am": (time(0), time(12)),
    "pm": (time(12), time(18)),
    "eve": (time(18), time(23, 59)),
}
#: what is asked after services, one thing at a time, in this order
QUESTIONS = ("slots", "skills", "kinds")


class VolunteerProfile(Owned, Base):
    """What one volunteer told us of skills, kinds of help and times; empty lists: not said."""

    __tablename__ = "volunteer_profile"
    __table_args__ = (UniqueConstraint("person_id"), UniqueConstraint("community_id", "number"))

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    #: the volunteer's number (志愿者编号)
    number: Mapped[str] = mapped_column(String(12))
    skills: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: codes of kinds of help they like
    kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: "sat_am", "mon_eve", …: weekday and part of day
    slots: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: questions never to be asked again
    skipped: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: at most so many minutes a week; None: not said
    minutes_per_week: Mapped[int | None] = mapped_column(Integer)
    #: takes a rest until then
    rests_until: Mapped[datetime | None] = mapped_column(Instant)
    since: Mapped[datetime] = mapped_column(Instant)

    def rests(self, at: datetime) -> bool:
        """Whether they take a rest and are not to be asked now."""
        return self.rests_until is not None and self.rests_until > at

    def free_at(self, starts: datetime, ends: datetime | None) -> bool | None:
        """Whether they are free in some part of the day that this span touches; None: not said.

        Both on the community's clock; without an end the part of the day of its beginning.
        """
        if not self.slots:
            return None
        return any(slot in self.slots for slot in slots_between(starts, ends))


def slots_between(starts: datetime, ends: datetime | None) -> list[str]:
    """The parts of days that a span touches, on the clock it is given in: tue_am, tue_pm, …"""
    if ends is None or ends <= starts:
        ends = starts + timedelta(minutes=1)
    touched = []
    for day in range((ends.date() - starts.date()).days + 1):
        on = starts.date() + timedelta(days=day)
        for part, (opens, closes) in PARTS.items():
            begins = datetime.combine(on, opens, starts.tzinfo)
            if starts < datetime.combine(on, closes, starts.tzinfo) and ends > begins:
                touched.append(f"{WEEKDAYS[on.weekday()]}_{part}")
    return touched


def profile_of(session: Session, person: Person) -> VolunteerProfile | None:
    """What this volunteer told us; None for who has no number yet."""
    return session.scalar(select(VolunteerProfile).filter_by(person_id=person.id))


def person_numbered(session: Session, community_id: int, number: str) -> Person | None:
    """The volunteer of this number."""
    rows = select(VolunteerProfile.person_id).filter_by(community_id=community_id, number=number)
    person_id = session.scalar(rows)
    if person_id is None:
        return None
    return session.get(Person, session.scalar(living_id_of(person_id)))


def open_profile(
    session: Session, person: Person, numbers: Iterable[str], at: datetime
) -> VolunteerProfile:
    """The profile of this volunteer, with the first of `numbers` that nobody here has.

    Raises RuntimeError when all of them are taken: eight digits at random hardly ever are.
    """
    known = profile_of(session, person)
    if known is not None:
        return known
    for number in numbers:
        made = {
            "community_id": person.community_id,
            "person_id": person.id,
            "number": number,
            **{part: [] for part in ("skills", "kinds", "slots", "skipped")},
            "since": at,
        }
        insert_new(session.connection(), VolunteerProfile, made)
        known = profile_of(session, person)
        if known is not None:
            return known
    raise RuntimeError(f"no number left for person {person.id}")


def tell(profile: VolunteerProfile, part: str, values: Sequence[str]) -> None:
    """Write down what they said of one part: "skills", "kinds" or "slots"."""
    if part not in QUESTIONS:
        raise ValueError(part)
    setattr(profile, part, list(dict.fromkeys(values)))


def skip(profile: VolunteerProfile, part: str) -> None:
    """Never ask about this part again."""
    profile.skipped = list(dict.fromkeys([*profile.skipped, part]))


def next_question(profile: VolunteerProfile) -> str | None:
    """The part to ask about next, if any is open: neither said nor skipped for good."""
    for part in QUESTIONS:
        if part not in profile.skipped and not getattr(profile, part):
            return part
    return None
