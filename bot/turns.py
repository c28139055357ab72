"""Turns: one transaction for each accepted message, one person at a time, in the platform's order.

The turn's own rows (inbox, contact, conversation, outbox) are written in Core, the script's work
in an ORM session on the same connection: 1,449 turns/s against 295 all-ORM in a trial.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Row

from bot.clock import Surroundings
from bot.closing import close
from bot.digits import by_digit, forget_digits
from bot.hearers import answering, hearer_of, language_of
from bot.one_answer import OneAnswer
from bot.queueing import (
    Going,
    Handed,
    Recipient,
    handed,
    queue_replies,
    queue_told,
    reply_rows,
)
from bot.riding import Chance, Ride, ride_of
from bot.traces import trace_of
from bot.turn_rows import (
    keep_language,
    keep_next_send,
    keep_reachable,
    lock,
    mark_failed,
    mark_later,
    next_accepted,
    still_accepted,
)
from handlers.content import Content
from handlers.engine.hearer import Abroad
from handlers.engine.said import Said
from handlers.engine.stage import Outcome
from handlers.engine.state import State
from handlers.engine.turn import Desk, Turn
from handlers.language import _, language, speaking
from models.database import Database, is_passing
from models.lore import Lore
from models.outbox import OutboxState

TRIES_AT_ONCE = 3
#: pauses before the sweep tries again what did not finish; the last one repeats
PAUSES = (5, 15, 60, 300, 900)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Popup:
    """What a press in a group is answered with; `opens` leads on to the private chat."""

    text: str = ""
    opens: str = ""


NO_POPUP = Popup()


@dataclass(slots=True)
class Done:
    """What one contact's turns produced.

    `replies` go to delivery in memory; `queued` rows wait for it; `ride` is the answer to the
    webhook; `popups` answer presses in groups, by the key of the press.
    """

    replies: list[Handed] = field(default_factory=list)
    queued: int = 0
    turns: int = 0
    ride: Ride | None = None
    popups: dict[str, Popup] = field(default_factory=dict)
    #: further messages of this contact wait for their turn
    has_more: bool = False

    def add(self, turn: "Done") -> None:
        """What one more turn produced."""
        self.replies.extend(turn.replies)
        self.queued += turn.queued
        self.turns += turn.turns
        self.ride = self.ride or turn.ride
        self.popups.update(turn.popups)


class TurnFailed(Exception):
    """A bug stopped the turn of this message; the cause is the bug."""

    def __init__(self, inbox_id: int) -> None:
        """`inbox_id` is the message it happened to."""
        super().__init__(inbox_id)
        self.inbox_id = inbox_id


class Turns:
    """Runs turns on one database for one process, known to others as `owner`."""

    def __init__(
        self,
        db: Database,
        desk: Desk,
        around: Surroundings,
        owner: str,
        abroad: Mapping[int, Abroad] | None = None,
    ) -> None:
        """`owner` leases rows; `abroad` has the accounts of foreign platforms that ask first."""
        self._db, self._desk, self._around, self._owner = db, desk, around, owner
        self._abroad = {} if abroad is None else abroad
        self._lore = Lore()
        #: what a turn says as it is said on the channel it came by
        self.one_answer: OneAnswer | None = None

    def run(self, contact_id: int, *, patient: bool = False, chance: Chance | None = None) -> Done:
        """Handle the contact's accepted messages until none is left.

        Raises the passing failure of the database when it lasts; the sweep comes back to it.
        """
        done = Done()
        while self._one(contact_id, done, chance, patient=patient):
            pass
        return done

    def _one(self, contact_id: int, done: Done, chance: Chance | None, *, patient: bool) -> bool:
        """Handle one message; True when more may wait.

        Who accepts one later looks after it: handling follows every accept.
        """
        for attempt in range(TRIES_AT_ONCE):
            try:
                return self._turn(contact_id, done, chance, patient=patient)
            except TurnFailed as failed:
                return self._failed(contact_id, failed, done)
            except Exception as error:
                if not is_passing(error):
                    raise
                if attempt == TRIES_AT_ONCE - 1 or (self._db.is_sqlite and not patient):
                    raise
        return False

    def _turn(self, contact_id: int, done: Done, chance: Chance | None, *, patient: bool) -> bool:
        engine = self._db.patient if patient else self._db.write
        with engine.begin() as connection:
            turn = self.take(connection, contact_id, chance)
            if turn is None:
                return False
            self._around.reach("turn.before_commit")
        self._around.reach("turn.committed")
        done.add(turn)
        return turn.has_more

    def take(self, connection: Connection, contact_id: int, chance: Chance | None) -> Done | None:
        """Handle the contact's first accepted message in a transaction of the caller's.

        None when no message waits. Raises TurnFailed for a bug: nothing of it may be committed.
        """
        lock(connection, contact_id)
        return self.take_locked(connection, contact_id, chance)

    def take_locked(
        self, connection: Connection, contact_id: int, chance: Chance | None, told: int = 0
    ) -> Done | None:
        """The same where the caller has locked her conversation.

        `told` is as in `next_accepted`.
        """
        at = self._around.now()
        row, has_more = next_accepted(connection, contact_id, self._owner, told, at)
        if row is None:
            return None
        try:
            done = self._handle(connection, row, chance)
        except Exception as error:
            if is_passing(error):
                raise
            raise TurnFailed(row.id) from error
        done.has_more = has_more
        return done

    def _handle(self, connection: Connection, row: Row[Any], chance: Chance | None) -> Done:
        at = self._around.now()
        said = Said.from_payload(row.payload, row.said_at, row.id)
        hearer = hearer_of(connection, row, self._around, said, self._lore)
        hearer.abroad = self._abroad.get(row.account_id)
        state = State.from_json(row.state)
        if row.digits:
            said = by_digit(said, row.digits, state)
            forget_digits(connection, row.contact_id)
        with speaking(hearer.language):
            outcome = Turn(self._desk, hearer, state, said, self._around.code).take()
        done = Done(turns=1)
        if said.data.get("group"):
            text = outcome.messages[0].text if outcome.messages else ""
            done.popups[row.key] = Popup(text, outcome.opens)
            outcome.messages.clear()
        # first the state: whom we tell where depends on the chat they used last, and that is this
        with speaking(hearer.language):
            self._close(connection, row, outcome, chance, done)
        told = [answering(each, hearer) for each in outcome.told]
        done.queued += queue_told(connection, told, f"i{row.id}", at)
        said_in = language_of(said.text)
        if said_in and not row.language:
            keep_language(connection, row.contact_id, said_in)
        if row.stopped_at is not None and not said.data.get("group"):
            keep_reachable(connection, row.contact_id)
        return done

    def _close(
        self,
        connection: Connection,
        row: Row[Any],
        outcome: Outcome,
        chance: Chance | None,
        done: Done,
    ) -> None:
        """Reply in the webhook's answer, from memory, or behind what is still unsent."""
        at, messages = self._around.now(), outcome.messages
        if self.one_answer is not None:
            messages = self.one_answer.of(connection, row, messages, at)
        body = ride_of(chance, row, messages, at)
        is_mine = body is not None
        if body is None and self.one_answer is not None:
            body = self.one_answer.for_its_post(row, messages, at)
        state = OutboxState.DUE if row.has_older else OutboxState.LEASED
        way = OutboxState.ANSWERING if body else state
        going = Going(self._owner, at, way, row.next_send_at, language())
        to = Recipient(row.contact_id, row.account_id, row.community_id, row.address)
        rows = reply_rows(to, messages, f"i{row.id}", going)
        keys = close(connection, row, rows, outcome.state, body, at)
        if body is not None:
            if chance is not None and chance.seconds:
                free = at + timedelta(seconds=chance.seconds)
                keep_next_send(connection, row.contact_id, free)
            done.ride = Ride(keys[0], body, row.contact_id) if is_mine else None
        elif going.state is OutboxState.LEASED:
            done.replies = handed(keys, to, messages, going)
        else:
            done.queued = len(keys)

    def _failed(self, contact_id: int, failed: TurnFailed, done: Done) -> bool:
        """A bug: the row waits for `linli inbox retry`, the person is told once, others go on."""
        error_id = self._around.token()[:16]
        at = self._around.now()
        with self._db.patient.begin() as connection:
            lock(connection, contact_id)
            row = still_accepted(connection, failed.inbox_id, self._owner, at)
            if row is None:
                return True
            mark_failed(connection, row, error_id)
            with speaking(row.language):
                sorry = Content(text=_("我这边出了点问题，您写的都在。\n过几分钟再发一次就行。"))
            to = Recipient(row.contact_id, row.account_id, row.community_id, row.address)
            key = f"f{row.id}.{row.attempts}"
            going = Going(self._owner, at, not_before=row.next_send_at)
            done.replies.extend(queue_replies(connection, to, [sorry], key, going))
        trace = trace_of(failed.__cause__ or failed)
        log.error("turn failed", inbox=row.id, contact=contact_id, error_id=error_id, trace=trace)
        return True

    def put_off(self, contact_id: int) -> None:
        """The database would not have it now: let the sweep try again after a growing pause."""
        with self._db.patient.begin() as connection:
            at = self._around.now()
            row, _more = next_accepted(connection, contact_id, self._owner, 0, at)
            if row is not None:
                pause = PAUSES[min(row.attempts, len(PAUSES) - 1)]
                mark_later(connection, row, at + timedelta(seconds=pause))
