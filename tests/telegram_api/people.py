"""People who write to the bot, press its buttons, and read what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.telegram_api.chats import Chat, Media, Popup, Shown, User
from tests.telegram_api.own import commands_shown, membership

if TYPE_CHECKING:
    from tests.telegram_api.api import BotApi

#: nothing takes as long, also on a busy machine
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button as somebody found it."""

    message: Shown
    button: dict[str, Any]


class Person:
    """Somebody with a private chat, which the bot may not write to before they wrote first."""

    def __init__(
        self, api: "BotApi", user_id: int, name: str, language_code: str = "zh", phone: str = ""
    ) -> None:
        """`phone` is what the button that asks for the contact shares."""
        self.api, self.phone = api, phone
        self.user = User(user_id, name, language_code)
        self.chat: Chat = api.world.private(self.user)
        api.people[user_id] = self
        self._seen = self._spoke = 0
        self._popped = 0

    @property
    def id(self) -> int:
        """The user's and the private chat's number."""
        return self.user.id

    # what they do

    def say(self, text: str) -> Shown:
        """Write a text."""
        message = Shown(0, self.id, self.user, self.api.state.times.date, text)
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            message.entities = ({"type": "bot_command", "offset": 0, "length": length},)
        return self._tell(message)

    def start(self, payload: str = "") -> Shown:
        """Open the chat by its button or, with a payload, by a link or a code."""
        return self.say(f"/start {payload}".rstrip())

    def send_contact(self, phone: str = "", whose: int | None = None) -> Shown:
        """Share a phone number: their own, or with `whose` somebody else's (0: nobody's here)."""
        owner = self.id if whose is None else whose
        contact = {"phone_number": phone or self.phone, "first_name": self.user.name}
        return self._more("contact", contact | ({"user_id": owner} if owner else {}))

    def send_location(self, lat: float, lon: float) -> Shown:
        """Share a place."""
        return self._more("location", {"latitude": lat, "longitude": lon})

    def send_photo(self, data: bytes, caption: str = "") -> Shown:
        """Send a picture."""
        return self._media("photo", data, caption, name="p.jpg", mime="image/jpeg")

    def send_voice(self, data: bytes, duration: int = 3, caption: str = "") -> Shown:
        """Say something."""
        return self._media("voice", data, caption, name="v.ogg", mime="audio/ogg", about=duration)

    def send_document(
        self, data: bytes, name: str, mime: str = "application/pdf", size: int = -1
    ) -> Shown:
        """Send a file; `size` pretends that it is larger."""
        return self._media("document", data, "", name=name, mime=mime, size=size)

    def album(self, pictures: Sequence[bytes], caption: str = "") -> list[Shown]:
        """Send pictures together; each is a message, the first has the caption."""
        album = str(14_000_000_000 + self.api.state.updates.last_id)
        words = [caption, *[""] * (len(pictures) - 1)]
        made = zip(pictures, words, strict=True)
        return [
            self._media("photo", data, text, name="p.jpg", mime="image/jpeg", album=album)
            for data, text in made
        ]

    def edits(self, message: Shown, text: str) -> None:
        """Change what they wrote."""
        message.text, message.edited_at = text, self.api.state.times.date
        self.chat.touch(message)
        body = self.chat.message_json(message)
        self.api.state.put("edited_message", body, self.id)

    def block(self) -> None:
        """Want nothing more of the bot."""
        self._standing("member", "kicked", blocked=True)

    def unblock(self) -> None:
        """Let it write again."""
        self._standing("kicked", "member", blocked=False)

    def press(self, label: str, at: Chat | None = None, *, gone: bool = False) -> str:
        """Press the newest button of that label, here or in a group; returns the press's id.

        A reply keyboard's button says its label, shares the contact, or (without a place to share)
        does nothing. With `gone` Telegram no longer has the message. Raises LookupError.
        """
        chat = at or self.chat
        found = find_button(chat, label)
        if found is None:
            return self._press_reply(chat, label)
        data = found.button.get("callback_data")
        if data is None:
            raise LookupError(f"{label!r} sends nothing: {found.button}")
        return self.press_data(data, found.message, gone=gone)

    def press_data(self, data: str, message: Shown, *, gone: bool = False) -> str:
        """Press a button that may no longer be there."""
        state = self.api.state
        chat = state.world.chats[message.chat_id]
        popup = state.world.new_popup(self.id, state.times.now().timestamp())
        self._spoke = self.chat.revision
        shown = {"chat": chat.as_json(), "message_id": message.id, "date": 0}
        body = {
            "id": popup.query_id,
            "from": self.user.as_json(),
            "message": shown if gone else chat.message_json(message),
            "chat_instance": str(chat.id * 31),
            "data": data,
        }
        state.put("callback_query", body, chat.id)
        return popup.query_id

    def _press_reply(self, chat: Chat, label: str) -> str:
        for row in (chat.keyboard or {}).get("keyboard", []):
            for each in row:
                button = {"text": each} if isinstance(each, str) else each
                if button["text"] != label:
                    continue
                if button.get("request_contact"):
                    self.send_contact()
                elif not button.get("request_location"):
                    self.say(label)
                return ""
        raise LookupError(f"{self.user.name} sees no button {label!r}, only {self.labels}")

    def _media(self, kind: str, data: bytes, caption: str, **more: Any) -> Shown:
        name, mime, size = more["name"], more["mime"], more.get("size", -1)
        file = self.api.world.keep(f"{kind}s", name, mime, data, size)
        about: dict[str, Any] = {}
        if kind == "photo":
            about = {"width": 1280, "height": 960}
        elif kind == "voice":
            about = {"duration": more["about"]}
        message = Shown(0, self.id, self.user, self.api.state.times.date, caption)
        message.media, message.album = Media(kind, file, about), more.get("album", "")
        return self._tell(message)

    def _more(self, kind: str, body: dict[str, Any]) -> Shown:
        message = Shown(0, self.id, self.user, self.api.state.times.date)
        message.more = {kind: body}
        return self._tell(message)

    def _tell(self, message: Shown) -> Shown:
        if self.chat.blocked:
            self.unblock()
        self.chat.started = True
        self.chat.show(message)
        self._spoke = self.chat.revision
        self.api.state.message(self.id, message.id)
        return message

    def _standing(self, old: str, new: str, *, blocked: bool) -> None:
        self.chat.blocked = blocked
        body = membership(self.api.state, self.chat, self.id, old, new)
        self.api.state.put("my_chat_member", body, self.id)

    # what they see

    @property
    def messages(self) -> list[Shown]:
        """The private chat as it looks now, oldest first, their own messages too."""
        return list(self.chat.messages.values())

    @property
    def heard(self) -> list[Shown]:
        """What the bot has said, as it looks now."""
        return [each for each in self.messages if each.from_bot]

    @property
    def texts(self) -> list[str]:
        """What the bot has said, without markup."""
        return [each.text for each in self.heard]

    @property
    def labels(self) -> list[str]:
        """Every button that can be pressed, the newest message's first."""
        return [label for each in self.chat.newest_first() for label in each.labels]

    @property
    def popups(self) -> list[Popup]:
        """The answers to their presses, in the order of the presses."""
        return [
            each
            for each in self.api.world.popups.values()
            if each.person_id == self.id and each.answered
        ]

    @property
    def commands(self) -> list[str]:
        """What the menu of the chat offers."""
        own = self.api.state.own
        return commands_shown(own, self.chat, self.id, self.user.language)

    def look(self) -> list[str]:
        """What the bot said or changed since the last look."""
        new = [each.text for each in self.heard if each.revision > self._seen]
        self._seen = self._spoke = self.chat.revision
        return new

    async def reads(self, words: str, within: float = PATIENCE) -> Shown:
        """Wait until the bot says this, or has since their last word, press or look.

        Raises AssertionError when it does not come.
        """

        def found() -> Shown | None:
            for each in self.chat.newest_first():
                if each.from_bot and each.revision > self._spoke and words in each.text:
                    return each
            return None

        if not await self.api.state.changes.until(lambda: found() is not None, within):
            raise AssertionError(
                f"{self.user.name} never read {words!r}; last: {self.texts[-4:]}; "
                f"violations: {self.api.violations[-4:]}"
            )
        message = found()
        assert message is not None
        return message

    async def pops(self, words: str = "", within: float = PATIENCE) -> Popup:
        """Wait for the answer to the next press. Raises AssertionError when it is another."""
        nth = self._popped
        await self.api.until(lambda: len(self.popups) > nth, "no press was answered", within)
        self._popped = nth + 1
        popup = self.popups[nth]
        assert words in popup.text, f"{self.user.name} saw {popup.text!r}"
        return popup


def find_button(chat: Chat, label: str) -> Pressed | None:
    """The newest inline button of that label in a chat."""
    for message in chat.newest_first():
        for button in message.buttons:
            if button["text"] == label:
                return Pressed(message, button)
    return None
