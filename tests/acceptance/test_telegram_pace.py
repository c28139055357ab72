"""Many messages at once, at the strictest pace: 1 a second a chat, 20 a minute a group, 30 in all.

The clock is the story's own: what waits here waits in earnest, and nobody waits for it.
"""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.expanding import expand_once
from bot.queueing import queue_told
from handlers.engine.chat import Told
from models.group_chat import GroupChat, GroupPurpose
from tests.acceptance.broadcast import HELP, Question, news_in, somebody
from tests.acceptance.broadcast_checks import answered, at_percent
from tests.acceptance.broadcast_rows import announce, at_telegram, fill
from tests.acceptance.ending import check_domain
from tests.acceptance.story import STORY
from tests.acceptance.telegram_people import PATIENCE, OnTelegram
from tests.acceptance.telegram_story import Cast, a_desk, a_story
from tests.telegram_api import Group, Person, Rates, Setup
from tests.telegram_desk import Place

MODES = ("polling", "webhook")
GROUP = -4001
#: what the desk calls a second unless told otherwise
SHIPPED = 25


async def _placed(cast: Cast, *members: Person) -> Group:
    """A group of building 3 that the bot is in."""
    group = Group(cast.api, GROUP, "3号楼邻居", *members)
    group.add_bot(members[0])
    await cast.settle()
    with cast.db.session() as session:
        row = session.scalars(select(GroupChat)).one()
        row.purpose, row.building = GroupPurpose.BUILDING, "3"
    return group


def _tell_group(cast: Cast, count: int) -> None:
    with cast.db.session() as session:
        row = session.scalars(select(GroupChat)).one()
        told = [Told(0, "group_hello", {}, group_id=row.id)] * count
        queue_told(session.connection(), told, "test", cast.clock.now())
    cast.desk.delivery.look()


def _announce(cast: Cast, chats: int) -> None:
    """The coordinator's notice to so many has been approved, and their rows are there."""
    numbers = [somebody(cast.api, 1, "孙丽").id, *cast.api.crowd(chats)]
    fill(cast.db, at_telegram(numbers), cast.clock.now())
    announce(cast.db, cast.clock.now())
    while expand_once(cast.db, cast.desk.ground.around):
        pass
    cast.desk.delivery.look()


@pytest.mark.parametrize("mode", MODES)
async def test_sixty_people_who_write_at_once_are_all_answered_at_the_bots_pace(
    sqlite_url: str, tmp_path: Path, mode: str
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path, mode)) as cast:
        people = [Person(cast.api, 2000 + n, f"居民{n}") for n in range(60)]
        began = cast.clock.now()
        for each in people:
            each.start()
        await cast.settle()
        took = (cast.clock.now() - began).total_seconds()
        assert [len(each.heard) for each in people] == [1] * 60
        assert cast.api.violations == []
        assert cast.api.refused == {}
        assert 60 / SHIPPED - 1 < took < 10


async def test_a_notice_uses_the_bots_pace_and_never_passes_it(
    sqlite_url: str, tmp_path: Path
) -> None:
    """The stand-in refuses the 31st call of any second, to the microsecond."""
    strict = Setup(rates=Rates(bot=30, slack=0, forgiven=0))
    async with a_desk(Place(sqlite_url, tmp_path), strict) as cast:
        _announce(cast, 200)
        await cast.settle()
        news = news_in(cast.api.calls)
        assert len(news) == 200
        assert 199 / (news[-1].at - news[0].at) >= 0.9 * SHIPPED
        assert cast.api.refused == {}
        assert cast.api.violations == []


@pytest.mark.row("G4")
@pytest.mark.parametrize("mode", MODES)
async def test_ten_people_a_second_who_write_during_a_notice_are_answered_within_a_second(
    sqlite_url: str, tmp_path: Path, mode: str
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path, mode)) as cast:
        _announce(cast, 250)
        people = [somebody(cast.api, 2000 + n, f"居{n}") for n in range(100)]
        asked = []
        for each in people:
            asked.append(Question(each.id, cast.clock.now().timestamp()))
            each.say(HELP)
            await asyncio.sleep(0.1)
        await cast.settle()
        waits = sorted(ended - began for began, ended in answered(cast.api.calls, asked))
        assert at_percent(waits, 99) < 1
        news = news_in(cast.api.calls)
        assert len(news) == 250
        assert news[0].at < asked[0].at + 1
        assert news[-1].at > asked[-1].at
        assert cast.api.violations == []


async def test_a_group_reads_no_more_than_twenty_messages_a_minute(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        group = await _placed(cast, Person(cast.api, 2000, "居民"))
        began = cast.clock.now()
        _tell_group(cast, 30)
        await cast.settle()
        took = (cast.clock.now() - began).total_seconds()
        assert len(group.texts) == 30
        assert cast.api.violations == []
        assert cast.api.refused == {}
        assert 29 * 3 <= took < 29 * 3 + 10


@pytest.mark.row("V5")
@pytest.mark.parametrize("mode", MODES)
async def test_a_volunteer_claims_in_the_group_and_reads_the_rest_in_private(
    sqlite_url: str, tmp_path: Path, mode: str
) -> None:
    async with a_story(Place(sqlite_url, tmp_path, mode)) as cast:
        volunteer, resident = cast.people["volunteer"], cast.people["resident"]
        assert isinstance(volunteer, OnTelegram)
        assert isinstance(resident, OnTelegram)
        group = await _placed(cast, resident.person, volunteer.person)
        for step in STORY:
            if step.presses == "接单":
                await group.reads("有件事等人帮忙", PATIENCE)
                group.press(volunteer.person, "接单")
                assert "接上了" in (await volunteer.person.pops("", PATIENCE)).text
                await cast.settle()
            elif step.presses == "再说":
                continue  # in a group nobody is asked when they come
            elif step.presses == "放开接单":
                await cast.people["worker"].presses(step.presses)
                await cast.people["worker"].hears("也在 1 个群里招呼一声")
                await cast.settle()
            else:
                await cast.play(step)
        check_domain(cast.db)
        said = "\n".join(group.texts)
        assert "有人去了，谢谢。" in said
        assert not any(secret in said.replace(" ", "") for secret in ("501", "1390000", "王"))
        assert cast.api.violations == []
        assert cast.api.unanswered == []
