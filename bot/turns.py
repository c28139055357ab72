"""Turns: one transaction for each accepted message, one person at a time, in the platform's order.

The turn's own rows (inbox, contact, conversation, outbox) are written in Core, the script's work
in an ORM session on the same connection: 1,449 turns/s against 295 all-ORM in a trial.
"""

import traceback
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Row, select, update

from bot.clock import Surroundings
from bot.queueing import Handed, Recipient, queue_replies, queue_told
from handlers.content import Content
from handlers.engine.hearer import Hearer
from handlers.engine.said import Said
from handlers.engine.state import State
from handlers.engine.turn import Desk, Turn
from handlers.language import _, speaking
from models.account import Account
from models.community import Community
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database, is_passing
from models.inbox import Inbox, InboxState

TRIES_AT_ONCE = 3
#: pauses before the sweep tries again what did not finish; the last one repeats
PAUSES = (5, 15, 60, 300, 900)
log = structlog.get_logger()


@dataclass(slots=True)
class Done:
    """What one contact's turns produced: replies to hand to delivery, and whether others wait."""

    replies: list[Handed] = field(default_factory=list)
    told: int = 0
    turns: int = 0


class Turns:
    """Runs turns on one database for one process, known to others as `owner`."""

    def __init__(self, db: Database, desk: Desk, around: Surroundings, owner: str) -> None:
        """`owner` is the name under which rows are leased."""
        self._db, self._desk, self._around, self._owner = db, desk, around, owner

    def run(self, contact_id: int, *, patient: bool = False) -> Done:
        """Handle the contact's accepted messages until none is left.

        Raises the passing failure of the database when it lasts; the sweep comes back to it.
        """
        done = Done()
        while self._one(contact_id, done, patient=patient):
            done.turns += 1
        return done

    def _one(self, contact_id: int, done: Done, *, patient: bool) -> bool:
        for attempt in range(TRIES_AT_ONCE):
            try:
                return self._turn(contact_id, done, patient=patient)
            except Exception as error:
                if not is_passing(error):
                    return self._failed(contact_id, error, done)
                if attempt == TRIES_AT_ONCE - 1 or (self._db.is_sqlite and not patient):
                    raise
        return False

    def _turn(self, contact_id: int, done: Done, *, patient: bool) -> bool:
        engine = self._db.patient if patient else self._db.write
        with engine.begin() as connection:
            state = _locked_state(connection, contact_id)
            row = _next_accepted(connection, contact_id)
            if row is None:
                return False
            replies, told = self._handle(connection, row, State.from_json(state))
            self._around.reach("turn.before_commit")
        self._around.reach("turn.committed")
        done.replies.extend(replies)
        done.told += told
        return True

    def _handle(
        self, connection: Connection, row: Row[Any], state: State
    ) -> tuple[list[Handed], int]:
        at = self._around.now()
        said = Said.from_payload(row.payload, row.said_at, row.id)
        hearer = _hearer(connection, row, self._around, said)
        with speaking(hearer.language):
            outcome = Turn(self._desk, hearer, state, said, self._around.code).take()
        key = f"i{row.id}"
        to = Recipient(row.contact_id, row.account_id, row.community_id, row.address)
        replies = queue_replies(connection, to, outcome.messages, key, self._owner, at)
        told = queue_told(connection, outcome.told, key, at)
        connection.execute(
            update(Conversation)
            .where(Conversation.contact_id == row.contact_id)
            .values(
                state=outcome.state.to_json(),
                script=outcome.state.open.script if outcome.state.open else None,
                changed_at=at,
                nudged_at=None,
            )
        )
        _done(connection, row.id, at)
        if hearer.language != row.language:
            connection.execute(
                update(Contact).where(Contact.id == row.contact_id).values(language=hearer.language)
            )
        return replies, told

    def _failed(self, contact_id: int, error: Exception, done: Done) -> bool:
        """A bug: the row waits for `linli inbox retry`, the person is told once, others go on."""
        error_id = self._around.token()[:16]
        at = self._around.now()
        with self._db.patient.begin() as connection:
            _locked_state(connection, contact_id)
            row = _next_accepted(connection, contact_id)
            if row is None:
                return False
            connection.execute(
                update(Inbox)
                .where(Inbox.id == row.id)
                .values(state=InboxState.FAILED, error_id=error_id, attempts=row.attempts + 1)
            )
            with speaking(row.language):
                sorry = Content(text=_("我这边出了点问题，您写的都在。\n过几分钟再发一次就行。"))
            to = Recipient(row.contact_id, row.account_id, row.community_id, row.address)
            key = f"f{row.id}.{row.attempts}"
            done.replies.extend(queue_replies(connection, to, [sorry], key, self._owner, at))
        trace = "".join(traceback.format_exception(error, limit=-8))
        log.error("turn failed", inbox=row.id, contact=contact_id, error_id=error_id, trace=trace)
        return True

    def put_off(self, contact_id: int) -> None:
        """The database would not have it now: let the sweep try again after a growing pause."""
        with self._db.patient.begin() as connection:
            row = _next_accepted(connection, contact_id)
            if row is not None:
                pause = PAUSES[min(row.attempts, len(PAUSES) - 1)]
                connection.execute(
                    update(Inbox)
                    .where(Inbox.id == row.id)
                    .values(
                        attempts=row.attempts + 1,
                        retry_at=self._around.now() + timedelta(seconds=pause),
                    )
                )


def _locked_state(connection: Connection, contact_id: int) -> Any:
    """Lock the conversation row; whatever must be fresh is on it or read after it."""
    return connection.scalar(
        select(Conversation.state).where(Conversation.contact_id == contact_id).with_for_update()
    )


def _next_accepted(connection: Connection, contact_id: int) -> Row[Any] | None:
    return connection.execute(
        select(
            Inbox.id,
            Inbox.payload,
            Inbox.said_at,
            Inbox.attempts,
            Contact.id.label("contact_id"),
            Contact.account_id,
            Contact.community_id,
            Contact.person_id,
            Contact.language,
            Contact.address,
            Account.channel,
            Community.language.label("community_language"),
        )
        .join(Contact, Contact.id == Inbox.contact_id)
        .join(Account, Account.id == Contact.account_id)
        .join(Community, Community.id == Contact.community_id)
        .where(Inbox.contact_id == contact_id, Inbox.state == InboxState.ACCEPTED)
        .order_by(Inbox.platform_order, Inbox.id)
        .limit(1)
    ).first()


def _hearer(connection: Connection, row: Row[Any], around: Surroundings, said: Said) -> Hearer:
    language = row.language or _language_of(said.text) or row.community_language
    return Hearer(
        connection,
        row.contact_id,
        row.community_id,
        row.person_id,
        language,
        row.channel,
        around.token,
    )


def _language_of(text: str) -> str:
    """English for words without a Chinese character; nothing for a number or a single word."""
    if any("一" <= char <= "鿿" for char in text):
        return "zh"
    words = [word for word in text.split() if word.isascii() and word.strip(".,!?'").isalpha()]
    return "en" if len(words) > 1 else ""


def _done(connection: Connection, inbox_id: int, at: Any) -> None:
    connection.execute(
        update(Inbox)
        .where(Inbox.id == inbox_id)
        .values(state=InboxState.DONE, done_at=at, retry_at=None)
    )
