"""Updates by long poll: given until confirmed, one poll at a time."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import Conflict, NetworkError

from tests.telegram_api import BotApi, Person
from tests.telegram_api.fixtures import Bare, told


async def _polled(api: BotApi) -> None:
    await api.until(lambda: api.state.updates.is_polled, "nobody polls")


async def test_updates_come_until_they_are_confirmed(api: BotApi, bot: Bot, ming: Person) -> None:
    ming.say("帮我搬柜子")
    first = await told(bot, limit=1)
    assert [each.message.text for each in first] == ["/start"]
    again = await told(bot)
    assert [each.message.text for each in again] == ["/start", "帮我搬柜子"]
    assert again[1].update_id == again[0].update_id + 1
    rest = await told(bot, offset=again[1].update_id)
    assert [each.message.text for each in rest] == ["帮我搬柜子"]
    assert not api.is_calm
    assert await told(bot, offset=again[1].update_id + 1) == []
    await api.calm()
    assert api.violations == []


async def test_a_long_poll_waits_for_what_comes(api: BotApi, bot: Bot, ming: Person) -> None:
    started = (await told(bot))[-1].update_id
    asking = asyncio.ensure_future(told(bot, offset=started + 1, timeout=20))
    await _polled(api)
    ming.say("在吗")
    assert (await asking)[0].message.text == "在吗"


async def test_a_second_poll_ends_the_first(api: BotApi, bot: Bot, bare: Bare) -> None:
    asking = asyncio.ensure_future(told(bot, timeout=20))
    await _polled(api)
    second = asyncio.ensure_future(bare.json("getUpdates", {"timeout": 20}))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await asking
    await bot.set_webhook("https://example.org/telegram")
    answer = await second
    assert answer["description"] == "Conflict: terminated by setWebhook request"
    assert api.refused == {409: 2}


async def test_no_poll_beside_a_webhook(api: BotApi, bot: Bot) -> None:
    await bot.set_webhook("https://example.org/telegram")
    with pytest.raises(Conflict, match="while webhook is active"):
        await told(bot)
    await bot.delete_webhook()
    assert await told(bot) == []
    assert api.violations == []


async def test_a_poll_that_was_hung_up_disturbs_nobody(api: BotApi, bare: Bare, bot: Bot) -> None:
    hung_up = asyncio.ensure_future(bare.json("getUpdates", {"timeout": 20}))
    await _polled(api)
    hung_up.cancel()
    await api.until(lambda: not api.state.updates.is_polled, "it still waits")
    assert await told(bot) == []
    assert api.refused == {}


async def test_only_what_is_asked_for_comes(bot: Bot, ming: Person) -> None:
    await told(bot, allowed_updates=["message"])
    ming.block()
    ming.say("回来了")
    news = await told(bot)
    assert [each.message.text for each in news] == ["/start", "回来了"]


@pytest.mark.usefixtures("ming")
async def test_nothing_may_be_confirmed_unseen(api: BotApi, bare: Bare) -> None:
    last = api.state.updates.last_id
    await bare.json("getUpdates", {"offset": last + 1})
    assert f"confirms update {last}, which it never got" in api.violations[0]


@pytest.mark.usefixtures("ming")
async def test_a_batch_may_come_again_though_confirmed(api: BotApi, bot: Bot) -> None:
    batch = await told(bot)
    api.faults.add("repeated", method="getUpdates")
    again = await told(bot, offset=batch[-1].update_id + 1, timeout=20)
    assert again == batch
    assert await told(bot, offset=batch[-1].update_id + 1) == []
    assert api.faults.count("repeated") == 1


@pytest.mark.usefixtures("ming")
async def test_a_batch_may_be_lost_on_its_way(api: BotApi, bot: Bot) -> None:
    api.faults.add("lost answer", method="getUpdates")
    with pytest.raises(NetworkError):
        await told(bot)
    assert len(await told(bot)) == 1
    assert api.faults.count("lost answer") == 1
