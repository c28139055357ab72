"""Fetching when things go wrong: each file once, whatever dies, fails, or runs beside it."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import update

from bot import pictures
from bot.channels.contract import SendError, Trouble
from bot.clock import Surroundings
from bot.fetching import LEASE, PLACES, Fetching
from bot.running import Runner
from bot.storage import Storage
from models.database import open_database
from models.media import Media, MediaState
from models.vault import Vault
from tests import sent_files
from tests.fetched import Place
from tests.transcript import World


class Died(BaseException):
    """The process is gone."""


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


def test_pauses_grow_and_after_a_day_it_is_given_up(place: Place) -> None:
    media_id = place.sent(SendError(Trouble.BUSY))
    sent_at, tries = place.world.now, []
    while place.row(media_id).state is MediaState.WANTED:
        asyncio.run(place.fetch())
        tries.append(place.world.now - sent_at)
        place.world.now = place.row(media_id).retry_at or place.world.now
    gaps = [(b - a).total_seconds() for a, b in pairwise(tries)]
    assert gaps[:6] == [10, 60, 600, 3600, 3600, 3600]
    assert timedelta(days=1) <= tries[-1] < timedelta(days=1, hours=2)
    assert place.shelf.asked["f1"] == len(tries) - 1
    assert len(place.told()) == 1


def test_what_lay_there_for_long_while_we_were_away_is_tried_as_often(small: Place) -> None:
    media_id = small.sent(SendError(Trouble.BUSY))
    small.world.now += timedelta(days=3)
    for _n in range(5):
        asyncio.run(small.fetch())
        assert small.row(media_id).state is MediaState.WANTED
        small.world.now += timedelta(hours=1)
    asyncio.run(small.fetch())
    assert (small.row(media_id).state, small.shelf.asked["f1"]) == (MediaState.GONE, 5)


def test_the_platform_is_given_the_time_it_asks_for(small: Place) -> None:
    media_id = small.sent(SendError(Trouble.BUSY, retry_after=400))
    asyncio.run(small.fetch())
    assert small.row(media_id).retry_at == small.world.now + timedelta(seconds=400)


def test_a_bug_in_a_channel_stops_no_other_file(
    small: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, whole = small.sent(ValueError("a bug")), small.sent(sent_files.PDF, "file")
    asyncio.run(small.fetch())
    assert small.row(whole).state is MediaState.STORED
    row = small.row(broken)
    assert (row.state, row.retry_at) == (MediaState.WANTED, small.world.now + LEASE)
    assert "fetching stumbled" in capsys.readouterr().out


@pytest.mark.parametrize("point", ["media.leased", "media.fetched", "media.kept", "media.stored"])
def test_a_death_at_any_point_means_once_more_and_stored_once(place: Place, point: str) -> None:
    media_id = place.sent(sent_files.photo())

    def die(reached: str) -> None:
        if reached == point:
            raise Died

    async def until_it_dies() -> None:
        await place.fetching.tick()
        (task,) = place.fetching._tasks
        with pytest.raises(Died):
            await task

    place.on = die
    if point == "media.leased":
        with pytest.raises(Died):
            asyncio.run(place.fetching.tick())
    else:
        asyncio.run(until_it_dies())
    place.on = lambda _point: None
    after = place.process()
    asyncio.run(place.fetch(after))
    is_done = place.row(media_id).state is MediaState.STORED
    assert is_done is (point == "media.stored")
    place.world.now += LEASE
    asyncio.run(place.fetch(after))
    assert place.row(media_id).state is MediaState.STORED
    assert len(place.kept) == 1
    assert place.shelf.asked["f1"] == (1 if point in ("media.leased", "media.stored") else 2)


@pytest.mark.postgres
def test_two_processes_never_fetch_the_same_row(
    postgres_url: str, tmp_path: Path, vault: Vault
) -> None:
    db = open_database(postgres_url, vault)
    world = World(db)
    place = Place(world, tmp_path, vault)
    ids = [place.sent(sent_files.PDF + b"%d" % n, "file", f"w{n % 4}") for n in range(40)]
    others = [open_database(postgres_url, vault) for _n in range(2)]
    runners = [Runner(each) for each in others]
    around = Surroundings(now=lambda: world.now)

    async def both() -> None:
        storage, channels = Storage(tmp_path, vault), {world.account_id: place.shelf}
        made = [
            Fetching(other, runner, channels, storage, around)
            for other, runner in zip(others, runners, strict=True)
        ]
        while sum(place.shelf.asked.values()) < len(ids):
            await asyncio.gather(*(each.tick() for each in made))
        await asyncio.gather(*(each.settle() for each in made))

    asyncio.run(asyncio.wait_for(both(), 60))
    assert set(place.shelf.asked.values()) == {1}
    assert {place.row(each).state for each in ids} == {MediaState.STORED}
    for each in (*runners, place.runner, world.runner):
        each.close()
    for other in (*others, db):
        other.close()


def erased_in_between(place: Place, media_id: int) -> None:
    """Fetch it; while it is on its way, it is erased."""

    def erase(point: str) -> None:
        if point == "media.kept":
            with place.world.db.session() as session:
                gone = update(Media).where(Media.id == media_id)
                session.execute(gone.values(state=MediaState.GONE, source=None))

    place.on = erase
    asyncio.run(place.fetch())
    assert place.row(media_id).state is MediaState.GONE


def test_what_was_erased_meanwhile_is_not_kept(place: Place) -> None:
    erased_in_between(place, place.sent(sent_files.photo()))
    assert (place.kept, place.told()) == ([], [])


def test_a_file_that_somebody_else_sent_too_stays_when_one_is_erased(place: Place) -> None:
    first = place.sent(sent_files.PDF, "file")
    asyncio.run(place.fetch())
    erased_in_between(place, place.sent(sent_files.PDF, "file", "李"))
    assert place.read(place.row(first)) == sent_files.PDF


def test_a_slow_file_holds_up_no_other(small: Place) -> None:
    slow = small.sent(sent_files.PDF, "file")
    others = [small.sent(sent_files.OGG, "voice") for _n in range(2 * PLACES)]

    async def fetch() -> None:
        small.shelf.slow["f1"] = asyncio.Event()
        while any(small.row(each).state is MediaState.WANTED for each in others):
            await small.fetching.tick()
            await asyncio.sleep(0)
        assert small.row(slow).state is MediaState.WANTED
        small.shelf.slow["f1"].set()
        await small.fetching.settle()

    asyncio.run(fetch())
    assert small.row(slow).state is MediaState.STORED


def test_at_the_end_nothing_is_waited_for(small: Place) -> None:
    media_id = small.sent(sent_files.PDF, "file")

    async def stop() -> None:
        small.shelf.slow["f1"] = asyncio.Event()
        await small.fetching.tick()
        await asyncio.sleep(0)
        await small.fetching.stop()

    asyncio.run(stop())
    row = small.row(media_id)
    assert (row.state, row.retry_at) == (MediaState.WANTED, small.world.now + LEASE)
