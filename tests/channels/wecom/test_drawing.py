"""How a message looks in WeCom: a card where it fits, else text; and nothing breaks out of it."""

from bot.channels.wecom.drawing import card, changed_card, task_of, texts
from handlers.content import Button, Card, Content, Line, Step

ANSWERS = tuple(Button(label, f"abc.{n}") for n, label in enumerate(["通过", "退回"]))
ORDER = Card(
    "代办跑腿",
    "1123-07",
    (Line("时间", "明天上午"), Line("地点", "3号楼", "门牌接单后看")),
    (Step("派单", "done"), Step("接单", "now")),
)


def test_a_question_is_a_card_with_its_answers_as_buttons() -> None:
    drawn = card(Content("通过这张吗？", ANSWERS))
    assert drawn == {
        "card_type": "button_interaction",
        "sub_title_text": "通过这张吗？",
        "button_list": [
            {"text": "通过", "style": 2, "key": "abc.0 通过"},
            {"text": "退回", "style": 2, "key": "abc.1 退回"},
        ],
    }


def test_an_order_stands_in_two_columns_under_its_number() -> None:
    drawn = card(Content("有一张新的", (Button("接单", "T", style="main"),), ORDER))
    assert drawn is not None
    assert drawn["main_title"] == {"title": "代办跑腿", "desc": "1123-07"}
    assert drawn["sub_title_text"] == "有一张新的\n→ 接单"
    assert drawn["horizontal_content_list"] == [
        {"keyname": "时间", "value": "明天上午"},
        {"keyname": "地点", "value": "3号楼（门牌接单后看）"},
    ]
    assert drawn["button_list"] == [{"text": "接单", "style": 1, "key": "T 接单"}]


def test_six_choices_fit_on_a_card_and_seven_are_numbered_lines() -> None:
    seven = tuple(Button(f"第{n}个", f"abc.{n}") for n in range(7))
    assert card(Content("哪一个？", seven[:6])) is not None
    assert card(Content("哪一个？", seven)) is None
    assert texts(Content("哪一个？", seven))[0].endswith("6 第5个\n7 第6个")


def test_many_words_go_as_text_with_numbers_or_with_words_to_write() -> None:
    long = Content("字" * 161, ANSWERS)
    assert card(long) is None
    assert texts(long) == ["字" * 161 + "\n1 通过\n2 退回"]
    action = Content("字" * 161, (Button("接单", "T"),), Card("单", "1123-07"))
    assert texts(action)[0].endswith("可以写：“接单1123-07”")


def test_no_page_is_longer_than_two_thousand_and_forty_eight_bytes() -> None:
    made = texts(Content("一段很长的话。" * 500))
    assert len(made) > 1
    assert all(0 < len(each.encode()) <= 2048 for each in made)
    assert "".join(made) == "一段很长的话。" * 500


def test_what_people_write_becomes_no_link_and_breaks_no_card() -> None:
    assert "<a" not in texts(Content('<a href="http://x">点这里</a>'))[0]
    drawn = card(Content("<a href='x'>y</a> \ud83d", ANSWERS))
    assert drawn is not None
    assert "<a" not in drawn["sub_title_text"]


def test_a_card_without_choices_is_changed_into_one_with_a_grey_button() -> None:
    done = changed_card(Content(card=ORDER, subject="order:1"))
    assert done is not None
    assert done["replace_text"] == "接单"
    moved = changed_card(Content("这张卡换成下面的了。"))
    assert moved is not None
    assert moved["replace_text"] == "不用按了"


def test_the_same_row_has_the_same_task_and_another_card_another() -> None:
    one, other = card(Content("通过吗？", ANSWERS)), card(Content("行吗？", ANSWERS))
    assert one is not None
    assert other is not None
    assert task_of(5, one) == task_of(5, one)
    assert len({task_of(5, one), task_of(6, one), task_of(5, other)}) == 3
