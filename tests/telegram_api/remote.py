"""Drives a stand-in that runs as a process of its own, from a test that is not async.

`with running(rates={"bot": 1000}) as api:` then `ming = api.person(1001, "明华")`.
"""

import json
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.conftest import ROOT
from tests.telegram_api.api import TOKEN
from tests.telegram_api.people import PATIENCE


class Remote:
    """A stand-in at a port."""

    def __init__(self, port: int) -> None:
        """It must be listening."""
        self.port = port
        self.base = f"http://127.0.0.1:{port}/bot"
        self.file_base = f"http://127.0.0.1:{port}/file/bot"
        self._client = httpx.Client(
            base_url=f"http://127.0.0.1:{port}/control/", timeout=PATIENCE * 4
        )

    def close(self) -> None:
        """Ask nothing more."""
        self._client.close()

    def ask(self, verb: str, **fields: object) -> Any:
        """Do or look. Raises AssertionError for what did not come, LookupError for the rest."""
        answer = self._client.post(verb, json=fields)
        body = answer.json()
        if answer.status_code == 408:
            raise AssertionError(body["error"])
        if answer.status_code != 200:
            raise LookupError(body["error"])
        return body["result"]

    def person(self, user_id: int, name: str, language: str = "zh") -> "RemotePerson":
        """Somebody new."""
        self.ask("person", id=user_id, name=name, language=language)
        return RemotePerson(self, user_id)

    def calm(self, timeout: float = PATIENCE) -> None:
        """Wait until no update is undelivered and no call in progress."""
        self.ask("calm", timeout=timeout)

    @property
    def violations(self) -> list[str]:
        """What a correct caller would not have done."""
        found: list[str] = self.ask("violations")
        return found

    @property
    def state(self) -> dict[str, Any]:
        """Counts of violations, refusals, mishaps, doubtful calls, pending updates."""
        found: dict[str, Any] = self.ask("state")
        return found


class RemotePerson:
    """Somebody at a stand-in elsewhere."""

    def __init__(self, api: Remote, user_id: int) -> None:
        """They exist there."""
        self.api, self.id = api, user_id

    def say(self, text: str) -> None:
        """Write a text."""
        self.api.ask("say", id=self.id, text=text)

    def start(self, payload: str = "") -> None:
        """Open the chat."""
        self.api.ask("start", id=self.id, payload=payload)

    def press(self, label: str) -> None:
        """Press the newest button of that label."""
        self.api.ask("press", id=self.id, label=label)

    def reads(self, words: str, timeout: float = PATIENCE) -> dict[str, Any]:
        """Wait until the bot says this, or has since their last word or press."""
        found: dict[str, Any] = self.api.ask("reads", id=self.id, words=words, timeout=timeout)
        return found

    @property
    def heard(self) -> list[dict[str, Any]]:
        """What the bot has said, as it looks now."""
        shown = self.api.ask("chat", id=self.id)["messages"]
        return [each for each in shown if each["from_bot"]]

    @property
    def texts(self) -> list[str]:
        """The same, words only."""
        return [each["text"] for each in self.heard]

    @property
    def labels(self) -> list[str]:
        """Every button that can be pressed, the newest message's first."""
        return [label for each in reversed(self.heard) for label in each["labels"]]


@contextmanager
def running(port: int = 0, **options: object) -> Iterator[Remote]:
    """A stand-in in a process of its own, until the end of the block."""
    command = [sys.executable, "-m", "tests.telegram_api", str(port), json.dumps(options)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert select.select([process.stdout], [], [], PATIENCE)[0], "the stand-in does not start"
        ready, _, number = process.stdout.readline().partition(" ")
        assert ready == "ready", "the stand-in did not start"
        remote = Remote(int(number))
        try:
            yield remote
        finally:
            remote.close()
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


__all__ = ["TOKEN", "Remote", "RemotePerson", "running"]
