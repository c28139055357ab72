"""Standing help (长期帮扶): an order that comes again by a rule, each time with its own asking."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import JSON, Boolean, Date, ForeignKey, String, Time
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.words import N_


class StandingState(StrEnum):
    """Whether orders are made of it."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


STANDING_LABELS: dict[StandingState, str] = {
    StandingState.ACTIVE: N_("每次都有"),
    StandingState.PAUSED: N_("停一阵"),
    StandingState.ENDED: N_("不再来了"),
}


class StandingHelp(Owned, Base):
    """One rule for one person served; its newest order holds the words, place and wishes."""

    __tablename__ = "standing_help"

    id: Mapped[Key]
    served_person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    requested_by_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    state: Mapped[StandingState] = mapped_column(named(StandingState), default=StandingState.ACTIVE)
    #: RFC 5545, on the community's days: FREQ=WEEKLY;BYDAY=TU
    rrule: Mapped[str] = mapped_column(String(80))
    #: days off by decree are left out (models/workdays.py); else each is asked about
    not_on_holidays: Mapped[bool] = mapped_column(Boolean, default=False)
    #: when it begins, on the community's clock
    starts: Mapped[time] = mapped_column(Time)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    paused_until: Mapped[date | None] = mapped_column(Date)
    #: orders were made up to and with this day
    made_until: Mapped[date | None] = mapped_column(Date)
    #: ids of volunteers who are asked first, such as a pair (结对子)
    asks_first: Mapped[list[int]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def subject(self) -> str:
        """How timers and buttons name it: standing_help:12."""
        return f"standing_help:{self.id}"
