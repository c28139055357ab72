"""Virtual users: each posts the six messages over a connection of its own, waiting for each 2xx.

A round is over when the last reply has reached the stand-in, so answering early gains nothing.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field

from bench.processes import cpu_seconds
from bench.talk import STEPS, update

LAST_REPLY_LIMIT = 15.0


@dataclass(frozen=True, slots=True)
class Server:
    """A measured server, and how many messages it sends in one conversation."""

    name: str
    port: int
    pid: int
    replies: int


@dataclass(slots=True)
class Round:
    """What one round took. `waits` are the webhook's answers in seconds."""

    conversations: int
    seconds: float
    cpu: float
    waits: list[float] = field(repr=False)

    @property
    def updates(self) -> int:
        """How many were posted."""
        return self.conversations * STEPS

    @property
    def rate(self) -> float:
        """Updates a second, from the first post to the last reply."""
        return self.updates / self.seconds

    def wait(self, share: float) -> float:
        """The wait that `share` of all posts stayed under, in ms."""
        ordered = sorted(self.waits)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


class Wire:
    """One keep-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Made by `open`."""
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> "Wire":
        """Connect."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """One request; returns the status and the body."""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answer = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(answer.split(b"content-length:")[1].split(b"\r\n")[0])
        return int(answer.split(b" ", 2)[1]), await self._reader.readexactly(length)

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def counts(port: int) -> dict[str, int]:
    """What a server counted per chat."""
    wire = await Wire.open(port)
    _status, body = await wire.ask("GET", "/counts")
    wire.close()
    counted: dict[str, int] = json.loads(body)
    return counted


async def talk(wire: Wire, chat_id: int, waits: list[float]) -> None:
    """One conversation; a post that is not answered 2xx is posted again, as Telegram does."""
    for step in range(STEPS):
        body = update(chat_id, step, int(time.time()))
        while True:
            began = time.perf_counter()
            status, _body = await wire.ask("POST", "/telegram", body)
            waits.append(time.perf_counter() - began)
            if 200 <= status < 300:
                break
            await asyncio.sleep(0.1)


async def one_round(server: Server, api_port: int, chats: range, users: int) -> Round:
    """All conversations of `chats`, `users` at a time; who has ended one begins the next."""
    waits: list[float] = []
    left = iter(chats)
    wires = [await Wire.open(server.port) for _n in range(users)]

    async def user(wire: Wire) -> None:
        for chat_id in left:
            await talk(wire, chat_id, waits)

    cpu, began = cpu_seconds(server.pid), time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for wire in wires:
            group.create_task(user(wire))
    await _last_reply(api_port, chats, server.replies)
    seconds = time.perf_counter() - began
    for wire in wires:
        wire.close()
    return Round(len(chats), seconds, cpu_seconds(server.pid) - cpu, waits)


async def _last_reply(api_port: int, chats: range, replies: int) -> None:
    """Until no chat of this round waits for a reply, or waits too long to be worth it."""
    until = time.perf_counter() + LAST_REPLY_LIMIT
    while time.perf_counter() < until:
        said = await counts(api_port)
        if all(said.get(str(chat_id), 0) >= replies for chat_id in chats):
            return
        await asyncio.sleep(0.01)


async def resend(port: int, chats: range) -> int:
    """Post every message of `chats` once more, as after a lost answer; returns how many."""
    wire = await Wire.open(port)
    for chat_id in chats:
        await talk(wire, chat_id, [])
    wire.close()
    return len(chats) * STEPS
