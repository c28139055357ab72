"""GET and POST /wechat[/NAME]: the check of our address, and what people write.

Bare ASGI, because a reply in the answer counts as said when its bytes are written, and because a
post that is to come again is answered by silence.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from starlette.types import Receive, Scope, Send

from bot.channels.posted import Gone, Refused, Reply, has_left, read_body, write
from bot.channels.wechat.envelope import Envelope, Letter, query_of
from bot.channels.wechat.seal import Forged
from bot.channels.wechat.xml import NotXml
from bot.clock import Surroundings
from bot.riding import Ride

#: WeChat waits five seconds for an answer; one left in silence is cut a little later
SILENCE_SECONDS = 6.0
#: WeChat is told that it has arrived, and shows nothing
SUCCESS = Reply(200, {"content-type": "text/plain"}, b"success")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Said:
    """The passive reply: the message (XML), and the ride it is of, if it is one."""

    ride: Ride | None
    xml: str


class Silence:
    """No answer at all: WeChat posts the same again."""


SILENCE = Silence()
#: WeChat is told that it has not arrived, and posts again
RETRY = Reply(503)
Answer = Said | Silence | Reply | None


class Hook:
    """The callback address of one account, as an ASGI application."""

    def __init__(
        self,
        envelope: Envelope,
        take: Callable[[Letter], Awaitable[Answer]],
        rode: Callable[[Ride], None],
        around: Surroundings,
    ) -> None:
        """`take` does what a post asks for; `rode` hears that the bytes of a ride were written."""
        self._envelope, self._take, self._rode, self._around = envelope, take, rode, around

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one request."""
        try:
            await self._answer(scope, receive, send)
        except Refused as refused:
            await write(send, refused.reply)
        except (Gone, OSError):
            return  # not said: the same bytes wait for the post that comes again

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = query_of(scope["query_string"])
        if scope["method"] == "GET":
            await write(send, self._echo(query))
            return
        letter = self._opened(query, await self._posted(scope, receive))
        answer = SUCCESS if letter is None else await self._taken(letter)
        self._around.reach("wechat.answering")
        match answer:
            case Reply():
                await write(send, answer)
            case Said():
                await self._say(answer, letter, receive, send)
            case Silence():
                await _wait_until_cut(receive)

    async def _posted(self, scope: Scope, receive: Receive) -> bytes:
        if scope["method"] != "POST":
            raise Refused(405, allow="GET, POST")
        return await read_body(dict(scope["headers"]), receive)

    def _echo(self, query: dict[str, str]) -> Reply:
        try:
            shown = self._envelope.echo(query, self._around.now().timestamp())
        except Forged:
            raise Refused(403) from None
        return Reply(200, {"content-type": "text/plain"}, shown.encode())

    def _opened(self, query: dict[str, str], body: bytes) -> Letter | None:
        """None for what WeChat signed and we cannot read: it would only come again."""
        try:
            return self._envelope.open(query, body, self._around.now().timestamp())
        except Forged:
            raise Refused(403) from None
        except NotXml:
            log.warning("a signed post makes no sense")
            return None

    async def _taken(self, letter: Letter) -> Reply | Said | Silence:
        try:
            return await self._take(letter) or SUCCESS
        except asyncio.CancelledError:  # the process ends and another one takes it
            return RETRY

    async def _say(self, said: Said, letter: Letter | None, receive: Receive, send: Send) -> None:
        if letter is None or await has_left(receive):
            return
        body = self._envelope.close(said.xml, letter).encode()
        await write(send, Reply(200, {"content-type": "text/xml; charset=utf-8"}, body))
        if said.ride is not None:
            self._rode(said.ride)


async def _wait_until_cut(receive: Receive) -> None:
    """Say nothing until the other side gives up, so that it posts again."""
    try:
        async with asyncio.timeout(SILENCE_SECONDS):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        raise Gone from None
