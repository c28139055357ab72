"""The same story while the platform and the way to it do everything they can do wrong."""

from pathlib import Path

import pytest

from tests.acceptance.ending import bare, check_domain
from tests.acceptance.mishaps import CALLS, DOUBTFUL, POLLS, POSTS, at_every_first_try, mixed
from tests.acceptance.stage import IDS, whole
from tests.acceptance.story import STORY
from tests.acceptance.telegram_ending import Ending, doubts, ending, said_as_in
from tests.acceptance.telegram_people import OnTelegram
from tests.acceptance.telegram_story import Cast, a_story
from tests.telegram_api import Wrong
from tests.telegram_desk import Place

MODES = ("polling", "webhook")
pytestmark = pytest.mark.usefixtures("impatient")


async def _ends_as(as_told: Ending, cast: Cast) -> None:
    await whole(cast)
    found = await ending(cast)
    assert found.events == as_told.events
    await said_as_in(as_told, cast)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", CALLS)
async def test_the_first_try_of_everything_fails(
    sqlite_url: str, tmp_path: Path, mode: str, name: str, as_told: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path, mode)) as cast:
        at_every_first_try(cast.api, name)
        await _ends_as(as_told, cast)
        assert len(cast.api.faults.injected) > (4 if name == "dropped unread" else 15)
        assert bool(doubts(cast)) is (name in DOUBTFUL)


@pytest.mark.parametrize("kind", POSTS)
async def test_every_update_comes_strangely(
    sqlite_url: str, tmp_path: Path, kind: Wrong, as_told: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path, "webhook")) as cast:
        cast.api.faults.add(kind, times=0, seconds=2.0)
        await _ends_as(as_told, cast)
        if kind is Wrong.SWAPPED:  # nobody says two things at once here
            assert doubts(cast) == 0
        else:
            assert cast.api.faults.count(kind) == len(STORY)


async def test_asking_for_updates_fails_in_every_way(
    sqlite_url: str, tmp_path: Path, as_told: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path, "polling")) as cast:
        for n, kind in enumerate(POLLS):
            for nth in (n + 1, n + 4):
                cast.api.faults.add(kind, method="getUpdates", nth=nth)
        await _ends_as(as_told, cast)
        assert {each.kind for each in cast.api.faults.injected} == set(POLLS)
        assert doubts(cast) == 0


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", range(3))
async def test_everything_goes_wrong_by_chance(
    sqlite_url: str, tmp_path: Path, mode: str, seed: int, as_told: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path, mode)) as cast:
        mixed(cast.api, seed)
        await _ends_as(as_told, cast)
        assert len(cast.api.faults.injected) > 8


@pytest.mark.soak
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", range(3, 60))
async def test_everything_goes_wrong_by_more_chance(
    database_url: str, tmp_path: Path, mode: str, seed: int, as_told: Ending
) -> None:
    async with a_story(Place(database_url, tmp_path, mode)) as cast:
        mixed(cast.api, seed)
        await _ends_as(as_told, cast)


@pytest.mark.soak
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", [each for each in CALLS if each != "marks refused"])
@pytest.mark.parametrize("nth", range(1, 60))
async def test_one_call_fails(
    sqlite_url: str, tmp_path: Path, mode: str, name: str, nth: int, as_told: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path, mode)) as cast:
        cast.api.faults.add(**CALLS[name], nth=nth)
        await _ends_as(as_told, cast)
        assert len(cast.api.faults.injected) == 1


@pytest.mark.parametrize("mode", MODES)
async def test_a_card_that_is_gone_comes_again_below(
    sqlite_url: str, tmp_path: Path, mode: str, as_told: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path, mode)) as cast:
        cast.api.faults.add(
            Wrong.BAD,
            method="editMessageText",
            chat=IDS["worker"],
            description="Bad Request: message to edit not found",
        )
        await whole(cast)
        found = await ending(cast)
        assert found.events == as_told.events
        assert cast.api.faults.count(Wrong.BAD) == 1
        told, wanted = found.chats["worker"], as_told.chats["worker"]
        card = next(each for each in wanted if "已结" in each)
        assert told.count(card) == 1
        assert told.index(card) > wanted.index(card)
        left = [each for each in told if each not in wanted]
        assert len(left) == 1, "the card that is gone stays as it was for good"
        others = [each for each in told if each != card and each not in left]
        assert others == [each for each in wanted if each != card]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("is_told", [True, False])
async def test_who_blocks_us_and_comes_back_misses_only_what_was_said_meanwhile(
    sqlite_url: str, tmp_path: Path, mode: str, is_told: bool, as_told: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path, mode)) as cast:
        volunteer = cast.people["volunteer"]
        assert isinstance(volunteer, OnTelegram)
        for step in STORY[:-2]:
            await cast.play(step)
        if is_told:
            volunteer.person.block()
            await cast.settle()
        else:
            cast.api.faults.add(Wrong.FORBIDDEN, chat=volunteer.person.id)
        for step in STORY[-2:]:  # the resident says how it was; the volunteer asks for her hours
            await cast.play(step)
        await cast.settle()
        check_domain(cast.db)
        assert cast.api.violations == []
        assert cast.api.refused == ({} if is_told else {403: 1})
        told = {who: list(map(bare, texts)) for who, texts in (await cast.texts()).items()}
        missed = [each for each in as_told.chats["volunteer"] if each not in told["volunteer"]]
        assert len(missed) == 2, "thanks, and her card as it looks at the end"
        assert told["volunteer"][-1] == as_told.chats["volunteer"][-1]
        assert (told["resident"], told["worker"]) == (
            as_told.chats["resident"],
            as_told.chats["worker"],
        )
