"""What a message looks like on Telegram."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.channels.telegram.drawing import draw
from bot.clock import new_token
from handlers.content import Button, Card, Content, Line, Step
from handlers.emergency import scan
from handlers.emergency_answers import answer
from handlers.language import _, speaking

NEW_LINE = "\n"
CARD = Card(
    title="换厨房灯",
    aside="单号 1123-07",
    lines=(Line("时间", "11月24日 周二上午", "约40分钟"), Line("谁来", "周凯")),
    steps=(
        Step("发出", "done"),
        Step("社区看", "done"),
        Step("找人", "done"),
        Step("有人去", "now"),
        Step("来了", "later"),
        Step("怎么样", "later"),
        Step("办完", "later"),
    ),
    code_label="到了门口，念给来的人听",
    code="4826",
    note="不用您付钱。",
)


def labels(content: Content, **how: Any) -> list[list[str]]:
    """The words on the buttons, by row."""
    keyboard = draw(content, **how).keyboard or {}
    return [[key["text"] for key in row] for row in keyboard.get("inline_keyboard", [])]


def buttons(*words: str) -> tuple[Button, ...]:
    return tuple(Button(label, f"token.{n}") for n, label in enumerate(words))


def test_a_card_is_lines_under_its_title() -> None:
    drawn = draw(Content(text="有人去了。", card=CARD))
    assert drawn.html == (
        "有人去了。\n"
        "\n"
        "<b>换厨房灯</b>  单号 1123-07\n"
        "→ 有人去 (4/7)\n"
        "时间  11月24日 周二上午（约40分钟）\n"
        "谁来  周凯\n"
        "到了门口，念给来的人听  <code>4826</code>\n"
        "不用您付钱。"
    )
    assert drawn.plain == drawn.html.replace("<b>", "").replace("</b>", "").replace(
        "<code>", ""
    ).replace("</code>", "")


def test_a_card_in_english_has_english_brackets() -> None:
    with speaking("en"):
        drawn = draw(Content(card=Card("Kitchen light", lines=(Line("When", "Tue", "40 min"),))))
    assert drawn.plain == "Kitchen light\nWhen  Tue (40 min)"


def test_a_code_label_of_two_lines_stands_around_the_code() -> None:
    drawn = draw(Content(card=Card("灯", code_label="见面号码\n念给来的人听", code="4826")))
    assert drawn.plain == "灯\n见面号码  4826\n念给来的人听"


def test_what_people_wrote_is_escaped_everywhere() -> None:
    evil = "<b>&</b>"
    card = Card(evil, evil, (Line(evil, evil, evil),), (Step(evil, "now"),), evil, evil, evil)
    drawn = draw(Content(text=evil, card=card))
    assert drawn.html.count("&lt;b&gt;&amp;&lt;/b&gt;") == 10
    assert drawn.html.count("<") == 4
    assert drawn.plain.count(evil) == 10


def test_half_of_a_surrogate_pair_is_not_passed_on() -> None:
    drawn = draw(Content(text="好\ud83d的👍"))
    assert drawn.plain.encode()
    assert drawn.plain == "好\ufffd的👍"


def test_an_alarm_says_one_thing_a_line_and_the_number_stands_out() -> None:
    found = scan("着火了")
    assert found is not None
    drawn = draw(Content(text=answer(found), alert=True))
    lines = drawn.html.split(NEW_LINE)
    assert lines[:2] == ["现在打 <b>119</b>。", "我打不了电话，要您来打。"]
    assert all(line.count("。") <= 1 for line in lines)
    assert max(map(len, drawn.plain.split(NEW_LINE))) <= 20
    with speaking("en"):
        english = draw(Content(text=_(answer(found)), alert=True))
    assert "<b>119</b>" in english.html.split(NEW_LINE)[0]


def test_changes_of_a_card_stand_after_the_first_button_and_the_way_out_last() -> None:
    card = Card(
        "我念一遍",
        lines=(
            Line("时间", "周二", edit="t.1"),
            Line("地点", "3号楼"),
            Line("电话", "139", edit="t.2"),
        ),
    )
    content = Content(card=card, buttons=buttons("发出", "先不发"))
    assert labels(content) == [["发出"], ["改时间", "改电话"], ["先不发"]]
    keyboard = draw(content).keyboard
    assert keyboard is not None
    assert keyboard["inline_keyboard"][1] == [
        {"text": "改时间", "callback_data": "t.1"},
        {"text": "改电话", "callback_data": "t.2"},
    ]


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (["办好了", "没办好", "人没来"], [["办好了", "没办好", "人没来"]]),
        (
            ["周六上午", "周六下午", "周日", "都没空"],
            [["周六上午", "周六下午"], ["周日", "都没空"]],
        ),
        (
            ["明天（24号 周二）上午", "明天下午", "别的时间"],
            [["明天（24号 周二）上午"], ["明天下午", "别的时间"]],
        ),
        (["1", "2", "3", "4", "5"], [["1", "2", "3", "4", "5"]]),
        (["好"] * 9, [["好"] * 7, ["好"] * 2]),
        (["I'll go", "Not this time"], [["I'll go"], ["Not this time"]]),
    ],
)
def test_short_labels_share_a_row_and_long_ones_stand_alone(
    words: list[str], rows: list[list[str]]
) -> None:
    assert labels(Content("？", buttons(*words))) == rows


def test_a_short_hint_stands_on_the_button_and_a_long_one_does_not() -> None:
    both = (
        Button("周二", "t.1", "24号"),
        Button("换灯泡", "t.2", "要登高，两个人一起去才行，先拉电闸"),
    )
    assert labels(Content("哪天？", both)) == [["周二 24号", "换灯泡"]]


def test_a_button_sends_its_token_and_shows_its_weight() -> None:
    content = Content(
        "？", (Button("发出", "a.0", style="main"), Button("退单", "b", style="danger"))
    )
    assert draw(content).keyboard == {
        "inline_keyboard": [
            [
                {"text": "发出", "callback_data": "a.0", "style": "primary"},
                {"text": "退单", "callback_data": "b", "style": "danger"},
            ]
        ]
    }


def test_our_tokens_fit_and_others_take_no_message_along() -> None:
    assert labels(Content("？", (Button("好", f"{new_token()}.99"),))) == [["好"]]
    assert labels(
        Content("？", (Button("好", "字" * 22), Button("不", ""), Button("行", "t")))
    ) == [["行"]]


def test_of_too_many_buttons_the_way_out_stays() -> None:
    rows = labels(Content("？", buttons(*map(str, range(150)), "都不是")))
    flat = [label for row in rows for label in row]
    assert len(flat) == 100
    assert flat[-1] == "都不是"
    assert max(map(len, rows)) <= 8


def test_a_question_for_the_phone_has_a_key_that_sends_it() -> None:
    assert draw(Content("留个电话吧。", ask="phone")).keyboard == {
        "keyboard": [[{"text": "发送我的电话", "request_contact": True}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
        "input_field_placeholder": "也可以直接写号码",
    }


def test_a_question_for_the_place_has_a_key_that_sends_it() -> None:
    keyboard = draw(Content("在哪儿？", ask="location")).keyboard
    assert keyboard is not None
    assert keyboard["keyboard"] == [[{"text": "发送我的位置", "request_location": True}]]


def test_choices_come_before_the_key() -> None:
    assert labels(Content("电话？", buttons("上次的"), ask="phone")) == [["上次的"]]


def test_a_plain_message_takes_the_key_away() -> None:
    assert draw(Content("好，王老师。")).keyboard == {"remove_keyboard": True}


def test_a_card_that_will_be_edited_has_no_keyboard_but_its_own() -> None:
    assert draw(Content(card=CARD, subject="order:1")).keyboard is None


@pytest.mark.parametrize("ask", ["", "phone", "location"])
def test_in_a_group_nobody_gets_a_keyboard_in_place_of_letters(ask: Any) -> None:
    assert draw(Content("谁能去？", ask=ask), private=False).keyboard is None
    assert labels(Content("谁能去？", buttons("接单"), ask=ask), private=False) == [["接单"]]


def test_a_drawing_is_plain_json() -> None:
    keyboard = draw(replace(Content("？"), buttons=(Button("好", "t", style="main"),))).keyboard
    assert json.loads(json.dumps(keyboard)) == keyboard
    assert type(keyboard["inline_keyboard"][0][0]["style"]) is str  # type: ignore[index]
