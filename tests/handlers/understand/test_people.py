"""How many are wanted: helpers, not those who live there."""

import pytest

from handlers.understand.people import read_people


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2", 2),
        ("两位", 2),
        ("来两个人", 2),
        ("要三名志愿者", 3),
        ("需要四五个小伙子", 5),
        ("找俩人", 2),
        ("两个人就够", 2),
        ("能出10个党员", 10),
        ("2 volunteers please", 2),
        ("我妈一个人住3号楼", None),
        ("能来个人瞅瞅不", None),
        ("我们两个人都在家", None),
        ("我俩都七十多了", None),
        ("家里俩娃没人送学校", None),
        ("菜鸟驿站三个件", None),
        ("要两个小时", None),
        ("找人看看", None),
        ("来0个人", None),
    ],
)
def test_the_number_of_helpers_is_read(text, count):
    assert read_people(text) == count
