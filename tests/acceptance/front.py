"""The one address that a platform posts to, before several processes.

Less kind than a load balancer: the updates that somebody makes one after the other go to another
process each, and so does every further post of the same update.
"""

import re
from collections import Counter, defaultdict
from typing import Self

import aiohttp
from aiohttp import web

_NUMBER = re.compile(rb'"update_id": ?(\d+)')
_KEPT = ("Content-Type", "X-Telegram-Bot-Api-Secret-Token")
_TOLD = ("Content-Type", "Retry-After")
_AWAY = 502


class Front:
    """Passes posts on to `ports`, in which processes come and go."""

    def __init__(self) -> None:
        """Nobody stands behind it yet."""
        self.ports: list[int] = []
        self.port = 0
        #: by update: which status every post of it was answered with
        self.answers: defaultdict[int, list[int]] = defaultdict(list)
        self._posts: Counter[int] = Counter()
        self._session: aiohttp.ClientSession | None = None
        self._runner = web.ServerRunner(web.Server(self._pass_on, access_log=None))

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        # the processes close what was idle for five seconds; nothing is sent into such a closing
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=2)
        self._session = aiohttp.ClientSession(connector=connector)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Hang up."""
        await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    async def _pass_on(self, request: web.BaseRequest) -> web.Response:
        body = await request.read()
        found = _NUMBER.search(body)
        number = int(found[1]) if found else 0
        port = self._next(number)
        headers = {name: request.headers[name] for name in _KEPT if name in request.headers}
        answer = await self._post(f"http://127.0.0.1:{port}{request.raw_path}", body, headers)
        self.answers[number].append(answer.status)
        return answer

    def _next(self, number: int) -> int:
        nth = self._posts[number]
        self._posts[number] += 1
        return self.ports[(number + nth) % len(self.ports)] if self.ports else 0

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> web.Response:
        assert self._session is not None
        try:
            async with self._session.post(url, data=body, headers=headers) as answer:
                said = await answer.read()
        except (aiohttp.ClientError, OSError):
            return web.Response(status=_AWAY)
        told = {name: answer.headers[name] for name in _TOLD if name in answer.headers}
        return web.Response(status=answer.status, body=said, headers=told)
