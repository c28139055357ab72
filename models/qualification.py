"""A licence or check that somebody of the community has seen (资质证书, 核实)."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.vault import Secret


class Qualification(Owned, Base):
    """One skill of one person, proven to a worker; ends on a day or never."""

    __tablename__ = "qualification"
    __table_args__ = (UniqueConstraint("person_id", "skill"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    skill: Mapped[str] = mapped_column(String(24))
    number: Mapped[str | None] = mapped_column(Secret)
    valid_until: Mapped[date | None] = mapped_column(Date)
    verified_by_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    verified_at: Mapped[datetime] = mapped_column(Instant)
