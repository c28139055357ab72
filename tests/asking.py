"""What tests about asking share: a daughter who asks for her mother, and the rows behind it."""

from collections.abc import Callable

from sqlalchemy import select

from models.contact import Contact
from models.order import Order
from models.person import Person
from tests.transcript import Someone, World

WORDS = "我妈一个人在葵园，这周五上午去区医院复查，腿脚不好，能找人陪一趟吗？我在深圳"
HERS = "139 0000 0456 陈桂芳 5号楼1单元201"


def orders(world: World) -> list[Order]:
    """All orders, the first one first."""
    with world.db.reading() as session:
        found = list(session.scalars(select(Order).order_by(Order.id)))
        session.expunge_all()
        return found


def the_order(world: World) -> Order:
    """The only order."""
    [order] = orders(world)
    return order


def served(world: World) -> Person:
    """Whom the only order serves."""
    with world.db.reading() as session:
        person = session.get_one(Person, the_order(world).served_person_id)
        session.expunge(person)
        return person


def gives_a_chat_to_her(world: World, address: str) -> Someone:
    """The person served gets a chat of her own, tied to her by the station."""
    someone = world.known(address)
    with world.db.session() as session:
        contact = session.scalars(select(Contact).filter_by(address=address)).one()
        contact.person_id = the_order(world).served_person_id
    return someone


def asks(liu: Someone, between: Callable[[], None] = lambda: None) -> str:
    """刘敏 asks, up to the card."""
    first = liu.say(WORDS)
    assert first.endswith("您妈妈知道您在替她找人吗？\n1 知道，同意\n2 还没说\n3 是我自己要")
    between()
    second = liu.press("知道，同意")
    assert "好。我们会先打电话\n跟她本人说一声。" in second
    assert "她的电话、名字、门牌，\n一起写就行。" in second
    between()
    third = liu.say(HERS)
    assert third.startswith("都记下了。\n这周五（27号）几点从家里出发？\n1 上午8点\n2 上午8点半")
    between()
    fourth = liu.press("上午8点")
    assert fourth.startswith("有一件要单独问您妈妈的：\n“复查、腿脚不好”\n告诉去的人，行吗？")
    assert fourth.endswith("1 行\n2 只说陪同\n3 电话里问她")
    between()
    return liu.press("行")


def has_asked(world: World) -> Someone:
    """刘敏 has sent it."""
    liu = world.someone("刘敏")
    asks(liu)
    assert liu.press("发出").startswith("发出去了，单号 1123-01。")
    return liu


def rings(sun: Someone, answer: str, *more: str) -> str:
    """孙丽 rings the mother, and writes down what she says."""
    said = sun.press("打过电话了")
    assert "陈桂芳，139 0000 0456" in said
    for label in (answer, *more):
        said = sun.press(label)
    return said


def goes_and_leaves(world: World, helpers: tuple[Someone, ...], code: str) -> None:
    """They are there on Friday from eight to eleven."""
    world.at(world.now.replace(day=27, hour=8, minute=0))
    for helper in helpers:
        helper.say("我到了")
        helper.say(code)
    world.wait(hours=3)
    for helper in helpers:
        helper.press("我走了")
        helper.press("先走了")
