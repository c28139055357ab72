"""Marks of special care: who may know, and what follows from them."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import acting, doubles, posting
from models.assignment import Assignment, AssignmentState
from models.audit import Audit
from models.care import Care, mark, marks_of, may_know, readable_marks
from models.community import Community
from models.errors import Refused
from models.membership import Role, grant
from models.need_kind import kind_of
from models.order import Order, OrderState
from models.person import Person
from tests.transcript import MONDAY, World


def somebody(session: Session, world: World, role: Role | None = None) -> Person:
    person = Person(community_id=world.community_id, created_at=MONDAY)
    session.add(person)
    session.flush()
    if role is not None:
        grant(session, person, role, MONDAY)
    return person


def an_order(session: Session, world: World, asker: Person, *, tells: bool = True) -> Order:
    start = MONDAY + timedelta(days=11)
    need = posting.Need(
        "想理发",
        kind_of(session, world.community_id, "haircut"),
        start,
        start + timedelta(hours=3),
        "range",
        posting.Place("5", "1", "201"),
        "13900000456",
        may_tell_health=tells,
    )
    community = session.get_one(Community, world.community_id)
    return posting.post(session, community, asker, need, "4826", MONDAY)


def goes(session: Session, order: Order, person: Person, state: AssignmentState) -> None:
    row = Assignment(
        community_id=order.community_id, order_id=order.id, person_id=person.id, state=state
    )
    session.add(row)
    session.flush()


@pytest.mark.parametrize(
    ("state", "tells", "knows"),
    [
        (AssignmentState.ACCEPTED, True, True),
        (AssignmentState.ACCEPTED, False, False),
        (AssignmentState.OFFERED, True, False),
        (AssignmentState.WITHDRAWN, True, False),
        (AssignmentState.COMPLETED, True, False),
    ],
)
def test_of_volunteers_only_who_goes_now_and_may_be_told(
    world: World, state: AssignmentState, tells: bool, knows: bool
) -> None:
    with world.db.session() as session:
        order = an_order(session, world, somebody(session, world), tells=tells)
        helper = somebody(session, world, Role.VOLUNTEER)
        goes(session, order, helper, state)
        assert may_know(session, order, helper, MONDAY) is knows


def test_nobody_of_another_community_knows(world: World) -> None:
    with world.db.session() as session:
        order = an_order(session, world, somebody(session, world))
        other = Community(name="苇湾", timezone="Asia/Shanghai", language="zh", station_phone="")
        session.add(other)
        session.flush()
        worker = Person(community_id=other.id, created_at=MONDAY)
        session.add(worker)
        session.flush()
        grant(session, worker, Role.WORKER, MONDAY)
        with pytest.raises(Refused):
            readable_marks(session, order, worker, MONDAY)


def test_a_mark_raises_what_waits_already_and_says_who_set_it(world: World) -> None:
    with world.db.session() as session:
        zhang = somebody(session, world)
        order = an_order(session, world, zhang)
        worker = somebody(session, world, Role.WORKER)
        with pytest.raises(Refused):
            mark(session, order, [Care.LIVES_ALONE], zhang, MONDAY)
        mark(session, order, [Care.HARD_OF_HEARING], worker, MONDAY)
        assert order.urgency == "U3"
        mark(session, order, [Care.HARD_OF_HEARING, Care.LIVES_ALONE], worker, MONDAY)
        assert order.urgency == "U2"
        assert marks_of(zhang) == (Care.LIVES_ALONE, Care.HARD_OF_HEARING)
        kept = session.scalars(select(Audit).filter_by(action="set_care")).all()
        assert {each.actor_id for each in kept} == {worker.id}
        assert all("alone" not in each.detail + each.subject for each in kept)


def test_only_she_and_staff_keep_the_family_out(world: World) -> None:
    with world.db.session() as session:
        daughter, worker = somebody(session, world), somebody(session, world, Role.WORKER)
        mother = somebody(session, world)
        order = an_order(session, world, daughter)
        order.served_person_id, order.relation = mother.id, "family"
        for by in (daughter, somebody(session, world, Role.VOLUNTEER)):
            with pytest.raises(Refused):
                acting.hush_family(session, order, by, MONDAY, hushed=True)
        for by in (mother, worker):
            acting.hush_family(session, order, by, MONDAY, hushed=True)
            assert order.asking_side == (mother.id,)
            acting.hush_family(session, order, by, MONDAY, hushed=False)
        assert daughter.id in order.asking_side


def test_nobody_joins_what_has_ended_and_who_joined_hears_only_after_her_yes(
    world: World,
) -> None:
    with world.db.session() as session:
        mother, son = somebody(session, world), somebody(session, world)
        order = an_order(session, world, mother)
        doubles.join(session, order, son, "我妈想理发", MONDAY)
        with pytest.raises(Refused):
            doubles.join(session, order, son, "再说一遍", MONDAY)
        assert doubles.hearing(session, order) == []
        doubles.answer_for(session, order, MONDAY, may_hear=True)
        assert doubles.hearing(session, order) == [son.id]
        order.family_is_off = True
        assert doubles.hearing(session, order) == []
        order.move(session, OrderState.CANCELLED, mother, MONDAY)
        with pytest.raises(Refused):
            doubles.join(session, order, somebody(session, world), "我也要", MONDAY)
