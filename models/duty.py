"""The duty list (值班): who looks after the chat when, and who is next; weekly, with single shifts.
Those who know (明白人坐班) sit by lists of the same make, one for each kind of help.

A day belongs to its date from `day_from` to `night_from`; the night begins on its date and ends
the next morning. A list of one single shift changes the weekly one for that date alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import (
    Date,
    ForeignKey,
    Integer,
    String,
    Time,
    UniqueConstraint,
    delete,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.account import is_on_for
from models.base import Base, BigKey, Key, Owned, named
from models.community import Community
from models.consent import UNANSWERED
from models.contact import Contact
from models.membership import STAFF, Role, people_with, require
from models.person import Person
from models.timer import set_timer
from models.upsert import insert_new

#: who keeps the list
KEEPERS = (Role.COORDINATOR, Role.ADMIN)
WEEK = 7
#: the timer that looks for holes in the next week: on Thursday (0 = Monday) at ten
TIMER, LOOKS_ON, LOOKS_AT = "duty_week", 3, time(10)
#: hand-over hours of a community that has not said others
DAY_FROM, NIGHT_FROM = time(8), time(20)


class Part(StrEnum):
    """Which half of a date: day 白天, night 晚上 (until the next morning)."""

    DAY = "day"
    NIGHT = "night"


class DutyHours(Owned, Base):
    """When one community hands over, morning and evening; whoever changes its list locks it."""

    __tablename__ = "duty_hours"
    __table_args__ = (UniqueConstraint("community_id"),)

    id: Mapped[Key]
    day_from: Mapped[time] = mapped_column(Time, default=DAY_FROM)
    night_from: Mapped[time] = mapped_column(Time, default=NIGHT_FROM)


class DutyTurn(Owned, Base):
    """One person in one half of a weekday, or of one date; `rank` 1 is called first."""

    __tablename__ = "duty_turn"
    __table_args__ = (
        UniqueConstraint("community_id", "kind", "weekday", "part", "rank"),
        UniqueConstraint("community_id", "kind", "duty_on", "part", "rank"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    #: the kind of help that somebody who knows sits for; "" for the chat itself
    kind: Mapped[str] = mapped_column(String(24), default="")
    #: Monday is 0; None for a single shift
    weekday: Mapped[int | None] = mapped_column(Integer)
    #: the local date of a single shift; None for every week
    duty_on: Mapped[date | None] = mapped_column(Date)
    part: Mapped[Part] = mapped_column(named(Part))
    rank: Mapped[int] = mapped_column(Integer)


@dataclass(frozen=True, slots=True)
class Shift:
    """One half of one local date."""

    on: date
    part: Part


@dataclass(frozen=True, slots=True)
class Roster:
    """The list of a community between two dates, and its hours."""

    community: Community
    day_from: time
    night_from: time
    has_list: bool
    turns: Sequence[DutyTurn]

    def shift_at(self, at: datetime) -> Shift:
        """The shift that `at` lies in."""
        local = self.community.local(at)
        if local.time() < self.day_from:
            return Shift(local.date() - timedelta(days=1), Part.NIGHT)
        return Shift(local.date(), Part.DAY if local.time() < self.night_from else Part.NIGHT)

    def begins(self, shift: Shift) -> datetime:
        """When it begins, UTC."""
        clock = self.day_from if shift.part is Part.DAY else self.night_from
        return self.community.moment(shift.on, clock)

    def ends(self, shift: Shift) -> datetime:
        """When it is handed over, UTC."""
        if shift.part is Part.DAY:
            return self.community.moment(shift.on, self.night_from)
        return self.community.moment(shift.on + timedelta(days=1), self.day_from)

    def people(self, shift: Shift) -> list[int]:
        """Ids in the order they are called; a single shift stands before the weekly list."""
        of_part = [each for each in self.turns if each.part is shift.part]
        single = [each for each in of_part if each.duty_on == shift.on]
        weekly = [each for each in of_part if each.weekday == shift.on.weekday()]
        return [each.person_id for each in sorted(single or weekly, key=lambda each: each.rank)]


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is on duty at one moment. Without any list it is all staff, and nobody first."""

    has_list: bool
    people: tuple[int, ...]


def roster(
    session: Session, community: Community, first: date, last: date, kind: str = ""
) -> Roster:
    """The list of `kind` from `first` to `last`, both local dates and included."""
    hours = session.scalar(select(DutyHours).filter_by(community_id=community.id))
    rows = select(DutyTurn).where(
        DutyTurn.community_id == community.id,
        DutyTurn.kind == kind,
        or_(DutyTurn.duty_on.is_(None), DutyTurn.duty_on.between(first, last)),
    )
    turns = session.scalars(rows.order_by(DutyTurn.id)).all()
    return Roster(
        community,
        hours.day_from if hours else DAY_FROM,
        hours.night_from if hours else NIGHT_FROM,
        bool(turns) or _is_any(session, community.id, kind),
        turns,
    )


def _is_any(session: Session, community_id: int, kind: str) -> bool:
    rows = select(DutyTurn.id).filter_by(community_id=community_id, kind=kind).limit(1)
    return session.scalar(rows) is not None


def on_duty(session: Session, community: Community, at: datetime) -> Watch:
    """Who is on duty at `at`; whose role has ended is not. The one place that knows."""
    today = community.local(at).date()
    found = roster(session, community, today - timedelta(days=1), today)
    staff = people_with(session, community.id, STAFF, at)
    if not found.has_list:
        return Watch(has_list=False, people=tuple(staff))
    people = found.people(found.shift_at(at))
    return Watch(has_list=True, people=tuple(each for each in people if each in staff))


def ring_order(session: Session, community: Community, at: datetime) -> list[list[int]]:
    """Whom to call, wave after wave: the first on duty, the next, then everybody else on staff.

    Only people we can write to. Without a list, or with nobody on it now, all staff at once.
    """
    watch = on_duty(session, community, at)
    staff = _reachable(session, people_with(session, community.id, STAFF, at))
    listed = [each for each in watch.people if each in staff] if watch.has_list else []
    rest = [each for each in staff if each not in listed]
    return [*([each] for each in listed), *([rest] if rest else [])]


def _reachable(session: Session, people: Collection[int]) -> list[int]:
    rows = select(Contact.person_id).where(
        Contact.person_id.in_(people),
        Contact.stopped_at.is_(None),
        Contact.overseas != UNANSWERED,
        is_on_for(Contact),
    )
    there = set(session.scalars(rows))
    return [each for each in people if each in there]


def holes(session: Session, community: Community, first: date) -> list[Shift]:
    """The shifts of the seven days from `first` on that nobody on staff has; none without a list.

    Whose role ends before a shift begins does not have it.
    """
    found = roster(session, community, first, first + timedelta(days=WEEK - 1))
    if not found.has_list:
        return []
    shifts = shifts_from(first)
    staff = {
        each: set(people_with(session, community.id, STAFF, found.begins(each))) for each in shifts
    }
    return [each for each in shifts if not staff[each].intersection(found.people(each))]


def shifts_from(first: date) -> list[Shift]:
    """Fourteen shifts, day and night of seven dates."""
    days = [first + timedelta(days=n) for n in range(WEEK)]
    return [Shift(day, part) for day in days for part in (Part.DAY, Part.NIGHT)]


@dataclass(frozen=True, slots=True)
class When:
    """Which shift of a list: of a date, or of a weekday each week (0 = Monday)."""

    day: date | int
    part: Part
    #: whose list: "" the chat's own, else the kind of help that somebody sits for
    kind: str = ""


def put_on_duty(
    session: Session, by: Person, when: When, people: Sequence[int], at: datetime
) -> list[int]:
    """Let these have the shift, in this order. Nobody leaves it empty.

    Returns who had it before. Raises Refused for who keeps no list.
    """
    require(session, by, KEEPERS, at)
    _locked_hours(session, by.community_id)
    weekday, duty_on = (when.day, None) if isinstance(when.day, int) else (None, when.day)
    which = DutyTurn.duty_on == duty_on if weekday is None else DutyTurn.weekday == weekday
    row = {"community_id": by.community_id, "part": when.part, "kind": when.kind}
    whose = (*(getattr(DutyTurn, name) == value for name, value in row.items()), which)
    before = session.scalars(select(DutyTurn).where(*whose).order_by(DutyTurn.rank)).all()
    had = [each.person_id for each in before]
    session.execute(delete(DutyTurn).where(*whose))
    for rank, person_id in enumerate(dict.fromkeys(people), start=1):
        day = {"weekday": weekday, "duty_on": duty_on}
        session.add(DutyTurn(**row, **day, person_id=person_id, rank=rank))
    session.flush()
    return had


def set_hours(session: Session, by: Person, day_from: time, night_from: time, at: datetime) -> None:
    """When one hands over to the other. Raises Refused for who keeps no list."""
    require(session, by, KEEPERS, at)
    hours = _locked_hours(session, by.community_id)
    hours.day_from, hours.night_from = day_from, night_from
    session.flush()


def watch_weekly(session: Session, community: Community, at: datetime) -> None:
    """Look for holes in the week after, next Thursday morning."""
    today = community.local(at).date()
    ahead = (LOOKS_ON - today.weekday()) % WEEK
    due = community.moment(today + timedelta(days=ahead), LOOKS_AT)
    if due <= at:
        due = community.moment(today + timedelta(days=ahead + WEEK), LOOKS_AT)
    set_timer(session, community.id, TIMER, f"community:{community.id}", due)


def _locked_hours(session: Session, community_id: int) -> DutyHours:
    row = {"community_id": community_id, "day_from": DAY_FROM, "night_from": NIGHT_FROM}
    insert_new(session.connection(), DutyHours, row)
    found = select(DutyHours).filter_by(community_id=community_id)
    return session.scalars(found.with_for_update()).one()
