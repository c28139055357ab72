"""People and groups, on one port with several bots, and the stand-in as a process of its own."""

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from tests.telegram_api import BotApi, Group, Person, Setup
from tests.telegram_api.chats import User
from tests.telegram_api.fixtures import library_bot, told
from tests.telegram_api.remote import TOKEN, running

CLAIM = InlineKeyboardMarkup.from_button(InlineKeyboardButton("我去", callback_data="t"))


async def test_she_reads_only_what_came_since_her_last_word(bot: Bot, ming: Person) -> None:
    await bot.send_message(ming.id, "收到了")
    await ming.reads("收到")
    ming.say("再来一单")
    with pytest.raises(AssertionError, match="明华 never read '收到'"):
        await ming.reads("收到", 0.01)
    await bot.send_message(ming.id, "又收到了")
    assert (await ming.reads("收到")).text == "又收到了"
    assert ming.look() == ["收到了", "又收到了"]
    assert ming.look() == []


async def test_what_she_shares_comes_as_telegram_writes_it(bot: Bot, ming: Person) -> None:
    ming.send_location(30.5, 114.3)
    ming.send_contact()
    ming.send_contact("+8613900000999", whose=5)
    ming.send_contact("+8613900000998", whose=0)
    news = [each.message for each in (await told(bot))[1:]]
    assert (news[0].location.latitude, news[0].location.longitude) == (30.5, 114.3)
    assert [each.contact.user_id for each in news[1:]] == [ming.id, 5, None]
    assert news[1].contact.phone_number == ming.phone
    assert news[1].from_user.language_code == "zh"


async def test_an_album_of_hers_is_one_group_of_updates(bot: Bot, ming: Person) -> None:
    ming.album([b"1", b"2"], "看")
    ming.album([b"3", b"4"])
    news = [each.message for each in (await told(bot))[1:]]
    assert [each.caption for each in news] == ["看", None, None, None]
    assert len({each.media_group_id for each in news}) == 2


async def test_a_start_has_its_payload_and_its_command(bot: Bot, ming: Person) -> None:
    ming.start("s-葵园"[:2] + "12")
    news = (await told(bot))[-1].message
    assert news.text == "/start s-12"
    assert [(each.type, each.length) for each in news.entities] == [("bot_command", 6)]


async def test_a_changed_word_of_hers_is_told(bot: Bot, ming: Person) -> None:
    ming.edits(ming.say("周六"), "周日")
    assert (await told(bot))[-1].edited_message.text == "周日"


async def test_a_press_on_what_is_gone_still_comes(bot: Bot, ming: Person) -> None:
    sent = await bot.send_message(ming.id, "要人", reply_markup=CLAIM)
    ming.press("我去", gone=True)
    pressed = (await told(bot))[-1].callback_query
    assert (pressed.message.message_id, pressed.message.date.year) == (sent.message_id, 1970)
    with pytest.raises(LookupError, match="sees no button '不去'"):
        ming.press("不去")


async def test_a_group_presses_and_talks(api: BotApi, bot: Bot, ming: Person) -> None:
    group = Group(api, -50, "三号楼", ming)
    group.add_bot(ming)
    await bot.send_message(-50, "要人", reply_markup=CLAIM)
    group.say(ming, "谁去？")
    group.say(ming, "@linli_bot 谁去？")
    press = group.press(ming, "我去")
    news = await told(bot)
    assert [each.message.text for each in news[-2:-1]] == ["@linli_bot 谁去？"]
    pressed = news[-1].callback_query
    assert (pressed.message.chat.id, pressed.from_user.id) == (-50, ming.id)
    assert api.unanswered == [press]
    await bot.answer_callback_query(press, "您去，谢谢")
    await ming.pops("您去")
    assert (group.look(), ming.heard) == (["要人"], [])
    assert (await group.reads("要人")).labels == ["我去"]
    assert api.violations == []


async def test_two_bots_share_a_port_and_know_different_chats(api: BotApi, ming: Person) -> None:
    other = Setup(token="17:b", bot=User(17, "B", username="b_bot", is_bot=True))
    async with BotApi(other, beside=api) as second, library_bot(second) as bot:
        Person(second, ming.id, "明华").start()
        await bot.send_message(ming.id, "从另一处")
        assert bot.username == "b_bot"
        assert second.people[ming.id].texts == ["从另一处"]
    assert ming.heard == []
    async with library_bot(api) as bot:
        assert bot.username == "linli_bot"


def test_it_runs_as_a_process_of_its_own(tmp_path) -> None:
    clock = tmp_path / "clock"
    clock.write_text("2026-11-23T09:10:00+08:00", encoding="ascii")
    with running(people=10_000, seed=3, clock=str(clock), rates={"bot": 1000}) as api:
        ming = api.person(1001, "明华")
        ming.start("s-12")

        def call(method: str, **params: object) -> httpx.Response:
            return httpx.post(f"{api.base}{TOKEN}/{method}", json=params)

        keyboard = {"inline_keyboard": [[{"text": "我去", "callback_data": "t"}]]}
        sent = call("sendMessage", chat_id=1001, text="您好", reply_markup=keyboard).json()
        assert sent["result"]["date"] == 1_795_396_200
        assert ming.reads("您好")["labels"] == ming.labels == ["我去"]
        ming.press("我去")
        news = call("getUpdates").json()["result"]
        assert [list(each)[1] for each in news] == ["message", "callback_query"]
        api.ask("faults", kind="500", chat=1_009_999)
        codes = [call("sendMessage", chat_id=n, text="x").status_code for n in (1_009_999, 9)]
        assert codes == [500, 400]
        assert api.ask("injected")[0]["kind"] == "500"
        assert len(api.violations) == 1
        call("getUpdates", offset=news[-1]["update_id"] + 1)
        api.calm()
        assert api.state["refused"] == {"500": 1, "400": 1}
        with pytest.raises(AssertionError, match="never read"):
            ming.reads("没有", 0.01)
        with pytest.raises(LookupError, match="KeyError"):
            api.ask("say", id=5, text="x")
        with pytest.raises(LookupError, match="no dance"):
            api.ask("dance")
