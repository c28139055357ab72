"""Statements that are compiled once: the same types, the same keys, the same failures."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import LargeBinary, bindparam, func, insert, select, type_coerce, update
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from models.base import Base
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database, is_passing, open_database
from models.inbox import Inbox, InboxState
from models.ready import Ready
from models.timer import Timer, TimerState
from models.vault import Vault
from tests.transcript import World

AT = datetime(2026, 11, 23, 9, 10, tzinfo=UTC)
FILLED = (
    *("community_id", "account_id", "contact_id", "key", "platform_order", "payload", "state"),
    *("said_at", "accepted_at", "attempts", "retry_at"),
)
INSERT = Ready(insert(Inbox).returning(Inbox.id), *FILLED)
FIND = Ready(
    select(Inbox.id, Inbox.payload, Inbox.state, Inbox.said_at, Inbox.done_at)
    .where(Inbox.id == bindparam("of"), Inbox.state == InboxState.ACCEPTED)
    .limit(2)
)
DONE = Ready(update(Inbox).where(Inbox.id == bindparam("of")), "state", "done_at")
PAYLOAD = {"kind": "text", "text": "厨房灯不亮"}


def row(world: World, contact_id: int, key: str) -> dict[str, object]:
    return {
        "community_id": world.community_id,
        "account_id": world.account_id,
        "contact_id": contact_id,
        "key": key,
        "platform_order": 1,
        "payload": PAYLOAD,
        "state": InboxState.ACCEPTED,
        "said_at": AT,
        "accepted_at": AT,
        "attempts": 0,
        "retry_at": None,
    }


@pytest.fixture
def contact_id(world: World) -> int:
    world.someone("李婶").say("您好")
    with world.db.reading() as session:
        return session.scalars(select(Contact.id)).one()


def test_values_go_in_and_come_out_as_the_columns_say(world: World, contact_id: int) -> None:
    with world.db.write.begin() as connection:
        number = INSERT.scalar(connection, row(world, contact_id, "k"))
        (found,) = FIND.rows(connection, {"of": number})
        assert (found.id, found.payload, found.said_at) == (number, PAYLOAD, AT)
        assert (found.state, found.done_at) == (InboxState.ACCEPTED, None)
        done = {"state": InboxState.DONE, "done_at": AT}
        assert DONE.run(connection, {"of": number, **done}) == 1
        assert DONE.run(connection, {"of": 0, **done}) == 0
        assert FIND.rows(connection, {"of": number}) == []
        assert FIND.scalar(connection, {"of": number}) is None
        sealed = connection.scalar(select(type_coerce(Inbox.payload, LargeBinary)))
        assert sealed is not None
        assert "厨房".encode() not in bytes(sealed)
    with world.db.reading() as session:
        assert session.get_one(Inbox, number).payload == PAYLOAD


def test_a_failure_of_the_driver_is_raised_as_sqlalchemy_would(
    world: World, contact_id: int
) -> None:
    with world.db.write.connect() as connection:
        INSERT.scalar(connection, row(world, contact_id, "k"))
        with pytest.raises(IntegrityError) as caught:
            INSERT.scalar(connection, row(world, contact_id, "k"))
        connection.rollback()
    assert "厨房" not in str(caught.value)
    assert not is_passing(caught.value)


@pytest.mark.postgres
def test_a_connection_that_is_lost_is_a_passing_failure(postgres_url: str, vault: Vault) -> None:
    db = open_database(postgres_url, vault)
    one = Ready(select(Timer.id).where(Timer.id == bindparam("of")))
    with db.write.connect() as connection:
        pid = connection.scalar(select(func.pg_backend_pid()))
        with db.read.connect() as other:
            other.scalar(select(func.pg_terminate_backend(pid)))
        with pytest.raises(OperationalError) as caught:
            one.scalar(connection, {"of": 1})
    assert is_passing(caught.value)
    with db.write.begin() as connection:
        assert one.scalar(connection, {"of": 1}) is None
    db.close()


def test_a_table_that_is_not_there(sqlite_db: Database) -> None:
    gone = Ready(select(Conversation.script).where(Conversation.contact_id == bindparam("of")))
    with sqlite_db.write.begin() as connection:
        connection.exec_driver_sql("DROP TABLE conversation")
        with pytest.raises((OperationalError, ProgrammingError)):
            gone.scalar(connection, {"of": 1})


def test_what_has_to_be_made_anew_each_time_is_not_ready(sqlite_db: Database) -> None:
    several = Ready(select(Timer.id).where(Timer.state.in_([TimerState.DUE])))
    defaults = Ready(insert(Timer), "kind")
    with sqlite_db.write.begin() as connection:
        for each in (several, defaults):
            with pytest.raises(ValueError, match="made while it runs"):
                each.run(connection, {})


def test_any_table_can_be_read_by_number_through_a_ready_statement(db: Database) -> None:
    with db.write.begin() as connection:
        for table in Base.metadata.sorted_tables:
            key = next(iter(table.primary_key.columns))
            wanted = 1 if key.type.python_type is int else "1"
            found = Ready(select(table).where(key == bindparam("of")))
            assert found.rows(connection, {"of": wanted}) == [], table.name
