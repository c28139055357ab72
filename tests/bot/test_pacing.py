"""Pace: no window of a second sees more calls than the platform takes, however many processes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import pytest

from bot.channels.contract import Pace
from bot.clock import Surroundings
from bot.pacing import Pacer
from bot.running import Runner
from models.account import ensure_account
from models.community import Community
from models.database import Database
from tests.bot.difficult import Difficult
from tests.transcript import MONDAY

SECOND = timedelta(seconds=1)


class Clockwork:
    """Several processes of one account, at a moment the test sets."""

    def __init__(self, db: Database, processes: int, calls: float = 25) -> None:
        self.db, self.now = db, MONDAY
        around = Surroundings(now=lambda: self.now)
        with db.session() as session:
            community = Community(name="葵园社区")
            session.add(community)
            session.flush()
            self.account_id = ensure_account(session, community, "difficult", "main").id
        channels = {self.account_id: Difficult(Pace(calls, 1, 3))}
        self.runner = Runner(db)
        self.pacers = [Pacer(db, self.runner, around, channels) for _n in range(processes)]

    def draw(self, process: int) -> datetime:
        with self.db.patient.begin() as connection:
            return self.pacers[process].draw(connection, self.account_id, self.now)


@pytest.fixture
def four(db: Database) -> Iterator[Clockwork]:
    made = Clockwork(db, 4)
    yield made
    made.runner.close()


def busiest(moments: list[datetime]) -> int:
    """The most calls in any window of one second."""
    ordered = sorted(moments)
    return max(sum(first <= each < first + SECOND for each in ordered) for first in ordered)


def test_four_processes_together_stay_below_thirty_calls_in_any_second(four: Clockwork) -> None:
    chance, moments = Random(7), []  # noqa: S311 - chance that can be repeated
    for _call in range(400):
        moments.append(four.draw(chance.randrange(4)))
        four.now += timedelta(seconds=chance.choice((0, 0, 0, 0.01, 0.05, 0.4)))
    assert busiest(moments) <= 29
    assert all(four.now - moment < timedelta(hours=1) for moment in moments)


def test_in_a_rush_the_whole_pace_is_used(four: Clockwork) -> None:
    moments = [four.draw(n % 4) for n in range(100)]
    assert max(moments) - min(moments) <= timedelta(seconds=4.2)
    assert busiest(moments) == 25


def test_after_a_silence_one_call_goes_at_once(four: Clockwork) -> None:
    for _rush in range(20):
        four.draw(0)
    four.now += timedelta(minutes=1)
    assert four.draw(0) == four.now


def test_what_is_in_hand_is_taken_once(four: Clockwork) -> None:
    pacer = four.pacers[0]
    assert not pacer.take(four.account_id, four.now)
    four.draw(0)
    four.now += timedelta(seconds=0.05)
    assert pacer.take(four.account_id, four.now)
    assert not pacer.take(four.account_id, four.now)


def test_a_pause_is_kept_by_every_process(four: Clockwork) -> None:
    until = four.now + timedelta(seconds=30)
    with four.db.patient.begin() as connection:
        four.pacers[0].pause(connection, four.account_id, until)
    assert four.draw(0) >= until
    assert four.draw(3) >= until
    assert four.pacers[0].room(four.account_id, four.now) == 0
