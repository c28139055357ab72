"""一老一小: whose a need is, by its words."""

import pytest

from handlers.understand.other import read_other
from handlers.understand.urgency import presses
from handlers.understand.whose import read_whose


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("我83岁，水龙头漏水", "elder"),
        ("八十多岁了，一个人住，灯不亮", "elder"),
        ("我爸妈住葵园，想找人陪着复查", "elder"),
        ("孩子放学没人接", "child"),
        ("给上小学的孙子辅导作业", "child"),
        ("奶奶带着孩子，腿脚不好，想买菜", "elder"),
        ("想找人教我用手机挂号", ""),
        ("我今年45岁，搬个柜子", ""),
        ("my 78 years old neighbour needs a haircut", "elder"),
        ("two kids need homework help", "child"),
    ],
)
def test_the_old_and_the_young_are_told_by_words_and_ages(text: str, whose: str) -> None:
    assert read_whose(text, read_other(text)) == whose


def test_a_kind_for_children_is_theirs() -> None:
    assert read_whose("周三下午四点", for_child=True) == "child"


@pytest.mark.parametrize(
    ("text", "is_pressing"),
    [
        ("赶紧来人弄弄吧", True),
        ("不着急，有空再来", False),
        ("着急用", True),
        ("周六下午来就行", False),
    ],
)
def test_what_cannot_wait_is_said_in_words(text: str, is_pressing: bool) -> None:
    assert presses(text) is is_pressing
