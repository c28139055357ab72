"""Every rule of the retention table really lets go of what is older, and of nothing younger."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from models.database import Database
from models.retention import RULES, Retention, Rule, seed_retention
from models.sweeping import Due, all_due, let_go, old_rows
from models.tables import METADATA
from tests.filled import Filler
from tests.transcript import MONDAY

SECOND = timedelta(seconds=1)
WORDS = "3号楼"


@pytest.fixture
def connection(db: Database) -> Iterator[Connection]:
    """A database with two communities and the rules as shipped."""
    with db.patient.begin() as opened, Session(opened) as session:
        seed_retention(session)
        session.flush()
        yield opened


def name_of(rule: Rule) -> str:
    return f"{rule.table}.{rule.column}"


def due_of(connection: Connection, rule: Rule, community_id: int) -> Due:
    with Session(connection) as session:
        rules = all_due(session, MONDAY)
    return next(due for due in rules if due.rule == rule and due.community_id == community_id)


def kept(connection: Connection, rule: Rule) -> dict[int, Any]:
    """What stands in the column of this rule, by row."""
    table = METADATA.tables[rule.table]
    [key] = table.primary_key
    rows = connection.execute(select(key, table.c[rule.column]).order_by(key))
    return {row[0]: row[1] for row in rows}


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_a_rule_takes_what_is_older_and_nothing_younger(connection: Connection, rule: Rule) -> None:
    fill = Filler(connection)
    here = fill.row("community", name="葵园社区")
    elsewhere = fill.row("community", name="别的社区")
    table = METADATA.tables[rule.table]
    is_text = rule.action == "blank"
    words = {rule.column: WORDS} if is_text else {}
    line = MONDAY - timedelta(days=rule.days)

    def row(community_id: int, moment: Any) -> int:
        values = {"community_id": community_id, rule.moment: moment, **words}
        return fill.row(table.name, **_apart(fill, table.name), **values)

    old, young, other = row(here, line - SECOND), row(here, line), row(elsewhere, line - SECOND)
    unset = row(here, None) if table.c[rule.moment].nullable else 0
    before = kept(connection, rule)
    due = due_of(connection, rule, here)

    assert old_rows(connection, due) == [old]
    assert let_go(connection, due, [old, young, other]) == 1
    after = kept(connection, rule)
    if is_text:
        assert after.pop(old) in (None, "")
    else:
        assert old not in after
    assert after == {number: value for number, value in before.items() if number != old}
    assert {young, other} <= set(after)
    assert not unset or unset in after
    assert old_rows(connection, due) == []
    assert let_go(connection, due, [old]) == 0


def _apart(fill: Filler, table: str) -> dict[str, Any]:
    """New rows to point at where a table has one row for each."""
    single = {
        "evaluation": {"order_id": "service_order"},
        "assignment": {"order_id": "service_order"},
        "conversation": {"contact_id": "contact"},
        "push_window": {"contact_id": "contact"},
        "subscription": {"contact_id": "contact"},
        "sign_up": {"activity_id": "activity"},
        "text_message": {"person_id": "person"},
    }
    return {column: fill.row(of) for column, of in single.get(table, {}).items()}


def test_a_row_that_others_name_can_go_all_the_same(connection: Connection) -> None:
    rule = next(each for each in RULES if each.table == "outbox")
    fill = Filler(connection)
    community = fill.row("community", name="葵园社区")
    old = MONDAY - timedelta(days=rule.days + 1)
    outbox = fill.row("outbox", community_id=community, created_at=old)
    fill.row("outbox", community_id=community)
    line = fill.row("chat_line", community_id=community, outbox_id=outbox, at=MONDAY)
    assert let_go(connection, due_of(connection, rule, community), [outbox]) == 1
    chat_line = METADATA.tables["chat_line"]
    assert connection.execute(select(chat_line.c.id, chat_line.c.outbox_id)).all() == [(line, None)]


def test_a_community_that_shortens_the_days_is_obeyed(connection: Connection) -> None:
    rule = next(each for each in RULES if each.table == "chat_line")
    connection.execute(update(Retention).where(Retention.table == "chat_line").values(days=5))
    fill = Filler(connection)
    community = fill.row("community", name="葵园社区")
    line = fill.row("chat_line", community_id=community, at=MONDAY - timedelta(days=6))
    fill.row("chat_line", community_id=community, at=MONDAY - timedelta(days=4))
    assert old_rows(connection, due_of(connection, rule, community)) == [line]


def test_a_slice_has_an_end(connection: Connection) -> None:
    rule = next(each for each in RULES if each.table == "audit")
    fill = Filler(connection)
    community = fill.row("community", name="葵园社区")
    ids = [
        fill.row("audit", community_id=community, at=MONDAY - timedelta(days=2000))
        for _each in range(4)
    ]
    assert old_rows(connection, due_of(connection, rule, community), limit=3) == ids[:3]


def test_rules_are_seeded_once_and_keep_what_was_changed(connection: Connection) -> None:
    words = Retention.table == "inbox", Retention.column == "payload"
    connection.execute(update(Retention).where(*words).values(days=30))
    with Session(connection) as session:
        seed_retention(session)
        session.flush()
        rows = session.scalars(select(Retention)).all()
    assert len(rows) == len(RULES)
    days = {each.column: each.days for each in rows if each.table == "inbox"}
    assert days == {"payload": 30, "answer": 2}


def test_no_rule_deletes_a_row_that_others_cannot_do_without() -> None:
    deleted = {rule.table for rule in RULES if rule.action == "delete"}
    needed = [
        f"{column.table.name}.{column.name}"
        for table in METADATA.tables.values()
        for column in table.c
        for key in column.foreign_keys
        if key.column.table.name in deleted and not column.nullable
    ]
    assert needed == []


def test_the_newest_number_is_never_given_out_twice(connection: Connection) -> None:
    rule = next(each for each in RULES if each.table == "inbox")
    fill = Filler(connection)
    community = fill.row("community", name="葵园社区")
    old = MONDAY - timedelta(days=rule.days + 1)
    first, last = (fill.row("inbox", community_id=community, accepted_at=old) for _n in range(2))
    due = due_of(connection, rule, community)
    assert let_go(connection, due, [first, last]) == 1
    assert fill.row("inbox", community_id=community) > last
