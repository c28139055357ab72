"""Rows through ready-made statements: the same objects and values as those of the ORM."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import LargeBinary, inspect, select, type_coerce
from sqlalchemy.orm import Session

from models.database import Database, guarded
from models.person import Person
from models.rows import change, find, find_one, write
from models.station import Station
from tests.transcript import World

AT = datetime(2026, 11, 23, 9, 10, tzinfo=UTC)


def person(world: World, **values: object) -> Person:
    return Person(community_id=world.community_id, created_at=AT, **values)


def stored(db: Database, key: int) -> Person:
    with db.reading() as session:
        return session.get_one(Person, key)


def test_a_new_row_has_its_key_and_the_defaults_of_its_columns(world: World) -> None:
    with world.db.session() as session:
        made = write(session, person(world, phone="13900000456"))
        assert (made.display_name, made.large_text, made.left_at) == ("", False, None)
        assert session.get(Person, made.id) is made
        assert not inspect(made).modified
        sealed = session.scalar(select(type_coerce(Person.phone, LargeBinary)))
        assert sealed is not None
        assert b"139" not in bytes(sealed)
    kept = stored(world.db, made.id)
    assert (kept.phone, kept.created_at, kept.display_name) == ("13900000456", AT, "")


def test_what_is_changed_in_it_later_is_written_with_the_next_flush(world: World) -> None:
    with world.db.session() as session:
        key = write(session, person(world)).id
    with world.db.session() as session:
        found = find_one(session, Person, key)
        found.display_name, found.room = "李阿姨", "501"
    assert (stored(world.db, key).display_name, stored(world.db, key).room) == ("李阿姨", "501")


def test_the_session_has_one_object_of_each_row(world: World) -> None:
    with world.db.session() as session:
        key = write(session, person(world)).id
    with world.db.session() as session:
        first = session.get_one(Person, key)
        assert find(session, Person, key) is first
        session.expunge_all()
        again = find(session, Person, key)
        assert again is not first
        assert session.get(Person, key) is again


def test_a_row_that_is_not_there_is_none(world: World) -> None:
    with world.db.session() as session:
        assert find(session, Person, 10**6) is None
        assert find(session, Person, None) is None
        with pytest.raises(LookupError, match="person has no row"):
            find_one(session, Person, 10**6)


def test_a_change_is_written_at_once_and_stands_in_the_object(world: World) -> None:
    with world.db.session() as session:
        made = write(session, person(world))
        change(session, made, display_name="李阿姨", room="501")
        assert (made.display_name, made.room) == ("李阿姨", "501")
        assert not session.dirty
    assert (stored(world.db, made.id).display_name, stored(world.db, made.id).room) == (
        "李阿姨",
        "501",
    )


def test_what_waits_in_the_session_is_written_first(world: World) -> None:
    with world.db.session() as session:
        waiting = person(world, display_name="老周")
        session.add(waiting)
        write(session, person(world))
        assert waiting.id


def test_writes_under_a_guard_are_taken_back_and_reads_cost_nothing(world: World) -> None:
    with world.db.write.begin() as connection:
        kept = write(Session(connection), person(world, display_name="王敏")).id
        with guarded(connection) as guard:
            assert find(Session(connection), Person, kept) is not None
            assert guard.writes == []
            gone = write(Session(connection), person(world)).id
            assert len(guard.writes) == 1
            guard.undo()
        with guarded(connection) as guard:
            guard.undo()  # it wrote nothing: what stood before stays
    assert stored(world.db, kept).display_name == "王敏"
    with world.db.reading() as session:
        assert session.get(Person, gone) is None


def test_a_place_on_the_map_comes_back_as_it_was_written(world: World) -> None:
    with world.db.session() as session:
        station = Station(community_id=world.community_id, code="KY", name="葵园站", kind="desk")
        station.latitude, station.longitude = 39.12, 117.2
        key = write(session, station).id
    with world.db.session() as session:
        found = find_one(session, Station, key)
        assert (found.latitude, found.longitude) == (39.12, 117.2)
