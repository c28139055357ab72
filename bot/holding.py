"""What a platform would not let us say now waits for the moment when this person does something.

A held row is due at the end of its own time with `no_window` as its reason: when that moment comes
before she does, that is why it was never said.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, literal, update

from bot.outbox_rows import FREE
from models.outbox import GaveUp, Outbox, OutboxState

#: nobody comes back after so long and wants to know
HELD = timedelta(days=30)


def hold(connection: Connection, outbox_id: int, at: datetime) -> None:
    """Keep it until this person does something; a held message is in nobody's way."""
    end = func.coalesce(Outbox.not_after, literal(at + HELD, Outbox.due_at.type))
    connection.execute(
        update(Outbox)
        .where(Outbox.id == outbox_id)
        .values(state=OutboxState.DUE, reason=GaveUp.NO_WINDOW, due_at=end, attempts=0, **FREE)
    )


def release(connection: Connection, contact_id: int, at: datetime) -> int:
    """She did something: what was held for her is due now. Returns how many."""
    held = update(Outbox).where(
        Outbox.contact_id == contact_id,
        Outbox.state == OutboxState.DUE,
        Outbox.reason == GaveUp.NO_WINDOW,
    )
    return connection.execute(held.values(due_at=at, reason=None)).rowcount
