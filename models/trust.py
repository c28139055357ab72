"""Trust (信任): who may visit alone, and who was checked for work with children; given by name."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned


class Trust(Owned, Base):
    """One person is trusted with something by somebody, until a day."""

    __tablename__ = "trust"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    #: "alone": visits without a second one; "children": vetted for work with minors
    kind: Mapped[str] = mapped_column(String(16))
    given_by_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime] = mapped_column(Instant)
