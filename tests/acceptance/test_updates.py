"""Thousands of updates, most as Telegram would never send them: no failure, no chat that hangs."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from tests.acceptance.afterwards import is_help, left, settled
from tests.acceptance.fleet import Fleet, Plan, fleet_at
from tests.acceptance.forking import Forking
from tests.acceptance.update_corpus import corpus
from tests.acceptance.update_storm import Storm
from tests.telegram_api import BotApi, Person, Rates, Setup

#: people who write abreast
WRITERS = 6
#: the megabytes that a process may grow by while it takes the second half
GROWTH = 8
STORMS = [(1, 1_500), pytest.param(2, 20_000, marks=pytest.mark.soak)]


async def _blow(storm: Storm, seed: str, posts: int, first: int) -> None:
    """All writers at once, each with two people of their own from `first` on."""
    async with asyncio.TaskGroup() as group:
        for n in range(WRITERS):
            group.create_task(storm.blow(f"{seed}/{n}", posts // WRITERS, first + 2 * n))


async def _everybody_is_helped(fleet: Fleet) -> None:
    """Everybody who writes 帮助 reads what can be written."""
    people = list(fleet.api.people.values())
    before = {each.id: len(each.texts) for each in people}

    def stuck() -> list[Person]:
        return [each for each in people if not _is_helped(each.texts[before[each.id] :])]

    for each in people:
        each.say("帮助")
    await fleet.api.until(lambda: not stuck(), "somebody is stuck", 60)


def _is_helped(texts: list[str]) -> bool:
    return any(map(is_help, texts))


@pytest.mark.parametrize(("seed", "posts"), STORMS)
async def test_no_update_breaks_anything(
    forking: Forking, database_url: str, tmp_path: Path, seed: int, posts: int
) -> None:
    async with (
        BotApi(Setup(rates=Rates.high())) as api,
        fleet_at(forking, api, Plan(database_url, tmp_path), 1) as fleet,
        aiohttp.ClientSession() as session,
    ):
        [desk] = fleet.running
        storm = Storm(fleet, session)
        await _blow(storm, f"{seed}/first half", posts // 2, 1_001)
        memory = desk.memory
        await _blow(storm, f"{seed}/second half", posts // 2, 2_001)
        assert desk.memory - memory < GROWTH * 2**20
        await settled(fleet.db)
        await _everybody_is_helped(fleet)
        await settled(fleet.db)
        assert left(fleet.db) == []
        assert storm.statuses[200] > posts * 0.9
        await fleet.end()
        assert fleet.trouble == []
        assert api.violations == []


def test_the_corpus_has_one_of_each_kind() -> None:
    kinds = {next(iter(each.keys() - {"update_id"}), "") for each in corpus()}
    assert kinds > {"message", "edited_message", "callback_query", "my_chat_member"}
    messages = [each["message"] for each in corpus() if "message" in each]
    inside = {name for each in messages for name in each}
    assert inside > {"text", "contact", "location", "venue", "photo", "voice", "document"}
    assert inside > {"sticker", "media_group_id", "migrate_to_chat_id", "new_chat_members"}
