"""Carries out what the bot says and asks about itself, its chats and its files."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from telegram.constants import BotCommandLimit, BotCommandScopeType, BotDescriptionLimit

from tests.telegram_api.chats import Chat
from tests.telegram_api.media import file_json
from tests.telegram_api.refusing import wrong
from tests.telegram_api.sends import chat_of
from tests.telegram_api.state import Doing, Own, State

Values = Mapping[str, Any]
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_SCOPES = {each.value: frozenset({"type"}) for each in BotCommandScopeType} | {
    "chat": frozenset({"type", "chat_id"}),
    "chat_administrators": frozenset({"type", "chat_id"}),
    "chat_member": frozenset({"type", "chat_id", "user_id"}),
}
_TEXTS = {
    "name": 64,
    "description": BotDescriptionLimit.MAX_DESCRIPTION_LENGTH.value,
    "short_description": BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH.value,
}


def get_me(it: Doing) -> object:
    """getMe."""
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False}
    return it.state.world.bot.as_json() | abilities | {"supports_inline_queries": False}


def get_chat(it: Doing) -> object:
    """getChat."""
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
    return chat_of(it.state, it.values).as_json() | more


_NO_GIFTS = dict.fromkeys(
    (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ),
    False,
)


def leave_chat(it: Doing) -> object:
    """leaveChat."""
    state, values = it.state, it.values
    chat = chat_of(state, values)
    if chat.is_private:
        raise wrong("chat can't be left", "leaves a private chat")
    chat.bot_is_in = False
    state.put(
        "my_chat_member", membership(state, chat, state.world.bot.id, "member", "left"), chat.id
    )
    return True


def membership(state: State, chat: Chat, by: int, old: str, new: str) -> dict[str, Any]:
    """What the bot is told when its own place in a chat changes; `by` is who did it."""
    bot = state.world.bot
    who = chat.person if chat.person is not None else chat.members.get(by, bot)
    return {
        "chat": chat.as_json(),
        "from": who.as_json(),
        "date": state.times.date,
        "old_chat_member": _standing(bot.as_json(), old),
        "new_chat_member": _standing(bot.as_json(), new),
    }


def _standing(user: dict[str, Any], status: str) -> dict[str, Any]:
    made = {"user": user, "status": status}
    return made | {"until_date": 0} if status == "kicked" else made


def get_file(it: Doing) -> object:
    """getFile."""
    return file_json(it.state.world, it.values["file_id"])


def set_commands(it: Doing) -> object:
    """setMyCommands."""
    state, values = it.state, it.values
    commands = values["commands"]
    if len(commands) > BotCommandLimit.MAX_COMMAND_NUMBER:
        raise wrong("BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        _check_command(each)
    if len({each["command"] for each in commands}) < len(commands):
        raise wrong("BOT_COMMAND_INVALID", "names a command twice")
    state.own.commands[_key(state, values)] = commands
    return True


def _check_command(command: object) -> None:
    if not isinstance(command, dict) or command.keys() != {"command", "description"}:
        raise wrong("can't parse BotCommand")
    name, description = command["command"], command["description"]
    if not isinstance(name, str) or not _COMMAND.fullmatch(name):
        raise wrong("BOT_COMMAND_INVALID", f"{name!r} can't be a command")
    most = BotCommandLimit.MAX_DESCRIPTION.value
    if not isinstance(description, str) or not 1 <= len(description) <= most:
        raise wrong("BOT_COMMAND_DESCRIPTION_INVALID")


def get_commands(it: Doing) -> object:
    """getMyCommands."""
    state, values = it.state, it.values
    return state.own.commands.get(_key(state, values), [])


def delete_commands(it: Doing) -> object:
    """deleteMyCommands."""
    state, values = it.state, it.values
    state.own.commands.pop(_key(state, values), None)
    return True


def _key(state: State, values: Values) -> tuple[str, str]:
    scope = values.get("scope", {"type": "default"})
    fields = _SCOPES.get(scope.get("type", ""))
    if fields is None or scope.keys() != fields:
        raise wrong("can't parse BotCommandScope")
    if "chat_id" in scope:
        chat_of(state, scope)
    return _scope(scope), _language(values)


def _scope(scope: Values) -> str:
    return json.dumps(scope, sort_keys=True)


def _language(values: Values) -> str:
    language: str = values.get("language_code", "")
    if language and not _LANGUAGE.fullmatch(language):
        raise wrong("LANG_CODE_INVALID", f"language_code {language!r} has not two letters")
    return language


def commands_shown(own: Own, chat: Chat, user_id: int, language: str) -> list[str]:
    """The commands that somebody sees in a chat, as Telegram picks them."""
    kind = "all_private_chats" if chat.is_private else "all_group_chats"
    scopes: list[dict[str, Any]] = [{"type": "chat", "chat_id": chat.id}, {"type": kind}]
    if not chat.is_private:
        scopes.insert(0, {"type": "chat_member", "chat_id": chat.id, "user_id": user_id})
    for scope in [*scopes, {"type": "default"}]:
        for code in (language, ""):
            found = own.commands.get((_scope(scope), code))
            if found is not None:
                return [each["command"] for each in found]
    return []


def setter(name: str) -> Callable[[Doing], object]:
    """setMyName, setMyDescription or setMyShortDescription."""

    def set_text(it: Doing) -> object:
        state, values = it.state, it.values
        text = values.get(name, "")
        if len(text) > _TEXTS[name]:
            raise wrong(f"BOT_{name.upper()}_TOO_LONG", f"{name} has {len(text)} characters")
        state.own.texts[name, _language(values)] = text
        return True

    return set_text


def getter(name: str) -> Callable[[Doing], object]:
    """getMyName, getMyDescription or getMyShortDescription."""

    def get_text(it: Doing) -> object:
        texts = it.state.own.texts
        found = texts.get((name, _language(it.values))) or texts.get((name, ""), "")
        return {name: found}

    return get_text
