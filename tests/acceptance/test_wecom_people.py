"""What members do besides the story: come, go, open the app, send pictures, shout for help."""

import asyncio
import dataclasses
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models.contact import Contact
from models.inbox import Inbox
from models.media import Media
from models.outbox import GaveUp, Outbox
from tests.acceptance.wechat_story import Place
from tests.acceptance.wecom_story import a_desk, comes
from tests.channels.wechat.posting import KEY, OLD_KEY


async def test_the_address_answers_the_consoles_check(sqlite_url: str, tmp_path: Path) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        assert await api.poster.check_address() == "1616140317555161061"


async def test_who_opens_the_app_is_greeted_once(sqlite_url: str, tmp_path: Path) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        chen = api.member("ChenJing")
        for _time in range(3):
            await chen.does("enter_agent")
            await cast.settle()
        assert len(chen.texts) == 1
        assert "您好" in chen.texts[0]


async def test_who_leaves_the_apps_range_is_written_to_no_more_and_again_after_coming_back(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        chen = await comes(cast)
        await chen.does("unsubscribe")
        await cast.settle()
        with cast.db.reading() as session:
            assert session.scalars(select(Contact.stopped_at)).one() is not None
        await chen.does("subscribe")
        await cast.settle()
        with cast.db.reading() as session:
            assert session.scalars(select(Contact.stopped_at)).one() is None


async def test_an_answer_to_somebody_who_is_gone_is_given_up_with_the_true_reason(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        chen = api.member("ChenJing")
        chen.chat.is_visible = False
        await chen.says("帮助")
        await cast.settle()
        with cast.db.reading() as session:
            assert {each.reason for each in session.scalars(select(Outbox))} == {GaveUp.BLOCKED}
            assert session.scalars(select(Contact.stopped_at)).one() is not None
        assert chen.texts == []


async def test_a_picture_is_fetched_and_kept_and_a_word_of_the_menu_is_a_word(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        api.state.media["M-1"] = b"#!AMR\n" + bytes(200)
        chen = await comes(cast)
        await chen.does("click", "帮助")
        await cast.settle()
        told = len(chen.texts)
        assert told == 2
        await chen.sends("voice", MediaId="M-1", Format="amr")
        await cast.settle()
        await cast.desk.fetching.tick()
        await cast.desk.fetching.settle()
        with cast.db.reading() as session:
            assert session.scalars(select(Media.sha256)).one()
        assert len(chen.texts) > told
        assert api.violations == []


async def test_the_key_from_before_still_opens_posts_while_wecom_changes_over(
    sqlite_url: str, tmp_path: Path
) -> None:
    place = Place(
        sqlite_url, tmp_path, wechat={"encoding_aes_key": OLD_KEY, "previous_aes_key": KEY}
    )
    async with a_desk(place) as cast:
        api: Any = cast.api
        chen = await comes(cast)
        api.state.setup = dataclasses.replace(api.state.setup, aes_key=OLD_KEY)
        await chen.says("帮助")
        await cast.settle()
        assert len(chen.texts) == 2
        assert api.violations == []


async def test_a_post_for_another_company_or_in_the_clear_is_refused(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        chen = api.member("ChenJing")
        true = api.state.setup
        for wrong in ({"appid": "ww0000000000000000"}, {"token": "another"}, {"aes_key": OLD_KEY}):
            api.state.setup = dataclasses.replace(true, **wrong)
            await chen.says("帮助")
            await cast.settle()
        api.state.setup = true
        api.poster._envelope = lambda xml: ("signature=0&timestamp=1&nonce=1", xml.encode())
        await chen.says("帮助")
        await cast.settle()
        with cast.db.reading() as session:
            assert session.scalars(select(Inbox)).all() == []


async def test_thirty_words_in_a_minute_are_all_answered_at_a_pace_that_wecom_takes(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        chen = await comes(cast)
        for _n in range(35):
            await chen.says("帮助")
        await cast.settle()
        assert len(chen.texts) == 36
        assert api.violations == []


async def test_who_has_had_all_of_an_hour_gets_the_rest_when_it_is_over(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path, wechat={"chat_hour": 10})) as cast:
        api: Any = cast.api
        api.state.setup = dataclasses.replace(api.state.setup, per_hour=10)
        chen = await comes(cast)
        for _n in range(14):
            await chen.says("帮助")
        await asyncio.sleep(120)
        assert len(chen.texts) == 10
        await asyncio.sleep(3600)
        await cast.settle()
        assert len(chen.texts) == 15
        assert api.violations == []
