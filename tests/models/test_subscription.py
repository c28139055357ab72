"""How often somebody has agreed to be knocked: each yes once, each knock one, a no ends all."""

from datetime import timedelta

from sqlalchemy import Connection, select

from models.contact import meet
from models.database import Database
from models.subscription import Subscription, agreed, put_back, use, used_up, withdrew
from tests.transcript import MONDAY, World

SECOND = timedelta(seconds=1)


def a_contact(db: Database) -> tuple[int, int]:
    world = World(db, "wechat")
    world.runner.close()
    with db.patient.begin() as connection:
        contact = meet(connection, world.community_id, world.account_id, "oWang", MONDAY)
    return world.community_id, contact


def left(connection: Connection) -> list[int]:
    return list(connection.scalars(select(Subscription.left).order_by(Subscription.id)))


def test_one_yes_is_one_message_and_the_same_yes_counts_once(db: Database) -> None:
    community, wang = a_contact(db)
    with db.patient.begin() as connection:
        assert not use(connection, wang, "SUB1", lasts=False)
        agreed(connection, community, wang, "SUB1", MONDAY)
        agreed(connection, community, wang, "SUB1", MONDAY)
        agreed(connection, community, wang, "SUB1", MONDAY - SECOND)
        assert left(connection) == [1]
        assert use(connection, wang, "SUB1", lasts=False)
        assert not use(connection, wang, "SUB1", lasts=False)
        assert not use(connection, wang, "SUB2", lasts=False)


def test_yeses_add_up_and_a_call_that_failed_gives_its_own_back(db: Database) -> None:
    community, wang = a_contact(db)
    with db.patient.begin() as connection:
        agreed(connection, community, wang, "SUB1", MONDAY)
        agreed(connection, community, wang, "SUB1", MONDAY + SECOND)
        assert use(connection, wang, "SUB1", lasts=False)
        put_back(connection, wang, "SUB1")
        assert left(connection) == [2]
        used_up(connection, wang, "SUB1")
        assert not use(connection, wang, "SUB1", lasts=False)


def test_one_that_lasts_is_there_until_it_is_withdrawn(db: Database) -> None:
    community, wang = a_contact(db)
    with db.patient.begin() as connection:
        agreed(connection, community, wang, "SUB1", MONDAY)
        assert [use(connection, wang, "SUB1", lasts=True) for _ in range(3)] == [True] * 3
        withdrew(connection, community, wang, "SUB1", MONDAY - SECOND)
        assert use(connection, wang, "SUB1", lasts=True)
        withdrew(connection, community, wang, "SUB1", MONDAY + SECOND)
        assert not use(connection, wang, "SUB1", lasts=True)
        withdrew(connection, community, wang, "SUB2", MONDAY)
        agreed(connection, community, wang, "SUB2", MONDAY - SECOND)
        assert not use(connection, wang, "SUB2", lasts=True)
