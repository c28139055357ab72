"""Orders for somebody else: who is served, who speaks, and whose yes is owed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models import posting
from models.acting import Described, described
from models.care import Care, set_marks
from models.community import Community
from models.errors import Refused
from models.membership import Role, grant
from models.need_kind import kind_of
from models.order import Order, OrderState
from models.person import ActsFor, Person
from tests.transcript import MONDAY, World


def a_need(session: Session, world: World, **more: Any) -> posting.Need:
    """A haircut next Friday morning."""
    kind = kind_of(session, world.community_id, "haircut")
    start = MONDAY + timedelta(days=11)
    place = posting.Place("5", "1", "201")
    need = posting.Need(
        "想理发", kind, start, start + timedelta(hours=3), "range", place, "13900000456"
    )
    return replace(need, **more)


def somebody(session: Session, world: World, name: str) -> Person:
    person = Person(community_id=world.community_id, created_at=MONDAY, display_name=name)
    session.add(person)
    session.flush()
    return person


def post(session: Session, world: World, asker: Person, need: posting.Need) -> Order:
    community = session.get_one(Community, world.community_id)
    return posting.post(session, community, asker, need, "4826", MONDAY)


MOTHER = Described("陈桂芳", "13900000456", "", "5", "1", "201")


def test_whoever_asks_speaks_on_their_own_word_until_she_is_asked(world: World) -> None:
    with world.db.session() as session:
        daughter = somebody(session, world, "刘敏")
        mother = described(session, daughter, MOTHER, MONDAY)
        need = a_need(session, world, for_whom=posting.ForWhom(mother, "family"))
        order = post(session, world, daughter, need)
        assert (order.requested_by_id, order.served_person_id) == (daughter.id, mother.id)
        assert (order.own_yes, order.relation, order.venue) == ("owed", "family", "home")
        spoken = session.query(ActsFor).one()
        assert (spoken.person_id, spoken.for_person_id) == (daughter.id, mother.id)
        assert spoken.agreed_by == "asker"
        assert order.asking_side == (mother.id, daughter.id)


def test_approval_waits_for_her_own_yes(world: World) -> None:
    with world.db.session() as session:
        sun = somebody(session, world, "孙丽")
        grant(session, sun, Role.WORKER, MONDAY)
        daughter = somebody(session, world, "刘敏")
        mother = described(session, daughter, MOTHER, MONDAY)
        need = a_need(session, world, for_whom=posting.ForWhom(mother, "family"))
        order = post(session, world, daughter, need)
        with pytest.raises(Refused):
            posting.approve(session, order, sun, MONDAY)
        assert order.state.value == "submitted"
        order.own_yes = "given"
        posting.approve(session, order, sun, MONDAY)
        assert order.state is OrderState.APPROVED


def test_two_who_share_a_door_and_a_phone_stay_two(world: World) -> None:
    with world.db.session() as session:
        daughter = somebody(session, world, "刘敏")
        served = []
        for name in ("陈桂芳", "刘建国", "陈桂芳"):
            parent = described(session, daughter, replace(MOTHER, name=name), MONDAY)
            need = a_need(session, world, for_whom=posting.ForWhom(parent, "family"))
            served.append(post(session, world, daughter, need).served_person_id)
        assert served[0] == served[2] != served[1]


def test_a_stranger_who_names_her_door_gets_a_record_of_their_own(world: World) -> None:
    with world.db.session() as session:
        daughter = somebody(session, world, "刘敏")
        mother = described(session, daughter, MOTHER, MONDAY)
        post(
            session,
            world,
            daughter,
            a_need(session, world, for_whom=posting.ForWhom(mother, "family")),
        )
        stranger = somebody(session, world, "过路人")
        assert described(session, stranger, MOTHER, MONDAY).id != mother.id


def test_somebody_who_lives_alone_waits_no_longer_than_three_days(world: World) -> None:
    with world.db.session() as session:
        zhang = somebody(session, world, "张德福")
        assert post(session, world, zhang, a_need(session, world)).urgency == "U3"
        set_marks(session, zhang, [Care.LIVES_ALONE], zhang, MONDAY)
        assert post(session, world, zhang, a_need(session, world)).urgency == "U2"


def test_wishes_and_how_many_it_helps_stand_in_the_order(world: World) -> None:
    with world.db.session() as session:
        zhang = somebody(session, world, "张德福")
        need = a_need(session, world, wish="说话大声点", wants_woman=True, served_count=2)
        order = post(session, world, zhang, replace(need, venue="station", door_note="敲窗"))
        assert (order.wish, order.wants_woman, order.served_count) == ("说话大声点", True, 2)
        assert (order.venue, order.door_note, order.origin) == ("station", "敲窗", "resident")
