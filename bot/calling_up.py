"""Whoever no chat brings an urgent notice: put on the call list, written to by text message.

Done in the transaction that ends the making of its rows, and again for what failed on its way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Surroundings
from bot.queueing import queue_told
from handlers.engine.chat import Told
from handlers.notices import RUNG_UP
from handlers.timers.calls_left import KIND
from models.audience import Circle
from models.call_list import (
    CallItem,
    any_held,
    last_line,
    list_failed,
    list_held,
    list_unreached,
    looked_at_again,
)
from models.community import Community
from models.database import Database
from models.membership import STAFF, people_with
from models.notice import GOING, Notice
from models.person import Person
from models.quiet import quiet_end
from models.text_message import queue_texts
from models.timer import set_timer

#: people whose rows are looked at together
TOGETHER = 500


@dataclass(frozen=True, slots=True)
class CallingUp:
    """`texts`: a gateway for text messages is configured."""

    texts: bool = False

    def begin(self, session: Session, notice: Notice, circle: Circle, at: datetime) -> None:
        """All rows are made: whoever they do not reach now is listed."""
        if notice.is_urgent:
            before = last_line(session)
            list_unreached(session.connection(), notice, circle, at)
            self._tell(session, notice, before, at)

    def catch_up(self, session: Session, notice: Notice, at: datetime) -> None:
        """What was given up or is in doubt by now joins the list."""
        if notice.is_urgent and notice.state in GOING:
            before = last_line(session)
            list_failed(session.connection(), notice.id, at)
            self._tell(session, notice, before, at)

    def _tell(self, session: Session, notice: Notice, before: int, at: datetime) -> None:
        """Text messages where they can be sent; staff of each community hear of their list."""
        new = select(CallItem.id, CallItem.person_id, CallItem.community_id).where(
            CallItem.notice_id == notice.id, CallItem.id > before
        )
        rows = session.execute(new.order_by(CallItem.id)).all()
        if self.texts and not notice.calls_for:  # never to win people for something
            for n in range(0, len(rows), TOGETHER):
                self._text(session, notice, [row.person_id for row in rows[n : n + TOGETHER]], at)
        for community_id in sorted({row.community_id for row in rows}):
            told = _cards(session, notice, community_id, at)
            queue_told(session.connection(), told, f"calls{rows[-1].id}.{community_id}", at)
            subject = f"calls:{notice.id}:{community_id}"
            set_timer(session, community_id, KIND, subject, looked_at_again(notice, at))

    def _text(self, session: Session, notice: Notice, people: Sequence[int], at: datetime) -> None:
        found = session.scalars(
            select(Person).where(Person.id.in_(people), Person.phone.is_not(None))
        )
        rows = []
        for person in found:
            community = session.get_one(Community, person.community_id)
            quiet = None if notice.is_safety else quiet_end(community, person, at)
            rows.append((person.community_id, person.id, quiet or at))
        queue_texts(session.connection(), notice.id, rows)


def _cards(session: Session, notice: Notice, community_id: int, at: datetime) -> list[Told]:
    staff = people_with(session, community_id, STAFF, at)
    subject, values = f"calls:{notice.id}", {"notice": notice.id}
    return [Told(each, "calls_to_make", values, subject) for each in staff]


def ring_held_once(db: Database, around: Surroundings) -> int:
    """List what is held for one person each and cannot wait; returns for how many communities."""
    at = around.now()
    with db.read.connect() as connection:
        if not any_held(connection, RUNG_UP):
            return 0
    with db.patient.begin() as connection:
        places = list_held(connection, RUNG_UP, at)
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            for community_id in places:
                staff = people_with(session, community_id, STAFF, at)
                subject = f"calls:{community_id}.alone"
                told = [Told(each, "people_to_ring", {}, subject) for each in staff]
                queue_told(connection, told, f"held{community_id}.{last_line(session)}", at)
    return len(places)
