"""Reached by everybody: keyboard alone, screen readers, without script, in English."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenWindow
from tests.browser.windows import NEED, Camera, Window

pytestmark = pytest.mark.browser
CHINESE = re.compile("[一-鿿]")
#: the community and its people keep their names, and the circles their first characters
NAMES = ("葵园社区", "李婶", "王敏", "周凯", "陈静", *"李王周陈")


def shows(window: Window, words: str) -> None:
    """Without script a page stands still: load it anew until it says this."""

    def look() -> str:
        window.page.reload()
        return window.page.locator("#log").inner_text()

    assert any(words in look() for _try in range(20)), look()


def posts(window: Window, button: Locator) -> None:
    """Press a button of a plain form and stay until the page it leads to has come."""
    with window.page.expect_navigation():
        button.click()


def walks_to(window: Window, target: Locator, key: str = "Tab") -> None:
    """Press Tab, or Shift+Tab, until the focus is there."""
    for _press in range(30):
        if target.evaluate("target => target === document.activeElement"):
            return
        window.page.keyboard.press(key)
    expect(target).to_be_focused()


def test_an_order_is_made_with_the_keyboard_alone(window: OpenWindow) -> None:
    asker = window().open()
    keys = asker.page.keyboard
    walks_to(asker, asker.field)
    keys.type("帮我取个快递，3号楼2单元510")
    keys.press("Enter")
    asker.reads("什么时候来方便")
    walks_to(asker, asker.options.first, "Shift+Tab")
    keys.press("Enter")
    asker.reads("留个电话")
    walks_to(asker, asker.field)
    keys.type("13900001234")
    keys.press("Enter")
    asker.reads("我念一遍")
    walks_to(asker, asker.page.get_by_role("button", name="发出", exact=True), "Shift+Tab")
    keys.press("Enter")
    asker.finds("怎么称呼您")
    expect(asker.options.first).to_be_focused()


def test_focus_never_lands_on_a_button_that_ends_an_order(window: OpenWindow) -> None:
    asker = window().enter("找人帮忙")
    asker.says("明天上午10点帮我取个快递")
    asker.reads("我念一遍")
    asker.presses("发出")
    asker.finds("代办跑腿", "单号", "社区看")
    expect(asker.page.locator(".btn.risky:focus")).to_have_count(0)


def test_a_screen_reader_hears_names_groups_and_steps(window: OpenWindow) -> None:
    asker = window().open()
    page = asker.page
    for role in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)
    log = page.get_by_role("log", name="和社区的对话")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("textbox", name="写给社区")).to_be_visible()
    asker.says("帮我取个快递，3号楼2单元511")
    question = page.get_by_role("group", name=re.compile("什么时候来方便"))
    expect(question.get_by_role("button")).to_have_count(3)
    question.get_by_role("button").first.click()
    asker.reads("留个电话")
    asker.says("13900001234")
    asker.reads("我念一遍")
    card = page.get_by_role("region", name="我念一遍")
    names = [each.get_attribute("aria-label") for each in card.locator(".edit").all()]
    assert names == ["修改 帮什么", "修改 时间", "修改 地点", "修改 电话"]
    card.get_by_role("button", name="发出", exact=True).click()
    steps = page.get_by_role("list", name="第 2 步社区看，共 7 步")
    expect(steps.locator("[aria-current=step]")).to_have_text("社区看")
    expect(page.get_by_role("group", name="随时可用")).to_have_count(1)
    nameless = page.locator("button:visible, a:visible").evaluate_all(
        "all => all.filter(e => !(e.textContent.trim() || e.ariaLabel)).map(e => e.outerHTML)"
    )
    assert nameless == []


def test_what_can_be_pressed_is_large_enough_for_a_thumb(window: OpenWindow) -> None:
    asker = window().open()
    asker.asks_for_help()
    small = asker.page.locator("button:visible, summary:visible").evaluate_all(
        "all => all.map(e => [e.textContent.trim(), e.getBoundingClientRect()])"
        ".filter(([, box]) => Math.min(box.width, box.height) < 48).map(([words]) => words)"
    )
    assert small == []


def test_without_script_an_order_is_made_by_plain_forms(window: OpenWindow, camera: Camera) -> None:
    asker = window(java_script_enabled=False).open()
    send = asker.page.get_by_role("button", name="发送")
    asker.field.fill("帮我取个快递，3号楼2单元512")
    posts(asker, send)
    shows(asker, "什么时候来方便")
    camera(asker, "no-script")
    posts(asker, asker.options.first)
    shows(asker, "留个电话")
    expect(asker.options).to_have_count(0)
    asker.field.fill("13900001234")
    posts(asker, send)
    shows(asker, "我念一遍")
    posts(asker, asker.page.get_by_role("button", name="修改 地点"))
    shows(asker, "到哪里去")
    asker.field.fill("5号楼1单元302")
    posts(asker, send)
    shows(asker, "5号楼1单元302")
    posts(asker, asker.page.get_by_role("button", name="发出", exact=True))
    shows(asker, "发出去了")
    expect(asker.page.get_by_role("button", name="发出", exact=True)).to_have_count(0)


def test_an_english_browser_finds_no_chinese_word_in_the_page_around_the_chat(
    window: OpenWindow, camera: Camera
) -> None:
    reader = window(locale="en-GB")
    for path in ("/", "/chat", "/try"):
        reader.open(path)
        expect(reader.page.locator("html")).to_have_attribute("lang", "en")
        words = reader.page.locator("body").inner_text()
        left = re.sub("|".join(NAMES), "", words)
        assert not CHINESE.search(left), left
        assert reader.sideways() == 0
    reader.open("/chat")
    reader.says(NEED)
    camera(reader, "english")


def test_forced_colours_keep_the_frames(window: OpenWindow) -> None:
    asker = window(forced_colors="active").open()
    asker.says("帮我取个快递，3号楼2单元513")
    asker.reads("什么时候来方便")
    expect(asker.options.first).not_to_have_css("border-top-width", "0px")


def test_less_motion_is_respected(window: OpenWindow) -> None:
    asker = window(reduced_motion="reduce").open()
    dots = asker.page.locator(".dots i").first
    expect(dots).to_have_css("animation-name", "none")
