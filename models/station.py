"""Stations (站) and service points (服务点): the places of the 15-minute circle."""

from collections.abc import Iterable
from datetime import datetime
from math import asin, cos, radians, sin, sqrt

from sqlalchemy import Float, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.audit import note_deed
from models.base import Base, Key, Owned
from models.errors import Refused
from models.membership import STAFF, require
from models.opening import names_hours
from models.person import Person
from models.words import N_


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


def station_names(session: Session, community_id: int) -> dict[str, str]:
    """The street of each station and point, by its name in either language."""
    rows = select(Station.name, Station.name_en, Station.street)
    found = session.execute(rows.where(Station.community_id == community_id)).all()
    return {name: street for *names, street in found for name in names if name}


TIER_LABELS: dict[str, str] = {
    "centre": N_("服务中心"),
    "station": N_("服务站"),
    "point": N_("服务点"),
}
_EARTH_KM = 6371.0
LONGEST_OPENING = 60


def stations_of(session: Session, community_id: int) -> list[Station]:
    """The places of a community, the centre before stations before points."""
    tiers = list(TIER_LABELS)
    found = session.scalars(select(Station).filter_by(community_id=community_id)).all()
    return sorted(found, key=lambda each: (tiers.index(each.tier), each.id))


def nearest(
    stations: Iterable[Station], latitude: float, longitude: float
) -> list[tuple[Station, float]]:
    """Those whose place is known with their distance in kilometres, the nearest first."""
    found = [
        (each, distance_km((latitude, longitude), (each.latitude, each.longitude)))
        for each in stations
        if each.latitude is not None and each.longitude is not None
    ]
    return sorted(found, key=lambda each: (each[1], each[0].id))


def distance_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """As the crow flies between two places in degrees (haversine)."""
    (lat1, lon1), (lat2, lon2) = (map(radians, place) for place in (here, there))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def own_station(session: Session, worker: Person, station_id: int, at: datetime) -> Station:
    """A station of this worker's community, locked. Raises Refused for anybody else."""
    require(session, worker, STAFF, at)
    found = session.get(Station, station_id, with_for_update=True)
    if found is None or found.community_id != worker.community_id:
        raise Refused(N_("这个站点找不到了。\n想看现在的，写“站点”。"))
    return found


def set_opening(
    session: Session, station: Station, worker: Person, opening: str, at: datetime
) -> None:
    """Change when it is open. Raises Refused for words that hold no hours."""
    if len(opening) > LONGEST_OPENING or not names_hours(opening):
        raise Refused(N_("几点到几点没看懂。\n像“周一到周五 9:00–17:00”这样写。"), ask="opening")
    station.opening = opening
    note_deed(session, station, "set_opening", worker.id, at)
    session.flush()
