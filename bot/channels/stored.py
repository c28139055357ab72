"""What is kept and goes out with a message: read from our own store, for any channel."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from sqlalchemy import Row, select

from bot.running import Runner
from bot.storage import Storage
from models.database import Database
from models.media import Media, MediaState

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class MediaFile:
    """One thing to send. `kind` is "photo", "voice" or "file"; `data` its bytes, in the clear."""

    kind: str
    content_type: str
    data: bytes
    name: str = ""


LoadMedia = Callable[[int], Awaitable[MediaFile | None]]


def stored_media(db: Database, runner: Runner, storage: Storage) -> LoadMedia:
    """Reads what is kept, by its id, to be sent; whoever asks has made sure who will see it."""

    async def load(media_id: int) -> MediaFile | None:
        row = await runner.read(_find, db, media_id)
        if row is None or row.sha256 is None:
            return None
        try:
            data = await asyncio.to_thread(storage.read, row.sha256)
        except FileNotFoundError:
            log.error("a kept file is not there", media=media_id)
            return None
        return MediaFile(row.kind, row.content_type, data)

    return load


def _find(db: Database, media_id: int) -> Row[str, str, str | None] | None:
    kept = select(Media.kind, Media.content_type, Media.sha256).where(
        Media.id == media_id, Media.state == MediaState.STORED
    )
    with db.read.connect() as connection:
        return connection.execute(kept).first()
