"""How the pages look: small phones, large letters, dark, and each state as a picture."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.windows import Camera, Window

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 640}
LONG = "https://example.org/" + "a" * 90


def large(window: Window) -> None:
    """Press 大字."""
    window.page.get_by_role("button", name="大字").click()
    expect(window.page.locator("html")).to_have_class(re.compile("elder"))


def test_a_question_shows_its_choices_framed_and_numbered(
    window: OpenWindow, camera: Camera
) -> None:
    asker = window().open()
    camera(asker, "first")
    asker.says("帮我取个快递，3号楼2单元506")
    asker.reads("什么时候来方便")
    expect(asker.options.locator(".n")).to_have_text(["1", "2", "3"])
    heights = [box["height"] for each in asker.options.all() if (box := each.bounding_box())]
    assert min(heights) >= 56
    camera(asker, "01a-ask")


@pytest.mark.parametrize("letters", ["small", "large"])
def test_nothing_is_wider_than_the_smallest_phone(window: OpenWindow, letters: str) -> None:
    asker = window(viewport=NARROW).open("/")
    assert asker.sideways() == 0
    asker.open("/chat")
    if letters == "large":
        large(asker)
        asker.page.get_by_role("button", name="打字").click()
    room = {"small": 517, "large": 518}[letters]
    asker.says(f"帮我取个快递，3号楼2单元{room} {LONG}")
    asker.reads("什么时候来方便")
    assert asker.sideways() == 0
    asker.presses("明天")
    asker.reads("留个电话")
    asker.says("13900001234")
    asker.reads("我念一遍")
    assert asker.sideways() == 0
    asker.presses("发出")
    asker.finds("怎么称呼您")
    asker.presses("不写")
    asker.finds("社区看", "代办跑腿")
    assert asker.sideways() == 0


def test_large_letters_put_one_answer_in_a_row_and_speaking_first(
    window: OpenWindow, camera: Camera
) -> None:
    elder = window().open()
    large(elder)
    elder.page.get_by_role("button", name="打字").click()
    elder.says("帮我取个快递，3号楼2单元508")
    elder.reads("什么时候来方便")
    edges = {box["x"] for each in elder.options.all() if (box := each.bounding_box())}
    assert len(edges) == 1
    elder.page.reload()
    expect(elder.page.locator("html")).to_have_class(re.compile("elder"))
    expect(elder.page.get_by_role("button", name="按住说话")).to_be_visible()
    expect(elder.page.get_by_role("link", name="打电话")).to_be_visible()
    camera(elder, "02a-elder-ask")
    elder.presses("明天")
    elder.page.get_by_role("button", name="打字").click()
    elder.says("13900001234")
    elder.reads("我念一遍")
    camera(elder, "02b-elder-confirm")
    send = elder.page.get_by_role("button", name="发出", exact=True)
    expect(send).to_be_in_viewport(ratio=1)
    send.click()
    elder.finds("代办跑腿", "第 2 步，共 7 步")
    elder.presses("不写")
    elder.reads("好。")
    camera(elder, "02c-elder-order")


def test_dark_follows_the_system_and_can_be_set_by_hand(window: OpenWindow, camera: Camera) -> None:
    night = window(color_scheme="dark").open()
    body = night.page.locator("body")
    expect(body).to_have_css("background-color", "rgb(22, 21, 19)")
    night.says("帮我取个快递，3号楼2单元509")
    night.reads("什么时候来方便")
    camera(night, "01a-ask-dark")
    night.page.locator(".top [data-do=theme]").click()
    expect(body).to_have_css("background-color", "rgb(246, 244, 238)")
    night.page.reload()
    expect(body).to_have_css("background-color", "rgb(246, 244, 238)")


def test_the_doors_are_one_question_and_three_answers(window: OpenWindow, camera: Camera) -> None:
    visitor = window().open("/")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("您来做什么？")
    expect(visitor.page.get_by_role("button")).to_have_count(3)
    camera(visitor, "doors")
    wide = window(viewport={"width": 1440, "height": 900}).open("/")
    camera(wide, "doors-desktop")


def test_a_missing_page_says_so_and_leads_home(window: OpenWindow, camera: Camera) -> None:
    lost = window()
    lost.line_may_break = True  # the console reports the 404 itself
    lost.open("/nothing-here")
    camera(lost, "message")
    lost.page.get_by_role("link", name="回到首页").click()
    expect(lost.page.get_by_role("heading", level=1)).to_have_text("您来做什么？")


def test_an_emergency_is_the_only_red_card_and_offers_the_call(
    window: OpenWindow, camera: Camera
) -> None:
    scared = window().open()
    scared.says("楼下老周晕倒了叫不醒")
    alarm = scared.page.get_by_role("alert")
    expect(alarm).to_contain_text("120")
    expect(alarm.get_by_role("link")).to_have_attribute("href", "tel:120")
    camera(scared, "10-emergency")
