"""Sending on Telegram: every message in one piece or several, every refusal in closed kinds."""

import json
from datetime import timedelta

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs
from telegram.error import RetryAfter

from bot.channels.contract import Outgoing, SendError, Trouble
from bot.channels.telegram.refusals import trouble_of
from bot.channels.telegram.sending import Telegram
from bot.config import TelegramAccount
from handlers.content import Button, Card, Content
from tests.channels.telegram.little_api import (
    TOKEN,
    Answer,
    LittleApi,
    carried_out,
    hangs_up,
    refuses,
    says,
)
from tests.transcript import MONDAY

NO_PREVIEW = {"is_disabled": True}
GONE = {"remove_keyboard": True}
CARD = Content(
    card=Card("换厨房灯", "单号 1123-07"),
    buttons=(Button("接单", "tok"),),
    subject="order:1",
)
LONG = "灯不亮了，请来看看。\n" * 500
BAD_MARKS = refuses(400, "Bad Request: can't parse entities: unsupported start tag at byte 3")


def to(content: Content, address: str = "42", group_id: int = 0) -> Outgoing:
    return Outgoing(9, 0 if group_id else 3, 1, address, content, MONDAY, group_id)


def test_the_pace_is_the_accounts() -> None:
    usual = Telegram(TelegramAccount(token=SecretStr(TOKEN)))
    assert (usual.pace.calls, usual.pace.chat, usual.pace.group) == (25, 1, 3)
    assert (usual.name, usual.rings, usual.edits) == ("telegram", True, True)


def test_a_pace_of_nothing_is_no_limit() -> None:
    free = TelegramAccount(token=SecretStr(TOKEN), chat_pace=0, pace=200, group_pace=60)
    assert Telegram(free).pace.chat == 0
    assert Telegram(free).pace.group == 1


async def test_words_go_plain_and_bring_back_the_messages_id(
    api: LittleApi, telegram: Telegram
) -> None:
    assert await telegram.send(to(Content("a < b & 好"))) == "101"
    assert api.methods == ["sendMessage"]
    assert api.calls[0].values == {
        "chat_id": 42,
        "text": "a < b & 好",
        "link_preview_options": NO_PREVIEW,
        "reply_markup": GONE,
    }


async def test_a_card_goes_with_its_marks_and_buttons(api: LittleApi, telegram: Telegram) -> None:
    await telegram.send(to(CARD))
    values = api.calls[0].values
    assert values["text"] == "<b>换厨房灯</b>  单号 1123-07"
    assert values["parse_mode"] == "HTML"
    assert values["reply_markup"]["inline_keyboard"] == [[{"text": "接单", "callback_data": "tok"}]]


async def test_in_a_group_no_keyboard_is_taken_away(api: LittleApi, telegram: Telegram) -> None:
    await telegram.send(to(Content("谁能去？"), "-100123", group_id=5))
    assert api.calls[0].values["chat_id"] == -100123
    assert "reply_markup" not in api.calls[0].values


async def test_marks_that_are_refused_go_once_more_as_plain_words(
    api: LittleApi, telegram: Telegram
) -> None:
    api.will_answer(BAD_MARKS)
    with capture_logs() as logs:
        assert await telegram.send(to(CARD)) == "101"
    assert [call.values["text"] for call in api.calls] == [
        "<b>换厨房灯</b>  单号 1123-07",
        "换厨房灯  单号 1123-07",
    ]
    assert "parse_mode" not in api.calls[1].values
    assert "reply_markup" in api.calls[1].values
    assert [line["outbox"] for line in logs if "outbox" in line] == []


async def test_refused_twice_it_is_rejected(api: LittleApi, telegram: Telegram) -> None:
    api.will_answer(BAD_MARKS, refuses(400, 'Bad Request: "灯不亮" is no text of 13900000123'))
    with capture_logs() as logs:
        error = await failing(telegram, CARD)
    assert error.trouble is Trouble.REJECTED
    assert logs[-1]["outbox"] == 9
    assert logs[-1]["why"] == "BadRequest: … is no text of #"


async def test_a_long_text_goes_in_parts_at_the_chats_pace(
    api: LittleApi, telegram: Telegram, rests: list[float]
) -> None:
    content = Content(LONG, (Button("好", "tok"),))
    assert await telegram.send(to(content)) == "102"
    first, last = (call.values for call in api.calls)
    assert first["text"].endswith("。")
    assert "reply_markup" not in first
    assert last["reply_markup"]["inline_keyboard"]
    assert rests == [1]
    await telegram.send(to(Content(LONG), "-5", group_id=5))
    assert rests == [1, 3]


async def test_between_parts_a_short_wait_that_is_asked_for_is_granted(
    api: LittleApi, telegram: Telegram, rests: list[float]
) -> None:
    api.will_answer(carried_out, refuses(429, "Too Many Requests", retry_after=2))
    assert await telegram.send(to(Content(LONG))) == "101"
    assert rests == [1, 2]
    assert len(api.calls) == 3


@pytest.mark.parametrize(
    ("second", "trouble", "seconds"),
    [
        (refuses(429, "Too Many Requests", retry_after=300), Trouble.UNCERTAIN, 300),
        (says(502, "x"), Trouble.UNCERTAIN, 0),
        (refuses(403, "Forbidden: bot was blocked by the user"), Trouble.BLOCKED, 0),
        (refuses(400, "Bad Request: no"), Trouble.REJECTED, 0),
    ],
)
async def test_when_a_part_has_arrived_the_rest_leaves_a_doubt(
    api: LittleApi, telegram: Telegram, second: Answer, trouble: Trouble, seconds: float
) -> None:
    api.will_answer(carried_out, second)
    error = await failing(telegram, Content(LONG))
    assert (error.trouble, error.retry_after) == (trouble, seconds)


@pytest.mark.parametrize(
    ("answer", "trouble", "seconds", "moved_to"),
    [
        (refuses(429, "Too Many Requests", retry_after=7), Trouble.BUSY, 7, ""),
        (refuses(403, "Forbidden: bot was blocked by the user"), Trouble.BLOCKED, 0, ""),
        (refuses(403, "Forbidden: bot was kicked from the group chat"), Trouble.BLOCKED, 0, ""),
        (refuses(400, "Bad Request: chat not found"), Trouble.BLOCKED, 0, ""),
        (refuses(400, "Bad Request: PEER_ID_INVALID"), Trouble.BLOCKED, 0, ""),
        (refuses(400, "Bad Request: user is deactivated"), Trouble.BLOCKED, 0, ""),
        (refuses(400, "Bad Request: have no rights to send a message"), Trouble.BLOCKED, 0, ""),
        (
            refuses(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1001),
            Trouble.MOVED,
            0,
            "-1001",
        ),
        (refuses(400, "Bad Request: BUTTON_DATA_INVALID"), Trouble.REJECTED, 0, ""),
        (refuses(401, "Unauthorized"), Trouble.BUSY, 60, ""),
        (refuses(404, "Not Found"), Trouble.BUSY, 60, ""),
        (refuses(409, "Conflict: terminated by other getUpdates"), Trouble.BUSY, 0, ""),
        (refuses(500, "Internal Server Error"), Trouble.BUSY, 0, ""),
        (says(502, "<html>Bad Gateway</html>"), Trouble.BUSY, 0, ""),
        (says(403, "<html>Blocked by your administrator</html>"), Trouble.BUSY, 0, ""),
        (says(504, "<html>Gateway Time-out</html>"), Trouble.UNCERTAIN, 0, ""),
        (hangs_up, Trouble.UNCERTAIN, 0, ""),
    ],
)
async def test_each_refusal_is_one_of_the_closed_troubles(
    api: LittleApi,
    telegram: Telegram,
    answer: Answer,
    trouble: Trouble,
    seconds: float,
    moved_to: str,
) -> None:
    api.will_answer(answer)
    error = await failing(telegram, Content("灯修好了"))
    assert (error.trouble, error.retry_after, error.moved_to) == (trouble, seconds, moved_to)
    assert len(api.calls) == 1


async def test_with_telegram_out_of_reach_it_opens_and_waits(unused_tcp_port: int) -> None:
    base = f"http://127.0.0.1:{unused_tcp_port}/bot"
    telegram = Telegram(TelegramAccount(token=SecretStr(TOKEN), api_base=base))
    await telegram.open()
    assert (await failing(telegram, Content("好"))).trouble is Trouble.BUSY
    await telegram.answer_press("1", "好")
    await telegram.drop_keyboard(42, 7)
    await telegram.close()


@pytest.mark.parametrize("switched", ["true", "false"])
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
def test_a_wait_is_seconds_however_the_library_counts(
    switched: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", switched)
    assert trouble_of(RetryAfter(timedelta(seconds=3))).retry_after == 3


async def test_a_wrong_token_is_said_once_and_clearly(api: LittleApi, telegram: Telegram) -> None:
    no = refuses(401, "Unauthorized")
    api.will_answer(no, no, carried_out, no)
    with capture_logs() as logs:
        await failing(telegram, Content("好"))
        await failing(telegram, Content("好"))
        await telegram.send(to(Content("好")))
        await failing(telegram, Content("好"))
    assert [line["log_level"] for line in logs] == ["error", "error"]
    assert logs[0]["bot"] == "4711"
    assert TOKEN not in json.dumps(logs)


async def test_the_log_holds_no_words_and_no_token(api: LittleApi, telegram: Telegram) -> None:
    api.will_answer(says(502, "灯修好了"), hangs_up, refuses(400, "Bad Request: text '灯修好了'"))
    with capture_logs() as logs:
        for _each in range(3):
            await failing(telegram, Content("灯修好了"))
    said = json.dumps(logs, ensure_ascii=False)
    assert "灯修好了" not in said
    assert TOKEN not in said


async def test_nothing_to_say_is_rejected_without_a_call(
    api: LittleApi, telegram: Telegram
) -> None:
    assert (await failing(telegram, Content(" \n"))).trouble is Trouble.REJECTED
    assert api.calls == []


async def failing(telegram: Telegram, content: Content) -> SendError:
    """The error of a message that is not taken."""
    with pytest.raises(SendError) as caught:
        await telegram.send(to(content))
    return caught.value
