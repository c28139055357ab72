"""One order from the first word to the last, with all or some of its people on WeChat."""

from pathlib import Path

import pytest

from tests.acceptance.stage import whole
from tests.acceptance.story import STORY
from tests.acceptance.telegram_ending import Ending
from tests.acceptance.wechat_ending import doubts, ending, said_as_in
from tests.acceptance.wechat_story import Place, a_story


@pytest.mark.row("V5")
@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
async def test_everybody_is_on_wechat(
    database_url: str, tmp_path: Path, mode: str, on_wechat: Ending
) -> None:
    async with a_story(Place(database_url, tmp_path, mode)) as cast:
        await whole(cast)
        assert await ending(cast) == on_wechat
        said_as_in(on_wechat, cast)
        assert doubts(cast) == 0
        assert cast.bot.violations == []
        assert not cast.api.state.refused
        # the resident was written to of her own accord no more often than WeChat allows
        pushed = [each for each in cast.api.state.chats["oResident"].heard if each.way == "text"]
        assert len(pushed) == 4


async def test_the_desk_is_started_anew_before_every_step(
    sqlite_url: str, tmp_path: Path, on_wechat: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        for step in STORY:
            await cast.restart()
            await cast.play(step)
        assert await ending(cast) == on_wechat
        said_as_in(on_wechat, cast)
        assert doubts(cast) == 0
        assert cast.api.state.fetched == 2, "a token outlives the process that fetched it"


@pytest.mark.row("V5")
@pytest.mark.parametrize(
    "elsewhere",
    [
        {"resident": "web"},
        {"volunteer": "telegram"},
        {"volunteer": "telegram", "worker": "web"},
        {"resident": "telegram", "volunteer": "web"},
    ],
)
async def test_some_are_on_wechat_and_the_others_elsewhere(
    database_url: str, tmp_path: Path, elsewhere: dict[str, str], on_wechat: Ending
) -> None:
    async with a_story(Place(database_url, tmp_path), elsewhere) as cast:
        await whole(cast)
        found = await ending(cast)
        assert found.events == on_wechat.events
        for who in {"resident", "worker", "volunteer"} - {*elsewhere}:
            assert found.chats[who] == on_wechat.chats[who]
        assert doubts(cast) == 0


async def test_a_verified_subscription_account_has_numbers_instead_of_links(
    sqlite_url: str, tmp_path: Path, on_wechat: Ending
) -> None:
    """订阅号: everything of a 服务号 but links, templates and codes."""
    async with a_story(Place(sqlite_url, tmp_path, account="subscription")) as cast:
        await whole(cast)
        assert await ending(cast) == on_wechat
        said_as_in(on_wechat, cast)
        heard = [each.text for chat in cast.api.state.chats.values() for each in chat.heard]
        assert not any("<a " in text for text in heard)
        assert any("1 " in text for text in heard)


@pytest.mark.row("V5")
@pytest.mark.parametrize("elsewhere", ["telegram", "web"])
async def test_the_two_of_an_order_talk_across_channels(
    sqlite_url: str, tmp_path: Path, elsewhere: str
) -> None:
    async with a_story(Place(sqlite_url, tmp_path), {"volunteer": elsewhere}) as cast:
        taken = next(n for n, step in enumerate(STORY) if step.presses == "再说")
        for step in STORY[: taken + 1]:
            await cast.play(step)
        wang, zhou = cast.people["resident"], cast.people["volunteer"]
        await zhou.presses("给对方留话")
        await zhou.hears("写一句，我转给对方")
        await cast.restart()
        await zhou.says("我带推车来，楼下好停吗")
        await zhou.hears("转给对方了")
        await wang.hears("让我转一句：\n“我带推车来，楼下好停吗”")
        await wang.says("回一句")
        await wang.hears("写一句")
        await wang.says("好停，]]></Content> 左手边")
        await wang.hears("转给对方了")
        await zhou.hears("“好停，]]></Content> 左手边”")
        await cast.settle()
        assert cast.api.violations == []
