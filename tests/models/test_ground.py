"""The ground: moments, secrets, numbers, migrations, keys of two databases."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from alembic import command
from alembic.util import CommandError
from cryptography.fernet import Fernet
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from models.community import Community, next_number
from models.database import Database, is_passing, open_database
from models.migrate import configuration, is_current, upgrade
from models.person import Person
from models.vault import CannotOpen, Vault, new_key

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def a_community(db: Database) -> int:
    """An empty community's id."""
    with db.session() as session:
        community = Community(name="葵园社区")
        session.add(community)
        session.flush()
        return community.id


def test_moments_come_back_in_utc_and_naive_ones_are_refused(db: Database) -> None:
    community_id = a_community(db)
    with db.session() as session:
        session.add(Person(community_id=community_id, created_at=NOON))
    with db.reading() as session:
        found = session.scalars(select(Person)).one().created_at
        assert (found, found.tzinfo) == (NOON, UTC)
    with pytest.raises(StatementError), db.session() as session:
        session.add(Person(community_id=community_id, created_at=NOON.replace(tzinfo=None)))


def test_what_is_secret_cannot_be_read_in_the_rows(db: Database) -> None:
    community_id = a_community(db)
    with db.session() as session:
        person = Person(community_id=community_id, created_at=NOON, phone="13900000123")
        session.add(person)
    with db.read.connect() as connection:
        raw = bytes(connection.scalar(text("SELECT phone FROM person")))
    assert b"1390000" not in raw
    with db.reading() as session:
        assert session.scalars(select(Person)).one().phone == "13900000123"


def test_a_new_key_reads_old_texts_and_a_strange_one_does_not() -> None:
    old, new = new_key(), new_key()
    sealed = Vault([old], "i").seal("厨房灯不亮".encode())
    assert Vault([new, old], "i").open(sealed).decode() == "厨房灯不亮"
    with pytest.raises(CannotOpen):
        Vault([new], "i").open(sealed)
    assert Vault([old], "a").index("1") != Vault([old], "b").index("1")


def test_what_is_sealed_is_never_the_same_twice_and_cannot_be_changed() -> None:
    vault = Vault([new_key()], "i")
    once, again = (vault.seal("厨房灯不亮".encode()) for _n in range(2))
    assert once != again
    for place in range(len(once)):
        changed = bytearray(once)
        changed[place] ^= 1
        with pytest.raises(CannotOpen):
            vault.open(bytes(changed))
    with pytest.raises(CannotOpen):
        vault.open(once[:10])


def test_what_was_sealed_as_fernet_is_read_and_sealed_anew() -> None:
    key = new_key()
    vault, token = Vault([key], "i"), Fernet(key).encrypt("厨房灯不亮".encode())
    assert vault.open(token).decode() == "厨房灯不亮"
    fresh = vault.renewed(token)
    assert fresh is not None
    assert vault.open(fresh).decode() == "厨房灯不亮"
    assert vault.renewed(fresh) is None
    with pytest.raises(CannotOpen):
        Vault([new_key()], "i").open(token)


def test_each_day_counts_from_one_and_a_rollback_gives_the_number_back(db: Database) -> None:
    community_id = a_community(db)
    monday = date(2026, 11, 23)
    with db.session() as session:
        community = session.get_one(Community, community_id)
        numbers = [next_number(session, community, "order", monday) for _n in range(3)]
        tuesday = next_number(session, community, "order", monday + timedelta(days=1))
        assert (numbers, tuesday) == ([1, 2, 3], 1)
    with db.patient.connect() as connection, Session(connection) as session:
        next_number(session, session.get_one(Community, community_id), "order", monday)
    with db.session() as session:
        community = session.get_one(Community, community_id)
        assert next_number(session, community, "order", monday) == 4


def test_the_read_engine_cannot_write(postgres_url: str, vault: Vault) -> None:
    db = open_database(postgres_url, vault)
    with pytest.raises(Exception, match="read-only"), db.read.begin() as connection:
        connection.execute(text("DELETE FROM person"))
    db.close()


def test_the_models_and_the_migrations_say_the_same(db: Database) -> None:
    with db.patient.begin() as connection:
        try:
            command.check(configuration(connection))
        except CommandError as error:
            pytest.fail(str(error))


def test_migrating_twice_changes_nothing(db: Database) -> None:
    upgrade(db.patient)
    assert is_current(db.read)


def test_migrations_can_be_taken_back(db: Database) -> None:
    with db.patient.begin() as connection:
        command.downgrade(configuration(connection), "base")
    assert not is_current(db.read)
    upgrade(db.patient)
    assert is_current(db.read)


def test_only_what_may_pass_is_tried_again() -> None:
    assert not is_passing(ValueError("database is locked"))


def test_a_desk_in_use_is_brought_to_the_newest_shape_with_all_its_rows(
    tmp_path: Path, vault: Vault
) -> None:
    """Tables are built anew on SQLite while rows of others point at them."""
    db = open_database(f"sqlite:///{tmp_path / 'old.db'}", vault)
    with db.patient.begin() as connection:
        command.upgrade(configuration(connection), "0002")
        for table, values in _ROWS_OF_OLD.items():
            names = ", ".join(values)
            marks = ", ".join(f":{name}" for name in values)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)  # noqa: S608
    upgrade(db.patient)
    with db.read.connect() as connection:
        assert connection.scalar(text("SELECT outbox_id FROM chat_line")) == 7
    db.close()


_AT = "2026-11-23T01:10:00.000000"
_ROWS_OF_OLD: dict[str, dict[str, Any]] = {
    "community": {
        "id": 1,
        "name": "葵园社区",
        "name_en": "",
        "timezone": "Asia/Shanghai",
        "language": "zh",
        "station_phone": "",
        "residents": 0,
        "quiet_from": "21:00:00",
        "quiet_until": "08:00:00",
        "is_sample": 0,
    },
    "account": {"id": 1, "community_id": 1, "channel": "web", "name": "main", "secret_name": ""},
    "contact": {
        "id": 1,
        "community_id": 1,
        "account_id": 1,
        "address": "s:1",
        "language": "",
        "created_at": _AT,
    },
    "outbox": {
        "id": 7,
        "community_id": 1,
        "account_id": 1,
        "contact_id": 1,
        "key": "i1:r0",
        "lane": "reply",
        "kind": "reply",
        "may_repeat": 1,
        "content": "x",
        "subject": "",
        "state": "sent",
        "due_at": _AT,
        "attempts": 1,
        "doubts": 0,
        "created_at": _AT,
    },
    "chat_line": {
        "community_id": 1,
        "contact_id": 1,
        "position": 1,
        "sequence": 1,
        "direction": "out",
        "outbox_id": 7,
        "key": "",
        "content": "x",
        "at": _AT,
    },
}
