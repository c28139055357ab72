"""Everything that can be drawn passes a reader who checks each field of each call."""

import json
from base64 import b64decode
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.channels.contract import Outgoing
from bot.channels.stored import MediaFile
from bot.channels.telegram.menu import publish_commands, publish_for_staff
from bot.channels.telegram.sending import Telegram
from bot.config import TelegramAccount
from handlers.content import Button, Card, Content, Line, Step
from tests.telegram_api.api import BotApi, Setup
from tests.telegram_api.pace import Rates
from tests.transcript import MONDAY

WANG = 5_000_000
PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)
TOKEN_BUTTONS = (
    Button("发出", "Qm9va3Mgb2YgdGhlIGRlc2s.0", "今天下午", "main"),
    Button("先不发", "Qm9va3Mgb2YgdGhlIGRlc2s.1", style="danger"),
)
CARD = Card(
    "换厨房灯 <b>",
    "单号 1123-07",
    (Line("时间", "周二 & 周三", "约1小时", edit="tok.2"), Line("", "3号楼")),
    (Step("发出", "done"), Step("找人", "now")),
    "念给来的人听",
    "4826",
    "不用付钱。",
)
CONTENTS = {
    "words": Content("您好，<灯> & 门👍"),
    "choices": Content("什么时候方便？", TOKEN_BUTTONS),
    "many choices": Content("哪个？", tuple(Button(str(n), f"t.{n}") for n in range(130))),
    "card": Content("我念一遍：", TOKEN_BUTTONS, CARD),
    "live card": Content(card=CARD, subject="order:1"),
    "alarm": Content("现在打 119。我打不了电话，要您来打。", alert=True),
    "phone": Content("留个电话吧。", ask="phone"),
    "place": Content("在哪儿？", ask="location"),
    "long": Content("<灯>不亮了，请来看看&。👍\n" * 900, TOKEN_BUTTONS, CARD),
    "photo": Content("水龙头", TOKEN_BUTTONS, CARD, media=(1,)),
    "album": Content("水龙头", TOKEN_BUTTONS, media=(1, 1, 2, 3)),
}


@pytest.fixture
async def strict() -> AsyncIterator[BotApi]:
    """A stand-in that takes as many calls as come."""
    async with BotApi(Setup(rates=Rates.high())) as api:
        api.crowd(1, WANG)
        yield api


@pytest.fixture
async def telegram(strict: BotApi) -> AsyncIterator[Telegram]:
    """A channel without a pace."""
    files = {
        1: MediaFile("photo", "image/png", PICTURE),
        9: MediaFile("photo", "image/png", b"no picture"),
        2: MediaFile("voice", "audio/ogg", b"OggS"),
        3: MediaFile("file", "application/pdf", b"%PDF", "说明.pdf"),
    }

    async def load(media_id: int) -> MediaFile | None:
        return files.get(media_id)

    account = TelegramAccount(token=SecretStr(strict.token), api_base=strict.base, chat_pace=0)
    channel = Telegram(account, load)
    await channel.open()
    yield channel
    await channel.close()


def to(content: Content) -> Outgoing:
    return Outgoing(9, 3, 1, str(WANG), content, MONDAY)


@pytest.mark.parametrize("name", CONTENTS)
async def test_every_kind_of_message_is_taken(
    strict: BotApi, telegram: Telegram, name: str
) -> None:
    message_id = await telegram.send(to(CONTENTS[name]))
    assert strict.violations == []
    assert int(message_id) > 0
    assert all(call.outcome == "ok" for call in strict.calls)


@pytest.mark.parametrize("media", [(9,), (9, 9), (9, 9, 3)])
async def test_a_picture_that_is_none_takes_no_words_along(
    strict: BotApi, telegram: Telegram, media: tuple[int, ...]
) -> None:
    await telegram.send(to(Content("水龙头", TOKEN_BUTTONS, CARD, media=media)))
    shown = next(strict.chat(WANG).newest_first())
    assert shown.text.startswith("水龙头")
    assert shown.buttons


async def test_a_card_can_be_edited_and_its_buttons_taken_away(
    strict: BotApi, telegram: Telegram
) -> None:
    message_id = await telegram.send(to(CONTENTS["live card"]))
    changed = Content(card=Card("换厨房灯", "单号 1123-07", note="办完了。"), subject="order:1")
    await telegram.edit(message_id, to(changed))
    await telegram.edit(message_id, to(changed))
    await telegram.drop_keyboard(WANG, int(message_id))
    (shown,) = strict.chat(WANG).newest_first()
    assert "办完了。" in str(shown.text)
    assert strict.violations == []


async def test_what_rides_is_a_call_like_any_other(strict: BotApi, telegram: Telegram) -> None:
    for name in ("words", "choices", "card", "alarm", "phone"):
        call = telegram.riding(str(WANG), CONTENTS[name])
        assert call is not None
        raw = json.loads(json.dumps(call))
        answer = await strict.take(raw.pop("method"), raw, {})
        assert answer.status == 200
    assert strict.violations == []


async def test_the_menu_is_taken(strict: BotApi, telegram: Telegram) -> None:
    await publish_commands(telegram.bot)
    await publish_for_staff(telegram.bot, WANG)
    before = len(strict.calls)
    await publish_commands(telegram.bot)
    await publish_for_staff(telegram.bot, WANG)
    assert {call.method[:3] for call in strict.calls[before:]} == {"get"}
    assert strict.violations == []
