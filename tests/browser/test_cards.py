"""The cards and pages of asking, checking, going and one's own data, on a phone 360 wide."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.asking import HERS
from tests.asking import WORDS as IN_NOVEMBER
from tests.browser.conftest import OpenWindow
from tests.browser.desk_server import Desk
from tests.browser.windows import Camera, Window

pytestmark = pytest.mark.browser
WORDS = IN_NOVEMBER.replace("这周五", "下周五")  # on any day of the real week
SMALL = {"width": 360, "height": 740}
#: a finger's width, in CSS pixels
FINGER = 44
SIZES = """buttons => buttons.map(each => {
    const {width, height} = each.getBoundingClientRect();
    return {text: each.innerText, width, height};
})"""
LETTERS = pytest.mark.parametrize("letters", ["small", "large"])


def phone(window: OpenWindow, desk: Desk, door: str = "", letters: str = "small") -> Window:
    """A small phone, come in by that door."""
    opened = window(desk, viewport=SMALL)
    opened = opened.enter(door) if door else opened.open()
    if letters == "large":
        opened.page.get_by_role("button", name="大字").click()
        expect(opened.page.locator("html")).to_have_class(re.compile("elder"))
        typing = opened.page.get_by_role("button", name="打字")
        if typing.is_visible():
            typing.click()
    return opened


def fits(window: Window, camera: Camera, name: str) -> None:
    """Nothing sticks out, every button is as large as a finger; a picture is taken."""
    assert window.sideways() == 0
    buttons: Locator = window.page.locator("main button:visible, main a.btn:visible")
    # all at once: others use this desk too, and a card may be drawn anew between two readings
    sizes = buttons.evaluate_all(SIZES)
    small = [each for each in sizes if min(each["width"], each["height"]) < FINGER]
    camera(window, name)
    assert small == []


@LETTERS
def test_a_daughters_card_for_her_mother(
    window: OpenWindow, desk: Desk, camera: Camera, letters: str
) -> None:
    liu = phone(window, desk, letters=letters)
    liu.says(WORDS)
    liu.reads("知道您在替她找人吗")
    liu.presses("知道，同意")
    liu.reads("她的电话")
    liu.says(HERS)
    liu.reads("几点从家里出发")
    liu.options.first.click()
    liu.reads("告诉去的人")
    fits(liu, camera, f"somebody-health-{letters}")
    liu.options.first.click()
    liu.reads("陈桂芳", "发出")
    fits(liu, camera, f"somebody-card-{letters}")


@LETTERS
def test_the_words_to_read_aloud_at_a_door(
    window: OpenWindow, desk: Desk, camera: Camera, letters: str
) -> None:
    chen = phone(window, desk, "社区工作人员", letters)
    room = {"small": 102, "large": 104}[letters]
    chen.says(f"询单 6号楼3门{room} 张德福 想理发 下不了床 这周都行")
    chen.reads("照着念")
    fits(chen, camera, f"door-aloud-{letters}")
    chen.options.first.click()
    chen.reads("再念一句")
    chen.options.first.click()
    chen.reads("告诉谁")
    chen.options.first.click()
    chen.finds("好了，单号")
    fits(chen, camera, f"door-done-{letters}")
    chen.says("清单")
    chen.finds("想理发")
    fits(chen, camera, f"review-{letters}")


@LETTERS
def test_what_a_volunteer_can_go_to(
    window: OpenWindow, desk: Desk, camera: Camera, letters: str
) -> None:
    wang = phone(window, desk, "我来帮忙", letters)
    wang.says("接单")
    wang.finds("还要", "接单")
    fits(wang, camera, f"pool-{letters}")
    wang.says("我的")
    wang.finds("单号")
    fits(wang, camera, f"volunteer-mine-{letters}")


@LETTERS
def test_what_she_has_and_what_is_kept_of_her(
    window: OpenWindow, desk: Desk, camera: Camera, letters: str
) -> None:
    li = phone(window, desk, "找人帮忙", letters)
    li.says(f"明天上午10点帮我取个快递，{letters}，东门驿站")
    li.reads("我念一遍")
    li.presses("发出")
    li.finds("发出去了")
    li.says("我的")
    li.finds("第 2 步，共 7 步")
    fits(li, camera, f"resident-mine-{letters}")
    li.says("隐私")
    li.reads("要一份")
    fits(li, camera, f"privacy-{letters}")
    before = li.page.locator("#log a[href*='/export/']").count()
    li.says("要一份记录")
    expect(li.page.locator("#log a[href*='/export/']")).to_have_count(before + 1, timeout=30_000)
    link = li.page.locator("#log a[href*='/export/']").last
    li.page.goto(link.get_attribute("href") or "")
    fits(li, camera, f"export-closed-{letters}")
    li.page.get_by_role("button").first.click()
    expect(li.page.locator("body")).to_contain_text("139")
    fits(li, camera, f"export-open-{letters}")


def test_the_board_on_a_phone_and_on_a_desk(window: OpenWindow, desk: Desk, camera: Camera) -> None:
    chen = phone(window, desk, "社区工作人员")
    chen.open("/board")
    expect(chen.page.locator("main")).to_contain_text(re.compile(r"\d{4}-\d{2}"))
    fits(chen, camera, "05-board-phone")
    chen.page.set_viewport_size({"width": 1440, "height": 900})
    fits(chen, camera, "04-board-desktop")
