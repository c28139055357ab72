"""How sending went, written down: sent, again later, in doubt, or given up for a closed reason."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import outbox_rows as rows
from bot.channels.contract import Channel, SendError, Trouble
from bot.digits import keep_digits
from bot.group_moves import moved
from bot.holding import hold
from bot.outbox_rows import Job
from bot.pacing import Pacer
from models.database import Database
from models.outbox import GaveUp

PAUSES_SECONDS = (5, 30, 120, 600)
#: tried this often and this old, nobody will take it
MAX_ATTEMPTS = 8
HOPELESS_AFTER = timedelta(days=1)
#: as many chats told to wait within this time, and none served between them, mean that the
#: account is meant, not a chat
LIMITED_CHATS = 2
SLOW = timedelta(seconds=0.5)
LIMITED_WITHIN = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one message: the platform's id of it, or why not."""

    job: Job
    platform_id: str = ""
    error: SendError | None = None
    ended_at: datetime | None = None


class Results:
    """Writes results; remembers who was told to wait."""

    def __init__(self, channels: Mapping[int, Channel], pacer: Pacer) -> None:
        """`channels` by account id."""
        self._channels, self._pacer = channels, pacer
        self._limited: defaultdict[int, deque[tuple[datetime, tuple[int, int]]]]
        self._limited = defaultdict(deque)

    def write(
        self, connection: Connection, done: Sequence[Result], at: datetime
    ) -> dict[tuple[int, int], datetime]:
        """Write them all; returns the chats that are to be left alone, and until when."""
        sent = [each for each in done if each.error is None]
        if sent:
            rows.mark_sent(connection, [each.job.outbox_id for each in sent], at)
        for each in sent:
            if each.job.content.subject and self._channels[each.job.account_id].edits:
                rows.remember_card(connection, each.job, each.platform_id, at)
        waits: dict[tuple[int, int], datetime] = {}
        for each in done:
            if each.job.content.digits and (each.error is None or _may_be_there(each.error)):
                keep_digits(connection, each.job.contact_id, each.job.content, each.job.at)
            if each.error is not None:
                self._not_sent(connection, each.job, each.error, at)
                if each.error.retry_after:
                    waits[each.job.chat] = at + timedelta(seconds=each.error.retry_after)
                continue
            self._limited.pop(each.job.account_id, None)
            if self._took_long(each):
                waits[each.job.chat] = at + self._between(each.job)
        rows.free_from(connection, waits)
        return waits

    def _took_long(self, each: Result) -> bool:
        """It went in several parts, so the chat is free later than was planned."""
        ended = each.ended_at or each.job.at
        return self._between(each.job) > timedelta(0) and ended - each.job.at > SLOW

    def _between(self, job: Job) -> timedelta:
        pace = self._channels[job.account_id].pace
        if pace is None:
            return timedelta(0)
        return timedelta(seconds=pace.group if job.group_id else pace.chat)

    def _not_sent(self, connection: Connection, job: Job, error: SendError, at: datetime) -> None:
        later = at + timedelta(seconds=max(_pause(job), error.retry_after))
        match error.trouble:
            case Trouble.BLOCKED:
                rows.give_up(connection, job.outbox_id, GaveUp.BLOCKED, at)
                rows.stop_chat(connection, job, at)
            case Trouble.REJECTED if job.is_edit:
                rows.forget_card(connection, job)
                rows.again_at(connection, job.outbox_id, at)
            case Trouble.REJECTED:
                rows.give_up(connection, job.outbox_id, GaveUp.REJECTED, at)
            case Trouble.CLOSED:
                hold(connection, job.outbox_id, at)
            case Trouble.MOVED if job.group_id:
                moved(connection, job.account_id, job.address, error.moved_to)
                rows.again_at(connection, job.outbox_id, at)
            case Trouble.UNCERTAIN if not job.is_edit:
                rows.in_doubt(connection, job, later)
            case _ if error.retry_after:
                due = at + timedelta(seconds=error.retry_after)
                rows.again_at(connection, job.outbox_id, due)
                self.told_to_wait(connection, (job.account_id, job.chat), due, at)
            case _ if job.attempts + 1 >= MAX_ATTEMPTS and at - job.created_at > HOPELESS_AFTER:
                if error.then_held:
                    hold(connection, job.outbox_id, at)
                else:
                    rows.give_up(connection, job.outbox_id, GaveUp.ERROR_LIMIT, at)
            case _:
                rows.again_at(connection, job.outbox_id, later)

    def told_to_wait(
        self,
        connection: Connection,
        whose: tuple[int, tuple[int, int]],
        until: datetime,
        at: datetime,
    ) -> None:
        """One chat of an account waits alone; when several are told to, the whole account does."""
        account_id, chat = whose
        if until <= self._pacer.paused_until(account_id, at) + SLOW:
            return
        limited = self._limited[account_id]
        limited.append((at, chat))
        while limited and at - limited[0][0] > LIMITED_WITHIN:
            limited.popleft()
        if len({chat for _at, chat in limited}) >= LIMITED_CHATS:
            self._pacer.pause(connection, account_id, until)

    def leave_alone(
        self,
        db: Database,
        where: tuple[int, str],
        until: datetime,
        at: datetime,
        *,
        patient: bool,
    ) -> list[tuple[int, int]]:
        """Write nothing to this address of an account before then; returns the chats it has."""
        account_id, address = where
        engine = db.patient if patient else db.write
        with engine.begin() as connection:
            chats = rows.leave_alone(connection, account_id, address, until)
            for chat in chats:
                self.told_to_wait(connection, (account_id, chat), until, at)
        return chats


def _may_be_there(error: SendError) -> bool:
    return error.trouble is Trouble.UNCERTAIN


def _pause(job: Job) -> float:
    return PAUSES_SECONDS[min(job.attempts, len(PAUSES_SECONDS) - 1)]
