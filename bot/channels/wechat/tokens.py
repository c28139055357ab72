"""The access token of one account in one process: read from its row, renewed by one of all.

Also of use to other platforms with such tokens; `fetch` is what differs between them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Surroundings
from bot.running import Runner
from models.access_token import Holder, give_up_fetching, keep_token, may_fetch, read_token
from models.database import Database

#: what was read from the row is believed for so long
READ_AGAIN = timedelta(minutes=1)
#: renewed so long before its end; the one before stays good for as long
AHEAD = timedelta(minutes=5)
#: while another process fetches: so often, and so long between two looks
LOOKS = 40
LOOK_SECONDS = 0.25


class NoToken(Exception):
    """Another process fetches one and does not come back with it."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A token, and for how many seconds it is good."""

    token: str
    seconds: int


#: fetches the next token; True: end the one before, although the platform thinks it good
Fetch = Callable[[bool], Awaitable[Fetched]]
Wait = Callable[[float], Awaitable[None]]


class Tokens:
    """Hands out the token."""

    def __init__(
        self,
        db: Database,
        runner: Runner,
        around: Surroundings,
        holder: Holder,
        fetch: Fetch,
        wait: Wait = asyncio.sleep,
    ) -> None:
        """`fetch` raises whatever stands in the way; it is passed on."""
        self._db, self._runner, self._around = db, runner, around
        self._holder, self._fetch, self._wait = holder, fetch, wait
        self._token = ""
        self._believed_until: datetime | None = None
        self._one = asyncio.Lock()

    async def get(self) -> str:
        """A token that should be good. Raises NoToken, and what fetching raised."""
        if self._is_believed():
            return self._token
        async with self._one:
            return self._token if self._is_believed() else await self._read_or_fetch("")

    async def renew(self, refused: str) -> str:
        """One instead of `refused`, which the platform did not take. Raises what `get` does."""
        async with self._one:
            if self._is_believed() and self._token != refused:
                return self._token
            return await self._read_or_fetch(refused)

    def _is_believed(self) -> bool:
        return self._believed_until is not None and self._around.now() < self._believed_until

    async def _read_or_fetch(self, refused: str) -> str:
        for _look in range(LOOKS):
            at = self._around.now()
            token, expires_at, fetches = await self._runner.read(self._read)
            if token and token != refused and expires_at and at < expires_at - AHEAD:
                self._token = token
                self._believed_until = min(at + READ_AGAIN, expires_at - AHEAD)
                return token
            if await self._runner.do(self._may_fetch, fetches, at):
                return await self._fetch_it(refused)
            await self._wait(LOOK_SECONDS)
        raise NoToken

    async def _fetch_it(self, refused: str) -> str:
        try:
            fetched = await self._fetch(False)
            if fetched.token == refused:  # the platform thinks it good, and does not take it
                fetched = await self._fetch(True)
        except BaseException:
            await self._runner.do(self._give_up)
            raise
        at = self._around.now()
        expires_at = at + timedelta(seconds=fetched.seconds)
        await self._runner.do(self._keep, fetched.token, expires_at)
        self._token = fetched.token
        self._believed_until = min(at + READ_AGAIN, max(expires_at - AHEAD, at))
        return fetched.token

    # --- in the database -----------------------------------------------------------------------

    def _read(self) -> tuple[str, datetime | None, int]:
        with self._db.read.connect() as connection:
            return read_token(connection, self._holder.account_id)

    def _may_fetch(self, fetches: int, at: datetime, *, patient: bool) -> bool:
        with (self._db.patient if patient else self._db.write).begin() as connection:
            return may_fetch(connection, self._holder, fetches, at)

    def _keep(self, token: str, expires_at: datetime, *, patient: bool) -> None:
        with (self._db.patient if patient else self._db.write).begin() as connection:
            keep_token(connection, self._holder.account_id, self._holder.owner, token, expires_at)

    def _give_up(self, *, patient: bool) -> None:
        with (self._db.patient if patient else self._db.write).begin() as connection:
            give_up_fetching(connection, self._holder.account_id, self._holder.owner)
