"""kill -9 at the named points of the story on Telegram: it ends as if nothing had happened."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.outbox import Outbox, OutboxState
from tests.acceptance.desk import Nursery
from tests.acceptance.story import STORY
from tests.acceptance.telegram_ending import Ending
from tests.acceptance.telegram_remote import RemoteCast, a_remote_story

MODES = ("polling", "webhook")
POINTS = (
    "accept.before_commit",
    "accept.committed",
    "turn.before_commit",
    "turn.committed",
    "delivery.sending",
    "delivery.one_sent",
    "delivery.sent",
    "delivery.finished",
    "telegram.answering",
)


def _die_in_every_step(cast: RemoteCast, first: int, as_told: Ending) -> None:
    """At another point in each step, as far as the step comes to it."""
    for n, step in enumerate(STORY):
        cast.play(step, POINTS[(first + n) % len(POINTS)])
    cast.check_ending(as_told)
    assert cast.desk.deaths >= len(STORY) // 2


@pytest.mark.parametrize("mode", MODES)
def test_the_story_survives_a_kill_in_every_step(
    nursery: Nursery, sqlite_url: str, tmp_path: Path, mode: str, as_told: Ending
) -> None:
    with a_remote_story(nursery, sqlite_url, tmp_path, mode) as cast:
        _die_in_every_step(cast, 0, as_told)


@pytest.mark.soak
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("first", range(len(POINTS)))
def test_the_story_survives_a_kill_at_every_point_of_every_step(
    nursery: Nursery, database_url: str, tmp_path: Path, mode: str, first: int, as_told: Ending
) -> None:
    with a_remote_story(nursery, database_url, tmp_path, mode) as cast:
        _die_in_every_step(cast, first, as_told)


@pytest.mark.parametrize("mode", MODES)
def test_a_stop_by_the_service_manager_leaves_nothing_in_doubt(
    nursery: Nursery, sqlite_url: str, tmp_path: Path, mode: str, as_told: Ending
) -> None:
    with a_remote_story(nursery, sqlite_url, tmp_path, mode) as cast:
        for n, step in enumerate(STORY):
            cast.play(step)
            if n % 2:
                assert cast.desk.stop() == 0
                cast.desk.start()
        cast.check_ending(as_told)
        assert cast.doubts == 0
        assert "took rows back" not in cast.desk.log


def test_a_reply_that_was_to_ride_when_the_process_died_rides_when_the_post_comes_again(
    nursery: Nursery, sqlite_url: str, tmp_path: Path
) -> None:
    with a_remote_story(nursery, sqlite_url, tmp_path, "webhook") as cast:
        desk, resident = cast.desk, cast.people["resident"]
        desk.pass_time(timedelta(seconds=2))
        desk.set_fuse("telegram.answering")
        resident.say("帮助")
        desk.wait_for_death()
        with desk.db.reading() as session:
            reply = session.scalars(select(Outbox).order_by(Outbox.id)).all()[-1]
        assert reply.state is OutboxState.ANSWERING
        assert len(resident.heard) == 1
        desk.start_again()
        resident.reads("我来帮忙")
        cast.settle()
        assert len(resident.heard) == 2
        assert cast.sent[-1]["rode"]
        assert cast.doubts == 0
