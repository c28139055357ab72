"""Fetching: what people sent through a platform is brought here, made harmless, and kept.

A row that is wanted is leased by moving its next try into the future, so a crash anywhere means
that it is fetched again; whoever stores it first has stored it. No transaction is open meanwhile.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Row, Select, select, update

from bot.channels.contract import Channel, SendError, Trouble
from bot.clock import Surroundings
from bot.pictures import Undrawable
from bot.queueing import Going, Recipient, queue_replies
from bot.recognising import MAX_VOICE, File, recognise
from bot.running import Runner
from bot.storage import Storage
from bot.traces import trace_of
from handlers.content import Content
from handlers.language import _, speaking
from models.community import Community
from models.consent import UNANSWERED
from models.contact import Contact
from models.database import Database
from models.inbox import Inbox, InboxState
from models.media import Media, MediaState
from models.outbox import OutboxState

TICK_SECONDS = 2
#: how many are fetched at once; each may be 20 MB
PLACES = 3
#: for one file, and how long nobody else takes it up; the clocks of two machines differ
DEADLINE_SECONDS = 120.0
LEASE = timedelta(minutes=3)
#: after a try that failed; the last one repeats
PAUSES = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
)
#: given up when it is older than this and was tried more often than there are pauses
GIVEN_UP_AFTER = timedelta(days=1)
#: bytes that are read at most
LARGEST = {"photo": 20 * 1024 * 1024, "voice": MAX_VOICE, "file": 20 * 1024 * 1024}
_SENDER = (
    select(
        Contact.id,
        Contact.account_id,
        Contact.community_id,
        Contact.address,
        Contact.language,
        Community.language.label("at_home"),
        Media.kind,
    )
    .join(Media, Media.contact_id == Contact.id)
    .join(Community, Community.id == Contact.community_id)
)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that still lies at its platform. `source` is the channel's own word for it."""

    id: int
    account_id: int
    kind: str
    source: str
    #: this one included
    tries: int


class Fetching:
    """What one process fetches, for the accounts it serves."""

    def __init__(
        self,
        db: Database,
        runner: Runner,
        channels: Mapping[int, Channel],
        storage: Storage,
        around: Surroundings,
    ) -> None:
        """`channels` by account id."""
        self._db, self._runner, self._channels = db, runner, channels
        self._storage, self._around = storage, around
        self._tasks: set[asyncio.Task[None]] = set()
        #: a large picture takes 300 MB while it is drawn, so one at a time
        self._drawing = asyncio.Lock()

    async def tick(self) -> None:
        """Begin with what is due, as far as there is room; does not wait for it."""
        room = PLACES - len(self._tasks)
        if room <= 0 or not await self._runner.read(self._is_due):
            return
        for wanted in await self._runner.aside(self._lease, room):
            task = asyncio.create_task(self._seen_through(wanted))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def settle(self) -> None:
        """Wait for everything that was begun."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def stop(self) -> None:
        """Let go of what is under way; it is fetched again when its lease is over."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- the lease ------------------------------------------------------------------------

    def _is_due(self) -> bool:
        with self._db.read.connect() as connection:
            return connection.execute(self._due(1)).first() is not None

    def _due(self, limit: int) -> Select[int, int, str, str | None, int, datetime]:
        """Rows to be tried now. Before her turn is over, nobody knows whether she has to be asked
        first; until her yes nothing of hers is touched."""
        unheard = select(Inbox.id).where(
            Inbox.contact_id == Media.contact_id, Inbox.state == InboxState.ACCEPTED
        )
        columns = Media.id, Contact.account_id, Media.kind, Media.source
        return (
            select(*columns, Media.attempts, Media.created_at)
            .join(Contact, Contact.id == Media.contact_id)
            .where(
                Media.state == MediaState.WANTED,
                Media.retry_at <= self._around.now(),
                Contact.account_id.in_(list(self._channels)),
                Contact.overseas != UNANSWERED,
                ~unheard.exists(),
            )
            .order_by(Media.retry_at, Media.id)
            .limit(limit)
        )

    def _lease(self, limit: int) -> list[Wanted]:
        at = self._around.now()
        leased = []
        with self._db.patient.begin() as connection:
            rows = connection.execute(self._due(limit).with_for_update(of=Media, skip_locked=True))
            for row in rows.all():
                if row.attempts > len(PAUSES) and row.created_at <= at - GIVEN_UP_AFTER:
                    _give_up(connection, row.id, at)
                    continue
                values = {"attempts": row.attempts + 1, "retry_at": at + LEASE}
                connection.execute(update(Media).where(Media.id == row.id).values(values))
                leased.append(_wanted(row))
        if leased:
            self._around.reach("media.leased")
        return leased

    # --- one of them ----------------------------------------------------------------------

    async def _seen_through(self, wanted: Wanted) -> None:
        """Whatever goes wrong ends in the log; the row comes up again when its lease is over."""
        try:
            await self._fetch(wanted)
        except Exception as error:
            log.error("fetching stumbled", media=wanted.id, trace=trace_of(error))

    async def _fetch(self, wanted: Wanted) -> None:
        try:
            file = await self._bring(wanted)
        except SendError as error:
            if error.trouble is Trouble.REJECTED:
                await self._runner.aside(self._lose, wanted)
            else:
                await self._runner.aside(self._put_off, wanted, error.retry_after)
        except TimeoutError:
            await self._runner.aside(self._put_off, wanted, 0)
        except Undrawable:
            await self._runner.aside(self._lose, wanted)
        else:
            await self._keep(wanted, file)

    async def _bring(self, wanted: Wanted) -> File:
        """Raises SendError, TimeoutError or Undrawable."""
        channel = self._channels[wanted.account_id]
        async with asyncio.timeout(DEADLINE_SECONDS):
            data = await channel.fetch(wanted.source, LARGEST.get(wanted.kind, MAX_VOICE))
        self._around.reach("media.fetched")
        async with self._drawing:
            return await asyncio.to_thread(recognise, data)

    async def _keep(self, wanted: Wanted, file: File) -> None:
        name = await asyncio.to_thread(self._storage.keep, file.data)
        self._around.reach("media.kept")
        if await self._runner.aside(self._store, wanted, file, name):
            self._around.reach("media.stored")
        elif not await self._runner.read(self._is_held, name):
            await asyncio.to_thread(self._storage.drop, name)

    def _store(self, wanted: Wanted, file: File, name: str) -> bool:
        """False when it is not wanted any more: stored by another process, or erased."""
        values = {
            "state": MediaState.STORED,
            "kind": file.kind,
            "content_type": file.content_type,
            "size": len(file.data),
            "sha256": name,
            "source": None,
            "retry_at": None,
        }
        with self._db.patient.begin() as connection:
            return bool(connection.execute(_still_wanted(wanted.id).values(values)).rowcount)

    def _is_held(self, name: str) -> bool:
        with self._db.read.connect() as connection:
            rows = select(Media.id).where(Media.sha256 == name).limit(1)
            return connection.scalar(rows) is not None

    def _put_off(self, wanted: Wanted, seconds: float) -> None:
        pause = max(PAUSES[min(wanted.tries, len(PAUSES)) - 1], timedelta(seconds=seconds))
        same = _still_wanted(wanted.id).where(Media.attempts == wanted.tries)
        with self._db.patient.begin() as connection:
            connection.execute(same.values(retry_at=self._around.now() + pause))

    def _lose(self, wanted: Wanted) -> None:
        with self._db.patient.begin() as connection:
            _give_up(connection, wanted.id, self._around.now())


def _wanted(row: Row[int, int, str, str | None, int, datetime]) -> Wanted:
    return Wanted(row.id, row.account_id, row.kind, row.source or "", row.attempts + 1)


def _still_wanted(media_id: int) -> Any:
    return update(Media).where(Media.id == media_id, Media.state == MediaState.WANTED)


def _give_up(connection: Connection, media_id: int, at: datetime) -> None:
    """It is gone, and whoever sent it hears so: until now they believed that it was kept."""
    gone = _still_wanted(media_id).values(state=MediaState.GONE, source=None, retry_at=None)
    if not connection.execute(gone).rowcount:
        return
    log.warning("something sent could not be kept", media=media_id)
    sender = connection.execute(_SENDER.where(Media.id == media_id)).one()
    to = Recipient(sender.id, sender.account_id, sender.community_id, sender.address)
    with speaking(sender.language or sender.at_home):
        told = Content(text=_lost(sender.kind))
    queue_replies(connection, to, [told], f"m{media_id}", Going("", at, OutboxState.DUE))


def _lost(kind: str) -> str:
    if kind == "photo":
        return _("有一张照片没存下来，对不起。\n写几个字说说，也一样。")
    if kind == "voice":
        return _("有一段语音没存下来，对不起。\n写几个字说说，也一样。")
    return _("有一个文件没存下来，对不起。\n写几个字说说，也一样。")
