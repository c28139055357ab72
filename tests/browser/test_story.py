"""From a sentence to minutes in the book: a neighbour, a coordinator and a volunteer, live."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.desk_server import Desk
from tests.browser.windows import Camera, Chat

pytestmark = pytest.mark.browser
HERS = "明天上午10点帮我取个快递，东门驿站"


def sends(asker: Chat) -> str:
    """李婶, whose door and phone are known, agrees to the card; the order's number."""
    asker.presses("发出")
    asker.finds("发出去了")
    told = re.search(r"单号 (\d{4}-\d{2,3})", asker.line("发出去了").inner_text())
    assert told
    return told[1]


def lets_go(worker: Chat, number: str) -> None:
    """陈静 looks at the order and opens it."""
    worker.presses("通过", worker.line(number, "原话"))
    worker.finds(f"{number} 通过了")
    worker.presses("放开接单", worker.line(number, "原话"))
    worker.finds(f"{number} 放开了")


def goes(helper: Chat, asker: Chat, number: str) -> None:
    """王敏 is there with the code 李婶 reads out, and leaves again."""
    helper.presses("我到了", helper.line(number, "这单归您了"))
    helper.reads("现在就开始吗")
    helper.presses("现在开始")
    helper.reads("4 位号码")
    helper.says(asker.line(number, "念给来的人听").locator(".code b").inner_text())
    helper.finds("签好了", "忙完写")
    asker.finds("王敏到了")
    helper.presses("我走了", helper.line(number, "这单归您了"))
    helper.reads("走的时候的")
    asker.finds("办好了，就把")
    helper.says(asker.line(number, "念给来的人听").locator(".code b").inner_text())
    helper.finds("居民也说好了")


def test_one_order_goes_from_a_sentence_to_minutes_in_the_book(
    window: OpenWindow, fresh_desk: Desk, camera: Camera
) -> None:
    asker = window(fresh_desk).enter("找人帮忙")
    worker = window(fresh_desk).enter("社区工作人员")
    helper = window(fresh_desk).enter("我来帮忙")
    asker.says(HERS)
    asker.reads("我念一遍", "东门驿站", "139")
    camera(asker, "01b-confirm")
    number = sends(asker)
    lets_go(worker, number)
    camera(worker, "worker")
    helper.finds(number, "还要")
    camera(helper, "helper-asked")
    helper.presses("接单", helper.line(number))
    helper.finds("这单归您了", number)
    camera(helper, "helper-claimed")
    asker.finds("有人来了：王敏")
    camera(asker, "01c-order")
    goes(helper, asker, number)
    asker.finds("事办好了吗")
    camera(asker, "asked-how-it-was")
    asker.presses("办好了", asker.line("事办好了吗"))
    helper.finds("居民说办好了", "等社区看一眼")  # a minute at the door is looked at by a worker
    helper.presses("都办好了")
    helper.reads("记上了")
    worker.says(f"核实时长{number}")
    worker.finds(number, "核实了")
    helper.says("时长")
    helper.finds("一共", "今年", "现场号码")
    camera(helper, "hours")
    expect(asker.line(number, "代办跑腿").locator(".steps li.done")).to_have_count(7)
    expect(asker.lines.locator(".card").filter(has_text=f"单号 {number}")).to_have_count(1)


def test_two_people_are_played_side_by_side_in_one_browser(
    window: OpenWindow, fresh_desk: Desk, camera: Camera
) -> None:
    both = window(fresh_desk, viewport={"width": 1440, "height": 900}).open("/try")

    def becomes(name: str, pane: str) -> Chat:
        both.page.get_by_role("button", name=name).click()
        chat = both.pane(pane)
        expect(chat.page.locator("h1")).to_have_text(name)
        return chat

    chosen = both.page.locator(".pick [aria-current] b")
    expect(chosen).to_have_text(["李婶", "王敏"])  # they are there from the start
    stop = both.page.locator(".walk [aria-current=step]")
    asker, worker = becomes("李婶", "left"), becomes("陈静", "right")
    asker.says(HERS)
    asker.reads("我念一遍")
    number = sends(asker)
    lets_go(worker, number)
    helper = becomes("王敏", "right")
    helper.presses("接单", helper.line(number, "还要"))
    helper.finds("这单归您了", number)
    asker.finds("有人来了：王敏")
    expect(stop).to_contain_text("输入居民念的号码")
    camera(both, "03-two-windows")
    goes(helper, asker, number)
    asker.presses("办好了", asker.line("事办好了吗"))
    helper.finds("居民说办好了")
    expect(both.page.locator(".walk .done")).to_have_count(6)
    both.page.reload()
    expect(chosen).to_have_text(["李婶", "王敏"])
