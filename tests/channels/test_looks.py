"""What a preview of a notice shows is what each channel draws."""

import re

import pytest

from bot.channels.wechat.drawing import pages
from bot.channels.wecom.drawing import card, texts
from handlers.broadcast_looks import ON_A_CARD, looks
from handlers.broadcast_news import as_read
from handlers.content import Button, Content
from models.calling import Call

LINK = re.compile(r"</?a[^>]*>")
SHORT, LONG = "周六义诊，还缺 6 位。", "周六义诊，\n\n" + "请大家来帮忙。" * 30


def made(text: str) -> tuple[Content, str, str]:
    """As it is sent, as it is previewed for everybody, and what those without buttons read."""
    message = as_read(text, Call("activity:1"), "notice:1")
    buttons = tuple(Button(each.label, f"T{n}") for n, each in enumerate(message.actions))
    sent = Content(message.content.text, buttons)
    return sent, looks(message, {"telegram": 3, "wechat": 2, "wecom": 1}), message.content.text


@pytest.mark.parametrize("text", [SHORT, LONG])
def test_wechat_reads_the_words_of_the_preview(text: str) -> None:
    sent, shown, read = made(text)
    drawn = "".join(pages(sent, links=True))
    assert LINK.sub("", drawn) == f"{read}\n可以写：“我来”  “少发这类”"
    assert shown.endswith("末尾是：\n│ 可以写：“我来”  “少发这类”")


@pytest.mark.parametrize(("text", "has_card"), [(SHORT, True), (LONG, False)])
def test_wecom_has_buttons_as_long_as_it_fits_on_a_card(text: str, has_card: bool) -> None:
    sent, shown, read = made(text)
    assert (card(sent) is not None) is has_card
    assert ("微信上没有按钮（2 个人）" in shown) is has_card
    assert ("微信、企业微信上没有按钮（3 个人）" in shown) is not has_card
    if not has_card:
        assert texts(sent) == [f"{read}\n可以写：“我来”  “少发这类”"]
    assert set(ON_A_CARD) == {"wecom"}
