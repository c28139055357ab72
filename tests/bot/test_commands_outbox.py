"""`linli outbox`: what is stuck is shown without a word of it, and goes once more when it may."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import retrying
from bot.clock import Surroundings, utc_now
from bot.config import load_settings
from bot.ground import Ground, open_ground
from models.audit import Audit
from models.database import Database
from models.outbox import GaveUp, Lane, Outbox, OutboxState
from tests.command_line import configured, linli
from tests.queued import queued
from tests.transcript import World

HOUR = timedelta(hours=1)


@pytest.fixture
def config(small_world: World, tmp_path: Path) -> tuple[str, str]:
    """The option that names the configuration of this database."""
    return "--config", str(configured(tmp_path, str(small_world.db.write.url)))


def gave_up(world: World, reason: GaveUp, **more: Any) -> list[int]:
    """Messages that gave up three hours ago."""
    more = {"attempts": 8, **more}
    return queued(world.db, utc_now(), OutboxState.GAVE_UP, reason=reason, ago=3 * HOUR, **more)


def doubtful(world: World, lane: Lane = Lane.NOTICE, **more: Any) -> list[int]:
    """Messages that may have arrived."""
    return queued(world.db, utc_now(), OutboxState.UNCERTAIN, lane=lane, doubts=1, **more)


def due(db: Database) -> list[int]:
    """The messages that are due, as ids."""
    with db.reading() as session:
        rows = session.scalars(
            select(Outbox).where(Outbox.state == OutboxState.DUE).order_by(Outbox.id)
        ).all()
        assert all((row.reason, row.attempts) == (None, 0) for row in rows)
        return [row.id for row in rows]


def test_what_is_stuck_is_listed_without_a_word_or_an_address(
    small_world: World, config: tuple[str, str]
) -> None:
    assert linli("outbox", "list", *config).output == "No such message.\n"
    [refused] = gave_up(small_world, GaveUp.REJECTED)
    [unsure] = doubtful(small_world, Lane.BULK)
    queued(small_world.db, utc_now(), OutboxState.SENT)
    assert linli("outbox", "list", *config).output.splitlines() == [
        f"{unsure}  uncertain  bulk order_news  account 1  contact 1  tries 1  doubts 1  0 s old",
        f"{refused}  gave_up rejected  notice order_news  account 1  contact 1  tries 8  doubts 0"
        "  3 h old",
    ]


def test_a_list_has_an_end_and_takes_a_state(small_world: World, config: tuple[str, str]) -> None:
    queued(small_world.db, utc_now(), OutboxState.DUE, rows=3)
    told = linli("outbox", "list", "--state", "due", "--limit", "2", *config).output
    assert [line.split()[0] for line in told.splitlines()] == ["3", "2", "More"]
    assert linli("outbox", "list", "--state", "nonsense", *config).exit_code == 2


def test_all_of_one_reason_go_again_and_the_audit_table_says_so(
    small_world: World, config: tuple[str, str]
) -> None:
    ids = gave_up(small_world, GaveUp.ERROR_LIMIT, rows=3)
    gave_up(small_world, GaveUp.REJECTED)
    told = linli("outbox", "retry", "--reason", "error_limit", *config)
    assert told.output == "3 to be sent again.\n"
    assert due(small_world.db) == ids
    with small_world.db.reading() as session:
        [row] = session.scalars(select(Audit).filter_by(action="outbox_retried")).all()
        assert (row.subject, row.detail) == ("outbox:1", "error_limit: 3 rows, 1 to 3")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "say which"),
        (("1", "--uncertain"), "say which"),
        (("--uncertain", "--reason", "rejected"), "say which"),
        (("--reason", "blocked"), "only by id"),
        (("--reason", "opted_out"), "no fault to be mended"),
        (("--reason", "too_old"), "no fault to be mended"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    config: tuple[str, str], words: tuple[str, ...], told: str
) -> None:
    answer = linli("outbox", "retry", *words, *config)
    assert answer.exit_code == 2
    assert told in " ".join(answer.output.replace("│", " ").split())


def test_those_that_are_named_go_unless_there_is_a_reason_not_to(
    small_world: World, config: tuple[str, str]
) -> None:
    [blocked] = gave_up(small_world, GaveUp.BLOCKED)
    [erased] = gave_up(small_world, GaveUp.ERASED)
    [sent] = queued(small_world.db, utc_now(), OutboxState.SENT)
    told = linli("outbox", "retry", *map(str, (blocked, erased, sent, 99)), *config)
    assert told.exit_code == 0
    assert told.output.splitlines() == [
        f"{erased} is left: erased is no fault to be mended.",
        f"{sent} is left: it is sent.",
        "99 is left: there is none.",
        "1 to be sent again.",
    ]
    assert due(small_world.db) == [blocked]
    assert linli("outbox", "retry", "99", *config).exit_code == 1


def test_what_goes_at_most_once_stays_in_doubt_unless_twice_is_allowed(
    small_world: World, config: tuple[str, str]
) -> None:
    repeatable, bulk = doubtful(small_world), doubtful(small_world, Lane.BULK, rows=2)
    told = linli("outbox", "retry", "--uncertain", *config)
    assert "2 left: it may have arrived, and goes at most once; --even-if-twice" in told.output
    assert told.output.endswith("1 to be sent again.\n")
    assert due(small_world.db) == repeatable
    again = linli("outbox", "retry", "--uncertain", *config)
    assert (again.exit_code, due(small_world.db)) == (1, repeatable)
    assert linli("outbox", "retry", "--uncertain", "--even-if-twice", *config).exit_code == 0
    assert due(small_world.db) == [*repeatable, *bulk]


def test_one_that_gave_up_after_a_doubt_counts_as_in_doubt(
    small_world: World, config: tuple[str, str]
) -> None:
    [each] = gave_up(small_world, GaveUp.REJECTED, lane=Lane.BULK, doubts=1)
    assert linli("outbox", "retry", "--reason", "rejected", *config).exit_code == 1
    assert linli("outbox", "retry", str(each), "--even-if-twice", *config).exit_code == 0


def test_many_go_in_slices_with_pauses(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(retrying, "SLICE", 2)
    monkeypatch.setattr("time.sleep", pauses.append)
    ids = gave_up(world, GaveUp.REJECTED, rows=5)
    [taken] = queued(world.db, utc_now(), OutboxState.SENDING)
    still = Outbox.state == OutboxState.GAVE_UP
    values = {"state": OutboxState.DUE, "attempts": 0, "reason": None}
    change = retrying.Change(Outbox, still, values, "rejected")
    assert retrying.in_slices(_ground(world, tmp_path), change, [*ids, taken]) == 5
    assert pauses == [retrying.PAUSE_SECONDS] * 2
    assert due(world.db) == ids
    with world.db.reading() as session:
        told = session.scalars(select(Audit.detail).order_by(Audit.id)).all()
    assert told == [
        "rejected: 2 rows, 1 to 2",
        "rejected: 2 rows, 3 to 4",
        "rejected: 1 rows, 5 to 5",
    ]


def test_what_goes_again_arrives(small_world: World, config: tuple[str, str]) -> None:
    wang = small_world.someone("wang")
    wang.say("您好")
    queued(
        small_world.db,
        small_world.now,
        OutboxState.GAVE_UP,
        reason=GaveUp.REJECTED,
        contact_id=1,
        content={"said": {"text": "好了。"}},
    )
    assert linli("outbox", "retry", "--reason", "rejected", *config).exit_code == 0
    small_world.now = max(small_world.now, utc_now() + timedelta(seconds=1))
    small_world.deliver()
    assert wang.new == "好了。"


def _ground(world: World, folder: Path) -> Ground:
    settings = load_settings(configured(folder, "sqlite://"))
    made = open_ground(settings, Surroundings(now=lambda: world.now))
    return Ground(made.settings, made.keys, world.db, made.around)
