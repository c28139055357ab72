"""A whole desk at the stand-in: photos, voice, albums in from one person, and out to another."""

from collections.abc import AsyncIterator
from datetime import time
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import Process
from models.community import home_community
from models.contact import Contact
from models.media import Media, MediaState
from models.membership import Role, grant
from models.person import Person as Somebody
from tests import sent_files
from tests.telegram_api import BotApi, Person, Rates, Setup
from tests.telegram_desk import Place, desk_at

NEED = "厨房灯不亮了，3号楼2单元501，明天上午"


@pytest.fixture
async def strict() -> AsyncIterator[BotApi]:
    """Telegram, as fast as we like."""
    async with BotApi(Setup(rates=Rates.high())) as api:
        yield api


@pytest.fixture
async def desk(strict: BotApi, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Process]:
    """One process that polls, without the wait of a second between messages."""
    place = Place(sqlite_url, tmp_path, telegram={"chat_pace": 0})
    async with desk_at(strict, place) as process:
        yield process


def rows(desk: Process) -> list[Media]:
    with desk.ground.db.reading() as session:
        return list(session.scalars(select(Media).order_by(Media.id)))


async def fetched(desk: Process, api: BotApi) -> list[Media]:
    """Let everything that was sent come here."""
    await api.calm()
    await desk.fetching.tick()
    await desk.fetching.settle()
    return rows(desk)


async def worker(desk: Process, api: BotApi) -> Person:
    """孙丽, whom the community knows as one of its staff."""
    sun = Person(api, 2002, "孙丽")
    sun.start()
    await sun.reads("您好")
    with desk.ground.db.session() as session:
        contact = session.scalars(select(Contact).filter_by(address="2002")).one()
        person = Somebody(
            community_id=contact.community_id,
            display_name="孙丽",
            created_at=desk.ground.around.now(),
        )
        session.add(person)
        session.flush()
        contact.person_id = person.id
        community = home_community(session)  # here it is never night: these clocks are real
        community.quiet_until, community.quiet_from = time.min, time.max
        grant(session, person, Role.WORKER, desk.ground.around.now())
    return sun


async def test_photos_come_in_and_go_out_without_where_they_were_taken(
    desk: Process, strict: BotApi
) -> None:
    sun = await worker(desk, strict)
    ming = Person(strict, 1001, "明华", phone="+8613900000123")
    ming.album([sent_files.photo(color=each) for each in ("red", "green", "blue")], NEED)
    await ming.reads("留个电话吧")
    assert [each.state for each in await fetched(desk, strict)] == [MediaState.STORED] * 3
    ming.say("13900000123")
    await ming.reads("我念一遍")
    ming.press("发出")
    await ming.reads("发出去了")
    assert [each for each in ming.texts if "收到了" in each] == [ming.texts[0]]
    await sun.reads("原话")
    sun.press("看照片")
    await sun.reads("附的，一共 3 个：")
    shown = [each.media for each in sun.heard if each.media is not None]
    assert [each.kind for each in shown] == ["photo"] * 3
    assert not any(sent_files.tells_where(each.file.data) for each in shown)
    assert len({each.album for each in sun.heard if each.media}) == 1
    assert strict.violations == []


async def test_a_voice_comes_in_and_is_heard_by_the_staff(desk: Process, strict: BotApi) -> None:
    sun = await worker(desk, strict)
    ming = Person(strict, 1001, "明华")
    ming.send_voice(sent_files.OGG, duration=12)
    await ming.reads("社区的人会听，听完回您。")
    ming.say(NEED)
    await ming.reads("留个电话吧")
    ming.say("13900000123")
    await ming.reads("我念一遍")
    ming.press("发出")
    (voice,) = await fetched(desk, strict)
    assert (voice.kind, voice.content_type, voice.seconds) == ("voice", "audio/ogg", 12)
    await sun.reads("原话")
    sun.press("听录音")
    await sun.reads("附的，一共 1 个：")
    (shown,) = [each.media for each in sun.heard if each.media is not None]
    assert (shown.kind, shown.file.data) == ("voice", sent_files.OGG)
    assert strict.violations == []


async def test_a_file_goes_as_a_file_and_one_that_is_too_large_is_said_to_be_so(
    desk: Process, strict: BotApi
) -> None:
    ming = Person(strict, 1001, "明华")
    ming.say(NEED)
    await ming.reads("留个电话吧")
    ming.send_document(sent_files.PDF, "病历.pdf", size=25 * 1024 * 1024)
    await ming.reads("太大了，收不下。")
    ming.send_document(sent_files.PDF, "病历.pdf")
    await ming.reads("收到了，存好了。")
    ming.send_document(sent_files.bomb(), "x.png", "image/png")
    kept, bomb = await fetched(desk, strict)
    await ming.reads("有一张照片没存下来")
    assert (kept.kind, kept.content_type) == ("file", "application/octet-stream")
    assert bomb.state is MediaState.GONE
    ming.say("13900000123")
    await ming.reads("我念一遍")
    ming.press("发出")
    await ming.reads("发出去了")
    ming.say("我的")
    await ming.reads("您有 1 件办着的事：")
    ming.press("看文件")
    shown = await ming.reads("附的，一共 1 个：")
    assert shown.media is not None
    assert (shown.media.kind, shown.media.file.data) == ("document", sent_files.PDF)
    assert strict.violations == []
