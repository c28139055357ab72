"""Digits for a card that comes by itself, on channels that number what can be chosen.

A digit belongs to the open question. With none open, one card may be answered by digits; which one
that is stands with the contact until their next word, whatever that is. All others take words.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, select, update

from handlers.content import Content
from handlers.engine.choices import number_in
from handlers.engine.said import Said
from handlers.engine.state import State
from models.contact import Contact
from models.conversation import Conversation
from models.inbox import Inbox
from models.outbox import Lane

#: what a contact can hold of tokens
LONGEST = 255
_STANDS = (
    select(Conversation.script, Contact.digits)
    .join(Contact, Contact.id == Conversation.contact_id)
    .where(Contact.id == bindparam("of"))
)
_KEEP = update(Contact).where(Contact.id == bindparam("of")).values(digits=bindparam("tokens"))

_SAID_SINCE = select(Inbox.id).where(
    Inbox.contact_id == bindparam("of"), Inbox.accepted_at >= bindparam("since")
)
_KEEP_SHOWN = _KEEP.where(~exists(_SAID_SINCE))


def with_digits(connection: Connection, row: Row[Any], content: Content) -> Content:
    """The card of this outbox row with numbers, where nothing else waits for a digit."""
    tokens = _tokens(content)
    if not tokens or row.lane is Lane.BULK or row.contact_id is None:
        return content
    stands = connection.execute(_STANDS, {"of": row.contact_id}).one()
    is_free = stands.script is None and stands.digits in ("", tokens)
    return replace(content, digits=True) if is_free else content


def keep_digits(connection: Connection, contact_id: int, content: Content, since: datetime) -> None:
    """That card has been shown, or may have been, and they have said nothing `since`: a word that
    came while the card was on its way has ended its digits, and may have opened a question."""
    keys = {"of": contact_id, "tokens": _tokens(content), "since": since}
    connection.execute(_KEEP_SHOWN, keys)


def forget_digits(connection: Connection, contact_id: int) -> None:
    """They have said something since."""
    connection.execute(_KEEP, {"of": contact_id, "tokens": ""})


def by_digit(said: Said, tokens: str, state: State) -> Said:
    """A bare digit as the press that it means on the card of these tokens."""
    if said.kind != "text" or said.media or state.open is not None or state.alarm is not None:
        return said
    known, number = tokens.split(), number_in(said.text)
    if not 0 < number <= len(known):
        return said
    return replace(said, kind="press", token=known[number - 1], text="")


def _tokens(content: Content) -> str:
    """Of its actions; "" where it has none, or puts a question."""
    found = [button.token for button in content.buttons]
    tokens = " ".join(found)
    return tokens if not any("." in each for each in found) and len(tokens) <= LONGEST else ""
