"""A gateway on the loopback: keeps what it has sent, and fails the way it is told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

#: what happens to the calls, in their order; afterwards all of them are taken
FAULTS = ("500", "400", "429", "401", "lost", "slow", "dropped")


@dataclass
class StandIn:
    """What was really sent, and what it answers next."""

    #: how long a slow call takes, seconds
    slow: float = 0.5
    faults: list[str] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    url: str = ""

    async def take(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        body = await request.json()
        self.calls.append(body)
        self.keys.append(request.headers["authorization"])
        fault = self.faults.pop(0) if self.faults else ""
        if fault.isdecimal():
            return web.Response(status=int(fault))
        if fault != "dropped":
            self.sent.append(body["phone"])
        if fault == "slow":
            await asyncio.sleep(self.slow)
        if fault in ("lost", "dropped"):
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"ok": True})


@asynccontextmanager
async def stand_in(*faults: str) -> AsyncIterator[StandIn]:
    """One that serves while the block lasts."""
    made = StandIn(faults=list(faults))
    app = web.Application()
    app.router.add_post("/send", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    made.url = f"http://{host}:{port}/send"
    yield made
    await runner.cleanup()
