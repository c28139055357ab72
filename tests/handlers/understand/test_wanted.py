"""Times of a wish: what comes again, what begins, what is at once, and what is none."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.understand.normal import fold
from handlers.understand.wanted import read_wanted

#: a Wednesday
NOW = datetime(2026, 12, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def said(text):
    found = read_wanted(fold(text), NOW)
    times = [each.strftime("%m-%d %H:%M") if each else "" for each in (found.start, found.end)]
    return (*times, found.rrule)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下礼拜三下午有没有会修鞋的上门", ("12-23 14:00", "12-23 18:00", "")),
        ("这周有会，周五下午来趟行不", ("12-18 14:00", "12-18 18:00", "")),
        ("后天去拔牙，有没有人陪我，早上七点出门", ("12-18 07:00", "", "")),
        ("明朝帮我买点菜好伐", ("12-17 00:00", "12-17 23:59", "")),
        ("pick up my daughter after school today", ("12-16 16:30", "", "")),
        ("can someone come this afternoon", ("12-16 14:00", "12-16 18:00", "")),
    ],
)
def test_a_wish_has_the_time_that_was_said(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize("text", ["门锁坏了，速来", "马上教我挂个号", "火速派人来"])
def test_at_once_begins_now(text):
    assert said(text) == ("12-16 10:00", "", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "每月最后一个周日店休，可以来给老人理发",
            ("12-27 00:00", "12-27 23:59", "FREQ=MONTHLY;BYDAY=-1SU"),
        ),
        (
            "从下周一起周一到周五放学后，想找人带孩子",
            ("12-21 16:30", "", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ),
        (
            "从今天起每天晚上八点到十点能不能组织人巡逻",
            ("12-16 20:00", "12-16 22:00", "FREQ=DAILY"),
        ),
        (
            "下周一到周五每天下午四点半要人接孩子",
            ("12-21 16:30", "", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ),
    ],
)
def test_what_comes_again_begins_on_its_first_day(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    "text", ["住院一个月才回来，闷得慌，来人聊聊天", "谢谢你们，周末愉快", "祝大家元旦快乐"]
)
def test_how_long_something_took_and_good_wishes_are_no_time(text):
    assert said(text) == ("", "", "")
