"""How the questions of a visit and after it are reached, and an answer each can read."""

from collections.abc import Callable

from tests.handlers.engine.reached import Reached
from tests.handlers.engine.reaching import (
    TUESDAY,
    claimed,
    claimed_twice,
    done,
    people,
)
from tests.transcript import World
from tests.visits import change, orders_of, volunteer


def rated(good: str, label: str, *said: str) -> Callable[[World], Reached]:
    """She says how it was, this far."""

    def reach(world: World) -> Reached:
        wang = done(world).wang
        if label in ("打个分", "写句谢谢"):
            wang.press("办好了")
        wang.press(label)
        for words in said:
            wang.say(words)
        return Reached(wang, good)

    return reach


def poor(label: str, good: str) -> Callable[[World], Reached]:
    """A worker who answers a poor rating."""

    def reach(world: World) -> Reached:
        who = done(world)
        who.wang.press("没办好")
        who.wang.say("地上没收拾")
        who.wang.press("请人再来")
        who.sun.press(label)
        return Reached(who.sun, good)

    return reach


def change_stars(world: World) -> Reached:
    who = done(world)
    who.wang.press("办好了")
    for words in ("打个分", "2", "地上没收拾", "1"):
        who.wang.say(words)
    who.sun.press("请原来两位")
    who.sun.say("地上落了灰")
    who.zhou.press("能去")
    order = orders_of(world)[1]
    for words in ("我到了", order.code, "我走了", "先走了"):
        who.zhou.say(words)
    who.wang.press("办好了")
    return Reached(who.wang, "不改")


def leave_code(world: World) -> Reached:
    zhou = claimed(world).zhou
    world.at(TUESDAY)
    for words in ("我到了", "4826", "我走了"):
        zhou.say(words)
    return Reached(zhou, "先走了")


def left_earlier(world: World) -> Reached:
    zhou = claimed(world).zhou
    world.at(TUESDAY)
    for words in ("我到了", "4826"):
        zhou.say(words)
    world.wait(hours=1)
    zhou.say("忘了签退")
    return Reached(zhou, "8点半")


def report_incident(good: str, *said: str) -> Callable[[World], Reached]:
    """A volunteer who reports something, this far."""

    def reach(world: World) -> Reached:
        zhou = claimed(world).zhou
        for words in ("出了点事", *said):
            zhou.say(words)
        return Reached(zhou, good)

    return reach


def settle_incident(world: World) -> Reached:
    who = claimed(world)
    for words in ("出了点事", "别的事", "不写了"):
        who.zhou.say(words)
    who.sun.say("事件")
    who.sun.press("了结")
    return Reached(who.sun, "谈过了")


def door_note(world: World) -> Reached:
    wang = claimed(world).wang
    wang.say("门牌备注")
    return Reached(wang, "敲门大声点")


def door_note_which(world: World) -> Reached:
    wang = claimed_twice(world).wang
    wang.say("门牌备注")
    return Reached(wang, "1")


def trusting(good: str, *said: str) -> Callable[[World], Reached]:
    """A worker who trusts somebody, this far."""

    def reach(world: World) -> Reached:
        sun = people(world).sun
        for words in ("信任", *said):
            sun.say(words)
        return Reached(sun, good)

    return reach


def trusting_which(world: World) -> Reached:
    sun = people(world).sun
    volunteer(world, "小周", "13900000202")
    change(world, "小周", display_name="周凯")
    sun.say("信任 周凯 单独上门")
    return Reached(sun, "2")


VISITS: dict[str, Callable[[World], Reached]] = {
    "ask_again.words": poor("请原来两位", "地上落了灰"),
    "call_her.reached": poor("打给她", "打过了"),
    "change_stars.stars": change_stars,
    "door_note.which": door_note_which,
    "door_note.words": door_note,
    "give_trust.kind": trusting("单独上门", "周凯"),
    "give_trust.until": trusting("明年6月30日", "周凯", "单独上门"),
    "give_trust.which": trusting_which,
    "give_trust.whom": trusting("周凯"),
    "leave_code.code": leave_code,
    "left_earlier.left": left_earlier,
    "rate_not_done.comment": rated("地上没收拾", "没办好"),
    "rate_not_done.wish": rated("说说就行", "没办好", "地上没收拾"),
    "rate_stars.against": rated("不改", "打个分", "5 地上都是灰"),
    "rate_stars.comment": rated("地上没收拾", "打个分", "2"),
    "rate_stars.lone": rated("按错了", "打个分", "1"),
    "rate_stars.stars": rated("5", "打个分"),
    "rate_stars.wish": rated("说说就行", "打个分", "2", "地上没收拾"),
    "report_incident.kind": report_incident("别的事"),
    "report_incident.text": report_incident("里屋有人骂人", "不安全"),
    "settle_incident.outcome": settle_incident,
    "thank.words": rated("屋里亮堂了", "写句谢谢"),
}
