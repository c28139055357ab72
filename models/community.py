"""A community (社区): the place whose clock, language and rules everything in it follows."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    String,
    Time,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Key
from models.ready import Ready
from models.rows import settled
from models.upsert import build_insert


class Community(Base):
    """One community. `[community]` in the configuration only seeds the first row."""

    __tablename__ = "community"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    name_en: Mapped[str] = mapped_column(String(80), default="")
    timezone: Mapped[str] = mapped_column(String(40), default="Asia/Shanghai")
    language: Mapped[str] = mapped_column(String(8), default="zh")
    station_phone: Mapped[str] = mapped_column(String(40), default="")
    #: how many residents live here, the denominator of every share; 0 = not known
    residents: Mapped[int] = mapped_column(Integer, default=0)
    quiet_from: Mapped[time] = mapped_column(Time, default=time(21))
    quiet_until: Mapped[time] = mapped_column(Time, default=time(8))
    #: when somebody answers `station_phone`, as people say it
    opening: Mapped[str] = mapped_column(String(60), default="")
    #: the evening before, whoever goes is asked whether that still holds
    eve_at: Mapped[time] = mapped_column(Time, default=time(18))
    #: a resident hears by then at the latest that somebody cannot come
    tell_by: Mapped[time] = mapped_column(Time, default=time(20, 30))
    #: one trusted volunteer may visit alone where the kind of help allows it
    alone_allowed: Mapped[bool] = mapped_column(Boolean, default=False)
    #: a notice to more people than this needs a second person's yes
    second_look_above: Mapped[int] = mapped_column(Integer, default=200)
    #: whoever waits for a place has so many minutes to say yes
    answer_minutes: Mapped[int] = mapped_column(Integer, default=120)
    #: hours of one star to five (domain.md section 4: the national table); local ones differ
    star_hours: Mapped[list[int]] = mapped_column(JSON, default=lambda: [100, 300, 600, 1000, 1500])
    #: hours that party members set themselves for a year (domain.md section 6)
    party_hours: Mapped[int] = mapped_column(Integer, default=60)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone its people live by."""
        return ZoneInfo(self.timezone)

    def local(self, moment: datetime) -> datetime:
        """`moment` on the clock of this community."""
        return moment.astimezone(self.zone)

    def moment(self, day: date, clock: time) -> datetime:
        """That hour of that local day, UTC."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def day(self, day: date) -> tuple[datetime, datetime]:
        """When that local day begins, and when the one after it does; UTC."""
        return self.moment(day, time()), self.moment(day + timedelta(days=1), time())

    def quiet_end(self, moment: datetime) -> datetime | None:
        """When the quiet hours end in which `moment` lies, UTC; None by day.

        Quiet runs over midnight, as it does from 21:00 to 8:00.
        """
        local = self.local(moment)
        if self.quiet_until <= local.time() < self.quiet_from:
            return None
        on = local.date() if local.time() < self.quiet_until else local.date() + timedelta(days=1)
        return self.moment(on, self.quiet_until)


def home_community(session: Session) -> Community:
    """The first community of this installation. Raises NoResultFound before it was made."""
    return session.scalars(select(Community).order_by(Community.id).limit(1)).one()


class DayCounter(Base):
    """How many numbers were given out on one local day for one kind of thing."""

    __tablename__ = "day_counter"
    __table_args__ = (UniqueConstraint("community_id", "kind", "counted_on"),)

    id: Mapped[Key]
    community_id: Mapped[int] = mapped_column(BigKey, ForeignKey("community.id"))
    kind: Mapped[str] = mapped_column(String(16))
    counted_on: Mapped[date] = mapped_column(Date)
    last: Mapped[int] = mapped_column(Integer, default=0)


def next_number(session: Session, community: Community, kind: str, on: date) -> int:
    """Take the next number of local day `on` in the caller's transaction; starts at 1."""
    connection = settled(session)
    values = {"community_id": community.id, "kind": kind, "counted_on": on, "last": 1}
    number: int = _next_number(connection.dialect.name).scalar(connection, values)
    return number


@cache
def _next_number(dialect: str) -> Ready:
    days = ("community_id", "kind", "counted_on")
    statement = (
        build_insert(dialect, DayCounter)
        .on_conflict_do_update(index_elements=days, set_={"last": DayCounter.last + 1})
        .returning(DayCounter.last)
    )
    return Ready(statement, *days, "last")
