"""When a platform lets us write to somebody first, and how often: its windows, opened by them.

WeChat, since 12 June 2023: five messages within 48 hours of what somebody wrote, three within a
minute of a press in the menu, a scanned code or following. Each new act opens its window anew.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, ForeignKey, Integer, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.reaching import keep_open, keep_shut
from models.upsert import build_insert

#: between our clock and the platform's, and for the way there
MARGIN = timedelta(seconds=5)


class Opens(StrEnum):
    """What somebody did: wrote, or only tapped (a menu, a code, the button to follow)."""

    MESSAGE = "message"
    TAP = "tap"


#: how many messages, and for how long
OPENS: dict[Opens, tuple[int, timedelta]] = {
    Opens.MESSAGE: (5, timedelta(hours=48)),
    Opens.TAP: (3, timedelta(minutes=1)),
}


class PushWindow(Owned, Base):
    """One window of one chat: so many messages are left, until then."""

    __tablename__ = "push_window"
    __table_args__ = (UniqueConstraint("contact_id", "kind"),)

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"))
    kind: Mapped[Opens] = mapped_column(named(Opens))
    left: Mapped[int] = mapped_column(Integer)
    until: Mapped[datetime] = mapped_column(Instant)


def open_window(
    connection: Connection, community_id: int, contact_id: int, kind: Opens, at: datetime
) -> None:
    """She did something at `at` (the platform's moment): its window is open anew."""
    left, lasts = OPENS[kind]
    row = {
        "community_id": community_id,
        "contact_id": contact_id,
        "kind": kind,
        "left": left,
        "until": at + lasts,
    }
    made = build_insert(connection.dialect.name, PushWindow).values(row)
    anew = {name: made.excluded[name] for name in ("left", "until")}
    hers = made.on_conflict_do_update(index_elements=["contact_id", "kind"], set_=anew)
    connection.execute(hers)
    keep_open(connection, contact_id, at + lasts)


def spend(connection: Connection, contact_id: int, at: datetime) -> Opens | None:
    """Take one message out of an open window, the shorter first; None when none is open."""
    for kind in (Opens.TAP, Opens.MESSAGE):
        open_now = update(PushWindow).where(
            PushWindow.contact_id == contact_id,
            PushWindow.kind == kind,
            PushWindow.left > 0,
            PushWindow.until > at + MARGIN,
        )
        if connection.execute(open_now.values(left=PushWindow.left - 1)).rowcount:
            if not pushes_left(connection, contact_id, at):
                keep_shut(connection, contact_id)
            return kind
    return None


def give_back(connection: Connection, contact_id: int, kind: Opens) -> None:
    """That message did not go after all."""
    hers = update(PushWindow).where(PushWindow.contact_id == contact_id, PushWindow.kind == kind)
    connection.execute(hers.values(left=PushWindow.left + 1))


def shut(connection: Connection, contact_id: int) -> None:
    """The platform says that nothing is open."""
    connection.execute(update(PushWindow).where(PushWindow.contact_id == contact_id).values(left=0))
    keep_shut(connection, contact_id)


def pushes_left(connection: Connection, contact_id: int, at: datetime) -> int:
    """How many messages she can be sent now."""
    open_now = (PushWindow.left > 0) & (PushWindow.until > at + MARGIN)
    left = select(func.sum(PushWindow.left)).where(PushWindow.contact_id == contact_id, open_now)
    return connection.scalar(left) or 0
