"""One look at what is to be said: leased, worded, given its moment, marked when that has come."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.orm import Session

from bot import outbox_rows as rows
from bot.channels.contract import Channel
from bot.clock import Surroundings
from bot.digits import with_digits
from bot.leasing import BATCH, Wanted, lease_due
from bot.outbox_rows import Job
from bot.pacing import Pacer
from bot.queueing import Handed
from bot.readers import look_up
from bot.ripening import NEAR
from bot.wording import Place, Wording
from handlers.content import Content
from handlers.notice import NotNow
from models.lore import Lore
from models.outbox import GaveUp, Lane

#: a call that would have to wait longer goes back to the rows
PATIENCE = timedelta(seconds=1)
#: where the pace left no room for more, look again after this
SOON = timedelta(seconds=0.05)


@dataclass(slots=True)
class Prepared:
    """What goes next, when to look again, and which chats are taken until when."""

    jobs: list[Job] = field(default_factory=list)
    #: rows whose call may begin; the other jobs wait for their moment
    marked: set[int] = field(default_factory=set)
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
        self,
        connection: Connection,
        handed: Sequence[Handed],
        ripe: Sequence[int],
        look: bool,
        at: datetime,
    ) -> Prepared:
        """Replies from memory, and what is due in the rows when `look` says so.

        Marks what goes at once, and the `ripe` ones, which were prepared before.
        """
        prepared = Prepared()
        wanted = [self._reply(connection, each, at) for each in handed]
        if look:
            wanted.extend(self._leased(connection, prepared, at))
        jobs = [job for each in wanted if (job := self._timed(connection, prepared, each, at))]
        near = [job.outbox_id for job in jobs if job.at - at <= NEAR]
        marked = rows.mark_sending(connection, [*near, *ripe], self._owner, at)
        lost = {*near} - marked
        prepared.marked = marked
        prepared.jobs = [job for job in jobs if job.outbox_id not in lost]
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
        leased: list[Row[Any]] = []
        for account_id in self._channels:
            room = self._pacer.room(account_id, at)
            limit = BATCH if room is None else min(BATCH, room)
            found = lease_due(connection, Wanted(account_id, self._owner, at, limit))
            if found and (limit == BATCH or len(found) < limit):
                prepared.look_again(at)
            elif len(found) == limit:
                prepared.look_again(at + SOON)
            leased.extend(found)
        if not leased:
            return []
        with Session(connection, join_transaction_mode="conditional_savepoint") as session:
            jobs = self._worded(session, leased, at)
            session.flush()
        return jobs

    def _worded(self, session: Session, leased: Sequence[Row[Any]], at: datetime) -> list[Job]:
        """The jobs of those that may go now; the others are given up or put off."""
        connection = session.connection()
        readers = look_up(session, leased, at)
        wording = Wording(session, self._lore, self._around.token, at, readers)
        places = [self._place(connection, row) for row in leased]
        jobs: list[Job] = []
        gone: defaultdict[GaveUp, list[int]] = defaultdict(list)
        later: defaultdict[datetime, list[int]] = defaultdict(list)
        for row, place, said in zip(leased, places, wording.word(leased, places), strict=True):
            match said:
                case GaveUp():
                    gone[said].append(row.id)
                case NotNow():
                    later[said.at].append(row.id)
                case Content():
                    if self._channels[row.account_id].numbers and "notice" in row.content:
                        said = with_digits(connection, row, said)
                    jobs.append(_job(row, said, place))
        for reason, ids in gone.items():
            rows.give_all_up(connection, ids, reason, at)
        for moment, ids in later.items():
            rows.all_again_at(connection, ids, moment)
        return jobs

    def _place(self, connection: Connection, row: Row[Any]) -> Place:
        chat = (row.contact_id or 0, row.group_id or 0)
        replaces = self._replaces(connection, row.account_id, chat, row.subject)
        content = row.content or {}
        fresh = "said" in content or bool(content.get("values", {}).get("fresh"))
        channel = self._channels[row.account_id]
        spared = False
        if channel.answer_bytes and row.subject and not fresh:  # it would only change a card
            spared = row.lane is Lane.REPLY or rows.was_told(connection, row)
        return Place(channel.rings, self._bulk_per_week, replaces, fresh, spared)

    def _replaces(
        self, connection: Connection, account_id: int, chat: tuple[int, int], subject: str
    ) -> str:
        if not subject or not self._channels[account_id].edits:
            return ""
        return rows.live_card(connection, chat, subject)


def _job(row: Row[Any], content: Content, place: Place) -> Job:
    return Job(
        outbox_id=row.id,
        contact_id=row.contact_id or 0,
        group_id=row.group_id or 0,
        community_id=row.community_id,
        account_id=row.account_id,
        address=row.address,
        content=content,
        created_at=row.created_at,
        at=row.due_at,
        replaces=place.replaces,
        fresh=place.fresh,
        attempts=row.attempts,
        doubts=row.doubts,
        may_repeat=row.may_repeat,
        is_bulk=row.lane is Lane.BULK,
        kind=row.kind,
        language=row.language,
    )
