"""The same story while WeChat and the way to it do everything they can do wrong."""

from pathlib import Path

import pytest

from tests.acceptance.stage import whole
from tests.acceptance.story import STORY
from tests.acceptance.telegram_ending import Ending
from tests.acceptance.wechat_ending import doubts, ending, said_as_in
from tests.acceptance.wechat_story import OPENIDS, Cast, Place, a_story
from tests.wechat_api import Wrong
from tests.wechat_api.faults import DOUBTFUL, OF_POSTS

SOON = [Wrong.BUSY, Wrong.MINUTE, Wrong.EXPIRED, Wrong.BAD_TOKEN, Wrong.BROKEN]
#: tried again after minutes: not while somebody is being served, whose minutes are compared
LATER = [Wrong.DAY, Wrong.NOT_LISTED]


async def _ends_as(on_wechat: Ending, cast: Cast) -> None:
    await whole(cast)
    found = await ending(cast)
    assert found.events == on_wechat.events
    said_as_in(on_wechat, cast)


@pytest.mark.parametrize("kind", [*SOON, *LATER])
async def test_the_first_try_of_every_message_fails(
    sqlite_url: str, tmp_path: Path, kind: Wrong, on_wechat: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        for who in ("oWorker", "oVolunteer", *(["oResident"] if kind in SOON else [])):
            cast.api.faults.add(kind, to=who, every=2)
        await _ends_as(on_wechat, cast)
        assert cast.api.faults.count(kind) >= 4
        assert doubts(cast) == 0


@pytest.mark.parametrize("kind", sorted(DOUBTFUL))
async def test_one_message_to_everybody_is_in_doubt(
    sqlite_url: str, tmp_path: Path, kind: Wrong, on_wechat: Ending
) -> None:
    """What is in doubt counts as spent: said once more, it leaves one less for the rest."""
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        for who in OPENIDS.values():
            cast.api.faults.add(kind, to=who)
        await _ends_as(on_wechat, cast)
        assert cast.api.faults.count(kind) == doubts(cast) == 3


@pytest.mark.parametrize("kind", [Wrong.BUSY, Wrong.NOT_LISTED, Wrong.BROKEN, Wrong.HELD])
async def test_the_first_tokens_are_not_to_be_had(
    sqlite_url: str, tmp_path: Path, kind: Wrong, on_wechat: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        cast.api.faults.add(kind, path="stable_token", times=2)
        await _ends_as(on_wechat, cast)
        assert cast.api.faults.count(kind) == 2
        assert doubts(cast) == 0


@pytest.mark.parametrize("kind", sorted(OF_POSTS))
@pytest.mark.parametrize("account", ["service", "subscription"])
async def test_every_post_comes_strangely(
    sqlite_url: str, tmp_path: Path, kind: Wrong, account: str, on_wechat: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path, account=account)) as cast:
        cast.api.faults.add(kind, every=1, times=0)
        await _ends_as(on_wechat, cast)
        assert cast.api.faults.count(kind) > 15
        assert doubts(cast) == 0


@pytest.mark.parametrize("kind", [Wrong.CLOSED, Wrong.USED_UP])
async def test_what_a_closed_window_refuses_comes_with_the_next_answer(
    sqlite_url: str, tmp_path: Path, kind: Wrong, on_wechat: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        struck = cast.api.faults.add(kind, to="oResident")
        for step in STORY:
            if step.says == "（号码）":
                await _asks_for_the_code(cast)
            await cast.play(step)
        found = await ending(cast, more_said=1)
        assert found.events == on_wechat.events
        assert struck.struck == 1
        for who in ("worker", "volunteer"):
            assert found.chats[who] == on_wechat.chats[who]
        news = [each for each in found.chats["resident"] if "先说刚才的事" in each]
        assert len(news) == 1
        assert "有人来了：王敏" in news[0]


async def _asks_for_the_code(cast: Cast) -> None:
    """Nothing has reached her since somebody took it; she looks by herself."""
    resident = cast.people["resident"]
    assert not any("有人来了" in each for each in await resident.texts())
    assert cast.held() > 0
    await resident.says("我的")
    await resident.hears("有人来了：王敏")
    await cast.settle()
    assert cast.held() == 0
