"""The stories that must hold are told once, and heard at the web chat and on Telegram alike.

Each has a restart, a 上一步 and a 取消 in it. The transcripts are those of the files named here.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import SecuritySection
from models.database import Database
from tests.chats import (
    test_codes,
    test_finding,
    test_incidents,
    test_overdue,
    test_privacy_leave,
    test_rating_and_repair,
    test_still_coming,
    test_unfilled,
    test_walking_in,
)
from tests.conftest import INDEX_KEY, KEY
from tests.telegram_world import TelegramWorld
from tests.transcript import World
from tests.web_world import WebWorld

STORIES: dict[str, Callable[[World], None]] = {
    "walks in without a phone": test_walking_in.test_he_is_served_by_a_line_a_slip_and_two_calls,
    "four refusals and a fifth": (
        test_finding.test_four_say_no_and_the_fifth_comes_and_no_count_is_kept
    ),
    "nobody found": test_unfilled.test_she_may_choose_another_time_and_the_order_goes_on,
    "nobody came": (
        test_still_coming.test_a_quarter_of_an_hour_late_she_is_asked_and_can_say_nobody_came
    ),
    "a stranger at the door": (test_codes.test_a_stranger_who_knows_the_order_number_has_nothing),
    "does not check out": (
        test_overdue.test_they_are_asked_first_and_then_a_worker_gets_both_phones
    ),
    "feels unsafe": (test_incidents.test_what_happened_is_read_by_a_coordinator_and_by_nobody_else),
    "a poor rating repaired": (
        test_rating_and_repair.test_a_poor_rating_is_repaired_and_both_scores_are_kept
    ),
    "a guessed code": (
        test_codes.test_a_guessed_code_ends_after_five_tries_and_the_station_is_asked
    ),
    "leaves with an order open": (
        test_privacy_leave.test_an_open_order_is_done_first_and_then_she_is_asked_once_more
    ),
}


@pytest.fixture(params=["web", "telegram"])
def reached(request: pytest.FixtureRequest, sqlite_db: Database, tmp_path: Path) -> Iterator[World]:
    """葵园社区 behind the real channel."""
    made: World
    if request.param == "web":
        index, signed = SecretStr(INDEX_KEY), SecretStr("session")
        keys = SecuritySection(keys=[SecretStr(KEY)], index_key=index, session_key=signed)
        made = WebWorld(sqlite_db, keys, tmp_path)
    else:
        made = TelegramWorld(sqlite_db)
    yield made
    made.end()


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_the_story_is_heard_there(reached: World, story: Callable[[World], None]) -> None:
    story(reached)
