"""A Bot API on loopback that writes down each call and answers as the test says."""

import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "4711:never-say-this-aloud"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Call:
    method: str
    values: dict[str, Any]
    #: by part: file name, type, bytes
    files: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)


class LittleApi:
    """Answers `true` or a message with the next id, unless the test has put an answer before."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.answers: deque[Answer] = deque()
        self.kept: dict[str, Any] = {}
        self.url = ""
        self._next_id = 100

    def will_answer(self, *answers: Answer) -> None:
        """For the next calls, one each."""
        self.answers.extend(answers)

    @property
    def methods(self) -> list[str]:
        return [call.method for call in self.calls]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        call = await _read(request)
        self.calls.append(call)
        if self.answers:
            return await self.answers.popleft()(request)
        return done(self._result(call))

    def _result(self, call: Call) -> Any:
        if "etMy" in call.method:
            return self._own(call)
        if call.method in ("sendMessage", "sendPhoto", "sendVoice", "sendDocument"):
            return self._message()
        if call.method == "sendMediaGroup":
            return [self._message() for _each in json.loads(call.values["media"])]
        return True

    def _own(self, call: Call) -> Any:
        """What the bot says of itself: the commands of a scope, two descriptions."""
        name = call.method.removeprefix("getMy").removeprefix("setMy")
        key = f"{name} {call.values.get('scope')} {call.values.get('language_code')}"
        if call.method.startswith("setMy"):
            self.kept[key] = next(iter(call.values.values()))
            return True
        if name == "Commands":
            return self.kept.get(key, [])
        field_name = "description" if name == "Description" else "short_description"
        return {field_name: self.kept.get(key, "")}

    def _message(self) -> dict[str, Any]:
        self._next_id += 1
        chat = {"id": 42, "type": "private"}
        return {"message_id": self._next_id, "date": 1_800_000_000, "chat": chat}


async def _read(request: web.Request) -> Call:
    method = request.path.rpartition("/")[2]
    if request.content_type == "application/json":
        return Call(method, await request.json())
    posted = await request.post()
    files = {
        name: (value.filename, value.content_type, value.file.read())
        for name, value in posted.items()
        if isinstance(value, web.FileField)
    }
    return Call(method, {k: v for k, v in posted.items() if k not in files}, files)


def done(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def refuses(status: int, why: str, **parameters: Any) -> Answer:
    """The Bot API's own no."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        body = {"ok": False, "error_code": status, "description": why}
        if parameters:
            body["parameters"] = parameters
        return web.json_response(body, status=status)

    return answer


def says(status: int, body: str) -> Answer:
    """What somebody on the way may answer."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=body, content_type="text/html")

    return answer


async def hangs_up(request: web.Request) -> web.StreamResponse:
    """The call was read, and no answer comes back."""
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def carried_out(_request: web.Request) -> web.StreamResponse:
    """An ordinary answer."""
    return done({"message_id": 7, "date": 1_800_000_000, "chat": {"id": 42, "type": "private"}})
