"""询单: at the door of somebody who has no phone (chats.md 5).

Scripts: doorstep, next_door.
"""

import pytest
from sqlalchemy import select, update

from models.consent import NOTICE_VERSION, Consent, Purpose
from models.home_enquiry import HomeEnquiry
from models.membership import Membership, Role
from models.order import Order, OrderState
from models.order_event import OrderEvent
from models.person import Person
from tests.transcript import Someone, World

LINE = "询单 6号楼3门102 张德福 想理发 下不了床 这周都行"
READ = (
    "照着念给他听：\n"
    "“我记的是：请人上门来理发，\n"
    "这周，到29号周日，白天都行。\n"
    "来两位，戴工作牌，不收钱。\n"
    "名字和门牌，只给来的人看。\n"
    "我替您发出去，您同意吗？”\n"
    "1 同意\n2 要改\n3 不同意"
)


def a_worker(world: World) -> Someone:
    """赵倩 from the station, with the pen in her other hand."""
    return world.known("赵倩", Role.WORKER)


def written(world: World, line: str = LINE) -> Someone:
    """赵倩 has written an order for 张德福, who agreed to everything."""
    zhao = a_worker(world)
    zhao.say(line)
    for answer in ("同意", "可以说", "站里转告"):
        zhao.press(answer)
    return zhao


def orders(world: World) -> list[Order]:
    with world.db.reading() as session:
        found = list(session.scalars(select(Order).order_by(Order.id)))
        session.expunge_all()
        return found


def enquiries(world: World) -> list[tuple[str, str, str | None, str]]:
    with world.db.reading() as session:
        rows = session.scalars(select(HomeEnquiry).order_by(HomeEnquiry.id))
        return [(each.building, each.unit, each.room, each.outcome) for each in rows]


@pytest.mark.row("O2")
def test_one_line_is_read_aloud_agreed_to_and_becomes_an_order_and_a_slip(world: World) -> None:
    zhao = a_worker(world)
    assert zhao.say(LINE) == READ
    world.restart()
    assert zhao.press("同意") == (
        "再念一句：\n“您下不了床，要不要先告诉来的人？\n不说也来。”\n1 可以说\n2 不说"
    )
    world.restart()
    asked = zhao.press("可以说")
    assert asked == "有变动，告诉谁？\n1 站里转告\n2 打给家人\n3 邻居转告"
    world.restart()
    assert zhao.press("站里转告").startswith(
        "好了，单号 1123-01。请抄一张纸条给他：\n"
        "理发，等电话定日子\n"
        "不收钱，不看存折，不卖东西\n"
        "站里电话 8000 0123\n"
        "到场号码，定了人再写上。\n"
        "下一户？\n1 同楼下一户\n2 完了"
    )
    [order] = orders(world)
    assert (order.state, order.origin, order.relation, order.news_to, order.own_yes) == (
        OrderState.SUBMITTED, "station", "station", "station", "given",
    )  # fmt: skip
    assert (order.may_tell_health, order.kind, order.phone) == (True, "haircut", None)
    assert order.raw_text == "想理发，下不了床，这周都行"


@pytest.mark.row("O2")
def test_the_spoken_yes_is_kept_with_its_words_its_reader_and_its_witness(world: World) -> None:
    written(world)
    [order] = orders(world)
    with world.db.reading() as session:
        served = session.get_one(Person, order.served_person_id)
        worker = session.get_one(Person, order.requested_by_id)
        assert (served.legal_name, served.door) == ("张德福", ("6", "3", "102"))
        assert worker.display_name == "赵倩"
        rows = session.scalars(select(Consent).filter_by(person_id=served.id)).all()
        kept = {
            (each.purpose, each.manner, each.by_person_id, each.witness_id, each.notice_version)
            for each in rows
        }
        how = ("spoken", worker.id, worker.id, NOTICE_VERSION)
        assert kept == {(Purpose.REGISTER, *how), (Purpose.HEALTH, *how)}
        assert all(each.given_at == order.created_at for each in rows)
        heard = session.scalars(select(OrderEvent).filter_by(what="read_aloud")).one()
        assert heard.reason is not None
        assert heard.reason.startswith("“我记的是：请人上门来理发，")
        assert session.scalars(select(Consent).filter_by(person_id=worker.id)).all() == []


def test_what_she_does_not_want_told_is_not_told(small_world: World) -> None:
    zhao = a_worker(small_world)
    zhao.say(LINE)
    zhao.press("同意")
    zhao.press("不说")
    zhao.press("站里转告")
    [order] = orders(small_world)
    assert not order.may_tell_health
    with small_world.db.reading() as session:
        purposes = session.scalars(select(Consent.purpose)).all()
        assert purposes == [Purpose.REGISTER]


def test_a_line_without_health_is_read_out_once(small_world: World) -> None:
    zhao = a_worker(small_world)
    zhao.say("询单 6-3-102 王奶奶 水龙头漏水 明天上午")
    assert zhao.press("同意").startswith("有变动，告诉谁？")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("改成周六上午", "这周六（28号）上午。"),
        ("是103", "改好了：张德福，6号楼3单元103。"),
        ("叫张德富", "改好了：张德富，6号楼3单元102。"),
        ("不理发了，陪去医院看看", "请人陪去医院看看，"),
    ],
)
def test_what_is_wrong_is_written_and_read_anew(small_world: World, said: str, read: str) -> None:
    zhao = a_worker(small_world)
    zhao.say(LINE)
    asked = zhao.press("要改")
    assert asked.startswith("写的是：张德福，6号楼3单元102。\n要改哪里，写出来就行，")
    small_world.restart()
    anew = zhao.say(said)
    assert read in anew
    assert anew.startswith("改好了：")
    assert "照着念给他听：" in anew
    assert zhao.press("同意").startswith("再念一句：")


def test_a_no_writes_no_order_and_no_person(world: World) -> None:
    zhao = a_worker(world)
    zhao.say(LINE)
    assert zhao.press("不同意").startswith("好，不发。记下了：没同意。\n下一户？")
    assert orders(world) == []
    assert enquiries(world) == [("6", "3", "102", "said_no")]
    with world.db.reading() as session:
        assert session.scalars(select(Person.legal_name)).all() == [None]
        assert session.scalars(select(Consent)).all() == []


def test_the_word_alone_and_then_the_line(small_world: World) -> None:
    zhao = a_worker(small_world)
    assert zhao.say("/door").startswith("写一行：门牌、姓名、要帮什么。")
    small_world.restart()
    assert zhao.say("6号楼3门102张德福想理发，下不了床，这周都行") == READ


def test_what_the_line_left_out_is_asked(small_world: World) -> None:
    zhao = a_worker(small_world)
    assert zhao.say("询单 想理发").startswith("几号楼几门几号？")
    assert zhao.say("那边").startswith("门牌没看懂。")
    assert zhao.say("6号楼3门102").startswith("怎么称呼？")
    assert zhao.say("张德福").startswith("什么时候来方便？")
    assert zhao.say("上一步").startswith("回到上一步。您刚才写的是：张德福")
    small_world.restart()
    assert zhao.press("没说").startswith("什么时候来方便？")
    assert zhao.say("这周都行") == READ
    zhao.press("同意")
    zhao.press("站里转告")
    [order] = orders(small_world)
    with small_world.db.reading() as session:
        assert session.get_one(Person, order.served_person_id).legal_name is None


def test_an_unreadable_line_gets_an_example_and_cancelling_keeps_nothing(
    small_world: World,
) -> None:
    zhao = a_worker(small_world)
    zhao.say("询单")
    assert zhao.say("嗯嗯").startswith("没看懂。像这样写：\n“6号楼3门102 张德福 想理发”。")
    assert zhao.say("取消").startswith("好，这件先不办了。")
    zhao.say(LINE)
    zhao.press("同意")
    assert zhao.say("上一步").endswith(READ)
    zhao.say("取消")
    assert orders(small_world) == []
    assert enquiries(small_world) == []


def test_a_resident_is_kindly_shown_another_way(small_world: World) -> None:
    for someone in (small_world.known("李婶", Role.RESIDENT), small_world.someone("过路人")):
        refused = "询单是社区的人上门问时用的。\n您有事，直接写一句话就行。"
        assert someone.say(LINE) == refused
        assert someone.say("询单") == refused
    volunteer = small_world.known("周凯", Role.VOLUNTEER)
    assert volunteer.say(LINE) == refused
    assert orders(small_world) == []


def test_a_worker_whose_role_ended_on_the_stairs_writes_nothing(world: World) -> None:
    zhao = a_worker(world)
    zhao.say(LINE)
    zhao.press("同意")
    with world.db.session() as session:
        session.execute(update(Membership).values(until=world.now))
    assert zhao.press("可以说").startswith("询单是社区的人上门问时用的。")
    assert orders(world) == []
    assert enquiries(world) == []
