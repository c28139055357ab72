"""Orders: every way a state may go, and until when somebody must look."""

from datetime import datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from models import posting
from models.community import Community
from models.database import Database
from models.errors import Refused
from models.need_kind import kind_of, seed_kinds
from models.order import ENDED, MOVES, Order, OrderState
from models.person import Person

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 9, 10, tzinfo=ZONE)
S = OrderState


def an_order(db: Database, *, starts: datetime = MONDAY + timedelta(days=1)) -> int:
    """A submitted order in a new community."""
    with db.session() as session:
        community = Community(name="葵园社区")
        session.add(community)
        session.flush()
        seed_kinds(session, community)
        person = Person(community_id=community.id, created_at=MONDAY)
        session.add(person)
        session.flush()
        need = posting.Need(
            "想学手机",
            kind_of(session, community.id, "digital_help"),
            starts,
            starts + timedelta(hours=4),
            "part",
            posting.Place("3", "2", "501"),
            "13900000123",
        )
        return posting.post(session, community, person, need, "4826", MONDAY).id


@pytest.mark.parametrize(("start", "to"), list(product(S, S)))
def test_a_state_goes_only_where_a_way_leads(sqlite_db: Database, start: S, to: S) -> None:
    order_id = an_order(sqlite_db)
    with sqlite_db.session() as session:
        order = Order.locked(session, order_id)
        order.state = start
        if to in MOVES.get(start, frozenset()):
            order.move(session, to, None, MONDAY)
            assert order.state is to
            assert (order.closed_at is not None) is (to in ENDED)
        else:
            with pytest.raises(Refused):
                order.move(session, to, None, MONDAY)
            assert order.state is start


def test_nothing_follows_an_end() -> None:
    assert not any(MOVES.get(state) for state in ENDED)


def test_a_time_that_is_over_is_asked_again(sqlite_db: Database) -> None:
    with pytest.raises(Refused) as refused:
        an_order(sqlite_db, starts=MONDAY - timedelta(days=1))
    assert refused.value.ask == "when"


def clock(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in November 2026, local."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("urgency", "at", "due"),
    [
        ("U1", clock(23, 9, 10), clock(23, 9, 40)),
        ("U1", clock(23, 19, 45), clock(24, 10)),
        ("U1", clock(23, 22), clock(24, 8, 30)),
        ("U1", clock(23, 3), clock(23, 8, 30)),
        ("U2", clock(23, 9, 10), clock(23, 13)),
        ("U2", clock(23, 17), clock(24, 10)),
        ("U3", clock(23, 9, 10), clock(24, 10)),
        ("U3", clock(23, 21), clock(25, 10)),
    ],
)
def test_somebody_looks_in_time(urgency: str, at: datetime, due: datetime) -> None:
    community = Community(name="葵园社区", timezone="Asia/Shanghai")
    assert posting.review_due(community, urgency, at) == due
