"""People at the web chat: one browser each, which reads what comes."""

import json
from collections.abc import Callable, Iterator
from itertools import count
from time import monotonic

import httpx

from tests.acceptance.page import Line, Lines

#: nothing here takes as long, also on a busy machine
DEADLINE = 20.0


class Lost(Exception):
    """No answer came: nobody knows whether the message arrived."""


class Browser:
    """One person's page. `lines` is what it shows, by position."""

    def __init__(self, name: str, base_url: str) -> None:
        self.name = name
        self.lines: dict[int, Line] = {}
        self.csrf = ""
        self._last = 0
        self._keys: Iterator[int] = count(1)
        self._client = httpx.Client(base_url=base_url, timeout=DEADLINE)

    def close(self) -> None:
        self._client.close()

    def open(self, path: str = "/chat") -> None:
        """Go to a page and end up in the chat."""
        response = self._client.get(path, follow_redirects=True)
        assert response.status_code == 200, response.text
        page = Lines(response.text)
        self.csrf = page.csrf
        self.lines = {}
        for line in page.lines:
            self._show(line)

    @property
    def cookies(self) -> httpx.Cookies:
        return self._client.cookies

    def new_key(self) -> str:
        return f"{self.name}-{next(self._keys)}"

    def post(self, key: str, **fields: str) -> None:
        """Post one message under `key`. Raises Lost when no answer comes."""
        try:
            answer = self.try_post(key, **fields)
        except httpx.TransportError as error:
            raise Lost(key) from error
        assert answer.status_code == 200, answer.text

    def try_post(self, key: str, **fields: str) -> httpx.Response:
        """The bare answer, on a connection of its own: a dead one would prove nothing."""
        fields = {"key": key, "csrf": self.csrf, **fields}
        headers = {"accept": "application/json", "connection": "close"}
        return self._client.post("/chat/say", data=fields, headers=headers)

    def wait(self, is_there: Callable[["Browser"], bool]) -> None:
        """Read what comes until it is there. Raises AssertionError when it does not come."""
        deadline = monotonic() + DEADLINE
        while not is_there(self):
            assert monotonic() < deadline, f"{self.name} waited in vain; last: {self.texts[-4:]}"
            self._read_until(is_there, deadline)

    def _read_until(self, is_there: Callable[["Browser"], bool], deadline: float) -> None:
        headers = {"last-event-id": str(self._last), "connection": "close"}
        try:
            with self._client.stream("GET", "/chat/events", headers=headers) as stream:
                for text in stream.iter_lines():
                    if text.startswith("data: {"):
                        self._event(json.loads(text.removeprefix("data: ")))
                    if is_there(self) or monotonic() > deadline:
                        return
        except httpx.TransportError:
            return  # it died; whoever waits decides what that means

    def _event(self, data: dict[str, str]) -> None:
        for line in Lines(data.get("html", "")).lines:
            self._show(line)

    def _show(self, line: Line) -> None:
        self.lines[line.position] = line
        self._last = max(self._last, line.sequence)

    @property
    def shown(self) -> list[Line]:
        """All bubbles, oldest first."""
        return [self.lines[position] for position in sorted(self.lines)]

    @property
    def texts(self) -> list[str]:
        return [line.text for line in self.shown]

    def heard(self, words: str) -> bool:
        """Whether the desk has said this."""
        return any(words in line.text for line in self.shown if not line.is_mine)

    def token(self, label: str) -> str:
        """The newest button of that label, or nothing."""
        for line in reversed(self.shown):
            for name, token in line.buttons:
                if name == label:
                    return token
        return ""

    @property
    def code(self) -> str:
        """The four digits on the newest card that has them."""
        return next((line.code for line in reversed(self.shown) if line.code), "")
