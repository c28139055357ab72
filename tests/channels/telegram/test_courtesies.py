"""What rides in a webhook's answer, what answers a press, and what goes with pictures."""

import json
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.channels.contract import Outgoing
from bot.channels.stored import MediaFile
from bot.channels.telegram import uploads
from bot.channels.telegram.sending import Telegram
from bot.channels.telegram.uploads import batches
from bot.config import TelegramAccount
from handlers.content import Button, Card, Content
from tests.channels.telegram.little_api import TOKEN, LittleApi, refuses
from tests.transcript import MONDAY

JPEG = MediaFile("photo", "image/jpeg", b"\xff\xd8", "")
PNG = MediaFile("photo", "image/png", b"\x89PNG", "水龙头.png")
VOICE = MediaFile("voice", "audio/ogg; codecs=opus", b"Ogg")
WEBM = MediaFile("voice", "audio/webm", b"webm")
PDF = MediaFile("file", "application/pdf", b"%PDF", "说明.pdf")
STORED = {1: JPEG, 2: PNG, 3: VOICE, 4: WEBM, 5: PDF}


@pytest.fixture
async def telegram(api: LittleApi) -> AsyncIterator[Telegram]:
    """A channel with five stored things, that waits for nothing."""

    async def load(media_id: int) -> MediaFile | None:
        return STORED.get(media_id)

    async def rest(_seconds: float) -> None: ...

    account = TelegramAccount(token=SecretStr(TOKEN), api_base=f"{api.url}/bot")
    channel = Telegram(account, load, rest)
    await channel.open()
    yield channel
    await channel.close()


def to(content: Content) -> Outgoing:
    return Outgoing(9, 3, 1, "42", content, MONDAY)


# --- in a webhook's answer ------------------------------------------------------------------


def test_a_reply_rides_as_plain_words_with_its_buttons() -> None:
    telegram = Telegram(TelegramAccount(token=SecretStr(TOKEN)))
    content = Content(card=Card("我念一遍", "& <好>"), buttons=(Button("发出", "a.0"),))
    call = telegram.riding("42", content)
    assert call == {
        "method": "sendMessage",
        "chat_id": 42,
        "text": "我念一遍  & <好>",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"inline_keyboard": [[{"text": "发出", "callback_data": "a.0"}]]},
    }
    assert json.loads(json.dumps(call)) == call


def test_what_may_change_or_does_not_fit_never_rides() -> None:
    telegram = Telegram(TelegramAccount(token=SecretStr(TOKEN)))
    assert telegram.riding("42", Content("好", subject="order:1")) is None
    assert telegram.riding("42", Content("好", media=(1,))) is None
    assert telegram.riding("42", Content(" ")) is None
    assert telegram.riding("42", Content("灯" * 4097)) is None
    assert telegram.riding("42", Content("👍" * 2049)) is None
    assert telegram.riding("42", Content("👍" * 2048)) is not None


def test_riding_in_a_group_takes_no_keyboard_away() -> None:
    telegram = Telegram(TelegramAccount(token=SecretStr(TOKEN)))
    assert "reply_markup" not in (telegram.riding("-5", Content("好")) or {})
    assert "reply_markup" in (telegram.riding("5", Content("好")) or {})


# --- presses ----------------------------------------------------------------------------------


async def test_a_press_is_answered_by_a_pop_up_that_fits(
    api: LittleApi, telegram: Telegram
) -> None:
    await telegram.answer_press("77")
    await telegram.answer_press("77", "有人先接了，谢谢您。")
    await telegram.answer_press("77", "好" * 300)
    await telegram.answer_press("77", url="https://t.me/linli?start=x")
    silent, told, long, led = (call.values for call in api.calls)
    assert silent == {"callback_query_id": "77"}
    assert told == {
        "callback_query_id": "77",
        "text": "有人先接了，谢谢您。",
        "show_alert": True,
    }
    assert len(long["text"]) == 200
    assert led == {"callback_query_id": "77", "url": "https://t.me/linli?start=x"}


async def test_courtesies_never_fail(api: LittleApi, telegram: Telegram) -> None:
    api.will_answer(
        refuses(400, "Bad Request: query is too old and response timeout expired"),
        refuses(429, "Too Many Requests", retry_after=3),
        refuses(400, "Bad Request: message to edit not found"),
    )
    await telegram.answer_press("77", "好")
    await telegram.answer_press("77", "好")
    await telegram.drop_keyboard(42, 7)
    await telegram.drop_keyboard(42, 8)
    assert api.calls[-1].method == "editMessageReplyMarkup"
    assert api.calls[-1].values == {"chat_id": 42, "message_id": 8}


# --- pictures, voice, files -------------------------------------------------------------------


async def test_one_photo_goes_with_its_words_and_buttons(
    api: LittleApi, telegram: Telegram
) -> None:
    content = Content("水龙头漏水", (Button("接单", "tok"),), media=(1,))
    assert await telegram.send(to(content)) == "101"
    (call,) = api.calls
    assert call.method == "sendPhoto"
    assert call.values["caption"] == "水龙头漏水"
    assert json.loads(call.values["reply_markup"])["inline_keyboard"]
    assert "parse_mode" not in call.values
    assert call.files["photo"] == ("photo.jpg", "image/jpeg", b"\xff\xd8")


async def test_a_caption_with_refused_marks_goes_once_more_plain(
    api: LittleApi, telegram: Telegram
) -> None:
    api.will_answer(refuses(400, "Bad Request: can't parse entities"))
    await telegram.send(to(Content(card=Card("灯"), media=(1,))))
    assert [call.values["caption"] for call in api.calls] == ["<b>灯</b>", "灯"]
    assert api.calls[0].values["parse_mode"] == "HTML"


async def test_an_album_goes_before_its_words(api: LittleApi, telegram: Telegram) -> None:
    content = Content("水龙头漏水", (Button("接单", "tok"),), media=(1, 2, 5))
    await telegram.send(to(content))
    assert api.methods == ["sendMediaGroup", "sendDocument", "sendMessage"]
    album = json.loads(api.calls[0].values["media"])
    assert [each["type"] for each in album] == ["photo", "photo"]
    names = [name for name, _type, _data in api.calls[0].files.values()]
    assert names == ["photo.jpg", "水龙头.png"]
    assert api.calls[1].files["document"][0] == "说明.pdf"
    assert api.calls[2].values["reply_markup"]["inline_keyboard"]


async def test_voice_goes_as_voice_only_where_telegram_can_play_it(
    api: LittleApi, telegram: Telegram
) -> None:
    await telegram.send(to(Content(media=(3,))))
    await telegram.send(to(Content(media=(4,))))
    assert api.methods == ["sendVoice", "sendDocument"]


async def test_words_too_long_for_a_caption_follow_the_photo(
    api: LittleApi, telegram: Telegram
) -> None:
    await telegram.send(to(Content("灯" * 1024, media=(1,))))
    await telegram.send(to(Content("灯" * 1025, media=(1,))))
    assert api.methods == ["sendPhoto", "sendPhoto", "sendMessage"]


async def test_a_live_card_is_a_message_of_its_own(api: LittleApi, telegram: Telegram) -> None:
    await telegram.send(to(Content("灯", media=(1,), subject="order:1")))
    assert api.methods == ["sendPhoto", "sendMessage"]


async def test_what_is_no_longer_kept_does_not_hold_the_words_back(
    api: LittleApi, telegram: Telegram
) -> None:
    await telegram.send(to(Content("有照片", media=(99,))))
    assert api.methods == ["sendMessage"]


def test_albums_are_of_one_kind_and_of_ten_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [len(each) for each in batches([JPEG] * 12)] == [10, 2]
    assert batches([JPEG, VOICE, VOICE, PDF, WEBM]) == [[JPEG], [VOICE], [VOICE], [PDF, WEBM]]
    monkeypatch.setattr(uploads, "PHOTO_BYTES", 3)
    assert batches([JPEG, PNG]) == [[JPEG], [PNG]]
    monkeypatch.setattr(uploads, "FILE_BYTES", 3)
    assert batches([JPEG, PNG]) == [[JPEG]]
