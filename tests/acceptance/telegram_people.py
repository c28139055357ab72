"""The people of a story in one process with the desk: each at Telegram, or at the web chat."""

import asyncio
import re
from collections.abc import Callable
from typing import Protocol

import httpx

from tests.acceptance.page import Line, Lines
from tests.telegram_api import Person
from tests.telegram_api.people import find_button

#: on a clock that nobody waits for; longer than every pause before a further try
PATIENCE = 900.0
CODE = re.compile(r"把 (\d{4}) 念给")


class Player(Protocol):
    """Somebody who speaks with the desk."""

    async def says(self, text: str) -> None:
        """Write."""

    async def presses(self, label: str) -> None:
        """Press the newest button of that label, once there is one."""

    async def hears(self, words: str) -> None:
        """Wait for the desk's words, after one's own last ones."""

    async def code(self) -> str:
        """The four digits on the newest card that has them, once there is one."""

    async def texts(self) -> list[str]:
        """What the desk has said, as it looks now, oldest first."""


class OnTelegram:
    """At the stand-in."""

    def __init__(self, person: Person) -> None:
        """Who has written already."""
        self.person = person

    async def says(self, text: str) -> None:
        """Write."""
        self.person.say(text)

    async def presses(self, label: str) -> None:
        """Press an inline button."""
        chat, api = self.person.chat, self.person.api
        await api.until(
            lambda: find_button(chat, label) is not None,
            f"{self.person.user.name} sees no {label!r}, only {self.person.labels}",
            PATIENCE,
        )
        self.person.press(label)

    async def hears(self, words: str) -> None:
        """Read."""
        await self.person.reads(words, PATIENCE)

    async def code(self) -> str:
        """What to read out."""
        await self.person.api.until(lambda: bool(self._code()), "no code came", PATIENCE)
        return self._code()

    def _code(self) -> str:
        for text in reversed(self.person.texts):
            if found := CODE.search(text):
                return found[1]
        return ""

    async def texts(self) -> list[str]:
        """Every message of the bot."""
        return self.person.texts


class OnTheWeb:
    """At a browser that loads the page anew until something is there."""

    def __init__(self, name: str, address: str) -> None:
        """`address` of the desk."""
        self.name = name
        self._client = httpx.AsyncClient(base_url=address, timeout=PATIENCE)
        self._csrf, self._heard = "", 0
        self._lines: list[Line] = []

    async def open(self, path: str = "/chat") -> None:
        """Go to a page and end up in the chat."""
        answer = await self._client.get(path, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        page = Lines(answer.text)
        self._csrf = page.csrf
        self._lines = [each for each in page.lines if not each.is_mine]

    async def close(self) -> None:
        """Leave."""
        await self._client.aclose()

    async def says(self, text: str) -> None:
        """Write."""
        await self._post(text=text)

    async def presses(self, label: str) -> None:
        """Press a button of the page."""
        await self._until(lambda: bool(self._token(label)), f"no {label!r}")
        await self._post(press=self._token(label))

    async def hears(self, words: str) -> None:
        """Read."""
        await self._until(lambda: any(words in each.text for each in self._lines), words)

    async def code(self) -> str:
        """The digits drawn on the card."""
        await self.open()
        await self._until(lambda: bool(self._code()), "no code")
        return self._code()

    async def texts(self) -> list[str]:
        """Every bubble of the desk."""
        await self.open()
        return [each.text for each in self._lines]

    async def _post(self, **fields: str) -> None:
        headers = {"accept": "application/json"}
        fields = {"csrf": self._csrf, **fields}
        answer = await self._client.post("/chat/say", data=fields, headers=headers)
        assert answer.status_code == 200, answer.text

    async def _until(self, is_so: Callable[[], bool], what: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                await asyncio.sleep(0.5)
                await self.open()

    def _token(self, label: str) -> str:
        for line in reversed(self._lines):
            for name, token in line.buttons:
                if name == label:
                    return token
        return ""

    def _code(self) -> str:
        return next((each.code for each in reversed(self._lines) if each.code), "")
