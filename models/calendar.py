"""The community's calendar: the theme of each month, days that are off or worked by decree, feeds.

How a day is found to be off or worked: models/workdays.py. What rules make of it:
models/activity_rule.py.
"""

from datetime import date, datetime, time

from dateutil.relativedelta import relativedelta
from sqlalchemy import Date, ForeignKey, String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity import Activity
from models.base import Base, BigKey, Instant, Key, Owned
from models.community import Community


class Theme(Owned, Base):
    """The theme of one month (一月一主题)."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("community_id", "month_on"),)

    id: Mapped[Key]
    #: the first day of the month
    month_on: Mapped[date] = mapped_column(Date)
    name: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(60), default="")


class CalendarOverride(Owned, Base):
    """One day that is off, or worked, whatever the library of holidays says."""

    __tablename__ = "calendar_override"
    __table_args__ = (UniqueConstraint("community_id", "day"),)

    id: Mapped[Key]
    day: Mapped[date] = mapped_column(Date)
    #: "rest" or "work"
    kind: Mapped[str] = mapped_column(String(8))
    #: who says so, such as the State Council's notice
    source: Mapped[str] = mapped_column(String(80), default="")


class CalendarFeed(Owned, Base):
    """An address at which a calendar program reads activities; revoked by making a new one."""

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64))
    #: None: what everybody of the community may see
    person_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


def theme_of(session: Session, community_id: int, on: date) -> Theme | None:
    """The theme of the month in which this local day lies."""
    rows = select(Theme).filter_by(community_id=community_id, month_on=on.replace(day=1))
    return session.scalar(rows)


def set_theme(session: Session, community_id: int, on: date, name: str) -> Theme:
    """Name the theme of that month, or name it anew."""
    theme = theme_of(session, community_id, on)
    if theme is None:
        theme = Theme(community_id=community_id, month_on=on.replace(day=1))
        session.add(theme)
    theme.name = name
    session.flush()
    _attach(session, theme)
    return theme


def _attach(session: Session, theme: Theme) -> None:
    """Activities of that month that were planned before it had a theme."""
    community = session.get_one(Community, theme.community_id)
    next_month = theme.month_on + relativedelta(months=1)
    rows = update(Activity).where(
        Activity.community_id == theme.community_id,
        Activity.starts_at >= community.moment(theme.month_on, time(0)),
        Activity.starts_at < community.moment(next_month, time(0)),
    )
    session.execute(rows.values(theme_id=theme.id))


def themes_from(session: Session, community_id: int, first: date) -> list[Theme]:
    """Themes of that month and those after it, the soonest first."""
    rows = select(Theme).where(Theme.community_id == community_id, Theme.month_on >= first)
    return list(session.scalars(rows.order_by(Theme.month_on)))
