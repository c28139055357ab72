"""What a chat knows survives JSON, encryption and a restart at every step (rules 1 and 2)."""

import json
from collections.abc import Callable

import pytest

from handlers.engine.state import State
from models.membership import Role
from tests.handlers.engine.little_desk import LittleWorld, state_of
from tests.transcript import World

STEPS = [
    "一袋米",
    "👍",
    "明天下午3点",
    "上一步",
    "后天上午9点",
    "3号楼2单元501",
    "139000",
    "13900000123",
    "改时间",
    "上一步",
    "改成大后天下午2点",
    "1",
]
ENDS = "发出了：一袋米，11-26，501，13900000123。"


def test_a_chat_reads_the_same_with_a_restart_after_every_step(
    little_on_both: LittleWorld,
) -> None:
    world = little_on_both
    replies = {"李": [], "王": []}  # type: dict[str, list[str]]
    for address, said in replies.items():
        someone = world.someone(address)
        for step in STEPS:
            said.append(someone.say(step))
            if address == "王":
                world.restart()
    assert replies["李"] == replies["王"]
    assert replies["王"][-1] == ENDS
    assert world.deeds == ["errand", "errand"]


def test_the_state_comes_back_from_json_as_it_was(little: LittleWorld) -> None:
    li = little.someone("李")
    for step in STEPS[:-1]:
        li.say(step)
        data = state_of(little, "李").to_json()
        assert State.from_json(json.loads(json.dumps(data))).to_json() == data
    li.say("给我卡")
    token = next(each.token for each in li.messages[-2].buttons if each.label == "写原因")
    li.send({"kind": "press", "token": token})
    data = state_of(little, "李").to_json()
    assert data is not None
    assert data["parked"]["script"] == "errand"
    assert State.from_json(json.loads(json.dumps(data))).to_json() == data


def test_an_idle_chat_keeps_nothing(little: LittleWorld) -> None:
    li = little.someone("李")
    for step in STEPS:
        li.say(step)
    assert state_of(little, "李").to_json() is None


@pytest.mark.parametrize("restarts", [False, True])
def test_a_real_chat_from_need_to_rating_with_and_without_restarts(
    small_world: World, restarts: bool
) -> None:
    world = small_world
    sun, zhou = world.known("孙丽", Role.COORDINATOR), world.known("周凯", Role.VOLUNTEER)
    wang = world.someone("王")
    steps: list[tuple[Callable[[str], str], str]] = [
        (wang.say, "帮我取个快递，3号楼2单元501"),
        (wang.press, "明天（24号 周二）上午"),
        (wang.say, "13900000123"),
        (wang.press, "发出"),
        (wang.say, "叫我王老师"),
        (sun.press, "通过"),
        (sun.press, "放开接单"),
        (zhou.press, "接单"),
        (zhou.press, "我到了"),
        (zhou.say, "1"),
        (zhou.say, "1234"),
        (zhou.say, "4826"),
        (zhou.press, "我走了"),
        (zhou.press, "先走了"),
        (wang.press, "没办好"),
        (wang.say, "少了一个"),
        (wang.press, "打给我"),
    ]
    for act, words in steps:
        reply = act(words)
        if restarts:
            world.restart()
    assert "前给您打电话" in reply
