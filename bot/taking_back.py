"""Taking back what dead processes held, and answers that perhaps nobody heard."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update

from bot.outbox_rows import FREE
from models.account import Account
from models.database import Database
from models.outbox import Lane, Outbox, OutboxState

#: an answer in a webhook's reply of which nobody knows whether it was written; Telegram posts
#: again for as long as it takes, WeChat and WeCom three times in 15 seconds
ANSWER_LIVES = timedelta(minutes=10)
SHORT_LIVES = timedelta(seconds=20)
SKEW = timedelta(seconds=5)
_IN_A_HURRY = Outbox.account_id.in_(
    select(Account.id).where(Account.channel.in_(("wechat", "wecom")))
)


def _is_over(at: datetime) -> ColumnElement[bool]:
    short = _IN_A_HURRY & (Outbox.due_at < at - SHORT_LIVES)
    return or_(Outbox.due_at < at - ANSWER_LIVES, short)


def take_back(db: Database, at: datetime, dead: Sequence[str] | None) -> tuple[int, int]:
    """Take back rows of processes that are gone: how many were never tried, how many in doubt.

    `dead` names the owners known to be gone, None means everybody; other rows wait for their
    lease to lapse. A doubtful row goes once more if it may be repeated. An answer that rode waits
    for the platform to post again, and is in doubt when it does not; one of a dead process was
    heard, or comes to be asked for again, so it holds nothing up; but not on WeChat, which posts
    again for a few seconds only.
    """
    lapsed = Outbox.lease_until < at - SKEW
    orphaned = Outbox.lease_owner.in_(dead) if dead is not None else Outbox.id.is_not(None)
    gone = lapsed | orphaned if dead is not None else orphaned
    unwritten = (Outbox.state == OutboxState.ANSWERING) & _is_over(at)
    with db.patient.begin() as connection:
        untried = connection.execute(
            update(Outbox)
            .where(Outbox.state == OutboxState.LEASED, gone)
            .values(state=OutboxState.DUE, **FREE)
        )
        connection.execute(
            update(Outbox)
            .where(Outbox.state == OutboxState.ANSWERING, orphaned, ~_IN_A_HURRY)
            .values(state=OutboxState.ANSWERED, sent_at=at, attempts=1, **FREE)
        )
        doubtful = connection.execute(
            update(Outbox)
            .where((Outbox.state == OutboxState.SENDING) & gone | unwritten)
            .values(state=OutboxState.UNCERTAIN, doubts=Outbox.doubts + 1, **FREE)
        )
        connection.execute(
            update(Outbox)
            .where(
                Outbox.state == OutboxState.UNCERTAIN,
                Outbox.may_repeat.is_(True),
                Outbox.doubts == 1,
                Outbox.lane != Lane.BULK,
            )
            .values(state=OutboxState.DUE)
        )
    return untried.rowcount, doubtful.rowcount
