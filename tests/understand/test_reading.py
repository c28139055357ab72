"""One message through every reader: what it says, for whom, and what must not be read twice."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.understand.greeting import is_greeting
from handlers.understand.intent import Intent
from handlers.understand.kind import seeded_kinds
from handlers.understand.reading import Reading, read

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
KINDS = seeded_kinds()


def _read(text: str) -> Reading:
    return read(text, NOW, KINDS)


def test_one_sentence_fills_the_whole_form() -> None:
    said = _read("厨房灯不亮了，3号楼2单元501，明天上午来两个人看看 13900000123")
    assert said.need_type == "home_repair"
    assert (said.phone, said.people) == ("13900000123", 2)
    assert (said.address.building, said.address.unit, said.address.room) == (
        "3号楼",
        "2单元",
        "501",
    )
    assert said.start == datetime(2026, 11, 24, 8, tzinfo=NOW.tzinfo)
    assert said.end == datetime(2026, 11, 24, 12, tzinfo=NOW.tzinfo)


def test_no_number_is_read_twice() -> None:
    said = _read("11号楼2单元1130，139 0000 0123")
    assert said.start is None
    assert said.people is None
    assert said.address.room == "1130"


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("电话幺三九零零零零二二四六", "13900002246"),
        ("壹叁陆 零零零零 壹贰叁肆 找我", "13600001234"),
        ("１３９－００００－０１２３", "13900000123"),
        ("137-0000-8866，不对，是137-0000-8865", "13700008865"),
    ],
)
def test_a_phone_is_eleven_digits_however_it_is_written(text: str, phone: str) -> None:
    assert _read(f"灯坏了来个人看看，{text}").phone == phone


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("6-2-302 灯不亮", {"building": "6", "unit": "2", "room": "302"}),
        ("水管漏了 18弄5号602室", {"lane": "18弄", "building": "5号", "room": "602室"}),
        ("门锁坏了，葵园小区7栋1803", {"community": "葵园小区", "building": "7栋", "room": "1803"}),
        (
            "住东关街道苇湾社区18号楼1单元102，修灯",
            {
                "street": "东关街道",
                "community": "苇湾社区",
                "building": "18号楼",
                "unit": "1单元",
                "room": "102",
            },
        ),
        ("12号楼3门402 修水管", {"building": "12号楼", "unit": "3门", "room": "402"}),
    ],
)
def test_the_parts_of_an_address_keep_the_words_of_the_writer(
    text: str, parts: dict[str, str]
) -> None:
    found = _read(text).address.parts()
    assert {part: words for part, words in found.items() if words} == parts


@pytest.mark.parametrize(
    ("text", "rrule", "first"),
    [
        ("每周二四放学后来辅导孩子", "FREQ=WEEKLY;BYDAY=TU,TH", "11-24 16:30"),
        ("每月15号陪我去医院拿药", "FREQ=MONTHLY;BYMONTHDAY=15", "12-15 00:00"),
        ("每个月头一个礼拜六上午来理发", "FREQ=MONTHLY;BYDAY=1SA", "12-05 08:00"),
        ("每天晚上七点到八点来教英语", "FREQ=DAILY", "11-23 19:00"),
        ("一三五上午来陪我聊天", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "11-25 08:00"),
    ],
)
def test_what_comes_again_begins_with_its_first_day(text: str, rrule: str, first: str) -> None:
    said = _read(text)
    assert said.rrule == rrule
    assert said.start is not None
    assert f"{said.start:%m-%d %H:%M}" == first


@pytest.mark.parametrize(
    ("text", "running"),
    [
        ("不用来了，我自己弄好了", "cancel"),
        ("能不能改到下午", "change"),
        ("人咋还没来", "where"),
        ("路上堵，晚十分钟到", "late"),
        ("到了", "arrived"),
        ("弄完了", "finished"),
    ],
)
def test_words_about_a_running_order_are_no_new_one(text: str, running: str) -> None:
    said = _read(text)
    assert said.intent.running == running
    assert not said.makes_order


def test_money_that_is_offered_is_noticed() -> None:
    assert _read("来两个人抬冰箱，管饭，给钱也行").money
    assert _read("灯坏了来看看").money == ""


def test_whoever_is_meant_and_what_is_sensitive_are_told_apart() -> None:
    said = _read("我妈腿脚不方便，后天想去医院复查，找个人陪")
    assert said.other is not None
    assert said.other.code == "mother"
    assert said.health is not None
    assert said.health.sensitive == "health"


def test_grief_that_asks_for_talk_is_a_need_and_is_asked_about_softly() -> None:
    said = _read("孩子他爸走了以后我老睡不着，心里堵得慌，想找个人说说话")
    assert said.intent.intent is Intent.NEED
    assert said.need_type == "psych_support"
    assert said.emergency is not None
    assert said.emergency.code == "selfharm_soft"


@pytest.mark.parametrize(
    "text", ["您好", "在吗？", "hello", "?", "👋", "你好，有人吗", "Hi!", "早上好"]
)
def test_a_greeting_is_only_a_greeting(text: str) -> None:
    assert is_greeting(text)


@pytest.mark.parametrize("text", ["", " ", "您好，灯坏了", "1", "王老师"])
def test_what_says_more_or_nothing_is_no_greeting(text: str) -> None:
    assert not is_greeting(text)
