"""One look at what is to be said: leased, worded, given its moment, and marked as being sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Row
from sqlalchemy.orm import Session

from bot import outbox_rows as rows
from bot.channels.contract import Channel
from bot.clock import Surroundings
from bot.leasing import BATCH, Wanted, lease_due
from bot.outbox_rows import Job
from bot.pacing import Pacer
from bot.queueing import Handed
from bot.traces import trace_of
from bot.wording import Later, Situation, Wording
from handlers.content import Content
from models.lore import Lore
from models.outbox import GaveUp, Lane

#: a call that would have to wait longer goes back to the rows
PATIENCE = timedelta(seconds=1)
#: where the pace left no room for more, look again after this
SOON = timedelta(seconds=0.1)
log = structlog.get_logger()


@dataclass(slots=True)
class Prepared:
    """What is being sent now, when to look again, and which chats are taken until when."""

    jobs: list[Job] = field(default_factory=list)
    look_at: datetime | None = None
    free: dict[tuple[int, int], datetime] = field(default_factory=dict)

    def look_again(self, at: datetime) -> None:
        """There is more, from then on."""
        self.look_at = at if self.look_at is None else min(self.look_at, at)


class Preparing:
    """Makes jobs of rows; one for each process."""

    def __init__(
        self,
        channels: Mapping[int, Channel],
        pacer: Pacer,
        around: Surroundings,
        owner: str,
        bulk_per_week: int,
    ) -> None:
        """`channels` by account id."""
        self._channels, self._pacer, self._around = channels, pacer, around
        self._owner, self._bulk_per_week = owner, bulk_per_week
        self._lore = Lore()

    def prepare(
        self, connection: Connection, handed: Sequence[Handed], look: bool, at: datetime
    ) -> Prepared:
        """Replies from memory, and what is due in the rows when `look` says so."""
        prepared = Prepared()
        wanted = [self._reply(connection, each, at) for each in handed]
        if look:
            wanted.extend(self._leased(connection, prepared, at))
        jobs = [job for each in wanted if (job := self._timed(connection, prepared, each, at))]
        ours = rows.mark_sending(connection, [job.outbox_id for job in jobs], self._owner, at)
        prepared.jobs = [job for job in jobs if job.outbox_id in ours]
        prepared.free = self._free(prepared.jobs)
        rows.free_from(connection, prepared.free)
        return prepared

    def _timed(
        self, connection: Connection, prepared: Prepared, job: Job, at: datetime
    ) -> Job | None:
        """The job with its call's moment; back to the rows when that is too far off."""
        moment = self._pacer.draw(connection, job.account_id, at)
        if moment - at <= PATIENCE:
            return replace(job, at=moment)
        rows.again_at(connection, job.outbox_id, moment)
        prepared.look_again(moment)
        return None

    def _free(self, jobs: Sequence[Job]) -> dict[tuple[int, int], datetime]:
        """From when on each chat may be written to again."""
        free = {}
        for job in jobs:
            pace = self._channels[job.account_id].pace
            if pace is None or (job.is_edit and not job.group_id):
                continue
            seconds = pace.group if job.group_id else pace.chat
            if seconds:
                free[job.chat] = job.at + timedelta(seconds=seconds)
        return free

    def _reply(self, connection: Connection, each: Handed, at: datetime) -> Job:
        return Job(
            outbox_id=each.outbox_id,
            contact_id=each.contact_id,
            group_id=0,
            community_id=each.community_id,
            account_id=each.account_id,
            address=each.address,
            content=each.content,
            created_at=each.created_at,
            at=at,
            replaces=self._replaces(
                connection, each.account_id, (each.contact_id, 0), each.subject
            ),
            fresh=True,
            language=each.language,
        )

    # --- what is due in the rows ---------------------------------------------------------------

    def _leased(self, connection: Connection, prepared: Prepared, at: datetime) -> list[Job]:
        jobs: list[Job] = []
        with Session(connection, join_transaction_mode="conditional_savepoint") as session:
            wording = Wording(session, self._lore, self._around.token, at)
            for account_id in self._channels:
                room = self._pacer.room(account_id, at)
                limit = BATCH if room is None else min(BATCH, room)
                leased = lease_due(connection, Wanted(account_id, self._owner, at, limit))
                if (leased and len(leased) < limit) or (room is None and leased):
                    prepared.look_again(at)
                elif len(leased) == limit:
                    prepared.look_again(at + SOON)
                worded = (self._worded(connection, wording, row) for row in leased)
                jobs.extend(job for job in worded if job is not None)
            session.flush()
        return jobs

    def _worded(self, connection: Connection, wording: Wording, row: Row[Any]) -> Job | None:
        chat = (row.contact_id or 0, row.group_id or 0)
        replaces = self._replaces(connection, row.account_id, chat, row.subject)
        fresh = "said" in row.content or bool(row.content["values"].get("fresh"))
        situation = Situation(
            self._channels[row.account_id].rings, bool(replaces) and not fresh, self._bulk_per_week
        )
        try:
            said = wording.word(row, situation)
        except Exception as error:
            trace = trace_of(error)
            log.error("a notice cannot be worded", outbox=row.id, kind=row.kind, trace=trace)
            said = GaveUp.INVALID
        match said:
            case GaveUp():
                rows.give_up(connection, row.id, said, wording.now)
            case Later():
                rows.again_at(connection, row.id, said.at)
            case Content():
                return _job(row, chat, said, replaces, fresh)
        return None

    def _replaces(
        self, connection: Connection, account_id: int, chat: tuple[int, int], subject: str
    ) -> str:
        if not subject or not self._channels[account_id].edits:
            return ""
        return rows.live_card(connection, chat, subject)


def _job(row: Row[Any], chat: tuple[int, int], content: Content, replaces: str, fresh: bool) -> Job:
    return Job(
        outbox_id=row.id,
        contact_id=chat[0],
        group_id=chat[1],
        community_id=row.community_id,
        account_id=row.account_id,
        address=row.address,
        content=content,
        created_at=row.created_at,
        at=row.due_at,
        replaces=replaces,
        fresh=fresh,
        attempts=row.attempts,
        doubts=row.doubts,
        may_repeat=row.may_repeat,
        is_bulk=row.lane is Lane.BULK,
        language=row.language,
    )
