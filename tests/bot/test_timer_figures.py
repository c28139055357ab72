"""Each scheduled kind by itself: when it is due next, when it fired last, and how late."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from bot.clock import Surroundings
from models.database import Database
from models.timer import Timer, TimerState, set_timer
from tests.bot.test_doctor import look, of
from tests.transcript import MONDAY, World
from tests.webdesk import WebDesk

MINUTE = timedelta(minutes=1)


def fired_late(db: Database, community_id: int) -> None:
    """Of review_due one fired three minutes late an hour ago, one is due in two hours; of
    tell_by one has been due for eight minutes.
    """
    with db.session() as session:
        set_timer(session, community_id, "review_due", "order:1", MONDAY - 63 * MINUTE)
        session.flush()
        fired = {"state": TimerState.FIRED, "fired_at": MONDAY - 60 * MINUTE}
        session.execute(update(Timer).where(Timer.subject == "order:1").values(**fired))
        set_timer(session, community_id, "review_due", "order:2", MONDAY + 120 * MINUTE)
        set_timer(session, community_id, "tell_by", "order:3", MONDAY - 8 * MINUTE)


def test_the_doctor_has_a_line_for_each_kind(world: World, tmp_path: Path) -> None:
    world.someone("wang").say("您好")
    fired_late(world.db, world.community_id)
    found = look(world, tmp_path)
    assert of(found, "timer review_due") == [
        "ok      timer review_due: next in 1 h 59 min; last 1 h ago, 3 min late."
    ]
    assert of(found, "timer tell_by")[0].startswith("broken  timer tell_by: due for 8 min")


async def test_metrics_have_the_same_for_each_kind(sample_url: str, tmp_path: Path) -> None:
    desk = WebDesk.open(sample_url, tmp_path)
    async with desk.running():
        with desk.ground.db.session() as session:
            session.execute(update(Timer).values(due_at=MONDAY + timedelta(days=9)))
        around: Surroundings = desk.ground.around
        assert around.now() == MONDAY
        fired_late(desk.ground.db, 1)
        page = (await desk.browser().client.get("/metrics")).text.splitlines()
    for line in (
        'linli_timer_kind_fired_late_seconds{kind="review_due"} 180.0',
        'linli_timer_kind_late_seconds{kind="review_due"} 0.0',
        'linli_timer_kind_late_seconds{kind="tell_by"} 480.0',
        'linli_timer_kind_last_timestamp_seconds{kind="tell_by"} 0.0',
        f'linli_timer_kind_last_timestamp_seconds{{kind="review_due"}} '
        f"{(MONDAY - 60 * MINUTE).timestamp()}",
    ):
        assert any(line == each or _same(line, each) for each in page), line


def _same(wanted: str, there: str) -> bool:
    """Written as 1.79e+09, or in full."""
    name, _space, number = wanted.rpartition(" ")
    other, _space, value = there.rpartition(" ")
    return name == other and float(number) == float(value)
