"""Who may leave, and what leaving leaves behind."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.database import Database
from models.errors import Refused
from models.leaving import ask_to_leave, cut, leave, require_may_leave, take_back, waiting_to_leave
from models.membership import Membership, Role, grant, roles_of
from models.order import Order, OrderState
from models.person import Person
from models.rights_request import RightsRequest, Tombstone
from tests.filled import Filler
from tests.transcript import MONDAY

LATER = MONDAY + timedelta(days=3)


def somebody(session: Session, *roles: Role, name: str = "李婶") -> Person:
    """One more person of the community that the others are in."""
    parents = {}
    known = session.scalars(select(Person)).first()
    if known is not None:
        parents["community"] = known.community_id
    fill = Filler(session.connection(), parents)
    person = session.get_one(Person, fill.row("person", display_name=name, phone="13900000123"))
    for role in roles:
        grant(session, person, role, MONDAY)
    session.flush()
    return person


def test_the_last_coordinator_may_not_leave_and_the_last_but_one_may(db: Database) -> None:
    with db.session() as session:
        sun = somebody(session, Role.COORDINATOR, name="孙丽")
        with pytest.raises(Refused):
            require_may_leave(session, sun, MONDAY)
        with pytest.raises(Refused):
            ask_to_leave(session, sun, MONDAY)
        assert waiting_to_leave(session, sun) is None
        chen = somebody(session, Role.WORKER, name="陈静")
        with pytest.raises(Refused):
            leave(session, sun, MONDAY)
        grant(session, chen, Role.ADMIN, MONDAY)
        session.flush()
        leave(session, sun, MONDAY)
        assert roles_of(session, sun, LATER) == frozenset()


@pytest.mark.parametrize("state", list(OrderState))
def test_only_what_nobody_is_expected_for_any_more_lets_go(db: Database, state: OrderState) -> None:
    settled = {
        *(OrderState.REJECTED, OrderState.CLOSED, OrderState.CANCELLED, OrderState.EXPIRED),
        *(OrderState.REFERRED, OrderState.DONE, OrderState.RATED),
    }
    with db.session() as session:
        li = somebody(session)
        parents = {"community": li.community_id, "person": li.id}
        number = Filler(session.connection(), parents).row("service_order", state=state)
        if state not in settled:
            with pytest.raises(Refused):
                leave(session, li, LATER)
            return
        leave(session, li, LATER)
        order = session.get_one(Order, number)
        assert order.has_ended
        if state in (OrderState.DONE, OrderState.RATED):
            assert (order.state, order.closed_at) == (OrderState.CLOSED, LATER)


def test_a_wish_stands_once_and_is_kept_when_taken_back(db: Database) -> None:
    with db.session() as session:
        li = somebody(session)
        ask_to_leave(session, li, MONDAY)
        ask_to_leave(session, li, LATER)
        assert take_back(session, li, LATER)
        assert not take_back(session, li, LATER)
        rows = session.scalars(select(RightsRequest)).all()
        assert [(row.kind, row.state, row.done_at) for row in rows] == [
            ("leave", "taken_back", LATER)
        ]


def test_leaving_twice_leaves_one_stone_with_the_later_day(db: Database) -> None:
    with db.session() as session:
        li = somebody(session, Role.VOLUNTEER)
        cut(session, li, MONDAY)
        cut(session, li, LATER)
        stone = session.scalars(select(Tombstone)).one()
        assert (stone.person_id, stone.at) == (li.id, LATER)
        assert session.scalars(select(Membership.until)).all() == [MONDAY]
