"""What people sent is fetched from the platform, made harmless, and kept or said to be gone."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot import pictures
from bot.channels.contract import SendError, Trouble
from bot.clock import Surroundings
from bot.fetching import LARGEST, Fetching
from bot.storage import Storage
from models.database import open_database
from models.media import MediaState
from models.vault import Vault
from tests import sent_files
from tests.fetched import Place
from tests.transcript import World


@pytest.fixture
def place(world: World, tmp_path: Path, vault: Vault) -> Iterator[Place]:
    """On both databases."""
    pictures.get_ready()
    made = Place(world, tmp_path, vault)
    yield made
    made.runner.close()


@pytest.fixture
def small(small_world: World, tmp_path: Path, vault: Vault) -> Iterator[Place]:
    """On SQLite alone."""
    pictures.get_ready()
    made = Place(small_world, tmp_path, vault)
    yield made
    made.runner.close()


def test_a_photo_comes_here_without_where_it_was_taken(place: Place) -> None:
    media_id = place.sent(sent_files.photo())
    asyncio.run(place.fetch())
    row = place.row(media_id)
    assert (row.state, row.kind, row.content_type) == (MediaState.STORED, "photo", "image/jpeg")
    assert (row.source, row.retry_at) == (None, None)
    data = place.read(row)
    assert row.size == len(data)
    assert not sent_files.tells_where(data)
    assert b"JFIF" not in b"".join(place.kept)
    asyncio.run(place.fetch())
    assert place.shelf.asked == {"f1": 1}
    assert place.told() == []


@pytest.mark.parametrize(
    ("claimed", "data", "kept"),
    [
        ("photo", sent_files.photo("PNG"), ("photo", "image/jpeg")),
        ("photo", sent_files.PDF, ("file", "application/octet-stream")),
        ("file", sent_files.photo(), ("photo", "image/jpeg")),
        ("file", sent_files.PDF, ("file", "application/octet-stream")),
        ("voice", sent_files.OGG, ("voice", "audio/ogg")),
        ("voice", b"<html></html>", ("file", "application/octet-stream")),
    ],
)
def test_its_bytes_say_what_it_is(
    small: Place, claimed: str, data: bytes, kept: tuple[str, str]
) -> None:
    media_id = small.sent(data, claimed)
    asyncio.run(small.fetch())
    row = small.row(media_id)
    assert (row.kind, row.content_type) == kept


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("photo", sent_files.bomb(), "有一张照片没存下来"),
        ("photo", sent_files.photo()[:400], "有一张照片没存下来"),
        ("file", sent_files.HEIC, "有一个文件没存下来"),
        ("voice", sent_files.OGG + b"\x00" * LARGEST["voice"], "有一段语音没存下来"),
        ("photo", b"\x00" * (LARGEST["photo"] + 1), "有一张照片没存下来"),
        ("photo", SendError(Trouble.REJECTED), "有一张照片没存下来"),
    ],
)
def test_what_cannot_be_kept_is_gone_and_its_sender_hears_so_once(
    small: Place, kind: str, data: bytes | Exception, said: str
) -> None:
    media_id = small.sent(data, kind)
    asyncio.run(small.fetch())
    row = small.row(media_id)
    assert (row.state, row.source, row.retry_at) == (MediaState.GONE, None, None)
    assert small.kept == []
    (told,) = small.told()
    assert told.startswith(said)
    small.world.now += timedelta(days=2)
    asyncio.run(small.fetch())
    assert small.shelf.asked == {"f1": 1}
    assert len(small.told()) == 1
    small.world.deliver()
    assert said in small.world.someone("王").new


def test_nothing_is_touched_before_the_yes(sqlite_url: str, tmp_path: Path, vault: Vault) -> None:
    db = open_database(sqlite_url, vault)
    place = Place(World(db, "telegram"), tmp_path, vault)
    wang = place.world.someone("王")
    media_id = place.accepted(sent_files.photo())
    asyncio.run(place.fetch())
    assert place.shelf.asked == {}, "her turn is still to come"
    place.hear("王")
    asyncio.run(place.fetch())
    assert place.shelf.asked == {}, "she was asked"
    wang._order = count(100)
    wang.press("可以")
    asyncio.run(place.fetch())
    assert place.row(media_id).state is MediaState.STORED
    place.runner.close()
    place.world.runner.close()
    db.close()


def test_other_accounts_are_left_to_those_who_serve_them(small: Place) -> None:
    small.sent(sent_files.PDF, "file")
    storage, around = Storage(small.folder, small.vault), Surroundings(now=lambda: small.world.now)
    elsewhere = Fetching(small.world.db, small.runner, {99: small.shelf}, storage, around)
    asyncio.run(small.fetch(elsewhere))
    assert small.shelf.asked == {}
