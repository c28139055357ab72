"""What /metrics and the doctor see of the queues: true, and found without reading tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event, update

from bot.figures import Figures, Finished, figures
from models.account import Account
from models.inbox import InboxState
from models.outbox import GaveUp, Lane, OutboxState
from models.timer import set_timer
from tests.queued import queued
from tests.transcript import World

MINUTE = timedelta(minutes=1)


def look(world: World) -> Figures:
    """The figures at this moment."""
    with world.db.read.connect() as connection:
        return figures(connection, world.now)


def test_an_empty_desk_has_nothing_waiting(world: World) -> None:
    found = look(world)
    assert set(found.outbox.values()) == {0}
    assert set(found.due.values()) == {0}
    assert set(found.inbox.values()) == {0}
    assert (found.due_since, found.accepted_at, found.next_timer) == ({}, None, None)
    assert (found.gave_up, found.paused, found.newest_outbox) == ({}, {}, 0)


def test_what_may_go_is_counted_by_lane_with_its_age(world: World) -> None:
    queued(world.db, world.now, OutboxState.DUE, lane=Lane.BULK, ago=9 * MINUTE)
    queued(world.db, world.now, OutboxState.DUE, lane=Lane.BULK, ago=2 * MINUTE)
    queued(world.db, world.now, OutboxState.DUE, lane=Lane.REPLY, due_at=world.now + MINUTE)
    found = look(world)
    assert found.due == {Lane.REPLY: 0, Lane.NOTICE: 0, Lane.BULK: 2}
    assert found.due_since == {Lane.BULK: world.now - 9 * MINUTE}
    assert found.outbox[OutboxState.DUE] == 3


def test_what_was_finished_in_the_last_minute_is_told_apart(world: World) -> None:
    for state, more in (
        (OutboxState.SENT, {"attempts": 3, "doubts": 1}),
        (OutboxState.SENT, {}),
        (OutboxState.SENT, {"ago": 2 * MINUTE, "attempts": 9}),
        (OutboxState.ANSWERED, {"lane": Lane.REPLY}),
        (OutboxState.GAVE_UP, {"reason": GaveUp.BLOCKED, "attempts": 0}),
        (OutboxState.GAVE_UP, {"reason": GaveUp.REJECTED, "lane": Lane.BULK}),
        (OutboxState.GAVE_UP, {"reason": GaveUp.REJECTED, "ago": 2 * MINUTE}),
    ):
        queued(world.db, world.now, state, **more)
    found = look(world)
    assert found.finished[OutboxState.SENT, Lane.NOTICE] == Finished(2, retried=2, doubts=1)
    assert found.finished[OutboxState.ANSWERED, Lane.REPLY] == Finished(1)
    assert found.finished[OutboxState.GAVE_UP, Lane.NOTICE] == Finished(1)
    assert found.gave_up == {GaveUp.BLOCKED: 1, GaveUp.REJECTED: 1}
    assert found.outbox[OutboxState.GAVE_UP] == 3
    assert OutboxState.SENT not in found.outbox


def test_messages_timers_and_silence_are_seen(world: World) -> None:
    world.someone("wang").say("您好")
    with world.db.session() as session:
        set_timer(session, world.community_id, "review_due", "order:1", world.now - 3 * MINUTE)
        set_timer(session, world.community_id, "review_due", "order:2", world.now + MINUTE)
        session.execute(update(Account).values(paused_until=world.now + MINUTE))
    found = look(world)
    assert found.inbox == {InboxState.ACCEPTED: 0, InboxState.FAILED: 0}
    assert found.newest_inbox == 1
    assert (found.timers_due, found.next_timer) == (1, world.now - 3 * MINUTE)
    assert found.paused == {("paper", "main"): world.now + MINUTE}


def test_no_look_reads_a_whole_table(world: World) -> None:
    with _plans(world) as plans:
        look(world)
    assert plans
    walks = [line for line in plans if "outbox" in line and _is_walk(line)]
    assert walks == []


@contextmanager
def _plans(world: World) -> Iterator[list[str]]:
    """How the database goes about each statement; PostgreSQL is told to shun walks if it can."""
    plans: list[str] = []
    explain = "EXPLAIN QUERY PLAN " if world.db.is_sqlite else "EXPLAIN "

    def listen(connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT") and "EXPLAIN" not in statement:
            raw = connection.connection.cursor()
            if not world.db.is_sqlite:
                raw.execute("SET enable_seqscan = off")
            raw.execute(explain + statement, values)
            plans.extend(str(row[-1]) for row in raw.fetchall())

    event.listen(world.db.read, "before_cursor_execute", listen)
    try:
        yield plans
    finally:
        event.remove(world.db.read, "before_cursor_execute", listen)


def _is_walk(line: str) -> bool:
    return "Seq Scan" in line or line.startswith("SCAN")
