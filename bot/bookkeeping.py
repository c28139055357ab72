"""查账 once a day: the hours book of each community is recomputed at night, in slices.

What is wrong is told to coordinators, logged and counted by /metrics; nothing is changed.
"""

import asyncio
from datetime import datetime, time

import structlog
from sqlalchemy import insert
from sqlalchemy.orm import Session

from bot.clock import Surroundings
from bot.nightly import Hold, Night, Nights
from bot.queueing import queue_told
from bot.running import Runner
from handlers.engine.chat import Told
from models.audit import Audit
from models.database import Database
from models.hours_check import Checked, check_slice
from models.hours_gates import KEEPERS
from models.membership import people_with

NIGHT = Night("books_check", time(4, 30))
PAUSE_SECONDS = 0.05
#: of its rows in the audit log: what the last check found stands in `detail`
SUBJECT, ACTION = "books", "books_checked"
log = structlog.get_logger()


class Bookkeeping:
    """The nights of one process."""

    def __init__(self, db: Database, runner: Runner, around: Surroundings, owner: str) -> None:
        """`owner` is this process among the others."""
        self._db, self._runner, self._around = db, runner, around
        self._nights = Nights(db, runner, around, owner, NIGHT)

    async def tick(self) -> None:
        """Check the books of the communities whose night has come."""
        await self._nights.tick(self._check)

    async def _check(self, community_id: int, hold: Hold) -> None:
        checked = Checked()
        while checked.after is not None:
            await self._runner.aside(self._slice, checked, community_id)
            await hold()
            await asyncio.sleep(PAUSE_SECONDS)
        await self._runner.aside(self._end, checked, community_id)

    def _slice(self, checked: Checked, community_id: int) -> None:
        with self._db.reading() as session:
            check_slice(session, checked, community_id)

    def _end(self, checked: Checked, community_id: int) -> None:
        at = self._around.now()
        with self._db.session() as session:
            note(session, checked, community_id, at)
            told = _told(session, checked, community_id, at)
            queue_told(session.connection(), told, f"books{community_id}.{at.timestamp():.0f}", at)
        say = log.error if checked.findings else log.info
        say(
            "checked the books",
            community=community_id,
            entries=checked.entries,
            findings=len(checked.findings),
            records=[each.record_id for each in checked.findings[:20]],
        )


def note(session: Session, checked: Checked, community_id: int, at: datetime) -> None:
    """Write down what the check found, for /metrics and for whoever asks later."""
    row = {
        "community_id": community_id,
        "action": ACTION,
        "subject": SUBJECT,
        "detail": str(len(checked.findings)),
        "at": at,
    }
    session.execute(insert(Audit), row)


def _told(session: Session, checked: Checked, community_id: int, at: datetime) -> list[Told]:
    if not checked.findings:
        return []
    faults = list(dict.fromkeys(each.fault.value for each in checked.findings))
    values = {"count": len(checked.findings), "faults": faults}
    keepers = people_with(session, community_id, KEEPERS, at)
    return [Told(person_id, "books_wrong", values) for person_id in keepers]
