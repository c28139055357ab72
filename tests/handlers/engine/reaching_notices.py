"""How the questions about notices to many, and about what comes again, are reached."""

from collections.abc import Callable

from models.membership import Role
from tests.broadcasting import crowd, second_look_above, send_out, written
from tests.calling import SAID, clinic, comes, nurses
from tests.handlers.engine.reached import Reached
from tests.transcript import World

TALK = "想找人来陪我聊聊天，每周二下午来一次，3号楼2单元501，13900000123"


def author(good: str, *said: str) -> Callable[[World], Reached]:
    """A coordinator who writes to many, this far."""

    def reach(world: World) -> Reached:
        sun = world.known("孙丽", Role.COORDINATOR)
        world.known("周凯", Role.VOLUNTEER)
        for words in said:
            sun.say(words)
        return Reached(sun, good)

    return reach


def send_time(world: World) -> Reached:
    reached = author("明早8点", "通知 志愿者：停水")(world)
    reached.someone.press("改时间")
    return reached


def approver(world: World) -> Reached:
    sun = world.known("孙丽", Role.COORDINATOR)
    for name in ("赵倩", "钱伟"):
        world.known(name, Role.WORKER)
    crowd(world, 3)
    second_look_above(world, 2)
    written(sun)
    sun.press("下一步")
    sun.press("请人核一下")
    return Reached(sun, "赵倩")


def refusal(world: World) -> Reached:
    sun, zhao = world.known("孙丽", Role.COORDINATOR), world.known("赵倩", Role.WORKER)
    crowd(world, 3)
    second_look_above(world, 2)
    written(sun)
    sun.press("下一步")
    sun.press("请人核一下")
    zhao.press("退回通知")
    return Reached(zhao, "时间不对")


def thanks(world: World) -> Reached:
    sun = world.known("孙丽", Role.COORDINATOR)
    (nurse,) = nurses(world, 1)
    activity = clinic(world, places=1)
    sun.say("通知 " + SAID)
    sun.press("下一步")
    sun.press("发出")
    comes(world, nurse.address, activity)
    send_out(world)
    sun.say("谢谢来的人")
    return Reached(sun, "谢谢您")


def standing(good: str, *said: str) -> Callable[[World], Reached]:
    """She has asked for what comes each week, and goes on from its card."""

    def reach(world: World) -> Reached:
        wang = world.known("王秀英", Role.RESIDENT)
        wang.say(TALK)
        wang.press("发出")
        for words in said:
            wang.say(words) if words in STANDING else wang.press(words)
        return Reached(wang, good)

    return reach


STANDING = {"停一阵", TALK, "接着来", "不用来了"}


def two_standing(word: str) -> Callable[[World], Reached]:
    """Two things come again: which one is meant."""

    def reach(world: World) -> Reached:
        wang = world.known("王秀英", Role.RESIDENT)
        for words in (TALK, "想找人取快递，每周五上午，3号楼2单元501"):
            wang.say(words)
            wang.press("发出")
            wang.press("定下来")
        wang.say(word)
        return Reached(wang, "2")

    return reach


QUESTIONS: dict[str, Callable[[World], Reached]] = {
    "broadcast.approver": approver,
    "broadcast.audience": author("全体", "通知", "周六义诊"),
    "broadcast.card": author("下一步", "通知 志愿者：停水"),
    "broadcast.text": author("周六义诊", "通知"),
    "broadcast.when": send_time,
    "come_on_holidays.which": two_standing("放假也来"),
    "end_standing.which": two_standing("不用来了"),
    "leave_out_holidays.which": two_standing("放假不来"),
    "make_standing.card": standing("定下来"),
    "make_standing.holidays": standing("放假不来", "改遇放假"),
    "make_standing.rule": standing("每周五", "改多久"),
    "pause_standing.until": standing("12月10日", "定下来", "停一阵"),
    "pause_standing.which": two_standing("停一阵"),
    "refuse_notice.reason": refusal,
    "resume_standing.which": two_standing("接着来"),
    "thank_notice.words": thanks,
}
#: functions that ask for one script
HELPERS = {
    "_drafted": "broadcast",
    "_agreed": "broadcast",
    "_approver": "broadcast",
    "_ask_holidays": "make_standing",
    "_which": "",
}
#: one function asks them for several
SHARED = {
    f"{script}.which"
    for script in (
        "come_on_holidays",
        "end_standing",
        "leave_out_holidays",
        "pause_standing",
        "resume_standing",
    )
}
#: any words will do there
TAKE_WORDS = {"broadcast.text", "refuse_notice.reason", "thank_notice.words"}
