"""What we do not do is said kindly before an order is made, with who does it; staff change it.

Scripts: post_need, limits, edit_limit.
"""

import pytest

from models.membership import Role
from tests.asking import orders
from tests.transcript import Someone, World


def _change_gas(sun: Someone) -> str:
    """Press the button of that line of the list."""
    line = next(each for each in sun.messages if each.subject == "limit:gas")
    return sun.send({"kind": "press", "token": line.buttons[0].token})


GAS = "燃气灶打不着火，3号楼2单元501，明天上午来人修修"


def test_gas_is_not_ours_and_she_is_told_who_does_it(small_world: World) -> None:
    wang = small_world.someone("王秀英")
    said = wang.say(GAS)
    assert said.startswith("燃气的表、管子和灶，志愿者不能动，\n怕有危险。\n可以找燃气公司。")
    assert "要不要还是请社区看看？" in said
    assert wang.labels == ["知道了", "请社区看看"]
    small_world.restart()
    assert wang.say("1").startswith("好，先不发。")
    assert orders(small_world) == []


def test_the_last_word_is_a_workers(world: World) -> None:
    wang = world.someone("王秀英")
    wang.say(GAS)
    assert "留个电话吧" in wang.press("请社区看看")
    assert "我念一遍" in wang.say("13900000123")
    assert wang.say("行").startswith("发出去了")
    assert len(orders(world)) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("帮我换个电表，3号楼2单元501，明天上午", "可以找供电热线：95598。"),
        ("谁能来家里给我打针，3号楼2单元501，明天上午", "志愿者不能代替。"),
        ("想找你们借我两千块钱", "有人用我们的名义要钱，别给，打 110。"),
    ],
)
def test_each_limit_has_its_reason_and_its_place(small_world: World, text: str, told: str) -> None:
    wang = small_world.someone("王秀英")
    assert told in wang.say(text)
    wang.press("知道了")
    assert orders(small_world) == []


def test_a_worker_writes_who_does_it_here_and_residents_read_it(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    assert "燃气\n燃气的表、管子和灶" in sun.say("不做的事")
    assert "“照原来”是改回去。" in _change_gas(sun)
    world.restart()
    said = sun.say("葵园燃气站 8000 0456")
    assert said.startswith("记下了，以后这样说：\n燃气的表、管子和灶")
    assert "可以找葵园燃气站：8000 0456。" in said
    wang = world.someone("王秀英")
    assert "可以找葵园燃气站：8000 0456。" in wang.say(GAS)
    wang.press("知道了")
    listed = wang.say("你们不做什么")
    assert "可以找葵园燃气站：8000 0456。" in listed
    assert "改一改" not in wang.labels


def test_what_is_done_here_is_no_limit_any_more(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    sun.say("不做的事")
    assert "“照原来”是改回去。" in _change_gas(sun)
    assert sun.say("我们做") == "记下了：这件这里做，不再拦。"
    wang = small_world.someone("王秀英")
    assert "留个电话吧" in wang.say(GAS)


def test_money_that_is_offered_is_declined_kindly(small_world: World) -> None:
    wang = small_world.someone("王秀英")
    said = wang.say("请人来换个灯泡，给钱也行，3号楼2单元501，明天上午")
    assert said.startswith("不收钱，什么时候都不收。") or "不收钱，什么时候都不收。" in said
