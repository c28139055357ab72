"""Two records become one and two again: nothing is lost on the way there or back."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import readings_of
from models.community import Community
from models.community_figures import community_figures
from models.consent import Purpose, agree, has_agreed, withdraw
from models.copied import PARTS
from models.database import Database
from models.errors import Refused
from models.figures_span import span_around
from models.hand_over import held
from models.hours_totals import entries_of, hours_of
from models.joining import Decided, Joining, join
from models.joining_sides import has_history, obstacles
from models.keeping import keepers_of
from models.linking import LinkCode
from models.membership import Role, grant, people_with
from models.order import Order
from models.parting import part
from models.person import Person, people_called
from models.same_person import is_same_person, person_ids_of
from models.service_record import Evidence, RecordState, ServiceRecord
from models.suggestion import Suggestion
from models.tables import METADATA
from tests.filled import Filler
from tests.transcript import MONDAY, ZONE

#: what is written about the joining itself
ABOUT_IT = frozenset({"audit", "joining", "link_code"})


class Two:
    """何静 stays, 小何 comes in from another chat; 孙丽 coordinates."""

    def __init__(self, session: Session) -> None:
        """All three, with a chat for each side."""
        self.session = session
        connection = session.connection()
        here = Filler(connection).row("community", timezone=str(ZONE))
        self.fill = Filler(connection, {"community": here})
        self.stays, self.gone, self.sun = (self.person(name) for name in ("何静", "小何", "孙丽"))
        grant(session, self.sun, Role.COORDINATOR, MONDAY)
        self.chats = [
            self.fill.row("contact", address=who.display_name, person_id=who.id)
            for who in (self.stays, self.gone)
        ]

    def person(self, name: str) -> Person:
        """Somebody here, of age."""
        made = self.fill.row(
            "person", display_name=name, is_adult=True, left_at=None, merged_into_id=None
        )
        return self.session.get_one(Person, made)

    def link(self) -> LinkCode:
        """The digits of one side, typed on the other."""
        return self.of_link(self.stays, self.chats)

    def of_link(self, person: Person, chats: list[int]) -> LinkCode:
        """The same for any two chats."""
        row = self.fill.row(
            "link_code",
            person_id=person.id,
            contact_id=chats[0],
            typed_contact_id=chats[1],
            state="waits",
        )
        return self.session.get_one(LinkCode, row)

    def entry(self, who: Person, hours_ago: int, minutes: int = 60) -> ServiceRecord:
        """What stands in the book for them."""
        began = MONDAY - timedelta(hours=hours_ago)
        record = ServiceRecord(
            community_id=who.community_id,
            person_id=who.id,
            subject="activity:0",
            served_on=began.date(),
            started_at=began,
            ended_at=began + timedelta(minutes=minutes),
            minutes=minutes,
            evidence=Evidence.CODE,
            state=RecordState.APPROVED,
            recorder_id=self.sun.id,
            approved_by_id=self.sun.id,
            approved_at=MONDAY,
            created_at=MONDAY,
        )
        self.session.add(record)
        self.session.flush()
        return record

    def join(self) -> Joining:
        """孙丽 puts them together."""
        return join(self.session, self.link(), self.sun, Decided(), MONDAY)

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table, but of what is about the joining itself."""
        self.session.flush()
        connection = self.session.connection()
        return {
            name: sorted(repr(row) for row in connection.execute(select(table)))
            for name, table in METADATA.tables.items()
            if name not in ABOUT_IT
        }


def with_everything(two: Two) -> None:
    """Of the side that goes: something open and something over in every book."""
    who, fill = two.gone, two.fill
    for state in ("submitted", "closed"):
        order = fill.row(
            "service_order", requested_by_id=who.id, served_person_id=who.id, state=state
        )
        fill.row("visit", order_id=order, person_id=who.id)
    for state in ("recruiting", "settled"):
        activity = fill.row("activity", state=state, leader_id=who.id)
        fill.row("sign_up", activity_id=activity, person_id=who.id)
    grant(two.session, who, Role.VOLUNTEER, MONDAY)
    grant(two.session, two.stays, Role.VOLUNTEER, MONDAY)
    fill.row("volunteer_profile", person_id=who.id, number="48264827")
    fill.row("opt_out", person_id=who.id, kind="news")
    fill.row("trust", person_id=who.id)
    fill.row("qualification", person_id=who.id)
    fill.row("team", leader_id=who.id)
    agree(two.session, who, Purpose.REGISTER, MONDAY)
    two.entry(who, 30)
    two.session.flush()


def test_putting_together_and_parting_leaves_everything_as_it_was(db: Database) -> None:
    with db.session() as session:
        two = Two(session)
        with_everything(two)
        before = two.rows()
        joined = two.join()
        assert two.rows() != before
        part(session, joined, two.sun, MONDAY + timedelta(days=29))
        assert two.rows() == before


def test_only_what_is_open_names_who_stays(db: Database) -> None:
    with db.session() as session:
        two = Two(session)
        with_everything(two)
        two.join()
        for table in ("service_order", "activity", "sign_up"):
            rows = METADATA.tables[table]
            name = {"service_order": "requested_by_id", "activity": "leader_id"}.get(
                table, "person_id"
            )
            whose = session.scalars(select(rows.c[name]).order_by(rows.c.id)).all()
            assert [each for each in whose if each] == [two.stays.id, two.gone.id], table
        volunteers = people_with(session, two.stays.community_id, (Role.VOLUNTEER,), MONDAY)
        assert volunteers == [two.stays.id]
        assert people_called(session, two.stays.community_id, "小何") == []


def test_a_private_order_and_papers_in_hand_stay_with_the_person(db: Database) -> None:
    with db.session() as session:
        two = Two(session)
        grant(session, two.stays, Role.WORKER, MONDAY)
        orders = [two.fill.row("service_order", only_named=True, state="claimed") for _ in "12"]
        kept = [(orders[0], two.gone), (orders[1], two.gone), (orders[1], two.stays)]
        for order_id, who in kept:
            two.fill.row("order_keeper", order_id=order_id, person_id=who.id)
        hand = two.fill.row("hand_over", order_id=orders[0], person_id=two.gone.id, way="taken")
        given = two.fill.row("suggestion", answered_by_id=two.gone.id)
        before = two.rows()
        joined = two.join()
        session.expire_all()
        for order_id in orders:
            order = Order.known(session, order_id)
            assert keepers_of(session, order, MONDAY) == [two.stays.id], order_id
        holds = held(session, Order.known(session, orders[0]))
        assert holds is not None
        assert (holds.id, holds.person_id) == (hand, two.stays.id)
        assert session.get_one(Suggestion, given).answered_by_id == two.stays.id
        part(session, joined, two.sun, MONDAY)
        assert two.rows() == before


def test_books_are_read_over_both(db: Database) -> None:
    with db.session() as session:
        two = Two(session)
        agree(session, two.gone, Purpose.REGISTER, MONDAY)
        two.entry(two.stays, 50, 120)
        two.entry(two.gone, 30, 60)
        community = session.get_one(Community, two.stays.community_id)
        days = span_around("year", MONDAY.date())
        assert community_figures(session, community, days).volunteers == 2
        two.join()
        assert hours_of(session, two.stays.id, community, MONDAY).total == 180
        assert len(entries_of(session, two.stays, 9)) == 2
        assert community_figures(session, community, days).volunteers == 1
        assert has_agreed(session, two.stays, Purpose.REGISTER)
        copied = {
            part.name: session.scalars(select(part.table).where(part.whose(two.stays.id))).all()
            for part in PARTS
        }
        assert len(copied["service_record"]) == 2
        assert len(copied["contact"]) == len(copied["person"]) == 2
        assert readings_of(session, two.stays, 9) == []
        assert withdraw(session, two.stays, Purpose.REGISTER, MONDAY)
        assert not has_agreed(session, two.gone, Purpose.REGISTER)


def test_a_third_record_stands_behind_the_same_person_and_parts_in_turn(db: Database) -> None:
    with db.session() as session:
        two = Two(session)
        grant(session, two.gone, Role.VOLUNTEER, MONDAY)
        first = two.join()
        oldest = two.person("何老师")
        chat = two.fill.row("contact", address="何老师", person_id=oldest.id)
        link = two.of_link(oldest, [chat, two.chats[0]])
        second = join(session, link, two.sun, Decided(), MONDAY)
        ids = set(session.scalars(person_ids_of(two.gone.id)))
        assert ids == {oldest.id, two.stays.id, two.gone.id}
        assert is_same_person(session, two.stays.id, two.gone.id)
        with pytest.raises(Refused):
            part(session, first, two.sun, MONDAY)
        part(session, second, two.sun, MONDAY)
        assert set(session.scalars(person_ids_of(oldest.id))) == {oldest.id}
        part(session, first, two.sun, MONDAY)
        assert two.gone.merged_into_id is None


def test_what_cannot_both_be_true_stands_in_the_way(db: Database) -> None:
    with db.session() as session:
        two = Two(session)
        assert obstacles(session, two.stays, two.gone, MONDAY) == []
        two.gone.is_adult, two.gone.birth_year = False, 2012
        two.fill.row("acts_for", person_id=two.stays.id, for_person_id=two.gone.id)
        grant(session, two.gone, Role.AUDITOR, MONDAY)
        activity = two.fill.row("activity", state="recruiting", number="1205-01")
        for who in (two.stays, two.gone):
            two.fill.row("sign_up", activity_id=activity, person_id=who.id, state="confirmed")
        found = obstacles(session, two.stays, two.gone, MONDAY)
        assert len(found) == 4
        assert found[-1].values == {"number": "1205-01"}
        with pytest.raises(Refused):
            two.join()


def test_a_yes_to_a_foreign_platform_alone_is_no_history(db: Database) -> None:
    with db.session() as session:
        two = Two(session)
        agree(session, two.gone, Purpose.OVERSEAS_CHANNEL, MONDAY)
        assert not has_history(session, two.gone)
        agree(session, two.gone, Purpose.REGISTER, MONDAY)
        assert has_history(session, two.gone)


def test_nobody_but_another_coordinator_may(db: Database) -> None:
    with db.session() as session:
        two = Two(session)
        worker = two.person("赵倩")
        grant(session, worker, Role.WORKER, MONDAY)
        grant(session, two.stays, Role.COORDINATOR, MONDAY)
        for who in (worker, two.stays):
            with pytest.raises(Refused):
                join(session, two.link(), who, Decided(), MONDAY)
        joined = two.join()
        for who in (worker, two.stays):
            with pytest.raises(Refused):
                part(session, joined, who, MONDAY)


def test_a_name_and_phone_that_were_taken_over_are_given_back(db: Database) -> None:
    with db.session() as session:
        two = Two(session)
        two.gone.phone, two.gone.phone_index = "13900000123", "an index"
        two.gone.phone_verified_at = MONDAY
        takes = frozenset({"display_name", "phone"})
        joined = join(session, two.link(), two.sun, Decided(takes), MONDAY)
        assert (two.stays.display_name, two.stays.phone) == ("小何", "13900000123")
        part(session, joined, two.sun, MONDAY)
        assert (two.stays.display_name, two.stays.phone_index) == ("何静", None)
        assert two.stays.phone_verified_at is None


def test_what_moved_is_forgotten_when_it_cannot_be_undone_any_more(db: Database) -> None:
    with db.session() as session:
        two = Two(session)
        joined = two.join()
        joined.moved = None
        with pytest.raises(Refused):
            part(session, joined, two.sun, MONDAY)
