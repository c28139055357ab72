"""Every process is replaced while 50 people hold an intake: nobody notices."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.order import Order
from models.outbox import OutboxState
from tests.acceptance.afterwards import SAID, left_by, settled, stories
from tests.acceptance.fleet import Fleet, Plan, fleet_at
from tests.acceptance.forking import Forking
from tests.acceptance.intakes import ANSWERS, STEPS, answers_of, intakes
from tests.telegram_api import BotApi, Person, Rates, Setup

pytestmark = pytest.mark.postgres
PEOPLE = 50


async def _replace_all(fleet: Fleet) -> None:
    """A new one comes, an old one goes, until none of the old ones is left."""
    for old in list(fleet.running):
        await fleet.grow()
        await fleet.retire(old)
        left = left_by(fleet.db, old.pid)
        # a post that was cut short comes again, and gets the same bytes
        assert {each.state for each in left} <= {OutboxState.ANSWERING}, (left, old.log)


def _check(fleet: Fleet, people: list[Person]) -> None:
    """Each said six things and read seven, each of them once, and made one order."""
    found = stories(fleet.db)
    assert len(found) == len(people)
    for each in people:
        story = found[str(each.id)]
        assert len(story.said) == len(STEPS), story
        assert story.handled == story.said, story
        assert set(story.states) <= set(SAID), story
        assert story.doubts == 0, story
        assert answers_of(each) == [1] * len(ANSWERS), each.texts
        assert len(each.texts) == len(ANSWERS), each.texts
    with fleet.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Order)) == len(people)


@pytest.mark.parametrize(
    ("processes", "times"), [(2, 1), pytest.param(4, 10, marks=pytest.mark.soak)]
)
async def test_all_are_replaced_while_people_write(
    forking: Forking, postgres_url: str, tmp_path: Path, processes: int, times: int
) -> None:
    async with (
        BotApi(Setup(rates=Rates.high())) as api,
        fleet_at(forking, api, Plan(postgres_url, tmp_path), processes) as fleet,
    ):
        async with intakes(api, PEOPLE) as finished:
            for _n in range(times):
                await _replace_all(fleet)
        await settled(fleet.db)
        await fleet.end()
        assert len(finished) >= PEOPLE
        _check(fleet, finished)
        assert fleet.trouble == []
        assert not any("in doubt" in each.log for each in fleet.all)
        assert api.violations == []
