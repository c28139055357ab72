"""Stations (站) and service points (服务点): the places of the 15-minute circle."""

from sqlalchemy import Float, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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
    street: Mapped[str] = mapped_column(String(80), default="")
    opening: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    #: WGS-84 degrees; None when nobody measured it
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
