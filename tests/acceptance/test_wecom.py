"""One order from the first word to the last, with all or some of its people on WeCom."""

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.stage import whole
from tests.acceptance.story import STORY
from tests.acceptance.telegram_ending import Ending
from tests.acceptance.wechat_ending import doubts, ending, said_as_in
from tests.acceptance.wechat_story import Place
from tests.acceptance.wecom_story import USERIDS, a_story


@pytest.mark.row("V5")
async def test_everybody_is_on_wecom(
    database_url: str, tmp_path: Path, on_wecom: Ending, as_told: Ending
) -> None:
    async with a_story(Place(database_url, tmp_path)) as cast:
        await whole(cast)
        assert await ending(cast) == on_wecom
        said_as_in(on_wecom, cast)
        assert on_wecom.events == as_told.events
        assert doubts(cast) == 0
        assert not cast.api.state.refused
        assert cast.api.state.fetched == 2, "one token a day, for everybody"


@pytest.mark.row("V5")
@pytest.mark.parametrize(
    "elsewhere",
    [
        {"resident": "web", "volunteer": "web"},
        {"resident": "web", "volunteer": "telegram"},
        {"resident": "telegram"},
    ],
    ids=lambda each: ", ".join(f"{who} on {where}" for who, where in each.items()),
)
async def test_the_worker_is_on_wecom_and_others_elsewhere(
    database_url: str, tmp_path: Path, elsewhere: dict[str, str], on_wecom: Ending
) -> None:
    async with a_story(Place(database_url, tmp_path), elsewhere) as cast:
        await whole(cast)
        found = await ending(cast)
        assert found.events == on_wecom.events
        for who in set(USERIDS) - set(elsewhere):
            assert found.chats[who] == on_wecom.chats[who]
        assert doubts(cast) == 0
        assert cast.bot.violations == []


async def test_the_desk_is_started_anew_before_every_step(
    sqlite_url: str, tmp_path: Path, on_wecom: Ending
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        for step in STORY:
            await cast.restart()
            await cast.play(step)
        found = await ending(cast)
        assert found.events == on_wecom.events
        assert doubts(cast) == 0
        assert cast.api.state.fetched == 2, "a token outlives the process that fetched it"
        api: Any = cast.api
        assert api.bodies("message/update_template_card"), "cards are known after a restart"


async def test_what_was_pressed_cannot_be_pressed_again(sqlite_url: str, tmp_path: Path) -> None:
    async with a_story(Place(sqlite_url, tmp_path), {"resident": "web"}) as cast:
        await whole(cast)
        await cast.settle()
        api: Any = cast.api
        questions = [
            each
            for chat in api.state.chats.values()
            for each in chat.heard
            if any("." in key.partition(" ")[0] for _label, key in each.buttons)
        ]
        assert questions
        assert [each.grey for each in questions if each.grey.startswith("已选：")]
        assert api.bodies("message/update_template_card"), "no card was changed where it stands"
