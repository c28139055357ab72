"""Virtual users: each posts the six messages over a connection of its own, as a person would.

The next message goes out when the last one is answered with a 2xx and its reply is there, by a
call or in the answer itself. A round is over when the last reply has come.
"""

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.processes import cpu_seconds
from bench.stub import Chats
from bench.talk import SECRET, STEPS, update

#: a reply that takes longer is lost
REPLY_LIMIT = 30.0
#: what is not answered with a 2xx is posted again, as Telegram does
AGAIN_AFTER = 0.1


@dataclass(frozen=True, slots=True)
class Server:
    """A measured server: its processes, and how many messages it sends in one conversation."""

    name: str
    ports: tuple[int, ...]
    pids: tuple[int, ...]
    replies: int


@dataclass(slots=True)
class Round:
    """What one round took. `waits` are from a post to its reply, in seconds."""

    conversations: int
    seconds: float
    cpu: float
    waits: list[float] = field(repr=False)
    #: how many replies came in the answer to the post
    rode: int = 0

    @property
    def updates(self) -> int:
        """How many were posted."""
        return self.conversations * STEPS

    @property
    def rate(self) -> float:
        """Updates a second, from the first post to the last reply."""
        return self.updates / self.seconds

    @property
    def cpu_ms(self) -> float:
        """CPU of all its processes, per update, in ms."""
        return self.cpu * 1000 / self.updates

    def wait(self, share: float) -> float:
        """The wait that `share` of all posts stayed under, in ms."""
        ordered = sorted(self.waits)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


class Wire:
    """One keep-alive connection, opened again when the server has closed it."""

    def __init__(self, port: int) -> None:
        """Connects with the first request."""
        self._port = port
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """One request; returns the status and the body."""
        try:
            return await self._ask(method, path, body)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()  # it was idle for too long
            return await self._ask(method, path, body)

    async def _ask(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if self._open is None:
            self._open = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._open
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(answer.split(b"content-length:")[1].split(b"\r\n")[0])
        return int(answer.split(b" ", 2)[1]), await reader.readexactly(length)

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open[1].close()
            self._open = None


async def counts(port: int) -> dict[str, int]:
    """What a peer counted per chat."""
    wire = Wire(port)
    _status, body = await wire.ask("GET", "/counts")
    wire.close()
    counted: dict[str, int] = json.loads(body)
    return counted


class Users:
    """All virtual users of one round."""

    def __init__(self, server: Server, chats: Chats) -> None:
        """`chats` is what the stand-in counts."""
        self._server, self._chats = server, chats
        self._waits: list[float] = []
        self._rode = 0

    async def round(self, chat_ids: range, users: int) -> Round:
        """All conversations, `users` at a time; who has ended one begins the next."""
        ports = self._server.ports
        wires = [Wire(ports[n % len(ports)]) for n in range(users)]
        left = iter(chat_ids)
        cpu, began = self._cpu(), time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for wire in wires:
                group.create_task(self._user(wire, left))
        for chat_id in chat_ids:
            await self._chats.more_than(self._server.replies - 1, chat_id, REPLY_LIMIT)
        seconds, cpu = time.perf_counter() - began, self._cpu() - cpu
        for wire in wires:
            wire.close()
        return Round(len(chat_ids), seconds, cpu, self._waits, self._rode)

    async def _user(self, wire: Wire, left: Iterator[int]) -> None:
        for chat_id in left:
            for step in range(STEPS):
                await self._step(wire, chat_id, step)

    async def _step(self, wire: Wire, chat_id: int, step: int) -> None:
        """One message until its reply; posted again while it is not answered 2xx."""
        before, began = self._chats.said[chat_id], time.perf_counter()
        answer = await post(wire, chat_id, step)
        while answer is None:
            await asyncio.sleep(AGAIN_AFTER)
            answer = await post(wire, chat_id, step)
        if answer:
            self._rode += 1
            self._chats.note(chat_id)
        await self._chats.more_than(before, chat_id, REPLY_LIMIT)
        self._waits.append(time.perf_counter() - began)

    def _cpu(self) -> float:
        return sum(cpu_seconds(pid) for pid in self._server.pids)


async def post(wire: Wire, chat_id: int, step: int) -> bytes | None:
    """Post one message; returns the call that came in its answer, or None without a 2xx."""
    status, body = await wire.ask("POST", "/telegram", update(chat_id, step, int(time.time())))
    if not 200 <= status < 300:
        return None
    if body:
        call = json.loads(body)
        if call.get("method") != "sendMessage":
            return b""
        assert int(call["chat_id"]) == chat_id, call
    return body


async def resend(port: int, chat_ids: range) -> int:
    """Post every message of these chats once more, as after a lost answer.

    Returns how many were answered with a call; those are the same bytes and count as nothing new.
    """
    wire, again = Wire(port), 0
    for chat_id in chat_ids:
        for step in range(STEPS):
            answer = await post(wire, chat_id, step)
            assert answer is not None
            again += bool(answer)
    wire.close()
    return again
