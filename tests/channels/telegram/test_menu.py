"""The menu shows words that work, in both languages, and is written only where it differs."""

import re
from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.constants import BotCommandLimit, BotDescriptionLimit

from bot.channels.telegram import menu
from bot.channels.telegram.wire import AiohttpRequest
from handlers.language import speaking
from handlers.vocabulary import CONTROLS, WORDS
from tests.channels.telegram.little_api import TOKEN, LittleApi


@pytest.fixture
async def bot(api: LittleApi) -> AsyncIterator[Bot]:
    """A bot whose calls go to the little API."""
    async with AiohttpRequest() as request:
        yield Bot(TOKEN, f"{api.url}/bot", request=request, get_updates_request=AiohttpRequest())


def test_every_command_is_a_word_the_desk_knows() -> None:
    names = [f"/{each.command}" for each in menu.staff()]
    assert set(names) <= WORDS.keys() | CONTROLS.keys()
    assert len(names) == len(set(names))


def test_every_word_with_a_slash_is_in_the_menu() -> None:
    known = {word for word in [*WORDS, *CONTROLS] if word.startswith("/")}
    assert {f"/{each.command}" for each in menu.staff()} >= known - {"/back"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_menu_keeps_within_telegrams_limits(language: str) -> None:
    with speaking(language):
        commands = menu.staff()
        assert len(commands) <= BotCommandLimit.MAX_COMMAND_NUMBER
        for each in commands:
            assert re.fullmatch(r"[a-z0-9_]{1,32}", each.command)
            assert 0 < len(each.description) <= BotCommandLimit.MAX_DESCRIPTION
        assert len(menu.description()) <= BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
        most = BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
        assert len(menu.short_description()) <= most


async def test_everybody_and_groups_get_theirs_in_both_languages(api: LittleApi, bot: Bot) -> None:
    await menu.publish_commands(bot)
    written = [call.values for call in api.calls if call.method == "setMyCommands"]
    scopes = [(each["scope"]["type"], each.get("language_code", "")) for each in written]
    assert scopes == [
        ("all_private_chats", ""),
        ("all_group_chats", ""),
        ("all_private_chats", "en"),
        ("all_group_chats", "en"),
    ]
    private, group = written[0]["commands"], written[1]["commands"]
    assert [each["command"] for each in private][:3] == ["start", "need", "help_out"]
    assert "list" not in [each["command"] for each in private]
    assert [each["command"] for each in group] == ["start"]


async def test_what_the_bot_is_for_is_said_in_both_languages(api: LittleApi, bot: Bot) -> None:
    await menu.publish_commands(bot)
    said = [call.values for call in api.calls if call.method == "setMyDescription"]
    assert [each.get("language_code", "") for each in said] == ["", "en"]
    assert "直接写一句话" in said[0]["description"]
    assert len([each for each in api.methods if each == "setMyShortDescription"]) == 2


async def test_a_second_start_only_looks(api: LittleApi, bot: Bot) -> None:
    await menu.publish_commands(bot)
    api.calls.clear()
    await menu.publish_commands(bot)
    assert len(api.calls) == 8
    assert [each for each in api.methods if each.startswith("set")] == []


async def test_staff_have_their_list_in_their_own_chat(api: LittleApi, bot: Bot) -> None:
    await menu.publish_for_staff(bot, 42)
    written = [call.values for call in api.calls if call.method == "setMyCommands"]
    assert [each["scope"] for each in written] == [{"type": "chat", "chat_id": 42}] * 2
    assert written[0]["commands"][0]["command"] == "list"
    everybody = [each.command for each in menu.everybody()]
    assert [each["command"] for each in written[0]["commands"]][-len(everybody) :] == everybody
