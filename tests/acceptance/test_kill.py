"""kill -9 at every named point of every step: the story ends as if nothing had happened."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.outbox import Outbox
from tests.acceptance.desk import Nursery, RunningDesk, desk_on
from tests.acceptance.ending import Ending, ending
from tests.acceptance.story import STORY, Step, a_story, whole

POINTS = (
    "accept.before_commit",
    "accept.committed",
    "turn.before_commit",
    "turn.committed",
    "delivery.sending",
    "delivery.one_sent",
    "delivery.sent",
    "delivery.finished",
    "say.answering",
)
#: a process that dies here cannot know whether its message was shown
DOUBTFUL = frozenset({"delivery.sending", "delivery.one_sent", "delivery.sent"})
#: the next message may have been marked in the same commit that ended the last one; and while
#: the page is being answered, delivery goes on
EITHER_WAY = frozenset({"delivery.finished", "say.answering"})


@pytest.fixture(scope="session")
def undisturbed(
    nursery: Nursery, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Ending:
    """How the story ends when nothing goes wrong."""
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "linli.db").write_bytes(sqlite_template.read_bytes())
    with desk_on(nursery, f"sqlite:///{folder}/linli.db", folder) as desk, a_story(desk) as cast:
        whole(cast)
        return ending(cast)


def _doubts(desk: RunningDesk) -> int:
    with desk.db.read.connect() as connection:
        return int(connection.scalar(select(func.sum(Outbox.doubts))) or 0)


def _die_in_every_step(desk: RunningDesk, point: str, undisturbed: Ending) -> None:
    with a_story(desk) as cast:
        whole(cast, lambda _step: point)
        assert ending(cast) == undisturbed
    assert desk.deaths == len(STORY)
    if point not in EITHER_WAY:
        assert bool(_doubts(desk)) is (point in DOUBTFUL)


def test_the_story_ends_well_on_both_databases(desk: RunningDesk, undisturbed: Ending) -> None:
    with a_story(desk) as cast:
        whole(cast)
        assert ending(cast) == undisturbed
    assert _doubts(desk) == 0


@pytest.mark.parametrize("point", POINTS)
def test_the_story_survives_a_kill_in_every_step(
    sqlite_desk: RunningDesk, point: str, undisturbed: Ending
) -> None:
    _die_in_every_step(sqlite_desk, point, undisturbed)


@pytest.mark.postgres
@pytest.mark.parametrize("point", ["accept.committed", "turn.committed", "delivery.sent"])
def test_the_story_survives_a_kill_in_every_step_on_postgresql(
    postgres_desk: RunningDesk, point: str, undisturbed: Ending
) -> None:
    _die_in_every_step(postgres_desk, point, undisturbed)


@pytest.mark.soak
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("deadly", STORY, ids=lambda step: step.name)
def test_the_story_survives_one_kill_anywhere(
    desk: RunningDesk, deadly: Step, point: str, undisturbed: Ending
) -> None:
    with a_story(desk) as cast:
        whole(cast, lambda step: point if step is deadly else "")
        assert ending(cast) == undisturbed
    assert desk.deaths == 1


def test_a_stop_by_the_service_manager_leaves_nothing_in_doubt(
    desk: RunningDesk, undisturbed: Ending
) -> None:
    with a_story(desk) as cast:
        for step in STORY:
            cast.play(step)
            assert desk.stop() == 0
            assert _doubts(desk) == 0
            desk.start()
        assert ending(cast) == undisturbed
    assert "took rows back" not in desk.log


@pytest.mark.parametrize("point", ["timers.leased", "timers.fired"])
def test_a_promise_is_kept_once_though_the_process_dies_at_its_timer(
    desk: RunningDesk, point: str
) -> None:
    with a_story(desk) as cast:
        for step in STORY[:6]:
            cast.play(step)
        desk.set_fuse(point)
        desk.pass_time(timedelta(hours=8))  # past the hour that was promised
        desk.wait_for_death()
        desk.start_again()
        resident, worker = cast.people["resident"], cast.people["worker"]
        resident.wait(lambda page: page.heard("说好回您话，还没回，是我们慢了"))
        worker.wait(lambda page: page.heard("到了答应回话的时间，还没看"))
        desk.wait_for_calm()
        cast.look_again()
        assert sum("是我们慢了" in text for text in resident.texts) == 1
        assert sum("还没看" in text for text in worker.texts) == 1
