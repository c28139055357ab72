"""The same for asking: for somebody else, of health, of wishes, and what a worker writes down."""

from collections.abc import Callable

from models.membership import Role
from tests.handlers.engine.reached import Reached
from tests.handlers.engine.reaching import NEED, post_need
from tests.transcript import World

MOTHER = "我妈腿脚不好，想理发，5号楼1单元201，下周三上午"
HERS = "13900000456 陈桂芳"
PRESSING = "水龙头漏得满地都是，赶紧来人看看，3号楼2单元501，明天上午，13900000123"
HER_OWN = "想理发，5号楼1单元201，下周三上午，13900000999"


def change(label: str, good: str, *said: str) -> Callable[[World], Reached]:
    """A line of the card is being changed."""

    def reach(world: World) -> Reached:
        someone = post_need(good, *said)(world).someone
        someone.press(label)
        return Reached(someone, good)

    return reach


def same_door(world: World) -> Reached:
    """Her neighbour has written the same for her."""
    zhang = world.someone("张")
    zhang.say(HER_OWN)
    zhang.say("发出")
    return post_need("不是", HER_OWN.replace("999", "998"))(world)


def rung(good: str, *said: str) -> Callable[[World], Reached]:
    """孙丽 has rung the mother, and written this much down."""

    def reach(world: World) -> Reached:
        sun = world.known("孙丽", Role.COORDINATOR)
        liu = world.someone("刘")
        for words in (MOTHER, "知道，同意", HERS, "行", "发出"):
            liu.say(words)
        sun.press("打过电话了")
        for words in said:
            sun.say(words)
        return Reached(sun, good)

    return reach


def others(world: World) -> Reached:
    """Somebody joined, and 孙丽 has rung."""
    sun = world.known("孙丽", Role.COORDINATOR)
    same_door(world).someone.say("是同一件")
    sun.press("打过电话了")
    return Reached(sun, "可以")


def marks(world: World) -> Reached:
    """孙丽 looks at what is to be minded."""
    sun = world.known("孙丽", Role.COORDINATOR)
    wang = world.someone("王")
    wang.say(NEED)
    wang.say("发出")
    sun.press("关照")
    return Reached(sun, "耳背")


def to_be_marked(world: World) -> Reached:
    """孙丽 says whose an order is, or that it cannot wait."""
    sun = world.known("孙丽", Role.COORDINATOR)
    wang = world.someone("王")
    wang.say(NEED)
    wang.say("发出")
    sun.press("标一下")
    return Reached(sun, "老人的事")


def limit_line(world: World) -> Reached:
    """孙丽 changes what is not done."""
    sun = world.known("孙丽", Role.COORDINATOR)
    sun.say("不做的事")
    gas = next(each for each in sun.messages if each.subject == "limit:gas")
    sun.send({"kind": "press", "token": gas.buttons[0].token})
    return Reached(sun, "燃气公司 8000 0456")


QUESTIONS: dict[str, Callable[[World], Reached]] = {
    "care.marks": marks,
    "edit_limit.line": limit_line,
    "mark_order.mark": to_be_marked,
    "own_yes.health": rung("可以说", "同意"),
    "own_yes.others": others,
    "own_yes.said": rung("没接通"),
    "post_need.health": post_need("不说", f"{NEED}，我下不了床"),
    "post_need.knows": post_need("知道，同意", MOTHER),
    "post_need.name": change("改帮谁", "陈桂花", MOTHER, "知道，同意", HERS, "行"),
    "post_need.not_ours": post_need("请社区看看", "燃气灶打不着火，明天上午来人修修"),
    "post_need.pressing": change("改急不急", "不着急", PRESSING),
    "post_need.same": same_door,
    "post_need.wish": change("改要求", "要男的来", f"{NEED}，要女的来"),
}
