"""The hours book under any order of what can happen to it: it always adds up, and nothing is lost.

What people may do is done in any order: coming and going, agreeing, correcting, objecting, making
up, and a process that dies before its commit.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from models.assignment import Assignment, AssignmentState
from models.community import Community
from models.database import Database, open_database
from models.errors import Refused
from models.hours_approving import agree, approve, approve_by_call, doubt, reject
from models.hours_book import enter
from models.hours_check import check_all
from models.hours_mending import Correction, correct
from models.hours_objection import (
    Said,
    answer_by_correcting,
    answer_by_keeping,
    object_to,
    open_objections,
    to_answer,
)
from models.hours_totals import hours_of
from models.making_up import MakeUp, make_up
from models.membership import Role, grant
from models.migrate import upgrade
from models.order import Order
from models.person import Person
from models.service_record import STANDING, Evidence, RecordState, ServiceRecord
from models.vault import Vault
from tests.conftest import INDEX_KEY, KEY
from tests.models.test_orders import MONDAY, an_order

#: nothing is entered after this moment
LATE = MONDAY + timedelta(days=3)
VOLUNTEERS, STAFF = 2, 3
PEOPLE = st.integers(0, VOLUNTEERS + STAFF - 1)
SOMEONE = st.integers(0, VOLUNTEERS - 1)
#: minutes after Monday nine o'clock, and how long: short ones, whole days, nights
STARTS, LENGTHS = st.integers(0, 48).map(lambda n: n * 60), st.sampled_from((0, 10, 45, 400, 725))
ENTRY = st.integers(0, 30)
SET_ASIDE = (RecordState.REJECTED, RecordState.DISPUTED)
CRASHES = st.booleans()


class Crash(Exception):
    """The process dies before its commit."""


class Book(RuleBasedStateMachine):
    """Two volunteers, a worker and two coordinators, one of whom goes along, and one order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name) / "book.db"
        path.write_bytes(_empty_book())
        self.db = open_database(f"sqlite:///{path}", Vault([KEY], INDEX_KEY), "fast")
        _without_disk(self.db)
        self.order_id = an_order(self.db)
        self.people = self._meet()
        #: every entry as it was first written: it is never changed and never goes
        self.written: dict[int, tuple[int, int, str]] = {}

    def _meet(self) -> list[int]:
        roles = [None] * VOLUNTEERS + [Role.WORKER, Role.COORDINATOR, Role.COORDINATOR]
        ids = []
        with self.db.session() as session:
            community = session.scalars(select(Community)).one()
            for role in roles:
                person = Person(community_id=community.id, created_at=MONDAY)
                session.add(person)
                session.flush()
                ids.append(person.id)
                if role is not None:
                    grant(session, person, role, MONDAY)
                going = Assignment(order_id=self.order_id, person_id=person.id)
                going.community_id, going.state = community.id, AssignmentState.ACCEPTED
                session.add(going)
        return ids

    def do(self, deed: Callable[[Session], object], crashes: bool) -> None:
        """One turn: it happens whole, is refused whole, or dies and leaves nothing."""
        try:
            with self.db.session() as session:
                deed(session)
                session.flush()
                if crashes:
                    raise Crash
        except (Refused, Crash):
            pass

    def record(self, session: Session, n: int) -> ServiceRecord:
        rows = session.scalars(select(ServiceRecord).order_by(ServiceRecord.id)).all()
        return rows[n % len(rows)]

    @rule(who=SOMEONE, start=STARTS, length=LENGTHS, by_code=st.booleans(), crashes=CRASHES)
    def come_and_go(self, who: int, start: int, length: int, by_code: bool, crashes: bool) -> None:
        def deed(session: Session) -> None:
            order = session.get_one(Order, self.order_id)
            began = MONDAY + timedelta(minutes=start)
            record = enter(
                session,
                community_id=order.community_id,
                subject=order.subject,
                person_id=self.people[who],
                started=began,
                ended=began + timedelta(minutes=length),
                evidence=Evidence.CODE if by_code else Evidence.SELF,
                recorder_id=self.people[who],
                at=LATE,
            )
            if by_code:
                agree(session, record, order.served_person_id, LATE)

        self.do(deed, crashes)

    @rule(who=PEOPLE, by=PEOPLE, start=STARTS, minutes=LENGTHS, crashes=CRASHES)
    def write_it_down_for_another(
        self, who: int, by: int, start: int, minutes: int, crashes: bool
    ) -> None:
        def deed(session: Session) -> None:
            order = session.get_one(Order, self.order_id)
            person = session.get_one(Person, self.people[who])
            began = MONDAY + timedelta(minutes=start)
            wanted = MakeUp(person, order, began, minutes, "没带手机")
            make_up(session, wanted, session.get_one(Person, self.people[by]), LATE)

        self.do(deed, crashes)

    @precondition(lambda self: self.written)
    @rule(entry=ENTRY, by=PEOPLE, reason=st.sampled_from(("", "守夜")), crashes=CRASHES)
    def agree_to_it(self, entry: int, by: int, reason: str, crashes: bool) -> None:
        def deed(session: Session) -> None:
            person = session.get_one(Person, self.people[by])
            approve(session, self.record(session, entry), person, LATE, reason)

        self.do(deed, crashes)

    @precondition(lambda self: self.written)
    @rule(entry=ENTRY, by=PEOPLE, crashes=CRASHES)
    def not_agree_to_it(self, entry: int, by: int, crashes: bool) -> None:
        def deed(session: Session) -> None:
            person = session.get_one(Person, self.people[by])
            reject(session, self.record(session, entry), person, "那天没去", LATE)

        self.do(deed, crashes)

    @precondition(lambda self: self.written)
    @rule(entry=ENTRY, crashes=CRASHES)
    def doubt_it(self, entry: int, crashes: bool) -> None:
        self.do(lambda session: doubt(session, self.record(session, entry)), crashes)

    @rule(by=PEOPLE, crashes=CRASHES)
    def ring_her(self, by: int, crashes: bool) -> None:
        subject = f"order:{self.order_id}"
        self.do(lambda session: approve_by_call(session, subject, self.people[by], LATE), crashes)

    @precondition(lambda self: self.written)
    @rule(entry=ENTRY, by=PEOPLE, minutes=LENGTHS, crashes=CRASHES)
    def mend_it(self, entry: int, by: int, minutes: int, crashes: bool) -> None:
        change = Correction(minutes, "记错了", self.people[by])
        self.do(
            lambda session: correct(session, self.record(session, entry), change, LATE), crashes
        )

    @precondition(lambda self: self.written)
    @rule(entry=ENTRY, who=PEOPLE, crashes=CRASHES)
    def say_that_it_is_wrong(self, entry: int, who: int, crashes: bool) -> None:
        def deed(session: Session) -> None:
            person = session.get_one(Person, self.people[who])
            object_to(session, person, Said(self.record(session, entry), "记少了"), LATE)

        self.do(deed, crashes)

    @rule(by=PEOPLE, minutes=LENGTHS, keeps=st.booleans(), crashes=CRASHES)
    def answer_them(self, by: int, minutes: int, keeps: bool, crashes: bool) -> None:
        def deed(session: Session) -> None:
            person = session.get_one(Person, self.people[by])
            waiting = open_objections(session, person.community_id)
            if not waiting:
                return
            row = to_answer(session, waiting[0].id, person, LATE)
            if keeps:
                answer_by_keeping(session, row, person, "看过了，没错", LATE)
            else:
                change = Correction(minutes, "记少了", person.id)
                answer_by_correcting(session, row, change, LATE)

        self.do(deed, crashes)

    @invariant()
    def it_adds_up(self) -> None:
        with self.db.reading() as session:
            rows = session.scalars(select(ServiceRecord)).all()
            community = session.scalars(select(Community)).one()
            for person_id in self.people:
                own = [row for row in rows if row.person_id == person_id]
                everything = sum(row.minutes for row in own if row.state not in SET_ASIDE)
                assert hours_of(session, person_id, community, LATE).total == everything
            assert check_all(session).findings == []

    @invariant()
    def nothing_is_lost_and_nobody_agrees_to_their_own(self) -> None:
        with self.db.reading() as session:
            rows = session.scalars(select(ServiceRecord)).all()
        now = {row.id: (row.person_id, row.minutes, row.started_at.isoformat()) for row in rows}
        assert self.written.items() <= now.items()
        self.written = now
        assert not [row for row in rows if row.approved_by_id == row.person_id]
        for one in rows:
            for two in rows:
                if one.id < two.id and one.person_id == two.person_id:
                    both = one.state in STANDING and two.state in STANDING
                    assert not (
                        both and one.started_at < two.ended_at and two.started_at < one.ended_at
                    )

    def teardown(self) -> None:
        self.db.close()
        self.folder.cleanup()


@cache
def _empty_book() -> bytes:
    """A migrated file without rows."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        db = open_database(f"sqlite:///{path}", Vault([KEY], INDEX_KEY))
        upgrade(db.patient)
        db.close()
        return path.read_bytes()


def _without_disk(db: Database) -> None:
    """What is tried here is the rules, not the disk."""
    for engine in (db.patient, db.write):
        event.listen(engine, "connect", lambda raw, _r: raw.execute("PRAGMA synchronous=OFF"))


TestBook = Book.TestCase
TestBook.settings = settings(
    max_examples=15,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
