"""The pace is counted on the test's own clock, exactly."""

from datetime import timedelta

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import RetryAfter

from tests.telegram_api import BotApi, Group, Person, Rates, Setup
from tests.telegram_api.fixtures import Watch, library_bot


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def api(watch: Watch):
    async with BotApi(Setup(times=watch.times, rates=Rates(slack=0))) as made:
        made.crowd(60)
        yield made


@pytest.fixture
async def bot(api: BotApi):
    async with library_bot(api) as made:
        yield made


async def test_one_message_a_second_goes_to_a_chat(api: BotApi, bot: Bot, watch: Watch) -> None:
    await bot.send_message(1_000_000, "一")
    watch.move(0.9)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(1_000_000, "二")
    assert caught.value.retry_after == timedelta(seconds=1)
    assert len(api.violations) == 1
    assert "message 2 within 1.00 s, 0.900 s on" in api.violations[0]
    assert "sendMessage to 1000000" in api.violations[0]
    watch.move(1)
    await bot.send_message(1_000_000, "二")
    await bot.send_message(1_000_001, "another chat")
    assert len(api.violations) == 1
    assert api.refused == {429: 1}


async def test_edits_and_answers_do_not_count_for_a_private_chat(
    api: BotApi, bot: Bot, watch: Watch
) -> None:
    ming = Person(api, 7, "明华")
    ming.start()
    keyboard = InlineKeyboardMarkup.from_button(InlineKeyboardButton("我去", callback_data="t"))
    sent = await bot.send_message(7, "要人", reply_markup=keyboard)
    await bot.answer_callback_query(ming.press("我去"))
    await bot.edit_message_text("有人了", 7, sent.message_id)
    assert api.violations == []
    watch.move(1)
    await bot.send_message(7, "谢谢")
    assert api.violations == []


async def test_twenty_messages_a_minute_go_to_a_group(api: BotApi, bot: Bot, watch: Watch) -> None:
    ming = Person(api, 7, "明华")
    Group(api, -50, "三号楼", ming).add_bot(ming)
    sent = await bot.send_message(-50, "0")
    for n in range(19):
        watch.move(1)
        await bot.edit_message_text(str(n + 1), -50, sent.message_id)
    watch.move(20)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(-50, "21")
    assert caught.value.retry_after == timedelta(seconds=21)
    assert len(api.violations) == 1
    watch.move(21)
    await bot.send_message(-50, "21")
    assert len(api.violations) == 1


async def test_thirty_calls_a_second_go_to_all(api: BotApi, bot: Bot, watch: Watch) -> None:
    for n in range(30):
        await bot.send_message(1_000_000 + n, "x")
        watch.move(0.01)
    await bot.get_me()
    with pytest.raises(RetryAfter):
        await bot.send_message(1_000_030, "x")
    assert "call 31 within a second" in api.violations[0]
    for n in range(10):
        with pytest.raises(RetryAfter):
            await bot.send_message(1_000_031 + n, "on its way already")
    assert len(api.violations) == 1
    with pytest.raises(RetryAfter):
        await bot.send_message(1_000_041, "x")
    assert "ignored the bot's retry_after" in api.violations[1]
    watch.move(1)
    await bot.send_message(1_000_041, "x")
    assert len(api.violations) == 2


async def test_what_is_refused_does_not_fill_the_window_of_a_chat(api: BotApi, bot: Bot) -> None:
    api.faults.add("400")
    with pytest.raises(Exception, match="Not this time"):
        await bot.send_message(1_000_000, "<b>x</b>", parse_mode="HTML")
    await bot.send_message(1_000_000, "x")
    assert api.violations == []


async def test_the_slack_forgives_what_the_way_shifts(watch: Watch) -> None:
    async with BotApi(Setup(times=watch.times)) as api, library_bot(api) as bot:
        api.crowd(1)
        await bot.send_message(1_000_000, "x")
        watch.move(0.951)
        await bot.send_message(1_000_000, "x")
        assert api.violations == []
        with pytest.raises(RetryAfter):
            await bot.send_message(1_000_000, "x")
        assert len(api.violations) == 1
