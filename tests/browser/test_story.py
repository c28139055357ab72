"""From a sentence to minutes in the book: a neighbour, a coordinator and a volunteer, live."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.windows import Camera, Window

pytestmark = pytest.mark.browser
NEED = "明天上午10点帮我取个快递，东门驿站"


def number_in(words: str) -> str:
    """The order's number that was told."""
    found = re.search(r"单号 (\d{4}-\d{2,3})", words)
    assert found, words
    return found[1]


def post(asker: Window, camera: Camera) -> str:
    """李婶 writes, looks at the card, sends; returns the order's number."""
    asker.says(NEED)
    asker.reads("我念一遍", "东门驿站", "139")
    camera(asker, "01b-confirm")
    asker.presses("发出")
    asker.finds("发出去了")
    return number_in(asker.line("发出去了").inner_text())


def test_one_order_goes_from_a_sentence_to_minutes_in_the_book(
    window: OpenWindow, camera: Camera
) -> None:
    asker, worker, helper = window(), window(), window()
    asker.enter("找人帮忙")
    worker.enter("社区工作人员")
    helper.enter("我来帮忙")
    number = post(asker, camera)
    hers = asker.line(f"单号 {number}").last

    worker.presses("通过", worker.line(number))
    worker.finds(f"{number} 通过了")
    worker.presses("放开接单", worker.line("代办跑腿").filter(has_text=number))
    worker.finds(f"{number} 放开了")

    helper.presses("接单", helper.line(number))
    helper.finds("接好了")
    camera(helper, "03-helper-card")
    asker.finds("有人来了：王敏")
    card = asker.page.locator("#log .card").filter(has_text=number)
    expect(card).to_have_count(1)
    code = card.locator(".code b").inner_text()
    camera(asker, "01c-order")

    helper.presses("我到了", helper.line(number))
    helper.reads("现在就开始吗")
    helper.presses("现在开始")
    helper.reads("4 位号码")
    helper.says(code)
    helper.finds("签好了")
    asker.finds("王敏到了")
    helper.presses("我走了")
    asker.finds("事办好了吗")
    asker.presses("办好了", asker.line("事办好了吗"))
    asker.finds("谢谢您告诉我们")
    helper.finds("她说办好了")
    helper.says("时长")
    helper.finds("一共", "今年")
    expect(card.locator(".steps li.done")).to_have_count(7)
    assert hers
