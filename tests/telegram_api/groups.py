"""Groups that the bot is added to, as its people live in them."""

from typing import TYPE_CHECKING, Any

from tests.telegram_api.chats import SUPERGROUP, Chat, Shown, User
from tests.telegram_api.own import membership
from tests.telegram_api.people import PATIENCE, Person, find_button

if TYPE_CHECKING:
    from tests.telegram_api.api import BotApi


class Group:
    """One group. Its chat is another object once it has become a supergroup."""

    def __init__(self, api: "BotApi", chat_id: int, title: str, *members: Person) -> None:
        """A group of these people, without the bot; `chat_id` is negative."""
        assert chat_id < 0
        kind = "supergroup" if chat_id < SUPERGROUP else "group"
        self.api = api
        self.chat = Chat(chat_id, kind, title)
        self.chat.members = {each.id: each.user for each in members}
        api.world.chats[chat_id] = self.chat
        self._seen = 0

    def add_bot(self, by: Person) -> None:
        """A member adds the bot."""
        self._standing(by, "left", "member")
        self.chat.bot_is_in = self.chat.was_in = True
        self._service(by.user, {"new_chat_members": [self.api.world.bot.as_json()]})

    def remove_bot(self, by: Person) -> None:
        """A member removes it."""
        self.chat.bot_is_in = False
        self._standing(by, "member", "kicked")

    def say(self, person: Person, text: str) -> Shown:
        """A member writes; the bot is told only of commands and of what names it."""
        state = self.api.state
        message = Shown(0, self.chat.id, person.user, state.times.date, text)
        self.chat.show(message)
        if text.startswith("/") or f"@{state.world.bot.username}" in text:
            state.message(self.chat.id, message.id)
        return message

    def press(self, person: Person, label: str) -> str:
        """A member presses the newest button of that label; returns the press's id."""
        found = find_button(self.chat, label)
        if found is None:
            raise LookupError(f"{self.chat.title} has no button {label!r}, only {self.labels}")
        return person.press_data(found.button["callback_data"], found.message)

    def migrate(self) -> int:
        """Become a supergroup; returns its new number. The messages stay behind."""
        old = self.chat
        new = Chat(SUPERGROUP + old.id, "supergroup", old.title, members=old.members)
        new.bot_is_in, new.was_in = old.bot_is_in, old.was_in
        self.api.world.chats[new.id] = new
        someone = next(iter(old.members.values()), self.api.world.bot)
        self._service(someone, {"migrate_to_chat_id": new.id})
        old.moved_to, self.chat = new.id, new
        self._service(someone, {"migrate_from_chat_id": old.id})
        return new.id

    def _service(self, sender: User, more: dict[str, Any]) -> None:
        state = self.api.state
        message = self.chat.show(Shown(0, self.chat.id, sender, state.times.date, more=more))
        if self.chat.bot_is_in:
            state.message(self.chat.id, message.id)

    def _standing(self, by: Person, old: str, new: str) -> None:
        body = membership(self.api.state, self.chat, by.id, old, new)
        self.api.state.put("my_chat_member", body, self.chat.id)

    @property
    def messages(self) -> list[Shown]:
        """Everything in it as it looks now."""
        return list(self.chat.messages.values())

    @property
    def texts(self) -> list[str]:
        """What the bot has said there, without markup."""
        return [each.text for each in self.messages if each.from_bot]

    @property
    def labels(self) -> list[str]:
        """Every button that can be pressed, the newest message's first."""
        return [label for each in self.chat.newest_first() for label in each.labels]

    def look(self) -> list[str]:
        """What the bot said or changed since the last look."""
        seen, self._seen = self._seen, self.chat.revision
        return [each.text for each in self.messages if each.from_bot and each.revision > seen]

    async def reads(self, words: str, within: float = PATIENCE) -> Shown:
        """Wait until the bot has said this there. Raises AssertionError when it does not come."""

        def found() -> list[Shown]:
            shown = reversed(self.messages)
            return [each for each in shown if each.from_bot and words in each.text]

        what = f"{self.chat.title} never read {words!r}"
        await self.api.until(lambda: bool(found()), what, within)
        return found()[0]
