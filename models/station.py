"""Stations (站) and service points (服务点): the places of the 15-minute circle."""

from sqlalchemy import Float, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Key, Owned


class Station(Owned, Base):
    """One place where help is asked for, given or found; `kind` tells a desk from a barber."""

    __tablename__ = "station"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    id: Mapped[Key]
    #: what a poster's QR carries; letters and digits, grants nothing
    code: Mapped[str] = mapped_column(String(24))
    name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[str] = mapped_column(String(24))
    #: "centre", "station" or "point"
    tier: Mapped[str] = mapped_column(String(8), default="point")
    street: Mapped[str] = mapped_column(String(80), default="")
    opening: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    #: WGS-84 degrees; None when nobody measured it
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)

    @property
    def subject(self) -> str:
        """How a conversation names it: station:12."""
        return f"station:{self.id}"


def find_station(session: Session, community_id: int, code: str) -> Station | None:
    """The station of this code, capitals or not; None for nobody's code or one of elsewhere."""
    spellings = {code, code.upper(), code.lower()}
    rows = select(Station).where(Station.community_id == community_id, Station.code.in_(spellings))
    return session.scalar(rows.order_by(Station.code != code).limit(1))
