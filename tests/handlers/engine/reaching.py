"""How every question of every conversation of the desk is reached, and an answer it can read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.membership import Role
from tests.groups import added
from tests.handlers.engine.reached import Reached
from tests.handlers.engine.reaching_finding import FINDING
from tests.transcript import ZONE, Someone, World

TUESDAY = datetime(2026, 11, 24, 8, 0, tzinfo=ZONE)
NEED = "厨房灯不亮了，3号楼2单元501，明天上午，13900000123"
#: nobody goes in for it, so one is enough
PARCEL = "帮我取个快递，3号楼2单元501，明天上午，13900000123"


@dataclass(frozen=True)
class People:
    """Who plays in these chats."""

    wang: Someone
    sun: Someone
    zhou: Someone


def people(world: World) -> People:
    """A resident nobody knows, a coordinator, a volunteer."""
    sun = world.known("孙丽", Role.COORDINATOR)
    return People(world.someone("王"), sun, world.known("周凯", Role.VOLUNTEER))


def posted(world: World, need: str = NEED) -> People:
    """An order is sent and waits for a look."""
    who = people(world)
    who.wang.say(need)
    who.wang.say("1")
    who.wang.say("王老师")
    return who


def claimed(world: World) -> People:
    """Somebody goes."""
    who = posted(world, PARCEL)
    who.sun.press("通过")
    who.sun.press("放开接单")
    who.zhou.press("接单")
    return who


def claimed_twice(world: World) -> People:
    """One volunteer has two orders in hand."""
    who = claimed(world)
    who.wang.say("帮我买两盒降压药，后天上午")
    who.wang.say("1")
    who.sun.press("通过")
    who.sun.press("放开接单")
    who.zhou.press("接单")
    return who


def done(world: World) -> People:
    """The volunteer has left."""
    who = claimed(world)
    world.at(TUESDAY)
    who.zhou.press("我到了")
    who.zhou.say("4826")
    world.wait(hours=1)
    who.zhou.press("我走了")
    who.zhou.press("先走了")
    return who


def post_need(good: str, *said: str) -> Callable[[World], Reached]:
    """A resident who has said this much."""

    def reach(world: World) -> Reached:
        wang = world.someone("王")
        for words in said:
            wang.say(words)
        return Reached(wang, good)

    return reach


def asked_what(world: World) -> Reached:
    wang = world.someone("王")
    wang.say("找人帮忙")
    return Reached(wang, "厨房灯不亮了")


def call_me(world: World) -> Reached:
    wang = world.someone("王")
    wang.say(NEED)
    wang.say("1")
    return Reached(wang, "王老师")


def asked_back(world: World) -> People:
    """The community has asked something."""
    who = posted(world)
    who.sun.press("问一句")
    who.sun.say("有梯子吗")
    return who


def answer_which(world: World) -> Reached:
    who = asked_back(world)
    who.wang.say("有的")
    return Reached(who.wang, "1")


def answer_back(world: World) -> Reached:
    who = asked_back(world)
    who.wang.press("答一句")
    return Reached(who.wang, "有的")


def by_worker(label: str, good: str) -> Callable[[World], Reached]:
    """A worker's action that asks."""

    def reach(world: World) -> Reached:
        sun = posted(world).sun
        sun.press(label)
        return Reached(sun, good)

    return reach


def cancel_order(world: World) -> Reached:
    wang = posted(world).wang
    wang.say("我的")
    wang.press("取消这单")
    return Reached(wang, "不取消")


def check_in_which(world: World) -> Reached:
    zhou = claimed_twice(world).zhou
    zhou.say("我到了")
    return Reached(zhou, "1")


def check_in_early(world: World) -> Reached:
    zhou = claimed(world).zhou
    zhou.press("我到了")
    return Reached(zhou, "现在开始")


def check_in_code(world: World) -> Reached:
    zhou = claimed(world).zhou
    world.at(TUESDAY)
    zhou.press("我到了")
    return Reached(zhou, "4826")


def check_out_which(world: World) -> Reached:
    zhou = claimed_twice(world).zhou
    for code in ("4826", "4829"):
        zhou.say("我到了")
        if code == "4826":
            zhou.say("1")
        zhou.say("现在开始")
        zhou.say(code)
    zhou.say("我走了")
    return Reached(zhou, "1")


def give_back(world: World) -> Reached:
    zhou = claimed(world).zhou
    zhou.press("退单")
    return Reached(zhou, "不退了")


def signup(good: str, *said: str) -> Callable[[World], Reached]:
    """Somebody who registers as a volunteer, this far."""

    def reach(world: World) -> Reached:
        chen = world.someone("陈")
        for words in ("登记", *said):
            chen.say(words)
        return Reached(chen, good)

    return reach


def quieter(world: World) -> Reached:
    zhou = world.known("周凯", Role.VOLUNTEER)
    zhou.say("少收通知")
    return Reached(zhou, "照旧")


def louder(world: World) -> Reached:
    zhou = quieter(world).someone
    zhou.say("接单提醒")
    zhou.say("多收通知")
    return Reached(zhou, "照旧")


def adopt_group(good: str, *said: str) -> Callable[[World], Reached]:
    """Staff who say whose group it is, this far."""

    def reach(world: World) -> Reached:
        sun = world.known("孙丽", Role.WORKER)
        added(world, "邻居")
        sun.press("说说是哪儿")
        for words in said:
            sun.say(words)
        return Reached(sun, good)

    return reach


def groups_name(world: World) -> Reached:
    sun = world.known("孙丽", Role.WORKER)
    for n in range(7):
        added(world, f"{n}号楼邻居")
    sun.say("群")
    return Reached(sun, "3号楼")


def overseas(world: World) -> Reached:
    world.go_abroad()
    wang = world.someone("王")
    wang.say("您好")
    return Reached(wang, "可以")


QUESTIONS: dict[str, Callable[[World], Reached]] = {
    **FINDING,
    "adopt_group.building": adopt_group("3", "一栋楼"),
    "adopt_group.team": adopt_group("红马甲队", "志愿队"),
    "adopt_group.which": adopt_group("3号楼"),
    "answer_back.answer": answer_back,
    "answer_back.which": answer_which,
    "ask_back.question": by_worker("问一句", "有梯子吗"),
    "call_me.name": call_me,
    "cancel_order.sure": cancel_order,
    "check_in.code": check_in_code,
    "check_in.early": check_in_early,
    "check_in.which": check_in_which,
    "check_out.which": check_out_which,
    "give_back.reason": give_back,
    "groups.name": groups_name,
    "louder.kind": louder,
    "overseas.agree": overseas,
    "post_need.card": post_need("发出", NEED),
    "post_need.kind": post_need("修灯", "有点事想请人，明天上午"),
    "post_need.phone": post_need("13900000123", "厨房灯不亮了", "1", "3号楼2单元501"),
    "post_need.place": post_need("3号楼2单元501", "厨房灯不亮了", "1"),
    "post_need.what": asked_what,
    "post_need.when": post_need("明天下午", "厨房灯不亮了"),
    "quieter.kind": quieter,
    "reject.reason": by_worker("婉拒", "煤气志愿者不能动"),
    "signup.card": signup("登记", "老陈", "13900000456"),
    "signup.name": signup("老陈"),
    "signup.phone": signup("13900000456", "老陈"),
}
