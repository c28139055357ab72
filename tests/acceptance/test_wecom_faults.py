"""The same story while WeCom and the way to it do everything they can do wrong."""

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.stage import whole
from tests.acceptance.telegram_ending import Ending
from tests.acceptance.wechat_ending import doubts, ending, said_as_in
from tests.acceptance.wechat_story import Cast, Place
from tests.acceptance.wecom_story import USERIDS, a_story
from tests.wechat_api.faults import OF_POSTS
from tests.wecom_api import Wrong

SOON = [Wrong.BUSY, Wrong.EXPIRED, Wrong.BAD_TOKEN, Wrong.BROKEN]
#: for the frequency of calls, WeCom asks to wait: not while somebody's minutes are counted
LATER = [Wrong.DAY]
DOUBTFUL = [Wrong.DROPPED, Wrong.HELD, Wrong.LOST]


async def _ends_as(on_wecom: Ending, cast: Cast) -> None:
    await whole(cast)
    found = await ending(cast)
    assert found.events == on_wecom.events
    said_as_in(on_wecom, cast)


@pytest.mark.parametrize("kind", [*SOON, *LATER])
async def test_the_first_try_of_every_message_fails(
    sqlite_url: str, tmp_path: Path, kind: Wrong, on_wecom: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        for who, userid in USERIDS.items():
            if kind in SOON or who == "worker":
                api.plan(kind, to=userid, every=2)
        await _ends_as(on_wecom, cast)
        assert cast.api.faults.count(kind) >= 4
        assert doubts(cast) == 0


@pytest.mark.parametrize("kind", DOUBTFUL)
async def test_one_message_to_everybody_is_in_doubt(
    sqlite_url: str, tmp_path: Path, kind: Wrong, on_wecom: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        for userid in USERIDS.values():
            api.plan(kind, to=userid)
        await _ends_as(on_wecom, cast)
        assert cast.api.faults.count(kind) == doubts(cast) == 3


@pytest.mark.parametrize("kind", [Wrong.BUSY, Wrong.BROKEN, Wrong.HELD])
async def test_the_first_tokens_are_not_to_be_had(
    sqlite_url: str, tmp_path: Path, kind: Wrong, on_wecom: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        api.plan(kind, path="gettoken", times=2)
        await _ends_as(on_wecom, cast)
        assert cast.api.faults.count(kind) == 2
        assert doubts(cast) == 0


@pytest.mark.parametrize("kind", sorted(OF_POSTS))
async def test_every_post_comes_twice_or_its_answer_is_not_heard(
    sqlite_url: str, tmp_path: Path, kind: Wrong, on_wecom: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        cast.api.faults.add(kind, every=1)
        await _ends_as(on_wecom, cast)
        assert cast.api.faults.count(kind) >= 15
        assert doubts(cast) == 0


@pytest.mark.parametrize("kind", [Wrong.BUSY, Wrong.BROKEN, Wrong.LOST, Wrong.EXPIRED])
async def test_a_card_that_could_not_be_changed_ends_as_it_should(
    sqlite_url: str, tmp_path: Path, kind: Wrong, on_wecom: Ending
) -> None:
    """Also where nobody knows whether it was: its code is used up, and the card comes anew."""
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        api.plan(kind, path="message/update_template_card")
        await whole(cast)
        found = await ending(cast)
        assert found.events == on_wecom.events
        assert cast.api.faults.count(kind) == 1
        assert api.violations == []
        for who, told in on_wecom.chats.items():
            # one more code is used up, so which changes come as new cards is another matter
            ends = {each for each in told if "单号" not in each or "办完了" in each}
            assert ends <= set(found.chats[who])
