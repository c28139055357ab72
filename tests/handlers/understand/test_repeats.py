"""How often something comes, in everyday words."""

from datetime import date

import pytest

from handlers.language import speaking
from handlers.understand.repeats import leaves_out_holidays, read_repeats, say_repeats

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("words", "rule", "said"),
    [
        ("每周二来一次", "FREQ=WEEKLY;BYDAY=TU", "每周二"),
        ("每周二、周四下午", "FREQ=WEEKLY;BYDAY=TU,TH", "每周二、周四"),
        ("每星期天", "FREQ=WEEKLY;BYDAY=SU", "每周日"),
        ("每周来一次", "FREQ=WEEKLY;BYDAY=TU", "每周二"),
        ("每周一次", "FREQ=WEEKLY;BYDAY=TU", "每周二"),
        ("隔周来打扫", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "每两周的周二"),
        ("每月5号", "FREQ=MONTHLY;BYMONTHDAY=5", "每月5号"),
        ("每月十五号", "FREQ=MONTHLY;BYMONTHDAY=15", "每月15号"),
        ("每月第一个周二", "FREQ=MONTHLY;BYDAY=1TU", "每月第1个周二"),
        ("每月最后一个星期天", "FREQ=MONTHLY;BYDAY=-1SU", "每月最后一个周日"),
        ("每月来一次", "FREQ=MONTHLY;BYMONTHDAY=24", "每月24号"),
        ("每周二还有周四", "FREQ=WEEKLY;BYDAY=TU,TH", "每周二、周四"),
        ("每周一到周三来送饭", "FREQ=WEEKLY;BYDAY=MO,TU,WE", "每周一、周二、周三"),
        ("每月1号和15号量血压", "FREQ=MONTHLY;BYMONTHDAY=1,15", "每月1、15号"),
        ("天天来", "FREQ=DAILY", "每天"),
        ("每个工作日来送饭", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "每周一、周二、周三、周四、周五"),
        ("every Tuesday", "FREQ=WEEKLY;BYDAY=TU", "每周二"),
        ("every other Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "每两周的周一"),
        ("every week", "FREQ=WEEKLY;BYDAY=TU", "每周二"),
    ],
)
def test_a_rule_is_read_and_said(words: str, rule: str, said: str) -> None:
    assert read_repeats(words, TUESDAY) == rule
    assert say_repeats(rule) == said


@pytest.mark.parametrize(
    "words",
    [
        "周二来一次",
        "每次都来",
        "这周二",
        "下个月5号",
        "every time",
        "下周一到周五每天下午四点半去接孩子",
        "我每周三都去老年大学，书包沉背不动，想找人搭把手",
    ],
)
def test_once_is_no_rule(words: str) -> None:
    assert read_repeats(words, TUESDAY) is None


def test_it_is_said_in_english() -> None:
    with speaking("en"):
        assert say_repeats("FREQ=WEEKLY;BYDAY=TU,TH") == "every Tuesday, Thursday"


@pytest.mark.parametrize(
    "words",
    [
        "每周二下午来，方便时除法定节假日",
        "每周二，除了节假日",
        "每周二来打扫，节假日不用来",
        "每周五送饭，过节就不用来了",
        "隔周来一次，放假不来",
        "每天来，法定节假日除外",
        "工作日每天中午来送饭",
        "every Tuesday except on public holidays",
    ],
)
def test_holidays_are_left_out_where_that_is_said(words: str) -> None:
    assert leaves_out_holidays(words)


@pytest.mark.parametrize(
    "words", ["每周二来一次", "放假也来", "过节想吃饺子", "孩子放假了，每天来陪", "春节那天来"]
)
def test_holidays_are_kept_where_it_is_not(words: str) -> None:
    assert not leaves_out_holidays(words)
