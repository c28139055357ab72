"""What was answered is over: its buttons go, the choice stands; an order keeps one card."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.windows import Chat, Window

pytestmark = pytest.mark.browser


def cards(chat: Chat) -> int:
    """How many cards still offer to be sent."""
    return chat.page.get_by_role("button", name="发出", exact=True).count()


def posted(window: OpenWindow) -> Window:
    """A visitor whose order has just gone out."""
    asker = window().open()
    asker.asks_for_help()
    asker.presses("发出")
    asker.finds("怎么称呼您")
    asker.presses("不写")
    asker.finds("代办跑腿", "单号", "社区看")
    return asker


def test_the_choice_stands_as_her_own_words_and_the_list_goes(window: OpenWindow) -> None:
    asker = window().open()
    asker.says("帮我取个快递，3号楼2单元503")
    asker.reads("什么时候来方便")
    label = asker.options.nth(1).locator("span").nth(1).inner_text()
    asker.options.nth(1).click()
    asker.reads("留个电话")
    expect(asker.page.locator("#log > .line.mine .b").last).to_have_text(label)
    expect(asker.options).to_have_count(0)
    asker.page.reload()
    asker.reads("留个电话")
    expect(asker.options).to_have_count(0)


def test_the_buttons_of_the_card_go_once_it_was_answered(window: OpenWindow) -> None:
    asker = window().open()
    asker.asks_for_help()
    card = asker.last
    expect(card.get_by_role("button", name="修改")).to_have_count(4)
    card.get_by_role("button", name="发出", exact=True).click()
    asker.finds("发出去了")
    asked = asker.line("我念一遍")
    expect(asked.get_by_role("button")).to_have_count(0)
    asker.page.reload()
    expect(asked).to_contain_text("139 0000 1234")
    expect(asked.get_by_role("button")).to_have_count(0)


def test_changing_one_line_asks_that_one_question_and_shows_the_card_again(
    window: OpenWindow,
) -> None:
    asker = window().open()
    asker.asks_for_help()
    asker.last.get_by_role("button", name="修改 时间").click()
    asker.reads("什么时候来方便")
    expect(asker.page.locator("#log > .line.mine .b").last).to_have_text("修改 时间")
    assert cards(asker) == 0
    asker.says("后天下午3点")
    asker.reads("我念一遍", "下午3点")
    assert cards(asker) == 1
    asker.page.reload()
    asker.reads("我念一遍")
    assert cards(asker) == 1


def test_an_order_keeps_one_card_that_is_edited_where_it_stands(window: OpenWindow) -> None:
    asker = posted(window)
    card = asker.page.locator("#log .card").filter(has_text="社区看")
    position = asker.line("社区看", "单号").get_attribute("data-position")
    cancel = card.get_by_role("button", name="取消这单")
    cancel.click()
    asker.reads("真的取消吗")
    asker.presses("取消这单", asker.last)
    expect(asker.line("单号", "取消了")).to_have_attribute("data-position", position or "")
    expect(cancel).to_have_count(0)
    expect(card).to_have_count(0)  # a cancelled order has no steps left


def test_the_words_above_the_field_suit_what_is_open(window: OpenWindow) -> None:
    asker = window().open()
    words = asker.page.locator(".cmds:visible button:visible")
    expect(words).to_have_text(["找人帮忙", "我的", "我来帮忙", "找社区"])
    asker.says("帮我取个快递，3号楼2单元504")
    asker.reads("什么时候来方便")
    expect(words).to_have_text(["上一步", "取消", "菜单", "找社区"])
    words.nth(1).click()
    expect(words).to_have_text(["找人帮忙", "我的", "我来帮忙", "找社区"])
    expect(asker.options).to_have_count(0)


def test_enter_in_the_middle_of_chinese_input_does_not_send(window: OpenWindow) -> None:
    asker = window().open()
    asker.field.fill("qu kuai di")
    asker.field.evaluate(
        "field => field.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    asker.field.press("Shift+Enter")
    asker.page.keyboard.type("3")
    expect(asker.field).to_have_value("qu kuai di\n3")
    expect(asker.mine).to_have_count(0)
