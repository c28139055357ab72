"""What the library sends is taken, and shows up as people see it."""

import io

import pytest
from PIL import Image
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import BadRequest

from tests.telegram_api import BotApi, Person
from tests.telegram_api.fixtures import told

VOICE = b"OggS" + bytes(60)


def picture(width: int = 40, height: int = 30) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(made, "PNG")
    return made.getvalue()


@pytest.fixture(autouse=True)
async def _blameless(api: BotApi):
    yield
    assert api.violations == []


async def test_a_text_with_markup_and_buttons_arrives(bot: Bot, ming: Person) -> None:
    keyboard = InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("我去", callback_data="字" * 21),
                InlineKeyboardButton("地图", url="https://example.org/"),
            ],
            [InlineKeyboardButton("抄号码", copy_text=CopyTextButton("1123-07"))],
        ]
    )
    sent = await bot.send_message(
        ming.id, " <b>葵园</b> &lt;3 😀 <i>好</i>\n", parse_mode="HTML", reply_markup=keyboard
    )
    assert ming.texts == ["葵园 <3 😀 好"]
    assert ming.labels == ["我去", "地图", "抄号码"]
    assert [(each.type, each.offset, each.length) for each in sent.entities] == [
        ("bold", 0, 2),
        ("italic", 9, 1),
    ]
    assert sent.message_id == 2  # her /start was the first
    assert sent.reply_markup == keyboard


async def test_a_text_may_have_4096_units_after_its_markup_is_read(bot: Bot, ming: Person) -> None:
    await bot.send_message(ming.id, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")
    await bot.send_message(ming.id, "字" * 4096)
    assert [len(text) for text in ming.texts] == [2048, 4096]


async def test_a_text_may_bring_entities_of_its_own(bot: Bot, ming: Person) -> None:
    await bot.send_message(ming.id, "  好的", entities=[MessageEntity("bold", 2, 2)])
    assert ming.heard[-1].entities == ({"type": "bold", "offset": 0, "length": 2},)


async def test_reply_keyboards_stand_below_the_chat(bot: Bot, ming: Person) -> None:
    asking = ReplyKeyboardMarkup([[KeyboardButton("发号码", request_contact=True)], ["不了"]])
    await bot.send_message(ming.id, "电话？", reply_markup=asking)
    ming.press("发号码")
    assert ming.messages[-1].more["contact"]["phone_number"] == "+8613900000123"
    ming.press("不了")
    assert ming.messages[-1].text == "不了"
    await bot.send_message(ming.id, "好", reply_markup=ReplyKeyboardRemove())
    with pytest.raises(LookupError):
        ming.press("不了")
    reply = ReplyParameters(ming.messages[0].id)
    await bot.send_message(ming.id, "？", reply_markup=ForceReply(), reply_parameters=reply)


async def test_a_message_is_edited_in_place(bot: Bot, ming: Person) -> None:
    keyboard = InlineKeyboardMarkup.from_button(InlineKeyboardButton("我去", callback_data="t"))
    sent = await bot.send_message(ming.id, "要人", reply_markup=keyboard)
    assert ming.look() == ["要人"]
    await bot.edit_message_text("有人了", ming.id, sent.message_id)
    assert ming.look() == ["有人了"]
    assert ming.labels == []
    await bot.edit_message_reply_markup(ming.id, sent.message_id, reply_markup=keyboard)
    assert ming.labels == ["我去"]
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("有人了", ming.id, sent.message_id, reply_markup=keyboard)
    await bot.delete_message(ming.id, sent.message_id)
    assert ming.heard == []


async def test_files_arrive_and_may_be_sent_again_by_their_id(bot: Bot, ming: Person) -> None:
    photo = await bot.send_photo(ming.id, picture(), caption="<b>门</b>", parse_mode="HTML")
    await bot.send_photo(ming.id, photo.photo[-1].file_id)
    await bot.send_voice(ming.id, VOICE, duration=3)
    await bot.send_document(ming.id, b"%PDF", filename="海报.pdf")
    kinds = [each.media.kind for each in ming.heard if each.media]
    assert kinds == ["photo", "photo", "voice", "document"]
    assert ming.texts[0] == "门"
    assert ming.heard[-1].media is not None
    assert ming.heard[-1].media.file.name == "海报.pdf"
    await bot.edit_message_caption(ming.id, photo.message_id, caption="三号楼的门")
    assert ming.texts[0] == "三号楼的门"


async def test_an_album_is_several_messages_of_one_group(bot: Bot, ming: Person) -> None:
    media = [InputMediaPhoto(picture(), caption="一"), InputMediaPhoto(picture(50))]
    sent = await bot.send_media_group(ming.id, media)
    assert len({each.media_group_id for each in sent}) == 1
    assert ming.texts == ["一", ""]
    papers = [InputMediaDocument(b"a", filename="a.txt"), InputMediaDocument(b"b", filename="b")]
    await bot.send_media_group(ming.id, papers)


async def test_what_she_sends_can_be_fetched(bot: Bot, ming: Person) -> None:
    ming.send_photo(b"\xff\xd8 a picture", "看")
    ming.send_voice(VOICE)
    ming.send_document(b"", "big.zip", size=30_000_000)
    updates = await told(bot)
    news = [each.message for each in updates if each.message]
    photo = await news[1].photo[-1].get_file()
    assert bytes(await photo.download_as_bytearray()) == b"\xff\xd8 a picture"
    assert news[1].caption == "看"
    voice = await news[2].voice.get_file()
    assert bytes(await voice.download_as_bytearray()) == VOICE
    with pytest.raises(BadRequest, match="File is too big"):
        await news[3].document.get_file()


async def test_a_press_is_answered_once_and_in_time(bot: Bot, ming: Person) -> None:
    keyboard = InlineKeyboardMarkup.from_button(InlineKeyboardButton("我去", callback_data="t"))
    await bot.send_message(ming.id, "要人", reply_markup=keyboard)
    press = ming.press("我去")
    pressed = (await told(bot))[-1].callback_query
    assert (pressed.id, pressed.data, pressed.message.text) == (press, "t", "要人")
    assert await bot.answer_callback_query(press, "好的", show_alert=True)
    popup = await ming.pops("好的")
    assert popup.alert
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(press)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query("17")


async def test_the_menu_is_what_telegram_would_pick(bot: Bot, ming: Person) -> None:
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([BotCommand("need", "找人帮忙")], language_code="zh")
    assert ming.commands == ["need"]
    mine = BotCommandScopeChat(ming.id)
    await bot.set_my_commands([BotCommand("list", "清单"), BotCommand("need", "帮忙")], scope=mine)
    assert ming.commands == ["list", "need"]
    assert [each.command for each in await bot.get_my_commands(scope=mine)] == ["list", "need"]
    await bot.delete_my_commands(scope=mine)
    await bot.delete_my_commands(scope=BotCommandScopeAllGroupChats())
    assert ming.commands == ["need"]


async def test_the_bot_says_who_it_is(bot: Bot, ming: Person) -> None:
    assert bot.username == "linli_bot"
    await bot.set_my_description("葵园社区的志愿服务台")
    await bot.set_my_short_description("Linli", language_code="en")
    assert (await bot.get_my_description("en")).description == "葵园社区的志愿服务台"
    assert (await bot.get_my_short_description("en")).short_description == "Linli"
    chat = await bot.get_chat(ming.id)
    assert chat.first_name == "明华"
    await bot.send_chat_action(ming.id, "typing")
