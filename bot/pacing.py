"""Pace: how fast an account may call its platform, all processes together.

Moments for calls are drawn in lots from the account's row, so no two processes get the same one.
A moment that passed unused is lost, but for the newest: after a silence one call goes at once. At a
higher pace than one bot has, so many as would fit into the time of that one call.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.exc import DBAPIError

from bot.channels.contract import Channel, Pace
from bot.clock import Surroundings
from bot.running import Runner
from models.account import Account
from models.database import Database

#: one lot is what may be called in this time
LOT = timedelta(seconds=0.2)
#: nothing is taken up that would have to wait for longer than this
AHEAD = timedelta(seconds=0.15)
#: what has passed and may still be used: one call at the pace of one bot
KEPT = timedelta(seconds=0.04)
#: a call that is later than this would come on top of the next ones
LATE = timedelta(seconds=0.1)
#: calls under way, of those that a channel may have, beyond which only answers go
AT_ONCE = 30

_ACCOUNT = (
    select(Account.next_call_at, Account.paused_until)
    .where(Account.id == bindparam("of"))
    .with_for_update(key_share=True)
)
_DRAWN = update(Account).where(Account.id == bindparam("of"))


@dataclass(slots=True)
class _Lot:
    """Moments of one account that belong to this process: `left` of them, from `first` on."""

    step: timedelta
    size: int
    first: datetime
    #: of those that have passed
    kept: int = 1
    left: int = 0
    #: turns take from it in threads while delivery does
    _lock: Lock = field(default_factory=Lock)

    def take(self, at: datetime) -> bool:
        """Use a moment that has come by then; False when there is none."""
        with self._lock:
            self._forget_before(at)
            if self.left <= 0 or self.first > at:
                return False
            self._use()
            return True

    def use(self, at: datetime) -> datetime | None:
        """The next moment, None when all are used up."""
        with self._lock:
            self._forget_before(at)
            return self._use() if self.left > 0 else None

    def refill(self, first: datetime, left: int) -> None:
        """Other moments in place of what was left."""
        with self._lock:
            self.first, self.left = first, left

    def _forget_before(self, at: datetime) -> None:
        """Of the moments that have passed, only the `kept` newest may still be used."""
        if self.first >= at:
            return
        passed = min((at - self.first) // self.step, max(self.left - self.kept, 0))
        self.first += self.step * passed
        self.left -= passed

    def _use(self) -> datetime:
        moment = self.first
        self.first += self.step
        self.left -= 1
        return moment


class Pacer:
    """The moments for calls of one process."""

    def __init__(
        self, db: Database, runner: Runner, around: Surroundings, channels: Mapping[int, Channel]
    ) -> None:
        """`channels` by account id; one without a pace is never waited for."""
        self._db, self._runner, self._around = db, runner, around
        self._lots = {
            account_id: _lot(channel.pace, around.now())
            for account_id, channel in channels.items()
            if channel.pace is not None
        }
        self._paused: dict[int, datetime] = {}
        #: calls under way or about to be, by account
        self._calling: Counter[int] = Counter()

    def room(self, account_id: int, at: datetime) -> int | None:
        """How many more calls could go soon, but for answers; None where nobody counts."""
        lot = self._lots.get(account_id)
        if lot is None:
            return None
        if self.free(account_id) <= 0:
            return 0
        begins = max(at, lot.first)
        return max((at + AHEAD - begins) // lot.step, 0) + (1 if begins <= at else 0)

    def free(self, account_id: int) -> int:
        """How many more calls may be under way."""
        return AT_ONCE - self._calling[account_id]

    def take(self, account_id: int, at: datetime) -> bool:
        """A call at this very moment, from what is in hand."""
        lot = self._lots.get(account_id)
        return lot is None or lot.take(at)

    def draw(self, connection: Connection, account_id: int, at: datetime) -> datetime:
        """The moment of the next call, never before `at`."""
        lot = self._lots.get(account_id)
        if lot is None:
            return at
        moment = lot.use(at)
        while moment is None:
            self._draw_lot(connection, account_id, lot, at)
            moment = lot.use(at)
        return max(moment, at)

    async def turn(self, account_id: int) -> None:
        """Wait until one call may go."""
        if self.take(account_id, self._around.now()):
            return
        moment = await self._runner.do(self._draw_alone, account_id)
        await asyncio.sleep((moment - self._around.now()).total_seconds())

    @asynccontextmanager
    async def call(self, account_id: int, moment: datetime) -> AsyncIterator[float]:
        """Wait for the moment that was drawn; the block is the call.

        A moment that was missed by long is given up for another: calls must not bunch together.
        Yields for how many seconds the platform wants no call at all, so that none is made.
        """
        self._calling[account_id] += 1
        try:
            await asyncio.sleep((moment - self._around.now()).total_seconds())
            if self._around.now() - moment > LATE:
                with suppress(DBAPIError):  # the database is away: better now than in doubt
                    await self.turn(account_id)
            now = self._around.now()
            yield max((self.paused_until(account_id, now) - now).total_seconds(), 0)
        finally:
            self._calling[account_id] -= 1

    def _draw_alone(self, account_id: int, *, patient: bool) -> datetime:
        engine = self._db.patient if patient else self._db.write
        with engine.begin() as connection:
            return self.draw(connection, account_id, self._around.now())

    def _draw_lot(self, connection: Connection, account_id: int, lot: _Lot, at: datetime) -> None:
        next_call_at, paused_until = connection.execute(_ACCOUNT, {"of": account_id}).one()
        begins = max(each for each in (at, next_call_at, paused_until) if each is not None)
        ends = begins + lot.step * lot.size
        connection.execute(_DRAWN, {"of": account_id, "next_call_at": ends})
        lot.refill(begins, lot.size)

    def forget(self) -> None:
        """What was drawn last was rolled back; draw anew."""
        for lot in self._lots.values():
            lot.refill(lot.first, 0)

    def paused_until(self, account_id: int, at: datetime) -> datetime:
        """Until when the platform wants no call of this account; `at` when it takes calls."""
        return max(self._paused.get(account_id, at), at)

    def pause(self, connection: Connection, account_id: int, until: datetime) -> None:
        """The platform wants no call of this account before then."""
        connection.execute(_DRAWN, {"of": account_id, "paused_until": until})
        self._paused[account_id] = until
        lot = self._lots.get(account_id)
        if lot is not None:
            lot.refill(until, 0)


def _lot(pace: Pace, at: datetime) -> _Lot:
    size = max(1, int(pace.calls * LOT.total_seconds()))
    kept = max(1, int(pace.calls * KEPT.total_seconds()))
    return _Lot(timedelta(seconds=1 / pace.calls), size, at, kept)
