"""Forgetting: what somebody wrote is erased everywhere, because the yes to use it never came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, bindparam, or_, update
from sqlalchemy.orm import Session

from models.alert import Alert
from models.inbox import Inbox, InboxState
from models.media import Media, MediaState
from models.outbox import GaveUp, Outbox, OutboxState

#: what is left of a message: handled again, it would be one without words
ERASED = {"kind": "text", "erased": True}
#: the platform's clock and ours may differ by this much
SKEW = timedelta(minutes=1)
_UNSENT = or_(Outbox.state == OutboxState.DUE, Outbox.state == OutboxState.LEASED)

_OF: BindParameter[int] = bindparam("of")
_SINCE: BindParameter[datetime] = bindparam("since")
_INBOX = (
    update(Inbox)
    .where(
        Inbox.contact_id == _OF,
        Inbox.said_at >= _SINCE,
        # what has not had its turn yet is asked about in that turn
        or_(Inbox.state != InboxState.ACCEPTED, Inbox.id == bindparam("this")),
    )
    .values(payload=ERASED, answer=None)
)
_REPLIES = update(Outbox).where(
    Outbox.contact_id == _OF, Outbox.kind == "reply", Outbox.created_at >= _SINCE
)
_UNSENT_REPLIES = _REPLIES.where(_UNSENT).values(
    state=OutboxState.GAVE_UP, reason=GaveUp.ERASED, lease_owner=None, lease_until=None
)
_MEDIA = (
    update(Media)
    .where(Media.contact_id == _OF, Media.created_at >= _SINCE, Media.order_id.is_(None))
    .values(state=MediaState.GONE, source=None, sha256=None, retry_at=None)
)


#: an alert stands without them: somebody may still be in danger
_ALERTS = (
    update(Alert)
    .where(Alert.contact_id == _OF, Alert.raised_at >= _SINCE)
    .values(words=None, place=None)
)


@dataclass(frozen=True, slots=True)
class Unwanted:
    """What one chat brought since a moment; `inbox_id` is the message being handled, if any."""

    contact_id: int
    since: datetime
    inbox_id: int = 0


def forget(session: Session, chats: Sequence[Unwanted]) -> None:
    """Erase the words, photos and voice that came since, and our replies that may repeat them."""
    if not chats:
        return
    session.flush()
    rows = [{"of": each.contact_id, "since": each.since - SKEW} for each in chats]
    this = [{**row, "this": each.inbox_id} for row, each in zip(rows, chats, strict=True)]
    connection = session.connection()
    connection.execute(_INBOX, this)
    connection.execute(_UNSENT_REPLIES, rows)
    connection.execute(_REPLIES.values(content={}), rows)
    connection.execute(_MEDIA, rows)
    connection.execute(_ALERTS, rows)
