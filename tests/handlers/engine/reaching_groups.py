"""How the questions about a building's group, and about the call list, are reached."""

from collections.abc import Callable

from models.membership import Role
from models.person import Person
from tests.activities import published
from tests.broadcasting import send_out
from tests.finding import opened
from tests.handlers.engine.reached import Reached
from tests.transcript import World
from tests.windows import gives_phone

HEAD = "接龙\n暖冬 1205-01\n"
MESSAGE = "群消息\n张德福：想理发"


def worker(good: str, *said: str, tasks: str = "") -> Callable[[World], Reached]:
    """孙丽 writes this; with `tasks` she has published an activity before."""

    def reach(world: World) -> Reached:
        sun = published(world, tasks) if tasks else world.known("孙丽", Role.COORDINATOR)
        for words in said:
            sun.say(words)
        return Reached(sun, good)

    return reach


def several_for_a_group(world: World) -> Reached:
    sun, _li = opened(world)
    published(world)
    sun.say("发群")
    return Reached(sun, "1")


def on_the_list(world: World) -> Reached:
    sun = world.known("孙丽", Role.COORDINATOR)
    gives_phone(world, "张德福", "13900000456", "6")
    for words in ("通知", "今天下午停水", "全体", "1"):
        sun.say(words)
    sun.press("下一步")
    sun.press("发出")
    send_out(world)
    sun.say("电话单")
    return Reached(sun, "1")


def how_soon(world: World) -> Reached:
    sun = world.known("孙丽", Role.COORDINATOR)
    world.known("周凯", Role.VOLUNTEER)
    sun.say("通知 全体：今天下午停水")
    return Reached(sun, "要")


def of_that_name(world: World) -> Reached:
    sun = published(world, "擦窗6人")
    gives_phone(world, "刘敏", "13900000456", "3")
    with world.db.session() as session:
        of = {"community_id": world.community_id, "created_at": world.now}
        session.add(Person(display_name="刘敏", building="6", **of))
    sun.say(HEAD + "1. 刘敏")
    return Reached(sun, "2")


ONE = "擦窗6人"
QUESTIONS: dict[str, Callable[[World], Reached]] = {
    "broadcast.urgent-today": how_soon,
    "call_list.ticks": on_the_list,
    "for_group.which": several_for_a_group,
    "paste_list.card": worker("记上", HEAD + "1. 李四", tasks=ONE),
    "paste_list.name1": worker("王芳", HEAD + "1. 我也去", tasks=ONE),
    "paste_list.pasted": worker("1. 李四", "接龙", tasks=ONE),
    "paste_list.role": worker("擦窗", HEAD + "1. 李四", tasks="擦窗2人、修小家电1人"),
    "paste_list.what_for": worker("暖冬", "接龙\n1. 李四\n2. 王芳", tasks=ONE),
    "paste_list.which1": of_that_name,
    "paste_needs.card": worker("记上", MESSAGE + "，3号楼2单元501，明天下午"),
    "paste_needs.door1": worker("3号楼2单元501", MESSAGE),
    "paste_needs.pasted": worker("张德福：想理发，3号楼2单元501，明天下午", "群消息"),
    "paste_needs.when1": worker("周五上午", MESSAGE + "，3号楼2单元501"),
}
#: what a conversation asks in files of its own
PARTS = {
    "call_list": "call_list",
    "for_group": "for_group",
    "pasting": "paste_list",
    "pasting_needs": "paste_needs",
}
#: asked once for each line, or by how soon it sounds
SHARED = {
    "broadcast.urgent-today",
    "paste_list.name1",
    "paste_list.which1",
    "paste_needs.door1",
    "paste_needs.when1",
}
#: any words will do there
TAKE_WORDS = {"paste_needs.pasted"}
