"""A lamp is to be changed at 王秀英's: 周凯 and 马立国 go tomorrow morning; 孙丽 coordinates."""

from dataclasses import dataclass

from sqlalchemy import select

from models.membership import Role
from models.order import Order
from models.person import Person
from models.service_record import ServiceRecord
from models.visit import Visit
from tests.transcript import Someone, World

LAMP = "厨房灯不亮，3号楼2单元501，明天上午，13900000123"


@dataclass
class Going:
    """Everybody of one order."""

    world: World
    wang: Someone
    zhou: Someone
    ma: Someone
    sun: Someone

    @property
    def order(self) -> Order:
        """The first order, as it stands."""
        return orders_of(self.world)[0]


def posted(world: World, text: str = LAMP) -> tuple[Someone, Someone]:
    """The order is open for claiming; 孙丽 opened it."""
    sun = world.known("孙丽", Role.COORDINATOR)
    wang = world.known("王秀英", Role.RESIDENT)
    wang.say(text)
    wang.say("行")
    sun.press("通过")
    sun.press("放开接单")
    _ = sun.new
    return wang, sun


def takes(helper: Someone) -> None:
    """接单; the hour is left to a call."""
    assert "几点到？" in helper.press("接单")
    assert helper.press("再说") == "好，出门前打个电话说一声。"


def two_going(world: World) -> Going:
    """Both places are taken; nobody has set out."""
    zhou, ma = volunteer(world, "周凯", "13900000201"), volunteer(world, "马立国", "13900000202")
    wang, sun = posted(world)
    takes(zhou)
    takes(ma)
    for each in (wang, sun, zhou, ma):
        _ = each.new
    return Going(world, wang, zhou, ma, sun)


def volunteer(world: World, name: str, phone: str = "") -> Someone:
    """Somebody who goes, of age, with a phone."""
    someone = world.known(name, Role.VOLUNTEER)
    change(world, name, is_adult=True, phone=phone or None)
    return someone


def change(world: World, name: str, **values: object) -> None:
    """Set columns of a person."""
    with world.db.session() as session:
        person = session.scalars(select(Person).filter_by(display_name=name)).one()
        for key, value in values.items():
            setattr(person, key, value)


def both_inside(world: World) -> Going:
    """Both came at ten past nine and read the code right."""
    going = two_going(world)
    world.wait(days=1)
    for each in (going.zhou, going.ma):
        each.say("我到了")
        each.say(going.order.code)
    for each in (going.wang, going.sun, going.zhou, going.ma):
        _ = each.new
    return going


def orders_of(world: World) -> list[Order]:
    """All orders, the first to be posted first."""
    with world.db.reading() as session:
        return list(session.scalars(select(Order).order_by(Order.id)))


def visits_in(world: World) -> list[Visit]:
    """All visits, the first to begin first."""
    with world.db.reading() as session:
        return list(session.scalars(select(Visit).order_by(Visit.id)))


def records_in(world: World) -> list[ServiceRecord]:
    """The hours book."""
    with world.db.reading() as session:
        return list(session.scalars(select(ServiceRecord).order_by(ServiceRecord.id)))
