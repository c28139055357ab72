"""Text messages (短信): one way, for what is urgent alone, to whom no chat reaches.

A row is made in the transaction that lists whom to ring; where a gateway is configured it goes out
once, or is marked as in doubt. The number is looked up when it goes, and stands nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.upsert import insert_for


class TextState(StrEnum):
    """due, sending (the call was begun), sent, uncertain (nobody knows; never again), gave_up."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    GAVE_UP = "gave_up"


class TextMessage(Owned, Base):
    """One text message to one person about one notice."""

    __tablename__ = "text_message"
    __table_args__ = (
        UniqueConstraint("notice_id", "person_id"),
        Index("ix_text_message_state_due_at", "state", "due_at"),
    )

    id: Mapped[Key]
    notice_id: Mapped[int] = mapped_column(BigKey, ForeignKey("notice.id"))
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    state: Mapped[TextState] = mapped_column(named(TextState), default=TextState.DUE)
    #: "rejected", "no_phone", "no_template", "over"; "" while it has not been given up
    reason: Mapped[str] = mapped_column(String(16), default="")
    due_at: Mapped[datetime] = mapped_column(Instant)
    #: when the call was begun, and then when it was over
    sent_at: Mapped[datetime | None] = mapped_column(Instant)


def queue_texts(
    connection: Connection, notice_id: int, rows: Sequence[tuple[int, int, datetime]]
) -> None:
    """One for each community, person and moment, unless this notice has one for them."""
    made = [
        {
            "community_id": community_id,
            "notice_id": notice_id,
            "person_id": person_id,
            "state": TextState.DUE,
            "reason": "",
            "due_at": due_at,
        }
        for community_id, person_id, due_at in rows
    ]
    if made:
        connection.execute(insert_for(connection, TextMessage).on_conflict_do_nothing(), made)


@dataclass(frozen=True, slots=True)
class Due:
    """What may go now, the first one first, and whether something was begun long ago."""

    due: list[int]
    in_doubt: bool


def due_texts(connection: Connection, now: datetime, begun: datetime, limit: int) -> Due:
    """At most `limit` of those that are due; one begun before `begun` has no result any more."""
    rows = select(TextMessage.id).where(
        TextMessage.state == TextState.DUE, TextMessage.due_at <= now
    )
    left = select(TextMessage.id).where(
        TextMessage.state == TextState.SENDING, TextMessage.sent_at <= begun
    )
    due = connection.scalars(rows.order_by(TextMessage.due_at, TextMessage.id).limit(limit))
    return Due(list(due), connection.scalar(left.limit(1)) is not None)


def how_many(session: Session, notice_id: int) -> dict[TextState, int]:
    """How the text messages of a notice stand, counted."""
    rows = select(TextMessage.state, func.count()).filter_by(notice_id=notice_id)
    return {state: n for state, n in session.execute(rows.group_by(TextMessage.state))}  # noqa: C416


def all_texts(connection: Connection) -> dict[TextState, int]:
    """The text messages of this database by state."""
    rows = connection.execute(select(TextMessage.state, func.count()).group_by(TextMessage.state))
    return {state: n for state, n in rows}  # noqa: C416
