"""Carries out what changes or answers something that is already there."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from telegram.constants import CallbackQueryLimit, MessageLimit

from tests.telegram_api.chats import Chat, Shown
from tests.telegram_api.keyboards import Markup, check_markup
from tests.telegram_api.refusing import unlucky, wrong
from tests.telegram_api.sends import caption_of, chat_of, refuse_foreign
from tests.telegram_api.state import Doing, State
from tests.telegram_api.wording import Words, limited, units, words_of

Values = Mapping[str, Any]
_TEXT = MessageLimit.MAX_TEXT_LENGTH.value
_ANSWER = CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH.value
#: a press waits no longer for its answer
PRESS_LIVES = timedelta(minutes=10)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


def edit_text(it: Doing) -> object:
    """editMessageText."""
    state, values = it.state, it.values
    words = limited(words_of(values, "text", "entities"), _TEXT, "message is too long")
    if not words.text:
        raise wrong("message text is empty")
    chat, message = _own_message(state, values)
    if message.media is not None:
        raise wrong("there is no text in the message to edit")
    return _changed(it, chat, message, words, values.get("reply_markup"))


def edit_caption(it: Doing) -> object:
    """editMessageCaption."""
    state, values = it.state, it.values
    words = caption_of(values)
    chat, message = _own_message(state, values)
    if message.media is None:
        raise wrong("there is no caption in the message to edit")
    return _changed(it, chat, message, words, values.get("reply_markup"))


def edit_markup(it: Doing) -> object:
    """editMessageReplyMarkup."""
    state, values = it.state, it.values
    chat, message = _own_message(state, values)
    return _changed(it, chat, message, message.words, values.get("reply_markup"))


def _own_message(state: State, values: Values) -> tuple[Chat, Shown]:
    refuse_foreign(values)
    if "inline_message_id" in values:
        raise wrong("MESSAGE_ID_INVALID", "this bot has no inline messages")
    if "chat_id" not in values or "message_id" not in values:
        raise wrong("message identifier is not specified")
    found = state.world.chats.get(values["chat_id"])
    private = found is None or found.is_private
    check_markup(values.get("reply_markup"), private=private, inline_only=True)
    chat = chat_of(state, values)
    message = chat.messages.get(values["message_id"])
    if message is None:
        raise unlucky("message to edit not found")
    if not message.from_bot:
        raise wrong("message can't be edited", "edits what somebody else wrote")
    if not message.is_inline:
        raise wrong("message can't be edited", "edits a message with a reply keyboard")
    return chat, message


def _changed(it: Doing, chat: Chat, message: Shown, words: Words, markup: Markup | None) -> object:
    it.call.message_id = message.id
    markup = markup if markup and markup["inline_keyboard"] else None
    if message.words == words and (message.markup or None) == markup:
        raise unlucky(_SAME)
    message.text, message.entities, message.markup = words.text, words.entities, markup
    message.edited_at = it.state.times.date
    chat.touch(message)
    if not chat.is_private:
        it.state.pace.delivered(chat.id)
    return chat.message_json(message)


def delete_message(it: Doing) -> object:
    """deleteMessage."""
    state, values = it.state, it.values
    chat = chat_of(state, values)
    message = chat.messages.get(values["message_id"])
    if message is None:
        raise unlucky("message to delete not found")
    if not message.from_bot and not chat.is_private:
        raise wrong("message can't be deleted", "deletes what somebody else wrote")
    del chat.messages[message.id]
    chat.revision += 1
    return True


def answer_press(it: Doing) -> object:
    """answerCallbackQuery."""
    state, values = it.state, it.values
    text = values.get("text", "")
    if units(text) > _ANSWER:
        raise wrong("MESSAGE_TOO_LONG", f"answers a press with {units(text)} of at most {_ANSWER}")
    if values.get("cache_time", 0) < 0:
        raise wrong("cache_time is negative")
    popup = state.world.popups.get(values["callback_query_id"])
    oldest = state.times.now().timestamp() - PRESS_LIVES.total_seconds()
    if popup is None or popup.answered or popup.at < oldest:
        raise unlucky(_TOO_OLD)
    popup.answered, popup.text = True, text
    popup.alert, popup.url = bool(values.get("show_alert")), values.get("url", "")
    it.call.chat = popup.person_id
    return True
