"""What an update of the Bot API means to us: something said, a press, news of a chat, or nothing.

Read from the dictionary as it came; `Update.de_json` was tried and is not used. It costs 170 to
250 us an update where this costs 5 to 20; it looks at no type, so a file's id may be a list after
it; and it loses the whole update for want of one field that nobody reads, as when a server of an
older Bot API leaves out the newest right of a member.
Whatever stands in an update, reading it raises nothing: what makes no sense is nothing of ours.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.accepting import Inbound
from bot.channels.telegram.message import Words, addressed_to, read_message
from bot.channels.telegram.raw import part, whole, words

#: all that is asked of Telegram
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
#: Telegram keeps what we did not take for a day; an older moment is not to be believed
OLDEST_SECONDS = 2 * 24 * 60 * 60
LONGEST_CALLBACK_ID = 128
LONGEST_TOKEN = 64
LONGEST_TITLE = 128
_GROUPS = ("group", "supergroup")


@dataclass(slots=True)
class Source:
    """The bot an update came to. `username` is learnt at start: groups name whom they mean."""

    account_id: int
    community_id: int
    username: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody said something."""

    inbound: Inbound


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed a button. Without `inbound` it wants its answer and means nothing."""

    callback: str
    inbound: Inbound | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Since `at` we may write in this chat, or not any more."""

    address: str
    may_write: bool
    at: datetime
    is_group: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup: the chat has another address."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A group has another name."""

    address: str
    title: str


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody in a group asks who we are. `number` is the update's."""

    address: str
    number: int


Event = Called | Heard | Pressed | Standing | Moved | Renamed


def read(update: Any, source: Source, now: datetime) -> Event | None:
    """What the update means, or None; `now` stands in for a moment that is missing or absurd."""
    number = update_id_of(update)
    if number is None:
        # Even then the person behind a press waits for its answer.
        return _pressed(update, -1, source, now) if isinstance(update, dict) else None
    if isinstance(message := update.get("message"), dict):
        return _message(message, number, source, now)
    if isinstance(edited := update.get("edited_message"), dict):
        return _edited(edited, number, source, now)
    if isinstance(update.get("callback_query"), dict):
        return _pressed(update, number, source, now)
    if isinstance(changed := update.get("my_chat_member"), dict):
        return _standing(changed, now)
    return None


def update_id_of(update: Any) -> int | None:
    """The update's number, or None for what is no update."""
    number = whole(update.get("update_id")) if isinstance(update, dict) else None
    return number if number is not None and number >= 0 else None


def queue_of(update: Any) -> int:
    """Whose update it is: those of one person, or about one group, are taken in their order."""
    if not isinstance(update, dict):
        return 0
    if query := part(update, "callback_query"):
        return whole(part(query, "from").get("id")) or 0
    for name in ("message", "edited_message", "my_chat_member"):
        if message := part(update, name):
            return whole(part(message, "chat").get("id")) or 0
    return 0


# --- what people say ---------------------------------------------------------------------------


def _message(message: dict[str, Any], number: int, source: Source, now: datetime) -> Event | None:
    chat = part(message, "chat")
    if chat.get("type") in _GROUPS:
        return _in_group(message, chat, number, source)
    sender = _person(message)
    if sender is None or not _is_private(chat, sender):
        return None
    said = read_message(message, sender)
    if said is None:
        return None
    return Heard(_inbound(said, sender, number, source, _moment(message.get("date"), now)))


def _edited(message: dict[str, Any], number: int, source: Source, now: datetime) -> Event | None:
    """Words put right count as said anew; a caption, or a place on the move, does not."""
    if not isinstance(message.get("text"), str) or part(message, "chat").get("type") in _GROUPS:
        return None
    return _message({**message, "date": message.get("edit_date")}, number, source, now)


def _in_group(
    message: dict[str, Any], chat: dict[str, Any], number: int, source: Source
) -> Event | None:
    """People talk to each other here: only a command that names us is ours."""
    group = whole(chat.get("id"))
    if group is None:
        return None
    if (new := whole(message.get("migrate_to_chat_id"))) is not None:
        return Moved(str(group), str(new))
    if (old := whole(message.get("migrate_from_chat_id"))) is not None:
        return Moved(str(old), str(group))
    if title := words(message.get("new_chat_title"), LONGEST_TITLE):
        return Renamed(str(group), title)
    if _person(message) is None or not addressed_to(message.get("text"), source.username):
        return None
    return Called(str(group), number)


def _pressed(update: dict[str, Any], number: int, source: Source, now: datetime) -> Event | None:
    query = part(update, "callback_query")
    callback = words(query.get("id"), LONGEST_CALLBACK_ID)
    if not callback:
        return None
    token = words(query.get("data"), LONGEST_TOKEN)
    sender, where = _person(query), _where(query)
    if sender is None or where is None or not token or number < 0:
        return Pressed(callback)
    payload = {"kind": "press", "token": token, "data": {"callback": callback, **where}}
    return Pressed(callback, _inbound(Words(payload), sender, number, source, now))


def _where(query: dict[str, Any]) -> dict[str, Any] | None:
    """The message that carries the button, 0 for one out of reach, and the group it stands in."""
    if "inline_message_id" in query:
        return None
    message = part(query, "message")
    chat = part(message, "chat")
    is_out_of_reach = whole(message.get("date")) in (None, 0)
    where: dict[str, Any] = {"message": 0}
    if not is_out_of_reach:
        where["message"] = max(whole(message.get("message_id")) or 0, 0)
    if chat.get("type") in _GROUPS:
        group = whole(chat.get("id"))
        return None if group is None else {**where, "group": str(group)}
    return where if chat.get("type", "private") == "private" else None


def _person(of: dict[str, Any]) -> int | None:
    """Who sends it: a person's id, or None for bots, channels and anonymous administrators."""
    sender = part(of, "from")
    number = whole(sender.get("id"))
    if number is None or number <= 0 or sender.get("is_bot") or "sender_chat" in of:
        return None
    return number


def _is_private(chat: dict[str, Any], sender: int) -> bool:
    return chat.get("type") == "private" and whole(chat.get("id")) == sender


def _inbound(said: Words, sender: int, number: int, source: Source, said_at: datetime) -> Inbound:
    return Inbound(
        source.account_id,
        source.community_id,
        str(sender),
        f"u{number}",
        number,
        said_at,
        said.payload,
        said.media,
    )


def _moment(date: Any, now: datetime) -> datetime:
    """The platform's moment in UTC, unless it lies ahead of our clock or too far back."""
    seconds, latest = whole(date), now.timestamp()
    if seconds is None or not latest - OLDEST_SECONDS <= seconds <= latest:
        return now
    return datetime.fromtimestamp(seconds, UTC)


# --- news of chats -----------------------------------------------------------------------------


def _standing(changed: dict[str, Any], now: datetime) -> Event | None:
    """What became of us in a chat."""
    chat, member = part(changed, "chat"), part(changed, "new_chat_member")
    address, status = whole(chat.get("id")), member.get("status")
    is_group = chat.get("type") in _GROUPS
    if address is None or not isinstance(status, str):
        return None
    if not is_group and chat.get("type") != "private":
        return None
    if status == "restricted":
        may_write = member.get("is_member") is True and member.get("can_send_messages") is True
    else:
        may_write = status in ("member", "administrator", "creator")
    at = _moment(changed.get("date"), now)
    return Standing(str(address), may_write, at, is_group, words(chat.get("title"), LONGEST_TITLE))
