"""A crowd for the sample community: the same for the same seed, whole, and added only once."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.clock import Surroundings
from bot.sample import load_sample
from bot.sample.crowd import BLOCK, Crowd, add_crowd
from bot.sample.invented import VOLUNTEERS, invent
from models.account import ensure_account
from models.address import Building, Door, Grid
from models.assignment import Assignment
from models.community import Community, home_community
from models.consent import Purpose, has_agreed
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database, open_database
from models.evaluation import Evaluation
from models.membership import Role, roles_of
from models.order import MOVES, Order, OrderState
from models.order_event import OrderEvent
from models.person import Person
from models.service_record import RecordState, ServiceRecord
from models.team import TeamMember
from models.vault import Vault
from models.visit import Visit
from tests.transcript import MONDAY

PEOPLE = 2 * BLOCK + 50
LIVING_BEFORE = 123  # people of the sample itself
AROUND = Surroundings(now=lambda: MONDAY)


def load(db: Database, people: int = PEOPLE) -> None:
    with db.session() as session:
        ensure_account(session, home_community(session), "web", "main")
        ensure_account(session, home_community(session), "telegram", "main")
    assert add_crowd(db, AROUND, Crowd(people, seed=7)) == people


@pytest.fixture(scope="module")
def crowded(
    sample_template: Path, vault: Vault, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """The sample with its crowd, made once and only to be read."""
    path = tmp_path_factory.mktemp("crowd") / "linli.db"
    shutil.copy(sample_template, path)
    db = open_database(f"sqlite:///{path}", vault)
    load(db)
    yield db
    db.close()


@pytest.fixture
def small(sample_url: str, vault: Vault) -> Iterator[Database]:
    """The sample before any crowd."""
    db = open_database(sample_url, vault)
    load(db, people=0)
    yield db
    db.close()


def crowd_of(session: Session) -> list[Person]:
    return list(session.scalars(select(Person).order_by(Person.id).offset(LIVING_BEFORE)))


def test_everybody_of_the_crowd_is_a_whole_person(crowded: Database) -> None:
    with crowded.reading() as session:
        people = crowd_of(session)
        assert len(people) == PEOPLE
        assert len({each.phone for each in people}) == PEOPLE
        for each in people:
            assert each.phone_index == crowded.vault.index(each.phone or "")
            assert (each.phone or "").startswith("100"), "a number that no network gives out"
            assert has_agreed(session, each, Purpose.REGISTER)
            assert Role.RESIDENT in roles_of(session, each, MONDAY)
            assert each.door is not None
            assert each.created_at < MONDAY
        helping = [p for p in people if Role.VOLUNTEER in roles_of(session, p, MONDAY)]
        assert 0.5 * VOLUNTEERS < len(helping) / PEOPLE < 1.5 * VOLUNTEERS
        assert {p.id for p in helping} < set(session.scalars(select(TeamMember.person_id)))
        assert home_community(session).residents >= PEOPLE


def test_everybody_of_the_crowd_has_one_chat_with_one_conversation(crowded: Database) -> None:
    with crowded.reading() as session:
        people = {each.id for each in crowd_of(session)}
        contacts = list(session.scalars(select(Contact).where(Contact.person_id.in_(people))))
        assert Counter(each.person_id for each in contacts) == dict.fromkeys(people, 1)
        assert len({each.address for each in contacts}) == PEOPLE
        assert {each.account_id for each in contacts} == {
            ensure_account(session, home_community(session), "telegram", "main").id
        }
        states = session.execute(select(Conversation.contact_id, Conversation.state)).all()
        assert sorted(row.contact_id for row in states) == sorted(each.id for each in contacts)
        assert {row.state for row in states} == {None}


def test_where_telegram_is_off_the_web_holds_their_chats(sample_url: str, vault: Vault) -> None:
    db = open_database(sample_url, vault)
    with db.session() as session:
        ensure_account(session, home_community(session), "web", "main")
    add_crowd(db, AROUND, Crowd(3))
    with db.reading() as session:
        rows = session.execute(select(Contact.address, Contact.person_id)).all()
    assert [row.address for row in rows] == [f"p:{row.person_id}" for row in rows]
    assert len(rows) == 3
    db.close()


def test_each_lives_in_a_building_with_its_grid_and_doors(crowded: Database) -> None:
    with crowded.reading() as session:
        for each in crowd_of(session):
            building = session.get_one(Building, each.building_id)
            assert building.number == each.building
            assert session.get_one(Grid, building.grid_id).community_id == each.community_id
            door = select(Door).filter_by(building_id=building.id, unit=each.unit)
            assert len(session.scalars(door).all()) == 1
        homes = Counter(each.door for each in crowd_of(session))
        assert max(homes.values()) <= 4


def test_every_order_of_the_crowd_went_the_way_of_an_order(crowded: Database) -> None:
    with crowded.reading() as session:
        orders = orders_of_the_crowd(session)
        assert len(orders) > 10
        for order in orders:
            events = list(
                session.scalars(select(OrderEvent).filter_by(order_id=order.id).order_by("id"))
            )
            moves = [each for each in events if each.from_state]
            assert events[0].what == OrderState.SUBMITTED
            assert [each.at for each in events] == sorted(each.at for each in events)
            assert all(before.what == after.from_state for before, after in pairwise_moves(events))
            assert all(OrderState(e.what) in MOVES[OrderState(e.from_state)] for e in moves)
            assert moves[-1].what == order.state == OrderState.CLOSED
            one = {"order_id": order.id}
            for table in (Assignment, Visit, Evaluation):
                assert len(session.scalars(select(table).filter_by(**one)).all()) == 1
            assert order.closed_at is not None
            assert order.closed_at < MONDAY


def pairwise_moves(events: list[OrderEvent]) -> Iterator[tuple[OrderEvent, OrderEvent]]:
    return pairwise(each for each in events if each.from_state or each is events[0])


def test_the_hours_of_the_crowd_follow_the_rules_of_the_book(crowded: Database) -> None:
    with crowded.reading() as session:
        ids = {each.id for each in crowd_of(session)}
        entries = list(
            session.scalars(select(ServiceRecord).where(ServiceRecord.person_id.in_(ids)))
        )
        assert len(entries) == len(orders_of_the_crowd(session))
        for each in entries:
            order = session.get_one(Order, int(each.subject.removeprefix("order:")))
            assert each.state is RecordState.APPROVED
            assert each.approved_by_id == order.requested_by_id != each.person_id
            assert each.minutes == (each.ended_at - each.started_at) / timedelta(minutes=1)
        days = Counter((each.person_id, each.served_on) for each in entries)
        assert set(days.values()) == {1}


def test_a_volunteer_came_before_the_first_order_they_served(crowded: Database) -> None:
    with crowded.reading() as session:
        rows = session.execute(
            select(Person.created_at, ServiceRecord.started_at).join(
                ServiceRecord, ServiceRecord.person_id == Person.id
            )
        )
        assert all(row.created_at < row.started_at for row in rows)


def test_the_same_seed_makes_the_same_rows(small: Database) -> None:
    add_crowd(small, AROUND, Crowd(PEOPLE, seed=7))
    assert told(small) == [invent(7, index).name for index in range(PEOPLE)]
    assert invent(7, 150) == invent(7, 150)
    assert invent(7, 150) != invent(8, 150)


def test_a_crowd_that_is_there_is_left_as_it_is(crowded: Database) -> None:
    before = counts(crowded)
    assert add_crowd(crowded, AROUND, Crowd(PEOPLE, seed=7)) == 0
    assert counts(crowded) == before


def test_both_databases_get_the_same_crowd(db: Database, crowded: Database) -> None:
    load_sample(db, AROUND)
    load(db)
    assert told(db) == told(crowded)
    assert counts(db) == counts(crowded)


def test_an_interrupted_crowd_is_completed_and_can_grow(small: Database) -> None:
    class Interrupted(Exception):
        pass

    def stop(people: int) -> None:
        if people == BLOCK:
            raise Interrupted

    with pytest.raises(Interrupted):
        add_crowd(small, AROUND, Crowd(PEOPLE, seed=7), stop)
    assert add_crowd(small, AROUND, Crowd(PEOPLE, seed=7)) == PEOPLE - BLOCK
    assert add_crowd(small, AROUND, Crowd(PEOPLE + 20, seed=7)) == 20
    assert told(small) == [invent(7, index).name for index in range(PEOPLE + 20)]


def test_a_crowd_of_another_seed_is_refused(small: Database) -> None:
    add_crowd(small, AROUND, Crowd(BLOCK, seed=7))
    before = counts(small)
    with pytest.raises(ValueError, match="another seed"):
        add_crowd(small, AROUND, Crowd(BLOCK, seed=8))
    assert counts(small) == before


def test_a_real_community_gets_no_invented_people(sqlite_db: Database) -> None:
    with sqlite_db.session() as session:
        session.add(Community(name="真的社区"))
    with pytest.raises(ValueError, match="sample community"):
        add_crowd(sqlite_db, AROUND, Crowd(1))


def orders_of_the_crowd(session: Session) -> list[Order]:
    ids = [each.id for each in crowd_of(session)]
    return list(session.scalars(select(Order).where(Order.requested_by_id.in_(ids))))


def told(db: Database) -> list[str]:
    with db.reading() as session:
        return [each.display_name for each in crowd_of(session)]


def counts(db: Database) -> list[int]:
    tables = (Person, Contact, Conversation, Order, OrderEvent, ServiceRecord, Building, Door)
    with db.reading() as session:
        return [session.scalar(select(func.count()).select_from(each)) or 0 for each in tables]
