"""Each kind of wrong call is refused in Telegram's words, and written down."""

from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken
from telegram.request import HTTPXRequest

from tests.telegram_api import BotApi, Group, Person
from tests.telegram_api.fixtures import Bare, told
from tests.telegram_api.test_right_calls import picture

TO = {"chat_id": 1001}
HTML = TO | {"parse_mode": "HTML"}


def _markup(*rows: object) -> dict[str, Any]:
    return TO | {"text": "x", "reply_markup": {"inline_keyboard": list(rows)}}


def _press(text: str = "x", data: str = "t") -> dict[str, Any]:
    return {"text": text, "callback_data": data}


def _commands(*commands: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"commands": list(commands), **more}


WRONG: list[tuple[str, dict[str, Any], str]] = [
    # names and types
    ("sendMesage", TO, "is no method"),
    ("sendMessage", TO | {"text": "x", "txt": "y"}, "has no parameter txt"),
    ("sendMessage", TO | {"text": "x", "read_timeout": 5}, "has no parameter read_timeout"),
    ("sendMessage", TO | {"text": "x", "reply_to_message_id": 1}, "has no parameter"),
    ("sendMessage", TO, "lacks text"),
    ("sendMessage", {"text": "x"}, "lacks chat_id"),
    ("sendMessage", {"chat_id": 1.5, "text": "x"}, "chat_id must be"),
    ("sendMessage", {"chat_id": "ming", "text": "x"}, "chat_id must be"),
    ("sendMessage", TO | {"text": 5}, "text must be a text"),
    ("sendMessage", TO | {"text": None}, "text must be a text"),
    ("sendMessage", TO | {"text": "x", "protect_content": "yes"}, "protect_content must be true"),
    ("sendMessage", TO | {"text": "x", "reply_markup": "{"}, "must be a JSON object"),
    ("sendMessage", TO | {"text": "x", "allow_paid_broadcast": True}, "is not for this bot"),
    ("answerCallbackQuery", {"callback_query_id": 17}, "callback_query_id must be a text"),
    ("sendPoll", TO | {"question": "?", "options": ["a"]}, "does not carry out"),
    # texts
    ("sendMessage", TO | {"text": " \n"}, "message text is empty"),
    ("sendMessage", TO | {"text": "字" * 4097}, "message is too long: 4097 of at most 4096"),
    ("sendMessage", TO | {"text": "😀" * 2049}, "message is too long: 4098"),
    ("sendMessage", TO | {"text": "\ud800"}, "UTF-8"),
    ("sendMessage", HTML | {"text": "<b></b>"}, "message text is empty"),
    ("sendMessage", HTML | {"text": "<b>x"}, "Can't find end tag corresponding"),
    ("sendMessage", HTML | {"text": "<b><i>x</b></i>"}, "Unmatched end tag"),
    ("sendMessage", HTML | {"text": "x</b>"}, "Unexpected end tag"),
    ("sendMessage", HTML | {"text": "a<br>b"}, "Unsupported start tag"),
    ("sendMessage", HTML | {"text": '<b class="x">b</b>'}, "Unsupported start tag"),
    ("sendMessage", HTML | {"text": '<a href="/a?b&c">b</a>'}, "must be escaped"),
    ("sendMessage", HTML | {"text": "3 < 5"}, "must be escaped"),
    ("sendMessage", HTML | {"text": "R&D"}, "must be escaped"),
    ("sendMessage", HTML | {"text": "&nbsp;x"}, "Unsupported HTML entity"),
    ("sendMessage", TO | {"text": "*x*", "parse_mode": "MarkdownV2"}, "reads HTML only"),
    ("sendMessage", TO | {"text": "x", "entities": [{"type": "bold"}]}, "offset or length"),
    (
        "sendMessage",
        TO | {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
        "outside the text",
    ),
    # keyboards
    ("sendMessage", _markup([_press(data="")]), "1 to 64 bytes"),
    ("sendMessage", _markup([_press(data="字" * 22)]), "1 to 64 bytes"),
    ("sendMessage", _markup([_press(text=" ")]), "needs a text"),
    ("sendMessage", _markup([{"text": "x"}]), "exactly one thing"),
    ("sendMessage", _markup([_press() | {"url": "https://a.b"}]), "exactly one thing"),
    ("sendMessage", _markup([_press() | {"colour": "red"}]), "unknown field colour"),
    ("sendMessage", _markup([_press()] * 9), "9 buttons in a row"),
    ("sendMessage", _markup(*[[_press()]] * 101), "101 buttons"),
    ("sendMessage", _markup([]), "a row is empty"),
    ("sendMessage", _markup([{"text": "x", "url": "javascript:x"}]), "leads to"),
    ("sendMessage", _markup([{"text": "x", "web_app": {"url": "http://a.b"}}]), "leads to"),
    ("sendMessage", _markup([{"text": "x", "copy_text": {"text": "y" * 257}}]), "copy_text"),
    ("sendMessage", TO | {"text": "x", "reply_markup": {"keyboard": []}}, "is empty"),
    ("sendMessage", TO | {"text": "x", "reply_markup": {"rows": []}}, "is no keyboard"),
    (
        "sendMessage",
        TO | {"text": "x", "reply_markup": {"keyboard": [["a"]], "input_field_placeholder": ""}},
        "input_field_placeholder",
    ),
    # chats
    ("sendMessage", {"chat_id": 77, "text": "x"}, "knows no chat 77"),
    ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "knows no chat @nobody"),
    ("leaveChat", TO, "leaves a private chat"),
    # edits
    ("editMessageText", TO | {"text": "x"}, "message identifier is not specified"),
    ("editMessageText", TO | {"text": "x", "message_id": 1}, "edits what somebody else wrote"),
    (
        "editMessageText",
        TO | {"text": "x", "message_id": 1, "reply_markup": {"keyboard": [["a"]]}},
        "inline keyboard expected",
    ),
    # presses, actions
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "201 of at most 200"),
    ("sendChatAction", TO | {"action": "thinking"}, "wrong parameter action"),
    # the bot itself
    ("setMyCommands", _commands({"command": "Need", "description": "x"}), "can't be a command"),
    ("setMyCommands", _commands({"command": "/need", "description": "x"}), "can't be a command"),
    ("setMyCommands", _commands({"command": "need", "description": ""}), "DESCRIPTION_INVALID"),
    (
        "setMyCommands",
        _commands(*[{"command": "a", "description": "x"}] * 2),
        "names a command twice",
    ),
    ("setMyCommands", _commands(scope={"type": "chat"}), "BotCommandScope"),
    ("setMyCommands", _commands(scope={"type": "chat", "chat_id": 77}), "knows no chat 77"),
    ("setMyCommands", _commands(language_code="zh-hans"), "has not two letters"),
    ("setMyDescription", {"description": "x" * 513}, "description has 513"),
    ("setMyShortDescription", {"short_description": "x" * 121}, "has 121"),
    # updates
    ("getUpdates", {"limit": 101}, "limit 101"),
    ("getUpdates", {"timeout": 51}, "timeout 51"),
    ("getUpdates", {"allowed_updates": ["messages"]}, "allowed_updates"),
    ("setWebhook", {"url": "http://example.org/"}, "HTTPS URL"),
    ("setWebhook", {"url": "https://example.org:9000/"}, "only on ports"),
    ("setWebhook", {"url": "https://example.org/", "secret_token": "a b"}, "secret token"),
    ("setWebhook", {"url": "https://example.org/", "max_connections": 0}, "max_connections 0"),
    ("getFile", {"file_id": "x"}, "invalid file_id"),
    ("sendPhoto", TO | {"photo": "https://example.org/a.jpg"}, "wrong file identifier"),
    ("sendPhoto", TO | {"photo": "x", "caption": "y" * 1025}, "1025 of at most 1024"),
    ("sendMediaGroup", TO | {"media": [{"type": "photo", "media": "x"}]}, "2 to 10"),
    (
        "sendMediaGroup",
        TO | {"media": [{"type": "photo", "media": "x"}, {"type": "document", "media": "y"}]},
        "can't be mixed",
    ),
    (
        "sendMediaGroup",
        TO | {"media": [{"type": "photo", "media": "attach://a"}] * 2},
        "is not attached",
    ),
]


@pytest.mark.parametrize(
    ("method", "params", "fault"), WRONG, ids=[f"{m}-{fault}" for m, _, fault in WRONG]
)
async def test_a_wrong_call_is_refused_and_written_down(
    api: BotApi, bare: Bare, ming: Person, method: str, params: dict[str, Any], fault: str
) -> None:
    answer = await bare.json(method, params)
    assert not answer["ok"]
    assert answer["error_code"] == (404 if method == "sendMesage" else 400)
    assert len(api.violations) == 1
    assert fault in api.violations[0]
    assert method in api.violations[0]
    assert ming.heard == []


async def test_a_form_is_read_as_strictly_as_json(api: BotApi, bare: Bare, ming: Person) -> None:
    good = {"chat_id": "1001", "text": "一+一 & 50%", "disable_notification": "true"}
    assert (await bare.form("sendmessage", **good))["ok"]
    assert ming.texts == ["一+一 & 50%"]
    assert ming.heard[0].silent
    for body in (b"chat_id=1001&text=%E4%B8", b"chat_id=1001&text=50%", b"chat_id", b"a=1&a=2"):
        answer = await bare.post("sendMessage", body, "application/x-www-form-urlencoded")
        assert answer["error_code"] == 400
    assert (await bare.form("sendMessage", chat_id="1001", text="x", protect_content="1"))[
        "error_code"
    ] == 400
    assert (await bare.post("sendMessage", b"[1]", "application/json"))["error_code"] == 400
    assert (await bare.post("sendMessage", b"<a/>", "text/xml"))["error_code"] == 400
    assert len(api.violations) == 7


@pytest.mark.parametrize(
    ("call", "data", "fault"),
    [
        ("sendPhoto photo", b"no picture", "IMAGE_PROCESS_FAILED"),
        ("sendPhoto photo", picture(2000, 20), "PHOTO_INVALID_DIMENSIONS"),
        ("sendPhoto photo", bytes(10_000_001), "more than 10000000"),
        ("sendPhoto photo", b"", "non-empty"),
        ("sendVoice voice", b"RIFF", "voice must be OGG"),
        ("sendMessage text", b"x", "lacks text"),
        ("sendDocument thumb", b"x", "lacks document"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
async def test_a_wrong_file_is_refused(
    api: BotApi, bare: Bare, ming: Person, call: str, data: bytes, fault: str
) -> None:
    method, part = call.split()
    answer = await bare.parts(method, {part: ("f", data)}, chat_id="1001")
    assert answer["error_code"] == 400
    assert fault in api.violations[0]
    assert ming.heard == []


@pytest.mark.usefixtures("ming")
async def test_a_file_for_nothing_is_a_fault(api: BotApi, bare: Bare) -> None:
    await bare.parts("sendMessage", {"extra": ("f", b"x")}, chat_id="1001", text="x")
    assert "uploads extra for nothing" in api.violations[0]


async def test_a_wrong_token_is_nobody(api: BotApi) -> None:
    async with HTTPXRequest(httpx_kwargs={"verify": False}) as request:
        stranger = Bot("1:wrong", base_url=api.base, request=request)
        with pytest.raises(InvalidToken):
            await stranger.get_me()
    async with aiohttp.ClientSession() as session, session.get(f"{api.base}x/getMe") as answer:
        assert answer.status == 404
    assert api.listener.unauthorized == 2


async def test_nobody_is_written_to_first(api: BotApi, bot: Bot) -> None:
    Person(api, 1002, "小刘")
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(1002, "您好")
    assert api.refused[403] == 1
    assert api.violations == []


async def test_who_blocks_hears_nothing_more(api: BotApi, bot: Bot, ming: Person) -> None:
    ming.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ming.id, "在吗")
    ming.say("回来了")
    await bot.send_message(ming.id, "您好")
    kinds = [each.my_chat_member or each.message for each in await told(bot)]
    standings = [each.new_chat_member.status for each in kinds if hasattr(each, "new_chat_member")]
    assert standings == ["kicked", "member"]
    assert api.violations == []


async def test_a_group_takes_words_only_while_the_bot_is_in(
    api: BotApi, bot: Bot, ming: Person
) -> None:
    group = Group(api, -50, "三号楼", ming)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(-50, "您好")
    group.add_bot(ming)
    await bot.send_message(-50, "您好")
    group.remove_bot(ming)
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(-50, "还在吗")
    group.add_bot(ming)
    await bot.leave_chat(-50)
    news = [each.my_chat_member for each in await told(bot) if each.my_chat_member]
    now = [each.new_chat_member.status for each in news]
    assert now == ["member", "kicked", "member", "left"]
    assert len(api.violations) == 1


async def test_a_group_that_became_a_supergroup_says_where_it_is(
    api: BotApi, bot: Bot, ming: Person
) -> None:
    group = Group(api, -50, "三号楼", ming)
    group.add_bot(ming)
    moved_to = group.migrate()
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(-50, "您好")
    assert caught.value.new_chat_id == moved_to
    sent = await bot.send_message(moved_to, "您好")
    assert (sent.chat.type, group.texts) == ("supergroup", ["您好"])
    news = [each.message for each in await told(bot) if each.message]
    assert news[-2].migrate_to_chat_id == moved_to
    assert news[-1].migrate_from_chat_id == -50
    assert api.violations == []


async def test_what_is_gone_cannot_be_edited(api: BotApi, bot: Bot, ming: Person) -> None:
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", ming.id, 99)
    assert api.violations == []


async def test_the_record_tells_everything(api: BotApi, bot: Bot, bare: Bare, ming: Person) -> None:
    await bot.send_document(ming.id, b"%PDF", filename="a.pdf")
    await bare.json("sendMessage", TO)
    dumped = api.state.record.dump()
    sent = dumped["calls"][-2]
    assert (sent["method"], sent["chat"], sent["outcome"]) == ("sendDocument", 1001, "ok")
    assert sent["params"]["document"] == "a.pdf (4 bytes)"
    assert dumped["calls"][-1]["status"] == 400
    assert dumped["refused"] == {"400": 1}
    assert len(dumped["violations"]) == 1
