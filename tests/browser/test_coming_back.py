"""Nothing is lost: reloads, a killed server, no network, two tabs, answers lost on the way."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenWindow
from tests.browser.desk_server import Desk
from tests.browser.windows import Camera

pytestmark = pytest.mark.browser
WITHOUT_TIME = "帮我取个快递，3号楼2单元505"


def test_a_reload_keeps_history_the_open_question_and_what_is_half_typed(
    window: OpenWindow,
) -> None:
    asker = window().open()
    asker.says(WITHOUT_TIME)
    asker.reads("什么时候来方便")
    asker.field.fill("后天下午，最好")
    before = asker.lines.all_inner_texts()
    asker.page.reload()
    expect(asker.lines).to_have_text(before, use_inner_text=True)
    expect(asker.field).to_have_value("后天下午，最好")
    expect(asker.options).to_have_count(3)
    asker.options.first.click()
    asker.reads("留个电话")


def test_a_killed_server_loses_nothing_and_the_page_recovers_by_itself(
    window: OpenWindow, fresh_desk: Desk
) -> None:
    asker = window(fresh_desk).open()
    asker.line_may_break = True
    asker.says(WITHOUT_TIME)
    asker.reads("什么时候来方便")
    fresh_desk.kill()
    asker.writes("明天下午3点")
    waiting = asker.page.locator("#waiting .line.wait")
    expect(waiting).to_contain_text("明天下午3点")
    expect(asker.amber).to_be_visible()
    asker.field.fill("写了一半")
    fresh_desk.start()
    asker.reads("留个电话")
    expect(waiting).to_have_count(0)
    expect(asker.amber).to_be_hidden()
    expect(asker.field).to_have_value("写了一半")
    expect(asker.lines.filter(has_text=WITHOUT_TIME)).to_have_count(1)
    expect(asker.lines.filter(has_text="明天下午3点")).to_have_count(1)


def test_a_desk_told_to_end_comes_to_rest_although_pages_are_open(
    window: OpenWindow, fresh_desk: Desk
) -> None:
    asker = window(fresh_desk).open()
    asker.line_may_break = True
    asker.says(WITHOUT_TIME)
    asker.reads("什么时候来方便")
    assert fresh_desk.stop() == 0
    expect(asker.amber).to_be_visible()


def test_what_is_written_without_a_network_goes_by_itself_in_order(
    window: OpenWindow, camera: Camera
) -> None:
    asker = window().open()
    asker.line_may_break = True
    asker.says(WITHOUT_TIME)
    asker.reads("什么时候来方便")
    asker.context.set_offline(True)
    asker.writes("明天下午")
    asker.writes("13900001234")
    expect(asker.amber).to_have_text("网断了。您写的先存在手机里，连上就发。")
    expect(asker.page.locator("#waiting .sent")).to_have_text(["等着发，连上就发"] * 2)
    expect(asker.options).to_have_count(0)
    camera(asker, "10-offline")
    asker.context.set_offline(False)
    asker.reads("我念一遍", "139")
    expect(asker.amber).to_be_hidden()
    said = asker.page.locator("#log > .line.mine .b")
    expect(said).to_have_text([WITHOUT_TIME, "明天下午", "13900001234"])


def test_an_answer_lost_on_the_way_does_not_double_the_message(window: OpenWindow) -> None:
    asker = window().open()
    asker.line_may_break = True
    tries: list[str] = []

    def lose_the_first(route: Route) -> None:
        tries.append(route.request.url)
        if len(tries) > 1:
            route.continue_()
        else:
            route.fetch()  # it arrives, only nobody hears of it
            route.abort()

    asker.page.route("**/chat/say*", lose_the_first)
    asker.says(WITHOUT_TIME)
    asker.reads("什么时候来方便")
    asker.page.unroute("**/chat/say*")
    asker.presses("明天")
    asker.reads("留个电话")
    expect(asker.lines.filter(has_text=WITHOUT_TIME)).to_have_count(1)


def test_a_message_the_server_refuses_stays_with_its_reason(
    window: OpenWindow, camera: Camera
) -> None:
    asker = window().open()
    asker.line_may_break = True
    no = '{"ok": false, "say": "发得太长了。"}'
    asker.page.route(
        "**/chat/say*",
        lambda route: route.fulfill(status=400, content_type="application/json", body=no),
    )
    asker.writes(WITHOUT_TIME)
    refused = asker.page.locator("#waiting .failed")
    expect(refused).to_contain_text("没发出去。发得太长了。")
    camera(asker, "10-refused")
    asker.page.reload()
    expect(refused).to_contain_text(WITHOUT_TIME)
    asker.page.unroute("**/chat/say*")
    refused.get_by_role("button", name="再发一次").click()
    asker.reads("什么时候来方便")
    expect(asker.lines.filter(has_text=WITHOUT_TIME)).to_have_count(1)


def test_a_second_tab_shows_the_same_chat_and_answers_for_both(window: OpenWindow) -> None:
    asker = window().open()
    asker.says(WITHOUT_TIME)
    asker.reads("什么时候来方便")
    other = asker.tab()
    expect(other.options).to_have_count(3)
    other.options.first.click()
    other.reads("留个电话")
    asker.reads("留个电话")
    expect(asker.options).to_have_count(0)
    assert asker.lines.all_inner_texts() == other.lines.all_inner_texts()


def test_pressing_twice_counts_once(window: OpenWindow) -> None:
    asker = window().open()
    asker.asks_for_help()
    asker.page.get_by_role("button", name="发出", exact=True).dblclick()
    asker.finds("怎么称呼您")
    expect(asker.lines.filter(has_text="发出去了")).to_have_count(1)
    expect(asker.page.locator("#log > .line.mine .b").filter(has_text="发出")).to_have_count(1)


def test_who_reads_further_up_is_not_moved_but_told(window: OpenWindow, camera: Camera) -> None:
    asker = window().open()
    asker.asks_for_help()
    other = asker.tab()
    talk = asker.page.locator("#talk")
    talk.evaluate("talk => talk.scrollTo(0, 0)")
    other.says("菜单")
    asker.finds("您好，这里是")
    down = asker.page.get_by_role("button", name="有新消息")
    expect(down).to_be_visible()
    expect(asker.page.locator(".new")).to_contain_text("新消息")
    assert talk.evaluate("talk => talk.scrollTop") == 0
    camera(asker, "10-unread")
    down.click()
    expect(down).to_be_hidden()
    expect(asker.last).to_be_in_viewport()
