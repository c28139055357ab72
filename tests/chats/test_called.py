"""来的人怎么称呼您: a name is taken as one, whatever else its characters could mean."""

import pytest

from tests.transcript import World

ASKED = "厨房的灯不亮了，想找人来看看，明天上午，3号楼2单元501，13800001234"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("叫我李阿姨", "李阿姨"),
        ("就叫我李阿姨", "李阿姨"),
        ("李阿姨", "李阿姨"),
        ("我叫王小明", "王小明"),
        ("欧阳老师", "欧阳老师"),
        ("Call me Anna", "Anna"),
    ],
)
def test_a_name_is_a_name_and_no_new_order(world: World, words: str, name: str) -> None:
    li = world.someone("李婶")
    li.say(ASKED)
    assert "怎么称呼您" in li.press("发出")
    assert li.say(words).startswith(f"好，{name}。")


@pytest.mark.parametrize(
    ("words", "asked"),
    [("楼道灯也坏了", "拍张照片发来"), ("明天还要人陪我去医院", "陪我去医院")],
)
def test_another_need_said_there_is_taken_as_one(world: World, words: str, asked: str) -> None:
    li = world.someone("李婶")
    li.say(ASKED)
    li.press("发出")
    assert asked in li.say(words)
