"""Messages after the answer: windows, what they are kept for, knocks, files and troubles."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from bot.channels.contract import Outgoing, SendError, Trouble
from bot.channels.stored import MediaFile
from bot.channels.wechat.budget import KEPT, kept_for_more
from bot.channels.wechat.knocking import Agreements
from bot.channels.wechat.sending import WeChat
from bot.channels.wechat.tokens import Tokens
from bot.channels.wechat.windows import Windows
from bot.config_wechat import TemplateSection, WeChatAccount
from handlers.content import Content
from handlers.notices import NOTICES
from models.access_token import Holder
from models.contact import meet
from models.database import Database
from models.push_window import Opens, open_window, pushes_left
from tests.transcript import World
from tests.wechat_api import Follower, Setup, WeChatApi, Wrong

PHOTO = MediaFile("photo", "image/jpeg", b"\xff\xd8\xff")
LETTER = MediaFile("file", "application/pdf", b"%PDF")


class Wang:
    """Somebody who follows, the account as it speaks, and WeChat."""

    def __init__(self, db: Database, api: WeChatApi, **keys: Any) -> None:
        self.world, self.api = World(db, "wechat"), api
        self.media: dict[int, MediaFile] = {}
        world, setup = self.world, api.state.setup
        settings = WeChatAccount(
            appid=setup.appid,
            secret=SecretStr(setup.secret),
            account=setup.account,  # type: ignore[arg-type]
            api_base=api.base,
            **keys,
        )
        windows = Windows(db, world.runner, world.around)
        agreements = Agreements(db, world.runner)
        self.channel = WeChat(settings, windows, agreements, self._load)
        holder = Holder(world.community_id, world.account_id, "p1")
        fetch = self.channel.api.fetch_token
        self.channel.api.tokens = Tokens(db, world.runner, world.around, holder, fetch)
        self.follower: Follower = api.follower("oWang")
        with db.patient.begin() as connection:
            self.contact_id = meet(
                connection, world.community_id, world.account_id, "oWang", world.now
            )

    async def _load(self, media_id: int) -> MediaFile | None:
        return self.media.get(media_id)

    def writes(self) -> None:
        """She has written: here and there."""
        self.follower.chat.open(5, timedelta(hours=48), self.world.now)
        with self.world.db.patient.begin() as connection:
            open_window(
                connection,
                self.world.community_id,
                self.contact_id,
                Opens.MESSAGE,
                self.world.now,
            )

    async def told(self, content: Content, kind: str = "coming") -> Trouble | None:
        """Send; returns the trouble."""
        world = self.world
        message = Outgoing(
            9, self.contact_id, world.community_id, "oWang", content, world.now, kind=kind
        )
        try:
            await self.channel.send(message)
        except SendError as error:
            return error.trouble
        return None

    def left(self) -> int:
        """How often she may be written to."""
        with self.world.db.read.connect() as connection:
            return pushes_left(connection, self.contact_id, self.world.now)


HELLO = Content(text="有人来了：马立国。")
KNOCK = {"templates": {"coming": TemplateSection(id="TM1", time="time2")}}


@pytest.fixture
async def api() -> AsyncIterator[WeChatApi]:
    async with WeChatApi() as made:
        yield made


@pytest.fixture
async def wang(sqlite_db: Database, api: WeChatApi) -> AsyncIterator[Wang]:
    made = Wang(sqlite_db, api, **KNOCK)
    await made.channel.open()
    yield made
    await made.channel.close()
    made.world.runner.close()


async def test_five_go_after_one_word_of_hers_and_the_sixth_knocks(wang: Wang) -> None:
    wang.writes()
    got = [await wang.told(HELLO) for _ in range(6)]
    assert got == [None] * 5 + [Trouble.CLOSED]
    assert [each.way for each in wang.follower.chat.heard] == ["text"] * 5 + ["template"]
    assert wang.follower.chat.heard[-1].text.startswith("您的事有新进展，回一句就看到｜2026-11-23")
    assert "马立国" not in wang.follower.chat.heard[-1].text
    assert wang.api.violations == []


async def test_nothing_knocks_for_a_kind_that_was_not_set_up(wang: Wang) -> None:
    assert await wang.told(HELLO, "thanks") is Trouble.CLOSED
    assert wang.follower.chat.heard == []


async def test_a_reminder_uses_up_nothing_that_an_order_needs(wang: Wang) -> None:
    wang.writes()
    assert await wang.told(HELLO, "still_coming") is None
    assert await wang.told(HELLO, "still_coming") is Trouble.CLOSED
    assert await wang.told(HELLO, "thanks") is None
    assert await wang.told(HELLO, "coming") is None
    assert await wang.told(HELLO, "thanks") is Trouble.CLOSED
    assert await wang.told(HELLO, "left") is None
    assert await wang.told(HELLO, "said_done") is None
    assert wang.left() == 0


def test_every_kind_with_a_budget_is_a_notice() -> None:
    assert set(KEPT) - {"reply"} <= set(NOTICES)
    assert kept_for_more("reply") == kept_for_more("left") == 0 < kept_for_more("thanks")


@pytest.mark.parametrize("kind", [Wrong.BUSY, Wrong.BROKEN, Wrong.DAY, Wrong.NOT_LISTED])
async def test_what_did_not_go_is_not_counted(wang: Wang, kind: Wrong) -> None:
    wang.writes()
    wang.api.faults.add(kind)
    assert await wang.told(HELLO) is Trouble.BUSY
    assert wang.left() == 5
    assert await wang.told(HELLO) is None


@pytest.mark.parametrize("kind", [Wrong.LOST, Wrong.DROPPED])
async def test_what_may_have_gone_is_counted(wang: Wang, kind: Wrong) -> None:
    wang.writes()
    wang.api.faults.add(kind)
    assert await wang.told(HELLO) is Trouble.UNCERTAIN
    assert wang.left() == 4


@pytest.mark.parametrize("kind", [Wrong.CLOSED, Wrong.USED_UP])
async def test_a_window_that_wechat_closed_is_not_tried_again(wang: Wang, kind: Wrong) -> None:
    wang.writes()
    wang.api.faults.add(kind)
    assert await wang.told(HELLO) is Trouble.CLOSED
    assert await wang.told(HELLO) is Trouble.CLOSED
    assert sum(each == kind for each in wang.api.faults.injected) == 1
    assert wang.api.state.refused[int(kind.value)] == 1


@pytest.mark.parametrize("kind", [Wrong.EXPIRED, Wrong.BAD_TOKEN])
async def test_a_refused_token_is_renewed_once_and_the_message_goes(
    wang: Wang, kind: Wrong
) -> None:
    wang.writes()
    wang.api.faults.add(kind)
    assert await wang.told(HELLO) is None
    assert wang.api.state.fetched == 2
    wang.api.faults.add(kind, times=2)
    assert await wang.told(HELLO) is Trouble.BUSY
    assert wang.api.state.fetched == 3


async def test_who_does_not_follow_is_knocked_at_once_and_no_more(wang: Wang) -> None:
    wang.follower.chat.follows = False
    assert await wang.told(HELLO) is Trouble.BLOCKED


async def test_a_long_text_goes_in_pages_or_not_at_all(wang: Wang) -> None:
    long = Content(text="今天有活动，大家都来。" * 130)
    wang.writes()
    assert await wang.told(long, "reply") is None
    assert len(wang.follower.texts) == 3
    assert await wang.told(long, "reply") is Trouble.CLOSED
    assert len(wang.follower.texts) == 3
    assert wang.left() == 2


async def test_a_photo_goes_behind_its_words_and_what_wechat_takes_not_is_left_out(
    wang: Wang,
) -> None:
    wang.writes()
    wang.media = {1: PHOTO, 2: LETTER}
    assert await wang.told(replace(HELLO, media=(1, 2, 3)), "reply") is None
    assert wang.follower.texts == ["有人来了：马立国。", "（image）"]
    assert await wang.told(Content(media=(2,)), "reply") is Trouble.REJECTED


async def test_what_people_sent_is_fetched_by_its_id(wang: Wang) -> None:
    wang.api.state.media["M1"] = b"#!AMR\n" + b"x" * 100
    data = await wang.channel.fetch('{"media_id": "M1"}', 1000)
    assert data.startswith(b"#!AMR")
    for source, most in [('{"media_id": "M2"}', 1000), ('{"media_id": "M1"}', 10), ("x", 10)]:
        with pytest.raises(SendError) as caught:
            await wang.channel.fetch(source, most)
        assert caught.value.trouble is Trouble.REJECTED


async def test_an_account_that_only_answers_calls_nobody(sqlite_db: Database) -> None:
    async with WeChatApi(Setup(account="subscription_unverified")) as api:
        wang = Wang(sqlite_db, api)
        await wang.channel.open()
        assert await wang.told(HELLO, "reply") is Trouble.CLOSED
        assert api.state.fetched == 0
        assert (
            wang.channel.riding("oWang", Content(text="很长的话。" * 200, media=(1,))) is not None
        )
        await wang.channel.close()
        wang.world.runner.close()


async def test_no_word_of_a_user_changes_the_json(wang: Wang) -> None:
    wang.writes()
    evil = '","x":{"y":"]]></Content> & < > \\u4f60 " \\" \n\x07'
    assert await wang.told(Content(text=evil), "reply") is None
    (body,) = wang.api.bodies("message/custom/send")
    assert set(body) == {"touser", "msgtype", "text"}
    assert wang.api.violations == []
