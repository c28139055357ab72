"""How the questions about the duty list and about alerts are reached."""

from models.membership import Role
from tests.chats.test_media import media_of, send
from tests.handlers.engine.reached import Reached
from tests.handlers.engine.reaching_people import Reach, by_staff
from tests.transcript import World

#: what one file asks for several scripts stands under one of them
PARTS = {"duty": "set_duty"}
#: asked by the same function for 换班, or by `choose`
SHARED = {"set_duty.card", "swap_duty.when", "swap_duty.who"}


def taken(world: World) -> Reached:
    """孙丽 has an alert of 李婶's and is asked what came of it."""
    sun = world.known("孙丽", Role.COORDINATOR)
    world.known("李婶", Role.RESIDENT).say("我妈摔了起不来")
    sun.press("我来联系")
    sun.press("处理完")
    return Reached(sun, "救护车接走了")


def spoken(world: World) -> Reached:
    """孙丽 writes down what 李婶's voice says."""
    sun = world.known("孙丽", Role.COORDINATOR)
    li = world.known("李婶", Role.RESIDENT)
    send(li, media_of(world, li, "voice"), kind="voice")
    sun.say("写下来")
    return Reached(sun, "厨房灯不亮了")


QUESTIONS: dict[str, Reach] = {
    "close_alert.outcome": taken,
    "duty_hours.card": by_staff("就这样", "交班时间 早8点 晚8点"),
    "duty_hours.hours": by_staff("早8点 晚8点", "交班时间"),
    "set_duty.card": by_staff("每周都这样", "值班 每周三晚上 孙丽"),
    "set_duty.when": by_staff("每周三晚上", "排班"),
    "set_duty.who": by_staff("孙丽", "值班 每周三晚上"),
    "swap_duty.when": by_staff("周三晚上", "换班"),
    "write_down.words": spoken,
    "swap_duty.who": by_staff("孙丽", "换班 周三晚上"),
}
