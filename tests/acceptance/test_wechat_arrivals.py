"""How people come on WeChat: by a station's code, the menu, a voice message, a picture, a place."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from models.community import home_community
from models.contact import Contact
from models.media import Media, MediaState
from models.order import Order
from models.station import Station
from tests.acceptance.story import STORY
from tests.acceptance.wechat_story import Cast, Place, a_desk, a_story, comes
from tests.sent_files import photo


def _station(cast: Cast) -> None:
    with cast.db.session() as session:
        session.add(
            Station(
                community_id=home_community(session).id,
                code="KY1",
                name="葵园站",
                kind="v_station",
                street="葵园路2号",
                opening="每天 9:00–18:00",
            )
        )


@pytest.mark.row("P1")
async def test_who_scans_the_code_at_a_station_asks_from_there(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        _station(cast)
        wang = await comes(cast, scene="KY1")
        assert "葵园站" in wang.texts[-1]
        li = cast.api.follower("oLi")
        await li.scans("KY1")
        await li.reads("葵园站")
        await cast.settle()
        with cast.db.reading() as session:
            stations = session.scalars(select(Contact.station_id)).all()
        assert None not in stations
        assert cast.api.violations == []


async def test_a_press_in_the_menu_begins_what_it_says(sqlite_url: str, tmp_path: Path) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        wang = await comes(cast)
        await wang.presses_menu("/need")
        await wang.reads("直接写一句话")
        await wang.says("厨房灯不亮了，3号楼2单元501，明天上午")
        await wang.reads("留个电话")
        await wang.says("13900000123")
        await wang.reads("1 发出")
        await cast.settle()
        await wang.taps("发出")
        await wang.reads("发出去了，单号")
        await cast.settle()
        assert {each.way for each in wang.chat.heard} == {"passive"}
        assert cast.api.violations == []


async def test_a_card_that_was_pushed_is_taken_by_a_tap_while_a_question_waits_for_digits(
    sqlite_url: str, tmp_path: Path
) -> None:
    """Digits belong to the question, so the card's words are what can be tapped."""
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        offered = next(n for n, step in enumerate(STORY) if step.presses == "接单")
        for step in STORY[:offered]:
            await cast.play(step)
        zhou = cast.api.follower("oVolunteer")
        await zhou.says("想请人帮我修水龙头")
        await zhou.reads("1 明天")
        await cast.restart()
        await zhou.taps("接单")
        await zhou.reads(STORY[offered].hears)
        await cast.settle()
        assert await cast.people["resident"].code()
        assert cast.api.violations == []


async def test_a_voice_that_wechat_understood_is_read_as_words_and_kept_with_the_order(
    sqlite_url: str, tmp_path: Path
) -> None:
    """What was understood is read back to her; the voice is there for whoever doubts it."""
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        wang = await comes(cast)
        cast.api.state.media["V1"] = b"#!AMR\n" + bytes(200)
        await wang.sends_voice("V1", "厨房灯不亮了，3号楼2单元501，明天上午来人看看")
        await wang.reads("留个电话")
        await cast.settle()
        await cast.desk.fetching.tick()
        await asyncio.sleep(5)
        await cast.restart()
        await wang.says("13900000123")
        read_back = await wang.reads("1 发出")
        assert "灯" in read_back
        assert "501" in read_back
        await wang.says("1")
        await wang.reads("发出去了，单号")
        await cast.settle()
        with cast.db.reading() as session:
            kept = session.scalars(select(Media)).one()
            order = session.scalars(select(Order)).one()
            assert order.raw_text == "厨房灯不亮了，3号楼2单元501，明天上午来人看看"
        assert kept.order_id == order.id
        assert (kept.state, kept.kind, kept.content_type) == (
            MediaState.STORED,
            "voice",
            "audio/amr",
        )
        assert cast.api.violations == []


async def test_a_voice_that_nobody_understood_asks_for_words(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        wang = await comes(cast)
        cast.api.state.media["V1"] = b"#!AMR\n" + bytes(200)
        await wang.sends_voice("V1")
        told = await wang.reads("语音")
        assert "听" in told
        assert cast.api.violations == []


async def test_a_picture_and_a_place_go_with_the_order(sqlite_url: str, tmp_path: Path) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        wang = await comes(cast)
        cast.api.state.media["P1"] = photo()
        await wang.says("水龙头漏水，3号楼2单元501，明天上午")
        await wang.reads("留个电话")
        await wang.sends_photo("P1")
        await wang.reads("照片")
        await wang.sends_place(31.23, 121.47)
        await cast.settle()
        await wang.says("13900000123")
        await wang.reads("1 发出")
        await cast.settle()
        await cast.desk.fetching.tick()
        await asyncio.sleep(5)
        with cast.db.reading() as session:
            kept = session.scalars(select(Media)).one()
        assert (kept.state, kept.kind) == (MediaState.STORED, "photo")
        assert cast.api.violations == []
