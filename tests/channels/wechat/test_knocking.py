"""What knocks at a closed window: as she agreed, else a template; what each refusal leads to."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.channels.contract import Trouble
from bot.config_wechat import SubscriptionSection, TemplateSection
from models.database import Database
from models.subscription import Subscription, agreed
from tests.channels.wechat.test_sending import HELLO, Wang
from tests.wechat_api import Setup, WeChatApi, Wrong

ONCE = SubscriptionSection(id="SUB-once", time="time2")
LASTS = SubscriptionSection(id="SUB-lasts", lasts=True)
TEMPLATE = TemplateSection(id="TM1", time="time2")
BY_NOTICE = "message/subscribe/bizsend"
#: in a template of hers there is this, and the moment
KNOCKED = "您的事有新进展，回一句就看到"


class Guest(Wang):
    """Somebody without a window, who agrees to templates."""

    times = 0

    def agrees(self, *names: str) -> None:
        """Here and there."""
        world = self.world
        for name in names:
            self.times += 1
            self.follower.chat.agree(name)
            at = world.now + timedelta(seconds=self.times)
            with world.db.patient.begin() as connection:
                agreed(connection, world.community_id, self.contact_id, name, at)

    def allowed(self) -> int:
        """How many she allows yet, as we count."""
        with self.world.db.reading() as session:
            return sum(session.scalars(select(Subscription.left)))

    @property
    def ways(self) -> list[str]:
        """How she was knocked."""
        return [each.way for each in self.follower.chat.heard]


@pytest.fixture
async def api() -> AsyncIterator[WeChatApi]:
    async with WeChatApi() as made:
        yield made


async def guest(db: Database, api: WeChatApi, **keys: Any) -> Guest:
    made = Guest(db, api, **keys)
    await made.channel.open()
    return made


@pytest.fixture
async def wang(sqlite_db: Database, api: WeChatApi) -> AsyncIterator[Guest]:
    ways = {"templates": {"coming": TEMPLATE}, "subscriptions": {"coming": ONCE, "thanks": LASTS}}
    made = await guest(sqlite_db, api, **ways)
    yield made
    await made.channel.close()
    made.world.runner.close()


async def test_each_yes_is_one_notice_and_then_a_template_knocks(wang: Guest) -> None:
    wang.agrees("SUB-once", "SUB-once")
    assert [await wang.told(HELLO) for _ in range(3)] == [Trouble.CLOSED] * 3
    assert wang.ways == ["notice", "notice", "template"]
    assert wang.follower.chat.heard[0].text.startswith(f"{KNOCKED}｜2026-11-23 ")
    assert wang.allowed() == 0
    assert wang.api.violations == []


async def test_a_notice_says_nothing_of_the_news(wang: Guest) -> None:
    wang.agrees("SUB-once")
    await wang.told(HELLO)
    (body,) = wang.api.bodies(BY_NOTICE)
    assert set(body) == {"touser", "template_id", "data"}
    assert "马立国" not in str(body)


async def test_a_yes_that_lasts_is_not_used_up(wang: Guest) -> None:
    wang.agrees("SUB-lasts")
    for _time in range(3):
        assert await wang.told(HELLO, "thanks") is Trouble.CLOSED
    assert wang.ways == ["notice"] * 3
    assert wang.api.violations == []


async def test_who_has_not_agreed_is_not_asked_for_it_by_trying(wang: Guest) -> None:
    assert await wang.told(HELLO, "thanks") is Trouble.CLOSED
    assert (wang.ways, wang.api.state.refused[43101]) == ([], 0)


async def test_a_yes_for_one_kind_is_none_for_another(wang: Guest) -> None:
    wang.agrees("SUB-once")
    assert await wang.told(HELLO, "thanks") is Trouble.CLOSED
    assert (wang.ways, wang.allowed()) == ([], 1)


async def test_while_a_window_is_open_nothing_of_it_is_used(wang: Guest) -> None:
    wang.agrees("SUB-once")
    wang.writes()
    assert await wang.told(HELLO) is None
    assert (wang.ways, wang.allowed()) == (["text"], 1)


async def test_what_she_took_back_without_our_knowing_is_counted_as_nothing(wang: Guest) -> None:
    """43101: no further try, and the template knocks instead."""
    wang.agrees("SUB-once", "SUB-once")
    await wang.follower.takes_back("once", told=False)
    assert await wang.told(HELLO) is Trouble.CLOSED
    assert await wang.told(HELLO) is Trouble.CLOSED
    assert wang.api.state.refused[43101] == 1
    assert (wang.ways, wang.allowed()) == (["template", "template"], 0)
    assert wang.api.violations == []


@pytest.mark.parametrize("kind", [Wrong.BUSY, Wrong.MINUTE, Wrong.BROKEN])
async def test_a_knock_that_may_go_in_a_moment_is_tried_again(wang: Guest, kind: Wrong) -> None:
    wang.agrees("SUB-once")
    wang.api.faults.add(kind, path=BY_NOTICE)
    assert await wang.told(HELLO) is Trouble.BUSY
    assert wang.allowed() == 1
    assert await wang.told(HELLO) is Trouble.CLOSED
    assert wang.ways == ["notice"]


@pytest.mark.parametrize("kind", [Wrong.DAY, Wrong.NO_TEMPLATE, Wrong.OTHER_FIELDS])
async def test_a_way_that_is_shut_leaves_the_yes_and_the_operator_is_told(
    wang: Guest, kind: Wrong
) -> None:
    wang.agrees("SUB-once")
    wang.api.faults.add(kind, path=BY_NOTICE)
    with capture_logs() as logs:
        assert await wang.told(HELLO) is Trouble.CLOSED
    alerts = [each for each in logs if each["event"] == "a platform refuses calls"]
    assert [each["code"] for each in alerts] == [int(kind.value)]
    assert alerts[0]["mend"]
    assert (wang.ways, wang.allowed()) == (["template"], 1)


@pytest.mark.parametrize("kind", [Wrong.LOST, Wrong.DROPPED])
async def test_a_notice_that_may_have_gone_is_not_sent_again(wang: Guest, kind: Wrong) -> None:
    wang.agrees("SUB-once", "SUB-once")
    wang.api.faults.add(kind, path=BY_NOTICE)
    assert await wang.told(HELLO) is Trouble.CLOSED
    assert wang.allowed() == 1
    assert wang.ways == (["notice"] if kind is Wrong.LOST else [])


async def test_a_template_that_may_go_in_a_moment_is_tried_again(wang: Guest) -> None:
    wang.api.faults.add(Wrong.BUSY, path="message/template/send")
    assert await wang.told(HELLO) is Trouble.BUSY
    assert await wang.told(HELLO) is Trouble.CLOSED
    assert wang.ways == ["template"]


async def test_an_account_that_may_send_none_is_asked_for_none(sqlite_db: Database) -> None:
    async with WeChatApi(Setup(account="subscription")) as api:
        made = await guest(sqlite_db, api, subscriptions={"coming": ONCE})
        made.agrees("SUB-once")
        assert await made.told(HELLO) is Trouble.CLOSED
        assert (made.ways, api.violations) == ([], [])
        await made.channel.close()
        made.world.runner.close()
