"""What staff may do for people behind a door, and where it ends: at the next community."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.address import Building, doors_of, find_door, known_door
from models.call_back import answered, passed_on, unanswered
from models.call_log import CallLog
from models.community import Community
from models.door_contacts import end_door, give_door, looks_after
from models.errors import Refused
from models.evaluation import Outcome
from models.home_enquiry import EnquiryOutcome, Met, keep_enquiry
from models.membership import Role, grant
from models.order import Order
from models.person import Person
from models.posting import Place
from models.served import add_words, found_at, met_at, same_at_door
from models.speaking import may_print, may_speak
from tests.chats.test_doorstep import written
from tests.transcript import MONDAY, World

HERE = Place("6", "3", "102")


def somebody(session: Session, community_id: int, *roles: Role) -> Person:
    person = Person(community_id=community_id, created_at=MONDAY)
    session.add(person)
    session.flush()
    for role in roles:
        grant(session, person, role, MONDAY)
    session.flush()
    return person


def elsewhere(session: Session) -> int:
    other = Community(name="桃园社区")
    session.add(other)
    session.flush()
    return other.id


def refused(do: Callable[[], object]) -> str:
    with pytest.raises(Refused) as told:
        do()
    return told.value.text


def test_a_worker_of_another_community_reaches_no_door_here(small_world: World) -> None:
    written(small_world)
    with small_world.db.session() as session:
        order = session.scalars(select(Order)).one()
        stranger = somebody(session, elsewhere(session), Role.WORKER)
        for do in (
            lambda: answered(session, order, stranger, Outcome.DONE, "", MONDAY),
            lambda: unanswered(session, order, stranger, MONDAY),
            lambda: passed_on(session, order, stranger, MONDAY),
        ):
            assert refused(do) == "这张单是别的社区的。"
        assert refused(lambda: may_print(session, order, stranger, MONDAY)).startswith("这张单没有")
        assert not may_speak(session, order, stranger, MONDAY)
        assert not may_speak(session, order, None, MONDAY)
        assert session.scalars(select(CallLog)).all() == []


def test_residents_write_no_enquiry_and_add_no_words(small_world: World) -> None:
    written(small_world)
    with small_world.db.session() as session:
        order = session.scalars(select(Order)).one()
        resident = somebody(session, small_world.community_id, Role.RESIDENT)
        met = Met(HERE, EnquiryOutcome.NO_NEED)
        for do in (
            lambda: keep_enquiry(session, resident, met, MONDAY),
            lambda: add_words(session, order, resident, "也要刮脸", MONDAY),
            lambda: passed_on(session, order, resident, MONDAY),
        ):
            assert "要社区的人来定" in refused(do)


def test_only_the_same_door_kind_and_days_are_the_same_need(small_world: World) -> None:
    written(small_world)
    with small_world.db.session() as session:
        order = session.scalars(select(Order)).one()
        here, days = order.community_id, (order.starts_at, order.starts_at)
        assert same_at_door(session, here, HERE, "haircut", days) is order
        assert same_at_door(session, here, HERE, "cleaning", days) is None
        assert same_at_door(session, here, Place("6", "3", "103"), "haircut", days) is None
        later = order.starts_at.replace(month=12)
        assert same_at_door(session, here, HERE, "haircut", (later, later)) is None


def test_one_person_at_one_door_is_one_row(small_world: World) -> None:
    with small_world.db.session() as session:
        here = small_world.community_id
        first = met_at(session, here, HERE, "张德福", MONDAY)
        assert met_at(session, here, HERE, "张德福", MONDAY) is first
        assert found_at(session, here, HERE, "马秀珍") is None
        assert found_at(session, here, Place("6", "3", "103"), "张德福") is None
        assert found_at(session, elsewhere(session), HERE, "张德福") is None
        first.left_at = MONDAY
        assert found_at(session, here, HERE, "张德福") is None


def test_a_door_is_given_by_staff_to_a_volunteer_of_here(small_world: World) -> None:
    with small_world.db.session() as session:
        here, there = small_world.community_id, elsewhere(session)
        building = Building(community_id=here, number="6")
        session.add(building)
        session.flush()
        worker = somebody(session, here, Role.WORKER)
        volunteer = somebody(session, here, Role.VOLUNTEER)
        guest = somebody(session, there, Role.VOLUNTEER)

        def give(person: Person, by: Person) -> str:
            return refused(lambda: give_door(session, building, "3", person, by, MONDAY))

        assert "要社区的人来定" in give(volunteer, volunteer)
        assert give(worker, worker).startswith("楼门联系人要先登记成志愿者。")
        assert give(guest, worker) == "这位是别的社区的。"
        assert find_door(session, here, "6", "3") is None
        give_door(session, building, "3", volunteer, worker, MONDAY)
        assert looks_after(session, volunteer, ("6", "3"), MONDAY)
        assert not looks_after(session, worker, ("6", "3"), MONDAY)
        assert end_door(session, here, ("6", "3"), worker, MONDAY) is volunteer
        again = refused(lambda: end_door(session, here, ("6", "3"), worker, MONDAY))
        assert again == "这个门本来就没有联系人。"


def test_doors_are_counted_as_people_count(small_world: World) -> None:
    with small_world.db.session() as session:
        here = small_world.community_id
        for number in ("10", "2", "A"):
            building = Building(community_id=here, number=number)
            session.add(building)
            session.flush()
            for unit in ("10", "2", "甲"):
                known_door(session, building, unit)
                known_door(session, building, unit)
        listed = [
            (each.number, [door.unit for door in doors]) for each, doors in doors_of(session, here)
        ]
        assert listed == [(number, ["2", "10", "甲"]) for number in ("2", "10", "A")]
