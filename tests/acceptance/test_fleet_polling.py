"""Several processes that poll: one of them at a time, and another one soon after it has died."""

import asyncio
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import select

from models.account import Account
from models.outbox import OutboxState
from tests.acceptance.afterwards import Story, left_by, settled, stories
from tests.acceptance.fleet import Fleet, Plan, Running, fleet_at
from tests.acceptance.forking import Forking
from tests.acceptance.intakes import STEPS, answers_of, intakes
from tests.telegram_api import BotApi, Person, Rates, Setup

pytestmark = pytest.mark.postgres
#: from a death to the next poll: the lease, the margin of clocks, a look, and a busy machine
QUICKLY, AS_SHIPPED = (6.0, 14.0), (30.0, 50.0)
PEOPLE = 15


def _holder(fleet: Fleet) -> Running | None:
    """The process that may poll."""
    with fleet.db.read.connect() as rows:
        owner = rows.scalar(select(Account.lease_owner).filter_by(channel="telegram"))
    return next((each for each in fleet.running if owner and f"-{each.pid}-" in owner), None)


async def _somebody_polls(fleet: Fleet, within: float) -> Running:
    """Wait until one of the living may poll, and does."""
    begun, polls = monotonic(), _polls(fleet.api)
    while (holder := _holder(fleet)) is None or _polls(fleet.api) == polls:
        assert monotonic() - begun < within, "nobody polls"
        await asyncio.sleep(0.05)
    return holder


def _polls(api: BotApi) -> int:
    return len(api.state.record.of("getUpdates"))


async def _busy(fleet: Fleet) -> None:
    """Wait until a few more people have been answered."""
    api = fleet.api
    before = len(api.state.record.of("sendMessage"))
    await api.until(
        lambda: len(api.state.record.of("sendMessage")) > before + PEOPLE, "nobody is answered", 60
    )


async def _hand_over(fleet: Fleet, within: float) -> None:
    """The one that polls dies, its heir is stopped: there is always another."""
    first = await _somebody_polls(fleet, within)
    await _busy(fleet)
    await fleet.lose(first)
    second = await _somebody_polls(fleet, within)
    await _busy(fleet)
    await fleet.retire(second)
    assert left_by(fleet.db, second.pid) == []
    await _somebody_polls(fleet, within)
    await _busy(fleet)


def _check(people: list[Person], found: dict[str, Story]) -> None:
    """Nothing is lost; said twice is only what a process died of saying."""
    for each in people:
        story, answers = found[str(each.id)], answers_of(each)
        assert len(story.said) == len(STEPS), story
        assert story.handled == story.said, story
        assert OutboxState.UNCERTAIN not in story.states
        assert all(answers), each.texts
        assert sum(answers) - len(answers) <= story.doubts, (story, each.texts)


@pytest.mark.parametrize(
    ("lease", "within"), [QUICKLY, pytest.param(*AS_SHIPPED, marks=pytest.mark.soak)]
)
async def test_one_polls_and_another_follows_it(
    forking: Forking, postgres_url: str, tmp_path: Path, lease: float, within: float
) -> None:
    plan = Plan(postgres_url, tmp_path, "polling", {"SECONDS_OF_A_LEASE": str(lease)})
    async with (
        BotApi(Setup(rates=Rates.high())) as api,
        fleet_at(forking, api, plan, 3) as fleet,
    ):
        async with intakes(api, PEOPLE) as finished:
            await _hand_over(fleet, within)
        await settled(fleet.db)
        await fleet.end()
        found = stories(fleet.db)
        assert sum(story.doubts for story in found.values()) <= PEOPLE
        _check(finished, found)
        assert api.refused[409] == 0  # two polls at a time would have been told
        assert fleet.trouble == []
        assert api.violations == []
