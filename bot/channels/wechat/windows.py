"""The push windows of an account's chats, as one process uses them: in transactions of their own.

What is taken is taken before the call, so that two processes never send the same last one.
"""

from collections.abc import Sequence

from sqlalchemy import Engine

from bot.clock import Surroundings
from bot.running import Runner
from models.database import Database
from models.push_window import Opens, give_back, pushes_left, shut, spend


class Windows:
    """Takes messages out of windows."""

    def __init__(self, db: Database, runner: Runner, around: Surroundings) -> None:
        """All of one process."""
        self._db, self._runner, self._around = db, runner, around

    async def take(self, contact_id: int, count: int, keep: int) -> list[Opens] | None:
        """Take `count`, all or none, and leave `keep`; from which windows they came."""
        return await self._runner.do(self._take, contact_id, count, keep)

    async def give_back(self, contact_id: int, taken: Sequence[Opens]) -> None:
        """Those did not go after all."""
        if taken:
            await self._runner.do(self._give_back, contact_id, taken)

    async def shut(self, contact_id: int) -> None:
        """The platform says that none is open."""
        await self._runner.do(self._shut, contact_id)

    def _take(self, contact_id: int, count: int, keep: int, *, patient: bool) -> list[Opens] | None:
        at = self._around.now()
        with self._engine(patient).begin() as connection:
            if pushes_left(connection, contact_id, at) < count + keep:
                return None
            found = [spend(connection, contact_id, at) for _ in range(count)]
            taken = [each for each in found if each is not None]
            if len(taken) == count:
                return taken
            for each in taken:  # another process was faster
                give_back(connection, contact_id, each)
        return None

    def _give_back(self, contact_id: int, taken: Sequence[Opens], *, patient: bool) -> None:
        with self._engine(patient).begin() as connection:
            for each in taken:
                give_back(connection, contact_id, each)

    def _shut(self, contact_id: int, *, patient: bool) -> None:
        with self._engine(patient).begin() as connection:
            shut(connection, contact_id)

    def _engine(self, patient: bool) -> Engine:
        return self._db.patient if patient else self._db.write
