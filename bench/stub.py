"""A stand-in for the Bot API on loopback: takes any method, answers ok, counts messages per chat.

It lives in the process of the virtual users, so that each learns at once that a reply has come.
Written on a bare asyncio protocol: it costs next to nothing beside the servers measured.
"""

import asyncio
import json
import re
from collections import Counter

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_CHAT = re.compile(rb'chat_id"?(?:[=:]|"\r\n\r\n) *"?(\d+)')
_SAYING = (b"/sendMessage", b"/editMessageText")
_ME = {"id": 1, "is_bot": True, "first_name": "Linli", "username": "linli_bot"}
_HOOK = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
_RESULTS: dict[bytes, object] = {
    b"getMe": _ME,
    b"getWebhookInfo": _HOOK,
    b"getMyCommands": [],
    b"getMyDescription": {"description": ""},
    b"getMyShortDescription": {"short_description": ""},
}


class Chats:
    """What every chat has got, and who waits for something to come."""

    def __init__(self) -> None:
        """Nothing was said yet."""
        self.said: Counter[int] = Counter()
        self._waiting: dict[int, asyncio.Future[None]] = {}

    def note(self, chat: int) -> int:
        """One more message in this chat; returns how many there are."""
        self.said[chat] += 1
        waiting = self._waiting.pop(chat, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)
        return self.said[chat]

    async def more_than(self, count: int, chat: int, seconds: float) -> bool:
        """Wait until the chat has got more than `count` messages; False when it takes longer."""
        try:
            async with asyncio.timeout(seconds):
                while self.said[chat] <= count:
                    waiting = asyncio.get_running_loop().create_future()
                    self._waiting[chat] = waiting
                    await waiting
        except TimeoutError:
            return False
        return True


class BotApi(asyncio.Protocol):
    """One keep-alive connection."""

    def __init__(self, chats: Chats) -> None:
        """`chats` counts over all connections."""
        self._chats, self._rest = chats, b""

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
        if not path.endswith(_SAYING):
            return {"ok": True, "result": _RESULTS.get(path.rpartition(b"/")[2], True)}
        found = _CHAT.search(body)
        assert found is not None, body
        chat = int(found[1])
        message = {
            "message_id": self._chats.note(chat) + 100,
            "date": 1_795_400_000,
            "chat": {"id": chat, "type": "private"},
            "text": "ok",
        }
        return {"ok": True, "result": message}


def _http(answer: object) -> bytes:
    body = json.dumps(answer).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
        len(body),
        body,
    )


async def stand_in(port: int) -> Chats:
    """Listen on loopback until the loop ends."""
    chats = Chats()
    await asyncio.get_running_loop().create_server(lambda: BotApi(chats), "127.0.0.1", port)
    return chats
