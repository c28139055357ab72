"""The people of a transcript on Telegram: their words come as updates, the answers are drawn.

The channel is the real one, down to the call; its wire ends at the stand-in, with no socket in
between. A button can be pressed only while the stand-in shows it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from pydantic import SecretStr
from telegram.request import RequestData

from bot.channels.contract import Outgoing
from bot.channels.telegram.inbound import Heard, Pressed, Source, read
from bot.channels.telegram.sending import Telegram
from bot.channels.telegram.wire import AiohttpRequest
from bot.config import TelegramAccount
from models.database import Database
from tests.telegram_api import BotApi, Person, Rates, Setup, Times
from tests.telegram_api.chats import Shown
from tests.telegram_api.signatures import Upload
from tests.transcript import World


class Wire(AiohttpRequest):
    """Calls the stand-in by its function."""

    def __init__(self, api: BotApi) -> None:
        """`api` takes every call."""
        super().__init__()
        self._api = api

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_unused: Any,
        **_timeouts: Any,
    ) -> tuple[int, bytes]:
        """One call, as JSON as on the real wire."""
        uploads: dict[str, Upload] = {}
        said = json.loads(json.dumps(request_data.parameters if request_data else {}))
        answer = await self._api.take(url.rpartition("/")[2], said, uploads)
        return answer.status, answer.body


class Watched(Telegram):
    """The channel, and what it was given to send: chats have people's names for addresses."""

    def __init__(self, account: TelegramAccount, world: "TelegramWorld") -> None:
        """`world` knows who is who."""
        super().__init__(account)
        # time stands still here: whoever waited for it would never send
        self.pace = None  # type: ignore[assignment]
        self._world = world

    async def send(self, message: Outgoing) -> str:
        """Send it to the number behind the name; the stand-in must show every line of it."""
        person = self._world.person(message.address)
        before = len(person.heard)
        sent = await super().send(replace(message, address=str(person.id)))
        said = "\n".join(each.text for each in person.heard[before:])
        missing = [line for line in message.content.text.splitlines() if line.strip() not in said]
        assert missing == [] or message.content.alert, f"{message.address} reads {said!r}"
        self._world.paper.sent[message.address][sent] = message.content
        return sent

    async def edit(self, platform_id: str, message: Outgoing) -> None:
        """Change it where it stands."""
        person = self._world.person(message.address)
        await super().edit(platform_id, replace(message, address=str(person.id)))
        self._world.paper.sent[message.address][platform_id] = message.content


class TelegramWorld(World):
    """葵园社区 with its bot; nobody is asked about the foreign platform."""

    def __init__(self, db: Database) -> None:
        """Nobody has written yet."""
        times = Times.of(lambda: self.now)
        self.api = BotApi(Setup(times=times, rates=Rates.high()))
        self._numbers = count(1001)
        self._people: dict[str, Person] = {}
        super().__init__(db, "telegram")

    def go_abroad(self, channel: str = "telegram", web_url: str = "") -> None:
        """The community has switched that question off."""
        self.abroad.clear()

    def start(self) -> None:
        """A new process makes its channel anew."""
        self.channel = Watched(TelegramAccount(token=SecretStr(self.api.token)), self)
        wire = Wire(self.api)
        self.channel.bot._request = (wire, wire)
        super().start()

    def person(self, name: str) -> Person:
        """Who has this name, at the stand-in."""
        if name not in self._people:
            self._people[name] = Person(self.api, next(self._numbers), name)
        return self._people[name]

    def receive(self, address: str, key: str, order: int, payload: Mapping[str, object]) -> None:
        """Do it in the program of that platform, and take the update that comes of it."""
        person = self.person(address)
        if payload["kind"] == "press":
            token = str(payload["token"])
            person.press_data(token, _below(person, token))
        else:
            person.say(str(payload.get("text", "/start")))
        waiting = self.api.state.updates.pending
        update = waiting.pop(next(iter(waiting)))
        source = Source(self.account_id, self.community_id, "linli_bot")
        event = read(json.loads(update.as_bytes()), source, self.now)
        assert isinstance(event, Heard | Pressed)
        assert event.inbound is not None
        self.take(replace(event.inbound, address=address))
        assert self.api.violations == []


def _below(person: Person, token: str) -> Shown:
    """The message that shows this button now."""
    for message in person.chat.newest_first():
        if any(each.get("callback_data") == token for each in message.buttons):
            return message
    raise LookupError(f"{person.user.name} sees no such button, only {person.labels}")
