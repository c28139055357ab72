"""Carries out what makes new messages appear."""

from collections.abc import Callable, Mapping
from typing import Any

from telegram.constants import ChatAction, MediaGroupLimit, MessageLimit

from tests.telegram_api.chats import Chat, Media, Shown
from tests.telegram_api.keyboards import check_markup
from tests.telegram_api.media import media_of
from tests.telegram_api.refusing import Refused, forbidden, unlucky, wrong
from tests.telegram_api.signatures import Upload
from tests.telegram_api.state import Doing, State
from tests.telegram_api.wording import Words, limited, words_of

Values = Mapping[str, Any]
_TEXT = MessageLimit.MAX_TEXT_LENGTH.value
_CAPTION = MessageLimit.CAPTION_LENGTH.value
_ACTIONS = frozenset(each.value for each in ChatAction)
#: what this bot has no use for; sent all the same, it would be refused or cost money
_NOT_OURS = (
    "business_connection_id",
    "message_thread_id",
    "direct_messages_topic_id",
    "suggested_post_parameters",
    "allow_paid_broadcast",
)
#: which kinds may share an album
_ALBUMS = ({"photo", "video", "live_photo"}, {"document"}, {"audio"})


def chat_of(state: State, values: Values) -> Chat:
    """The chat a call is about. Raises Refused where there is none, or it has moved."""
    given = values.get("chat_id", 0)
    world = state.world
    chat = world.named(given) if isinstance(given, str) else world.chats.get(given)
    if chat is None:
        raise wrong("chat not found", f"knows no chat {given}")
    if chat.moved_to:
        raise Refused(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat.moved_to},
        )
    if not chat.is_private and not chat.bot_is_in:
        if not chat.was_in:
            raise wrong("chat not found", f"was never in the group {given}")
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    return chat


def writable(state: State, values: Values) -> Chat:
    """The same, where the bot may also write."""
    chat = chat_of(state, values)
    if chat.is_private and not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    return chat


def send_message(it: Doing) -> object:
    """sendMessage."""
    state, values = it.state, it.values
    words = limited(words_of(values, "text", "entities"), _TEXT, "message is too long")
    if not words.text:
        raise wrong("message text is empty")
    chat = _ready(state, values)
    return _appear(it, chat, _new(state, chat, values, words))


def sender_of(kind: str) -> Callable[[Doing], object]:
    """sendPhoto, sendVoice or sendDocument."""

    def send_media(it: Doing) -> object:
        state, values = it.state, it.values
        words = caption_of(values)
        chat = _ready(state, values)
        media = media_of(state.world, kind, values[kind], values.get("duration", 0))
        return _appear(it, chat, _new(state, chat, values, words, media))

    return send_media


def caption_of(values: Values) -> Words:
    """The words under a picture."""
    words = words_of(values, "caption", "caption_entities")
    return limited(words, _CAPTION, "message caption is too long")


def send_media_group(it: Doing) -> object:
    """sendMediaGroup; the uploads are the parts that its items attach."""
    state, values = it.state, it.values
    items = values["media"]
    if not MediaGroupLimit.MIN_MEDIA_LENGTH <= len(items) <= MediaGroupLimit.MAX_MEDIA_LENGTH:
        raise wrong(f"album must have 2 to 10 items, not {len(items)}")
    if not all(isinstance(each, dict) for each in items):
        raise wrong("can't parse InputMedia")
    kinds = {each.get("type") for each in items}
    if not any(kinds <= album for album in _ALBUMS):
        raise wrong(f"{sorted(map(str, kinds))} can't be mixed in an album")
    chat = _ready(state, values)
    attached = dict(it.uploads)
    read = [_item(state, each, attached) for each in items]
    if attached:
        raise wrong("unused file", f"uploads {sorted(attached)[0]}, which no item attaches")
    album = str(13_000_000_000 + len(state.record.calls))
    shown = [_new(state, chat, values, words, media) for words, media in read]
    for each in shown:
        each.album = album
    return [_appear(it, chat, each) for each in shown]


def _item(state: State, item: Values, attached: dict[str, Upload]) -> tuple[Words, Media]:
    source = item.get("media")
    if not isinstance(source, str):
        raise wrong("media not found")
    if source.startswith("attach://"):
        upload = attached.pop(source.removeprefix("attach://"), None)
        if upload is None:
            raise wrong(f"file {source} is not attached")
        return caption_of(item), media_of(state.world, item["type"], upload)
    return caption_of(item), media_of(state.world, item["type"], source)


def send_chat_action(it: Doing) -> object:
    """sendChatAction."""
    state, values = it.state, it.values
    writable(state, values)
    if values["action"] not in _ACTIONS:
        raise wrong("wrong parameter action in request")
    return True


def _ready(state: State, values: Values) -> Chat:
    """The chat, once everything beside the content is right. Faults first: they blame most."""
    refuse_foreign(values)
    chat = state.world.chats.get(values["chat_id"])
    private = chat is None or chat.is_private
    check_markup(values.get("reply_markup"), private=private)
    chat = writable(state, values)
    reply = values.get("reply_parameters")
    if reply is not None:
        _check_reply(chat, reply)
    return chat


def refuse_foreign(values: Values) -> None:
    """Raises Refused for what this bot has no use for."""
    for each in _NOT_OURS:
        if each in values:
            raise wrong(f"{each} is not for this bot")


def _check_reply(chat: Chat, reply: Values) -> None:
    if not isinstance(reply.get("message_id"), int):
        raise wrong("can't parse reply parameters")
    if reply["message_id"] not in chat.messages and not reply.get("allow_sending_without_reply"):
        raise unlucky("message to be replied not found")


def _new(
    state: State, chat: Chat, values: Values, words: Words, media: Media | None = None
) -> Shown:
    return Shown(
        id=0,
        chat_id=chat.id,
        sender=state.world.bot,
        date=state.times.date,
        text=words.text,
        entities=words.entities,
        media=media,
        markup=values.get("reply_markup"),
        silent=bool(values.get("disable_notification")),
    )


def _appear(it: Doing, chat: Chat, message: Shown) -> object:
    chat.show(message)
    it.call.message_id = message.id
    it.state.pace.delivered(chat.id)
    return chat.message_json(message)
