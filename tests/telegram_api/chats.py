"""What the stand-in knows: people, chats, and the messages in them as they look now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.telegram_api.keyboards import Button, Markup, rows_of
from tests.telegram_api.wording import Entity, Words

#: where a supergroup's number begins
SUPERGROUP = -1_000_000_000_000


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with an account, or the bot itself."""

    id: int
    name: str
    language: str = ""
    username: str = ""
    is_bot: bool = False

    def as_json(self) -> dict[str, Any]:
        """As Telegram writes it."""
        made: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        if self.username:
            made["username"] = self.username
        if self.language:
            made["language_code"] = self.language
        return made


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that Telegram keeps. `size` is what it says, `data` what it gives."""

    id: str
    unique_id: str
    path: str
    name: str
    mime: str
    size: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Media:
    """What a message shows beside words; `about` is what Telegram adds (width, duration, ...)."""

    kind: str
    file: StoredFile
    about: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> Any:
        """As Telegram writes it; a photo comes in two sizes."""
        file = self.file
        made = {
            "file_id": file.id,
            "file_unique_id": file.unique_id,
            "file_size": file.size,
            **self.about,
        }
        if self.kind == "photo":
            small = {"file_id": f"{file.id}-s", "file_unique_id": f"{file.unique_id}-s"}
            return [{**small, "width": 90, "height": 67, "file_size": 900}, made]
        made["mime_type"] = file.mime
        if self.kind == "document":
            made["file_name"] = file.name
        return made


@dataclass(slots=True)
class Shown:
    """One message as it looks now. `text` is the caption where there is media."""

    id: int
    chat_id: int
    sender: User
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    media: Media | None = None
    album: str = ""
    markup: Markup | None = None
    silent: bool = False
    #: further fields of the platform's message: contact, location, new_chat_members
    more: Mapping[str, Any] = field(default_factory=dict)
    edited_at: int = 0
    #: counts up in the chat with every change, so that one can tell what is new
    revision: int = 0

    @property
    def from_bot(self) -> bool:
        """Whether the desk said it."""
        return self.sender.is_bot

    @property
    def is_inline(self) -> bool:
        """Whether it can be edited: a reply keyboard forbids that."""
        return self.markup is None or "inline_keyboard" in self.markup

    @property
    def rows(self) -> list[list[Button]]:
        """The buttons under the message, row by row."""
        return rows_of(self.markup) if self.is_inline else []

    @property
    def buttons(self) -> list[Button]:
        """All buttons under the message."""
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        """What stands on its buttons."""
        return [button["text"] for button in self.buttons]

    @property
    def words(self) -> Words:
        """Text and entities."""
        return Words(self.text, self.entities)


@dataclass(slots=True)
class Chat:
    """A private chat with the bot, or a group."""

    id: int
    kind: str
    title: str
    username: str = ""
    #: the other side of a private chat
    person: User | None = None
    started: bool = False
    blocked: bool = False
    #: of a group
    bot_is_in: bool = False
    was_in: bool = False
    members: dict[int, User] = field(default_factory=dict)
    moved_to: int = 0
    messages: dict[int, Shown] = field(default_factory=dict)
    #: the reply keyboard that stands below the chat
    keyboard: Markup | None = None
    last_id: int = 0
    revision: int = 0

    @property
    def is_private(self) -> bool:
        """Not a group."""
        return self.kind == "private"

    def as_json(self) -> dict[str, Any]:
        """As Telegram writes it inside a message."""
        made: dict[str, Any] = {"id": self.id, "type": self.kind}
        made["first_name" if self.is_private else "title"] = self.title
        if self.username:
            made["username"] = self.username
        return made

    def show(self, message: Shown) -> Shown:
        """It appears below the others. Its id is this chat's next."""
        self.last_id += 1
        message.id = self.last_id
        self.messages[message.id] = message
        self.touch(message)
        if message.from_bot and not message.is_inline and message.markup is not None:
            self.keyboard = message.markup if "keyboard" in message.markup else None
        return message

    def touch(self, message: Shown) -> None:
        """It looks different now."""
        self.revision += 1
        message.revision = self.revision

    def newest_first(self) -> Iterator[Shown]:
        """Messages as one scrolls up."""
        return reversed(self.messages.values())

    def message_json(self, message: Shown) -> dict[str, Any]:
        """A message of this chat as Telegram writes it."""
        made: dict[str, Any] = {
            "message_id": message.id,
            "from": message.sender.as_json(),
            "chat": self.as_json(),
            "date": message.date,
            **message.more,
        }
        if message.edited_at:
            made["edit_date"] = message.edited_at
        words = "text"
        if message.media is not None:
            made[message.media.kind] = message.media.as_json()
            words = "caption"
        if message.album:
            made["media_group_id"] = message.album
        if message.text:
            made[words] = message.text
            if message.entities:
                made["entities" if words == "text" else "caption_entities"] = message.entities
        if message.is_inline and message.markup is not None:
            made["reply_markup"] = message.markup
        return made


@dataclass(slots=True)
class Popup:
    """What a presser saw: nothing until the press was answered."""

    query_id: str
    person_id: int
    at: float
    answered: bool = False
    text: str = ""
    alert: bool = False
    url: str = ""


@dataclass
class World:
    """Everything that exists beside the bot. Numbers of messages and updates count up."""

    bot: User
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    paths: dict[str, StoredFile] = field(default_factory=dict)
    popups: dict[str, Popup] = field(default_factory=dict)

    def private(self, person: User) -> Chat:
        """That person's chat with the bot, made when there is none."""
        found = self.chats.get(person.id)
        if found is None:
            found = Chat(person.id, "private", person.name, person.username, person)
            self.chats[person.id] = found
        return found

    def named(self, username: str) -> Chat | None:
        """The chat called @so."""
        wanted = username.removeprefix("@").lower()
        return next((each for each in self.chats.values() if each.username.lower() == wanted), None)

    def keep(self, folder: str, name: str, mime: str, data: bytes, size: int = -1) -> StoredFile:
        """Keep a file; `size` pretends another size than the data's."""
        number = len(self.files) + 1
        end = name.rpartition(".")[2] if "." in name else "bin"
        made = StoredFile(
            id=f"AgACAgUAAx{number:06d}",
            unique_id=f"AQAD{number:06d}",
            path=f"{folder}/file_{number}.{end}",
            name=name,
            mime=mime,
            size=len(data) if size < 0 else size,
            data=data,
        )
        self.files[made.id] = self.files[f"{made.id}-s"] = made
        self.paths[made.path] = made
        return made

    def new_popup(self, person_id: int, at: float) -> Popup:
        """Somebody pressed a button and waits."""
        query_id = str(4_382_000_000_000_000_000 + len(self.popups) * 7_919 + 1)
        made = Popup(query_id, person_id, at)
        self.popups[query_id] = made
        return made
