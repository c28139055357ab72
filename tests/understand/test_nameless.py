"""What is kept of a message to judge readers by leads back to nobody."""

import pytest

from handlers.understand.nameless import without_person


@pytest.mark.parametrize(
    ("text", "kept", "gone"),
    [
        (
            "我是6号楼2单元501的王奶奶，灯不亮了，明天上午，13900000123",
            "灯不亮了,明天上午",
            ["王奶奶", "501", "13900000123", "6号楼"],
        ),
        ("我叫陈桂芳，葵园小区7栋1803水管漏", "水管漏", ["陈桂芳", "葵园小区", "1803"]),
        ("老张住11-2-601，请人推轮椅", "请人推轮椅", ["老张", "601"]),
        ("电话幺三九零零零零零幺二三，后天来修门", "后天来修门", ["幺三九", "零零"]),
        ("my name is Anna Becker, tap leaks, room 1204", "tap leaks", ["Anna", "Becker"]),
        ("身份证110101199003070000，帮我取药", "帮我取药", ["1990"]),
        ("小李师傅明天能来吗", "明天能来吗", ["小李"]),
    ],
)
def test_names_phones_and_doors_are_gone(text: str, kept: str, gone: list[str]) -> None:
    words = without_person(text)
    assert kept in words
    assert [each for each in gone if each in words] == []


def test_words_of_time_and_daily_things_stay() -> None:
    text = "周六下午3点老板凳坏了，叫人来修"
    assert without_person(text) == "周六下午3点老板凳坏了,叫人来修"
