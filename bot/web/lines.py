"""The bubbles of a web chat as rows: appended, changed in place, read by sequence.

Each insert or change takes the next sequence of that contact by locking its head row, so whoever
reads "after N" never misses one that commits late.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from handlers.language import _
from models.upsert import insert_for
from models.web import ChatHead, ChatLine

PAGE = 200  # bubbles a page load shows


@dataclass(frozen=True, slots=True)
class Bubble:
    """A bubble to be written. `direction` is "in" for hers, "out" for the desk's."""

    community_id: int
    contact_id: int
    direction: str
    content: dict[str, Any]
    at: datetime
    key: str = ""
    outbox_id: int | None = None


def append(connection: Connection, bubble: Bubble) -> int:
    """Write a bubble below all others; returns its position. The same outbox row shows once."""
    sequence = _next(connection, bubble.community_id, bubble.contact_id)
    if bubble.outbox_id is not None:
        shown = connection.scalar(
            select(ChatLine.position).where(ChatLine.outbox_id == bubble.outbox_id)
        )
        if shown is not None:
            return shown
    row = insert_for(connection, ChatLine).values(
        community_id=bubble.community_id,
        contact_id=bubble.contact_id,
        position=sequence,
        sequence=sequence,
        direction=bubble.direction,
        key=bubble.key,
        outbox_id=bubble.outbox_id,
        content=bubble.content,
        at=bubble.at,
    )
    connection.execute(row)
    return sequence


def change(connection: Connection, bubble: Bubble, position: int) -> None:
    """Put new content into the bubble at `position`, where it stands."""
    sequence = _next(connection, bubble.community_id, bubble.contact_id)
    connection.execute(
        update(ChatLine)
        .where(ChatLine.contact_id == bubble.contact_id, ChatLine.position == position)
        .values(content=bubble.content, sequence=sequence)
    )


def _next(connection: Connection, community_id: int, contact_id: int) -> int:
    head = insert_for(connection, ChatHead).values(
        community_id=community_id, contact_id=contact_id, last=1
    )
    number: int = connection.execute(
        head.on_conflict_do_update(
            index_elements=["contact_id"], set_={"last": ChatHead.last + 1}
        ).returning(ChatHead.last)
    ).scalar_one()
    return number


def latest(connection: Connection, contact_id: int) -> list[Row[Any]]:
    """The last bubbles of a chat in their order."""
    rows = connection.execute(
        select(*ChatLine.__table__.columns)
        .where(ChatLine.contact_id == contact_id)
        .order_by(ChatLine.position.desc())
        .limit(PAGE)
    )
    return list(reversed(list(rows)))


def after(connection: Connection, contact_id: int, sequence: int) -> list[Row[Any]]:
    """What is new or changed since `sequence`, in that order."""
    rows = connection.execute(
        select(*ChatLine.__table__.columns)
        .where(ChatLine.contact_id == contact_id, ChatLine.sequence > sequence)
        .order_by(ChatLine.sequence)
        .limit(PAGE)
    )
    return list(rows)


def last_sequence(connection: Connection, contact_id: int) -> int:
    """The newest sequence of a chat; 0 for an empty one."""
    return (
        connection.scalar(
            select(func.coalesce(func.max(ChatHead.last), 0)).where(
                ChatHead.contact_id == contact_id
            )
        )
        or 0
    )


def label_of(connection: Connection, contact_id: int, token: str) -> str:
    """What is written on a button she was given, to show her press in her own bubble."""
    for row in reversed(latest(connection, contact_id)):
        card = row.content.get("card") or {}
        for line in card.get("lines", ()):
            if line.get("edit") == token:
                return _("修改 {what}").format(what=line["label"])
        for button in row.content.get("buttons", ()):
            if button["token"] == token:
                return str(button["label"])
    return ""
