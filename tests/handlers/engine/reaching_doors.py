"""How the questions asked at doors, of doors, and by telephone after a visit are reached."""

from collections.abc import Callable

from tests.chats.test_call_back import visited
from tests.chats.test_door_contacts import an_estate
from tests.chats.test_doorstep import LINE, a_worker, written
from tests.handlers.engine.reached import Reached
from tests.transcript import World
from tests.visits import change, volunteer

Reach = Callable[[World], Reached]
DOOR = "询单 6号楼3门104"


def at_door(good: str, *said: str) -> Reach:
    """赵倩 at a door, this far."""

    def reach(world: World) -> Reached:
        zhao = a_worker(world)
        for words in said:
            zhao.say(words)
        return Reached(zhao, good)

    return reach


def join(world: World) -> Reached:
    """A colleague wrote the same for this door."""
    zhao = written(world)
    zhao.say("完了")
    zhao.say(LINE)
    return Reached(zhao, "另写一张")


def next_door(world: World) -> Reached:
    return Reached(written(world), "完了")


def of_doors(good: str, *said: str) -> Reach:
    """赵倩 names who looks after a door, this far."""

    def reach(world: World) -> Reached:
        zhao = an_estate(world)
        for words in said:
            zhao.say(words)
        return Reached(zhao, good)

    return reach


def one_of_two(world: World) -> Reached:
    zhao = an_estate(world)
    volunteer(world, "小刘")
    change(world, "小刘", display_name="刘凤英")
    zhao.say("楼门 3号楼2单元 刘凤英")
    return Reached(zhao, "2")


def rung(good: str, *said: str) -> Reach:
    """Those who went have left, and 赵倩 has rung."""

    def reach(world: World) -> Reached:
        zhao, _sun, _volunteers = visited(world)
        zhao.press("回访")
        for words in said:
            zhao.say(words)
        return Reached(zhao, good)

    return reach


#: what they read as words, whatever they are
TAKE_WORDS = {"call_back.comment", "doorstep.neighbour", "doorstep.what"}
QUESTIONS: dict[str, Reach] = {
    "call_back.comment": rung("不写了", "没办好"),
    "call_back.said": rung("没接"),
    "door_contacts.name": of_doors("刘凤英", "楼门 3号楼2单元"),
    "door_contacts.sure": of_doors("不对", "楼门 3号楼2单元 刘凤英"),
    "door_contacts.which": one_of_two,
    "doorstep.aloud": at_door("不同意", LINE),
    "doorstep.family": at_door("女儿 13900000456", LINE, "同意", "不说", "打给家人"),
    "doorstep.health": at_door("不说", LINE, "同意"),
    "doorstep.join": join,
    "doorstep.line": at_door(LINE.removeprefix("询单 "), "询单"),
    "doorstep.name": at_door("李桂兰", DOOR),
    "doorstep.neighbour": at_door("103 李婶", LINE, "同意", "不说", "邻居转告"),
    "doorstep.news_to": at_door("站里转告", LINE, "同意", "不说"),
    "doorstep.place": at_door("6号楼3门102", "询单 张德福 想理发 这周都行"),
    "doorstep.what": at_door("没事", DOOR, "李桂兰"),
    "doorstep.when": at_door("这周都行", f"{DOOR} 李桂兰 灯不亮"),
    "next_door.next": next_door,
}
