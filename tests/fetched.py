"""A platform that holds files, and a process that fetches from it."""

import asyncio
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import ClassVar

from sqlalchemy import func, select

from bot.accepting import Inbound, WantedMedia, accept
from bot.channels.contract import Channel, Outgoing, SendError, Trouble
from bot.clock import Surroundings
from bot.fetching import Fetching
from bot.running import Runner
from bot.storage import Storage
from models.media import Media
from models.outbox import Outbox
from models.vault import Vault
from tests.transcript import World


class Shelf(Channel):
    """A platform that holds files: bytes, or the failure that fetching them meets."""

    name: ClassVar[str] = "shelf"

    def __init__(self) -> None:
        self.files: dict[str, bytes | Exception] = {}
        self.asked: Counter[str] = Counter()
        #: not given away before it is set
        self.slow: dict[str, asyncio.Event] = {}

    async def send(self, message: Outgoing) -> str:
        return "1"

    async def fetch(self, source: str, most: int) -> bytes:
        self.asked[source] += 1
        if source in self.slow:
            await self.slow[source].wait()
        found = self.files.get(source, SendError(Trouble.REJECTED))
        if isinstance(found, Exception):
            raise found
        if len(found) > most:
            raise SendError(Trouble.REJECTED)
        return found


class Place:
    """One process that fetches, in a world where things are sent."""

    def __init__(self, world: World, folder: Path, vault: Vault) -> None:
        self.world, self.folder, self.vault = world, folder, vault
        self.shelf = Shelf()
        self.order = count(1)
        self.on: Callable[[str], None] = lambda _point: None
        self.runner = Runner(world.db)
        self.fetching = self.process()

    def process(self, runner: Runner | None = None) -> Fetching:
        around = Surroundings(now=lambda: self.world.now, reach=lambda point: self.on(point))
        channels = {self.world.account_id: self.shelf}
        storage = Storage(self.folder, self.vault)
        return Fetching(self.world.db, runner or self.runner, channels, storage, around)

    def sent(self, data: bytes | Exception, kind: str = "photo", who: str = "王") -> int:
        """Somebody sends it, and their turn is over; returns the row's id."""
        media_id = self.accepted(data, kind, who)
        self.hear(who)
        return media_id

    def accepted(self, data: bytes | Exception, kind: str = "photo", who: str = "王") -> int:
        n = next(self.order)
        self.shelf.files[f"f{n}"] = data
        wanted = WantedMedia(kind, "image/jpeg", f"f{n}")  # type: ignore[arg-type]
        world = self.world
        where = world.account_id, world.community_id
        inbound = Inbound(*where, who, f"k{n}", n, world.now, {"kind": kind}, (wanted,))
        self.contact_id = accept(world.db, world.around, inbound, patient=True).contact_id
        with world.db.reading() as session:
            return session.scalars(select(func.max(Media.id))).one()

    def hear(self, who: str) -> None:
        done = self.world.turns.run(self.contact_id, patient=True)
        self.world.delivery.hand(done.replies)
        self.world.deliver()

    async def fetch(self, fetching: Fetching | None = None) -> None:
        """Fetch until nothing is due."""
        fetching = fetching or self.fetching
        before = -1
        while before != sum(self.shelf.asked.values()):
            before = sum(self.shelf.asked.values())
            await fetching.tick()
            await fetching.settle()

    def row(self, media_id: int) -> Media:
        with self.world.db.reading() as session:
            return session.get_one(Media, media_id)

    def told(self) -> list[str]:
        """What senders were told about what could not be kept."""
        with self.world.db.reading() as session:
            rows = session.scalars(select(Outbox.content).where(Outbox.key.like("m%")))
            return [each["said"]["text"] for each in rows]

    @property
    def kept(self) -> list[bytes]:
        """The files on disk, as they lie there."""
        return [path.read_bytes() for path in self.folder.rglob("media/*/*")]

    def read(self, row: Media) -> bytes:
        assert row.sha256 is not None
        return Storage(self.folder, self.vault).read(row.sha256)
