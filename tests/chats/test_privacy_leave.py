"""不用了，退出: open orders find their end, a second yes, and then nobody is named any more.

Scripts: leave, stay.
"""

from sqlalchemy import func, select

from models.assignment import Assignment, AssignmentState
from models.consent import Consent
from models.contact import Contact
from models.membership import Role
from models.order import Order, OrderState
from models.person import Person
from models.rights_request import RightsRequest, Tombstone
from models.service_record import ServiceRecord
from models.volunteer_profile import VolunteerProfile
from models.web import WebSession
from tests.chats.test_visit_and_rating import a_claimed_order, order_of
from tests.transcript import Someone, World

AFTERWARDS = "退出以后：\n电话、门牌、写的话，15 天内删掉\n"


def leaver(world: World, name: str) -> Person:
    """Whoever was called so; once they have left, the only one who has."""
    with world.db.reading() as session:
        person = session.scalar(select(Person).filter_by(display_name=name))
        if person is None:
            person = session.scalars(select(Person).where(Person.left_at.is_not(None))).one()
        session.expunge(person)
        return person


def wishes(world: World) -> list[tuple[str, str]]:
    with world.db.reading() as session:
        rows = session.scalars(select(RightsRequest).order_by(RightsRequest.id)).all()
        return [(each.kind, each.state) for each in rows]


def later(world: World, times: int = 12) -> None:
    """The walks of erasing come to their end."""
    world.wait(minutes=11)
    for _each in range(times):
        world.wait(seconds=2)


def the_visit(world: World, zhou: Someone) -> None:
    """周凯 comes, helps and goes."""
    world.wait(days=1, hours=5)
    zhou.say("我到了")
    zhou.say("4826")
    world.wait(minutes=45)
    zhou.say("我走了")
    zhou.press("先走了")


def test_an_open_order_is_done_first_and_then_she_is_asked_once_more(world: World) -> None:
    li, zhou = a_claimed_order(world)
    asked = li.say("退出")
    assert asked == (
        AFTERWARDS + "明天（24号 周二）那张单先要有个着落\n1 取消再退出\n2 办完再退出\n3 不退了"
    )
    assert "这是第一步了" in li.say("上一步")
    assert li.say("取消").startswith("好，这件先不办了。")
    assert wishes(world) == []
    li.say("退出")
    world.restart()
    assert li.say("2") == (
        "好。明天（24号 周二）办完，\n我再问您一句才退。\n想改主意，写“不退了”。"
    )
    assert wishes(world) == [("leave", "open")]
    assert leaver(world, "李婶").phone == "13900000123"
    the_visit(world, zhou)
    world.wait(hours=5)
    assert "单子都办完了。\n您说过要退出，现在退吗？" in li.new
    assert leaver(world, "李婶").left_at is None
    assert li.press("退出") == AFTERWARDS + "现在退出吗？\n1 退出\n2 不退了"
    said = li.say("1")
    assert said.startswith("好，退出了，谢谢您。\n电话、门牌、写的话，15 天内删掉。")
    assert wishes(world) == [("leave", "done")]
    assert order_of(world).state is OrderState.CLOSED
    gone = leaver(world, "李婶")
    assert (gone.display_name, gone.phone, gone.phone_index, gone.room) == ("", None, None, None)


def test_an_order_is_cancelled_first_and_whoever_was_coming_hears_it(world: World) -> None:
    li, zhou = a_claimed_order(world)
    li.say("退出")
    assert li.press("取消再退出").startswith("好，退出了")
    assert order_of(world).state is OrderState.CANCELLED
    assert "不用去了" in zhou.new
    with world.db.reading() as session:
        stone = session.scalars(select(Tombstone)).one()
        assert stone.person_id == leaver(world, "李婶").id
        assert session.scalar(select(func.count()).where(Consent.withdrawn_at.is_(None))) == 0


def test_a_volunteer_gives_back_what_they_promised_and_keeps_their_hours(world: World) -> None:
    li, zhou = a_claimed_order(world)
    the_visit(world, zhou)
    li.press("办好了")
    li.say("想找人教我用微信，3号楼2单元501，后天下午")
    li.say("发出")
    sun = world.someone("孙丽")
    sun.press("通过")
    sun.press("放开接单")
    zhou.press("接单")
    with world.db.session() as session:
        person = session.scalars(select(Person).filter_by(display_name="周凯")).one()
        row = {"community_id": world.community_id, "person_id": person.id, "since": world.now}
        session.add(VolunteerProfile(number="V4821", skills=["水电"], **row))
        zhou_id = person.id
    assert zhou.say("注销").startswith(
        AFTERWARDS + "时长留着，不写名字\n要开证明，凭编号来\n后天（26号 周四）那张单先要有个着落\n"
    )
    said = zhou.press("取消再退出")
    assert "要开时长证明，凭编号 V4821。" in said
    later(world)
    with world.db.reading() as session:
        states = session.scalars(select(Assignment.state).order_by(Assignment.id)).all()
        assert states == [AssignmentState.COMPLETED, AssignmentState.WITHDRAWN]
        minutes = select(func.sum(ServiceRecord.minutes)).filter_by(person_id=zhou_id)
        assert session.scalar(minutes) == 45
        profile = session.scalars(select(VolunteerProfile)).one()
        assert (profile.number, profile.skills) == ("V4821", [])
    assert "1124-01：志愿者去不了了，在找别人。" in sun.new


def test_who_thinks_better_of_it_stays(world: World) -> None:
    li, _zhou = a_claimed_order(world)
    li.say("退出")
    li.say("办完再退出")
    world.restart()
    assert li.say("不退了") == "好，不退了，都照旧。"
    assert li.say("不退了") == "您没有说要退出，都照旧。"
    world.wait(days=2)
    assert "现在退吗" not in li.new
    assert wishes(world) == [("leave", "taken_back")]
    assert leaver(world, "李婶").phone == "13900000123"


def test_going_back_and_calling_it_off_change_nothing(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    assert li.say("隐私").endswith("4 不用了，退出")
    assert li.say("4").endswith("现在退出吗？\n1 退出\n2 不退了")
    assert "这是第一步了" in li.say("上一步")
    assert "这里可以回" in li.say("不知道")
    li.say("取消")
    assert wishes(small_world) == []
    assert leaver(small_world, "李婶").left_at is None


def test_her_pages_elsewhere_are_shut_at_once_and_this_one_when_its_words_go(
    world: World,
) -> None:
    li = world.known("李婶", Role.RESIDENT)
    with world.db.session() as session:
        here = session.scalars(select(Contact).filter_by(address="李婶")).one()
        of = {"community_id": world.community_id, "created_at": world.now}
        desktop = Contact(
            **of, account_id=world.account_id, address="desktop", person_id=here.person_id
        )
        session.add(desktop)
        session.flush()
        for contact in (here, desktop):
            session.add(WebSession(**of, token_hash=contact.address, contact_id=contact.id))
    li.say("退出")
    world.restart()
    assert li.say("1").startswith("好，退出了")
    assert _open_pages(world) == ["李婶"]
    with world.db.reading() as session:
        assert session.scalars(select(Contact.person_id).filter_by(address="李婶")).one() is None
    later(world)
    assert _open_pages(world) == []


def _open_pages(world: World) -> list[str]:
    with world.db.reading() as session:
        rows = select(WebSession.token_hash).where(WebSession.revoked_at.is_(None))
        return list(session.scalars(rows))


def test_nobody_leaves_while_somebody_is_with_them(small_world: World) -> None:
    li, zhou = a_claimed_order(small_world)
    small_world.wait(days=1, hours=5)
    zhou.say("我到了")
    zhou.say("4826")
    assert li.say("退出").endswith("1 办完再退出\n2 不退了")
    li.say("取消")
    assert zhou.say("退出").endswith("1 办完再退出\n2 不退了")


def test_an_order_sent_meanwhile_holds_the_leaver(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    li.say("退出")
    token = li.button("退出")
    li.say("取消")
    li.say("退出")
    another = li.button("退出")
    assert token != another
    for words in ("取消", "想找人教我用手机挂号，3号楼2单元501，明天下午", "13900000123", "行"):
        li.say(words)
    assert "按了没有变化" in li.send({"kind": "press", "token": another})
    assert leaver(small_world, "李婶").left_at is None


def test_the_last_coordinator_stays_until_somebody_takes_over(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    assert sun.say("退出").startswith("您是这里最后一位协调员，")
    world.known("陈静", Role.COORDINATOR)
    assert "现在退出吗？" in sun.say("退出")


def test_who_comes_back_is_somebody_new(world: World) -> None:
    li, _zhou = a_claimed_order(world)
    li.say("退出")
    li.press("取消再退出")
    assert "我还不认识您" in li.say("退出")
    later(world)
    with world.db.reading() as session:
        addresses = session.scalars(select(Contact.address)).all()
        assert "李婶" not in addresses
    assert "您好，这里是葵园社区邻里" in li.say("您好")
    li.say("厨房灯不亮了，5号楼1单元302，明天下午")
    li.say("13900000456")
    assert li.say("行").startswith("发出去了")
    with world.db.reading() as session:
        newest = session.scalars(select(Order).order_by(Order.id.desc())).first()
        assert newest is not None
        assert newest.requested_by_id != leaver(world, "李婶").id
        assert newest.room == "302"


def test_what_is_written_right_after_leaving_is_another_persons(small_world: World) -> None:
    li, _zhou = a_claimed_order(small_world)
    li.say("退出")
    li.press("取消再退出")
    small_world.wait(minutes=1)
    for words in ("厨房灯不亮了，5号楼1单元302，明天下午", "13900000456", "行"):
        li.say(words)
    later(small_world)
    assert "单号 1123-02" in li.say("我的")
    with small_world.db.reading() as session:
        contact = session.scalars(select(Contact).filter_by(address="李婶")).one()
        assert contact.person_id is not None
        assert contact.stopped_at is None


def test_the_wish_waits_as_long_as_the_order_does(small_world: World) -> None:
    li, _zhou = a_claimed_order(small_world)
    li.say("退出")
    li.say("2")
    small_world.wait(days=1, hours=12)
    assert "现在退吗" not in li.new
    for _hour in range(3):
        small_world.wait(hours=1)
    li.say("取消这单1123-01")
    li.say("取消这单")
    small_world.wait(hours=2)
    assert "现在退吗？" in li.new
    assert wishes(small_world) == [("leave", "open")]
