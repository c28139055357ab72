"""Who polls: one process for each bot, by a lease on the account's row.

A process believes in its lease a little less long than others do, by more than clocks differ.
"""

from datetime import datetime, timedelta

from sqlalchemy import or_, update

from bot.clock import Surroundings
from bot.running import Runner
from models.account import Account
from models.database import Database

LEASE = timedelta(seconds=30)
RENEW_SECONDS = 10.0
#: clocks of two machines may differ by this much
MARGIN = timedelta(seconds=5)


class Lease:
    """The right to poll for one account."""

    def __init__(
        self, db: Database, runner: Runner, around: Surroundings, account_id: int, owner: str
    ) -> None:
        """Not held yet; `owner` is this process."""
        self._db, self._runner, self._around = db, runner, around
        self._account_id, self._owner = account_id, owner
        self._until: datetime | None = None

    @property
    def is_held(self) -> bool:
        """Whether nobody else can have it now."""
        return self._until is not None and self._around.now() < self._until - MARGIN

    async def take(self) -> bool:
        """Take it, or hold it for longer; False when another process has it.

        Raises the database's failure.
        """
        until = self._around.now() + LEASE
        if await self._runner.do(self._take, until):
            self._until = until
            return True
        self._until = None
        return False

    async def give_back(self) -> None:
        """Let another process have it at once. Raises the database's failure."""
        self._until = None
        await self._runner.do(self._give_back)

    def _take(self, until: datetime, *, patient: bool) -> bool:
        free = or_(
            Account.lease_owner.is_(None),
            Account.lease_owner == self._owner,
            Account.lease_until.is_(None),
            Account.lease_until < until - LEASE - MARGIN,
        )
        mine = update(Account).where(Account.id == self._account_id)
        if not self._db.is_sqlite:  # where one process alone has the file, nobody else is alive
            mine = mine.where(free)
        values = {"lease_owner": self._owner, "lease_until": until}
        engine = self._db.patient if patient else self._db.write
        with engine.begin() as connection:
            taken = connection.execute(mine.values(values))
        return bool(taken.rowcount)

    def _give_back(self, *, patient: bool) -> None:
        mine = update(Account).where(
            Account.id == self._account_id, Account.lease_owner == self._owner
        )
        engine = self._db.patient if patient else self._db.write
        with engine.begin() as connection:
            connection.execute(mine.values(lease_owner=None, lease_until=None))
