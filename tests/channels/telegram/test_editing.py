"""Editing on Telegram: a card changes where it stands, and its pressed buttons go."""

import pytest

from bot.channels.contract import Outgoing, SendError, Trouble
from bot.channels.telegram.sending import Telegram
from handlers.content import Button, Card, Content
from tests.channels.telegram.little_api import Answer, LittleApi, hangs_up, refuses
from tests.transcript import MONDAY

CARD = Content(
    card=Card("换厨房灯", "单号 1123-07"),
    buttons=(Button("接单", "tok"),),
    subject="order:1",
)
BAD_MARKS = refuses(400, "Bad Request: can't parse entities: unsupported start tag at byte 3")


def to(content: Content) -> Outgoing:
    return Outgoing(9, 3, 1, "42", content, MONDAY)


async def test_an_edit_changes_the_card_where_it_stands(api: LittleApi, telegram: Telegram) -> None:
    await telegram.edit("77", to(CARD))
    assert api.methods == ["editMessageText"]
    values = api.calls[0].values
    assert (values["chat_id"], values["message_id"]) == (42, 77)
    assert values["reply_markup"]["inline_keyboard"]
    assert values["link_preview_options"] == {"is_disabled": True}


async def test_an_edit_without_buttons_takes_the_old_ones_away(
    api: LittleApi, telegram: Telegram
) -> None:
    await telegram.edit("77", to(Content("这张卡换成下面的了。", ask="phone")))
    assert "reply_markup" not in api.calls[0].values


async def test_an_edit_that_changes_nothing_is_done(api: LittleApi, telegram: Telegram) -> None:
    same = "Bad Request: message is not modified: specified new message content is the same"
    api.will_answer(refuses(400, same))
    await telegram.edit("77", to(CARD))
    assert len(api.calls) == 1


async def test_an_edit_with_refused_marks_goes_once_more_plain(
    api: LittleApi, telegram: Telegram
) -> None:
    api.will_answer(BAD_MARKS)
    await telegram.edit("77", to(CARD))
    assert [call.values["text"][0] for call in api.calls] == ["<", "换"]


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (refuses(400, "Bad Request: message to edit not found"), Trouble.REJECTED),
        (refuses(400, "Bad Request: message can't be edited"), Trouble.REJECTED),
        (refuses(403, "Forbidden: bot was blocked by the user"), Trouble.BLOCKED),
        (refuses(429, "Too Many Requests", retry_after=4), Trouble.BUSY),
        (hangs_up, Trouble.UNCERTAIN),
    ],
)
async def test_an_edit_that_fails_says_why(
    api: LittleApi, telegram: Telegram, answer: Answer, trouble: Trouble
) -> None:
    api.will_answer(answer)
    with pytest.raises(SendError) as caught:
        await telegram.edit("77", to(CARD))
    assert caught.value.trouble is trouble
    assert len(api.calls) == 1


async def test_an_edit_to_nothing_is_rejected_without_a_call(
    api: LittleApi, telegram: Telegram
) -> None:
    with pytest.raises(SendError) as caught:
        await telegram.edit("7", to(Content("")))
    assert caught.value.trouble is Trouble.REJECTED
    assert api.calls == []


async def test_what_does_not_fit_into_one_message_is_cut_off(
    api: LittleApi, telegram: Telegram
) -> None:
    await telegram.edit("77", to(Content("灯不亮了。\n" * 1000, CARD.buttons)))
    (call,) = api.calls
    assert call.values["text"].endswith("灯不亮了。")
    assert call.values["reply_markup"]["inline_keyboard"]
