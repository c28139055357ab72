"""Rules of recurring activities (奉献日): on which day of a month or year, from what template."""

from datetime import date, time
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Key, Owned


class ActivityTemplate(Owned, Base):
    """An activity without a day: what is copied when one is made from it."""

    __tablename__ = "activity_template"
    __table_args__ = (UniqueConstraint("community_id", "title"),)

    id: Mapped[Key]
    title: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(240), default="")
    occasion: Mapped[str] = mapped_column(String(16), default="other")
    category: Mapped[str] = mapped_column(String(24), default="")
    place: Mapped[str] = mapped_column(String(80), default="")
    station_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("station.id"))
    leader_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    #: on the community's clock
    starts: Mapped[time] = mapped_column(Time)
    minutes: Mapped[int] = mapped_column(Integer)
    risk_note: Mapped[str] = mapped_column(String(120), default="")
    min_age: Mapped[int] = mapped_column(Integer, default=0)
    is_easy: Mapped[bool] = mapped_column(Boolean, default=False)
    #: [{"name": "擦窗", "places": 10, "skill": ""}]
    roles: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


class ActivityRule(Owned, Base):
    """Which days a template is held on: one rule of the calendar, with its shift and exceptions.

    Kinds: "date" (day of the month, -1 the last), "weekday" (nth weekday of the month, nth -1 the
    last), "lunar" (lunar month and day), "week" (the ISO week that holds month and day; its first
    day stands for it). With `month` once a year, without it every month.
    """

    __tablename__ = "activity_rule"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(8))
    month: Mapped[int | None] = mapped_column(Integer)
    day: Mapped[int] = mapped_column(Integer, default=0)
    nth: Mapped[int] = mapped_column(Integer, default=0)
    #: Monday is 0
    weekday: Mapped[int] = mapped_column(Integer, default=0)
    #: "keep", "rest_day" (to the next day off) or "workday" (to the next working day)
    shift: Mapped[str] = mapped_column(String(8), default="keep")
    #: local dates, ISO: {"2026-10-03": null} is left out, {"2026-10-03": "2026-10-10"} is moved
    exceptions: Mapped[dict[str, str | None]] = mapped_column(JSON, default=dict)
    template_id: Mapped[int] = mapped_column(BigKey, ForeignKey("activity_template.id"))
    is_on: Mapped[bool] = mapped_column(Boolean, default=True)

    def except_day(self, session: Session, day: date, held: date | None) -> None:
        """This local day of the rule is held on another one, or (None) not at all.

        Locks the rule until the turn ends, and reads it anew: whoever else changes a day waits.
        """
        session.refresh(self, with_for_update=True)
        moved = held.isoformat() if held else None
        self.exceptions = {**self.exceptions, day.isoformat(): moved}
