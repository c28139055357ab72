"""Who can really be reached now: the one question that is asked of every chat of every channel.

A channel answers it twice: what kind it is (`account.reaches`), and until when this chat is open
(`contact.window_until`, kept by whoever sees the window or the page open).
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, update

from models.account import Account
from models.contact import Contact
from models.conversation import Conversation
from models.outbox import Outbox, OutboxState
from models.reaches import Reaches

_SENT = (OutboxState.SENT, OutboxState.ANSWERED)


def is_reached_now(at: datetime) -> ColumnElement[bool]:
    """Whether a message to this chat is before their eyes at once; of Contact with its Account.

    A chat of any channel that has a window which is over is closed, and so is one on an account
    that is off.
    """
    is_open = and_(Contact.window_until.is_not(None), Contact.window_until > at)
    always = and_(Account.reaches == Reaches.AT_ONCE, Contact.window_until.is_(None))
    return and_(Contact.stopped_at.is_(None), Account.is_on, or_(always, is_open))


def keep_open(connection: Connection, contact_id: int, until: datetime) -> None:
    """This chat is open until then at least; what is open for longer stays so."""
    longer = or_(Contact.window_until.is_(None), Contact.window_until < until)
    mine = update(Contact).where(Contact.id == contact_id, longer)
    connection.execute(mine.values(window_until=until))


def keep_shut(connection: Connection, contact_id: int) -> None:
    """Nothing can be said first in this chat until something opens it anew."""
    mine = update(Contact).where(Contact.id == contact_id)
    connection.execute(mine.values(window_until=None))


def has_it(
    notice_id: ColumnElement[int | None], person_id: ColumnElement[int]
) -> ColumnElement[bool]:
    """Whether a message of that notice has come before this person's eyes.

    On a page that is only so once it was open afterwards, or they have written since.
    """
    looked = or_(
        Account.reaches != Reaches.WHEN_OPEN,
        Contact.window_until > Outbox.sent_at,
        exists().where(
            Conversation.contact_id == Contact.id, Conversation.changed_at >= Outbox.sent_at
        ),
    )
    return exists().where(
        Outbox.notice_id == notice_id,
        Outbox.contact_id == Contact.id,
        Contact.person_id == person_id,
        Account.id == Outbox.account_id,
        Outbox.state.in_(_SENT),
        looked,
    )
