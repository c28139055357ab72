"""A volunteer's profile (志愿者档案): what they can do and when; each part may be left out.

Regulation art. 7: skills, times and contact. The number is random and says nothing of them.
"""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned


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
