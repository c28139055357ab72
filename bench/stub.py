"""A stand-in for the Bot API on loopback: takes any method, answers ok, counts replies per chat.

Written on a bare asyncio protocol so that it costs next to nothing beside the servers measured.
Run: python -m bench.stub PORT
"""

import asyncio
import json
import re
import sys
from collections import Counter

import uvloop

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_CHAT = re.compile(rb'chat_id"?[=:] *"?(\d+)')
_ME = {"id": 1, "is_bot": True, "first_name": "Linli", "username": "linli_bot"}


class BotApi(asyncio.Protocol):
    """One keep-alive connection."""

    def __init__(self, said: Counter[str]) -> None:
        """`said` counts messages by chat, over all connections."""
        self._said, self._rest = said, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request that has arrived."""
        self._rest += data
        while True:
            head, mark, rest = self._rest.partition(b"\r\n\r\n")
            if not mark:
                return
            found = _LENGTH.search(head)
            length = int(found[1]) if found else 0
            if len(rest) < length:
                return
            self._rest = rest[length:]
            self._transport.write(_http(self._answer(head, rest[:length])))  # type: ignore[attr-defined]

    def _answer(self, head: bytes, body: bytes) -> object:
        path = head.split(b" ", 2)[1]
        if path == b"/counts":
            return dict(self._said)
        if not path.endswith((b"/sendMessage", b"/editMessageText")):
            return {"ok": True, "result": _ME if path.endswith(b"/getMe") else True}
        found = _CHAT.search(body)
        chat = found[1].decode() if found else "?"
        self._said[chat] += 1
        message = {
            "message_id": self._said[chat] + 100,
            "date": 1_795_400_000,
            "chat": {"id": int(chat), "type": "private"},
            "text": "ok",
        }
        return {"ok": True, "result": message}


def _http(answer: object) -> bytes:
    body = json.dumps(answer).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
        len(body),
        body,
    )


async def serve(port: int) -> None:
    """Listen until the process ends."""
    said: Counter[str] = Counter()
    server = await asyncio.get_running_loop().create_server(lambda: BotApi(said), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
