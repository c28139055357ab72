"""What is too old goes at night by itself, and by hand when told; both say what they did."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import commands_keeping
from bot.clock import Surroundings, utc_now
from bot.config import load_settings
from bot.ground import open_ground
from bot.keeping import NIGHT, Keeping
from bot.scheduling import fire_due
from bot.storage import Storage
from models.audit import Audit
from models.community import Community
from models.sweeping import SLICE
from models.timer import Timer, TimerState
from models.web import ChatLine
from tests.command_line import configured, linli
from tests.filled import Filler
from tests.models.test_erasing import NEEDLES, a_life, fill_the_rest, found
from tests.transcript import MONDAY, ZONE, World


def old_lines(world: World, now: datetime, count: int) -> None:
    """Bubbles of a hundred days ago, and one of today."""
    with world.db.patient.begin() as connection:
        fill = Filler(connection, {"community": world.community_id})
        for _each in range(count):
            fill.row("chat_line", at=now - timedelta(days=100))
        fill.row("chat_line", at=now)


def lines_left(world: World) -> int:
    with world.db.reading() as session:
        return session.scalar(select(func.count(ChatLine.id))) or 0


def nights(world: World) -> list[tuple[TimerState, datetime]]:
    with world.db.reading() as session:
        rows = session.scalars(select(Timer).filter_by(kind="retention").order_by(Timer.due_at))
        return [(each.state, each.due_at.astimezone(ZONE)) for each in rows]


def plan(world: World) -> None:
    with world.db.session() as session:
        community = session.get_one(Community, world.community_id)
        NIGHT.plan(session, community, world.now)
        NIGHT.plan(session, community, world.now)


def keeping(world: World, owner: str = "night") -> Keeping:
    return Keeping(world.db, world.runner, world.around, owner)


async def test_at_night_what_is_too_old_goes_in_slices(world: World) -> None:
    plan(world)
    old_lines(world, world.now, SLICE + 2)
    await keeping(world).tick()
    assert lines_left(world) == SLICE + 3
    [(state, due)] = nights(world)
    assert (state, due) == (TimerState.DUE, datetime(2026, 11, 24, 3, 30, tzinfo=ZONE))
    world.now = due
    assert fire_due(world.db, world.around, "test") == 0
    await keeping(world).tick()
    assert lines_left(world) == 1
    assert [state for state, _due in nights(world)] == [TimerState.FIRED, TimerState.DUE]
    assert nights(world)[1][1] == due + timedelta(days=1)


async def test_a_night_that_was_missed_is_made_up_for_once(small_world: World) -> None:
    plan(small_world)
    old_lines(small_world, small_world.now, 2)
    small_world.now += timedelta(days=4)
    await keeping(small_world).tick()
    assert lines_left(small_world) == 1
    assert nights(small_world)[-1] == (
        TimerState.DUE,
        datetime(2026, 11, 28, 3, 30, tzinfo=ZONE),
    )
    assert len(nights(small_world)) == 2


async def test_one_process_sweeps_and_another_goes_on_when_it_dies(world: World) -> None:
    plan(world)
    old_lines(world, world.now, 2)
    world.now += timedelta(days=1)
    dead, other = keeping(world, "dead"), keeping(world, "other")
    assert len(dead._nights._lease()) == 1
    await other.tick()
    assert lines_left(world) == 3
    world.now += timedelta(minutes=11)
    await other.tick()
    assert lines_left(world) == 1


async def test_each_community_has_its_own_night(small_world: World) -> None:
    with small_world.db.session() as session:
        far = Community(name="远方社区", timezone="Europe/Berlin")
        session.add(far)
        session.flush()
        NIGHT.plan(session, far, small_world.now)
    plan(small_world)
    at = [f"{due:%d %H:%M}" for _state, due in nights(small_world)]
    assert at == ["23 10:30", "24 03:30"]


@pytest.fixture
def config(world: World, tmp_path: Path) -> tuple[str, str]:
    """The option that names the configuration of this database."""
    url = world.db.write.url.render_as_string(hide_password=False)
    return "--config", str(configured(tmp_path, url))


def test_by_hand_it_says_what_went_and_writes_it_down(
    world: World, config: tuple[str, str]
) -> None:
    old_lines(world, utc_now(), 3)
    with world.db.patient.begin() as connection:
        fill = Filler(connection, {"community": world.community_id})
        long_ago = utc_now() - timedelta(days=400)
        fill.row("service_order", closed_at=long_ago, room="501", phone="13900000123")
    told = linli("purge", *config)
    assert told.exit_code == 0, told.output
    said = told.output.splitlines()
    assert "chat_line.content: 3 rows" in said
    assert "service_order.room: 1 rows" in said
    assert "service_order.phone: 1 rows" in said
    assert said[-1].endswith("0 files.")
    assert lines_left(world) == 1
    assert linli("purge", *config).output == "0 rows and 0 files.\n"
    with world.db.reading() as session:
        rows = session.scalars(select(Audit.detail).filter_by(action="purged")).all()
        assert rows[-1] == "0 rows, 0 files"
        assert len(rows) == 2


def purged_at(moment: datetime, config: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """What the command says at that moment."""
    around = Surroundings(now=lambda: moment)
    monkeypatch.setattr(
        commands_keeping, "ground_of", lambda file: open_ground(load_settings(Path(file)), around)
    )
    told = linli("purge", *config)
    assert told.exit_code == 0, told.output
    return told.output


def test_of_a_filled_database_nothing_goes_early_and_words_go_in_the_end(
    world: World, config: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_life(world)
    fill_the_rest(world, Storage(tmp_path, world.db.vault))
    kept = found(world.db, *NEEDLES)
    assert len(kept) > 30
    purged_at(MONDAY + timedelta(hours=23), config, monkeypatch)
    assert found(world.db, *NEEDLES) == kept

    said = purged_at(world.now + timedelta(days=4 * 365), config, monkeypatch)
    assert "service_order.raw_text: 1 rows" in said
    assert said.splitlines()[-1].endswith("1 files.")
    left = {place.partition(".")[0] for place in found(world.db, *NEEDLES)}
    assert left == {"person", "qualification", "volunteer_profile", "alert", "incident"}, (
        "who is still here, and what nobody has closed"
    )
