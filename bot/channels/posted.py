"""What a platform posts to us: read with a limit on its size and on the time it may take."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.types import Receive, Send

#: a message is a few kilobytes; the longest text with its marks stays below a hundred
MAX_BYTES = 1024 * 1024
READ_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a post is answered with."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Refused(Exception):
    """The request is none that the platform makes."""

    def __init__(self, status: int, **headers: str) -> None:
        """`status` and `headers` of the answer."""
        super().__init__(status)
        self.reply = Reply(status, headers)


class Gone(Exception):
    """Nobody waits for the answer any more."""


async def read_body(headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
    """What was posted, at most MAX_BYTES.

    Raises Refused for too much of it and when it takes too long, Gone when the other side left.
    """
    length = headers.get(b"content-length")
    if length is None:
        if b"transfer-encoding" not in headers:
            raise Refused(411)
    elif not length.isdigit():
        raise Refused(400)
    elif len(length) > 9 or int(length) > MAX_BYTES:
        raise Refused(413)
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await _read(receive)
    except TimeoutError:
        raise Refused(408) from None


async def _read(receive: Receive) -> bytes:
    chunks, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MAX_BYTES:
            raise Refused(413)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


async def has_left(receive: Receive) -> bool:
    """Whether the other side closed the connection while we worked."""
    waiting = asyncio.ensure_future(receive())
    await asyncio.sleep(0)
    if waiting.done():
        return bool(waiting.result()["type"] == "http.disconnect")
    waiting.cancel()
    return False


async def write(send: Send, reply: Reply) -> None:
    """Answer; returns once the bytes were handed to the connection."""
    headers = {**reply.headers, "content-length": str(len(reply.body))}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": raw})
    await send({"type": "http.response.body", "body": reply.body})
