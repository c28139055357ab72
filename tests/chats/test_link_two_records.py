"""Two records of one person, both with a history: a coordinator looks, decides, and can undo it.

Scripts: join_people, part_people, link_yes, my_hours.
"""

from datetime import timedelta

from sqlalchemy import select

from models.hours_approving import approve
from models.hours_book import enter
from models.joining import Joining
from models.membership import Role, roles_of
from models.order import Order, OrderState
from models.person import Person
from models.service_record import Evidence, RecordState, ServiceRecord
from tests.chats.test_claiming import an_open_order
from tests.linking import TwoChannels, code_of
from tests.transcript import Someone


def served(world: TwoChannels, someone: Someone, ago: float, minutes: int) -> int:
    """Approved minutes of theirs, so many hours ago; returns the entry's id."""
    with world.db.session() as session:
        sun = session.scalars(select(Person).filter_by(display_name="孙丽")).one()
        began = world.now - timedelta(hours=ago)
        person_id = world.person_of(someone)
        assert person_id is not None
        record = enter(
            session,
            community_id=world.community_id,
            subject="activity:0",
            person_id=person_id,
            started=began,
            ended=began + timedelta(minutes=minutes),
            evidence=Evidence.CODE,
            recorder_id=sun.id,
            at=world.now,
        )
        approve(session, record, sun, world.now)
        return record.id


def standing(world: TwoChannels) -> dict[int, RecordState]:
    with world.db.reading() as session:
        return {each.id: each.state for each in session.scalars(select(ServiceRecord))}


def two_records(world: TwoChannels) -> tuple[Someone, Someone, Someone]:
    """何静 on the web, 小何 in WeChat, both volunteers with hours; 孙丽 coordinates."""
    sun = world.known("孙丽", Role.COORDINATOR)
    web = world.known("何静", Role.VOLUNTEER)
    phone = world.known("小何@there", Role.VOLUNTEER)
    served(world, web, 30, 120)
    served(world, phone, 50, 60)
    return sun, web, phone


def say_they_are_one(web: Someone, phone: Someone) -> str:
    phone.say(f"连号 {code_of(web.say('连号'))}")
    _ = web.new
    return web.press("是我")


def test_a_coordinator_sees_both_sides_and_their_hours_count_as_one(two: TwoChannels) -> None:
    sun, web, phone = two_records(two)
    assert say_they_are_one(web, phone).startswith("两边都有记录，\n要社区的人合到一起。")
    assert "要社区的人合到一起" in phone.new
    assert "何静有两份记录，本人说是同一个人。" in sun.new
    assert two.person_of(phone) != two.person_of(web)
    assert sun.press("看看两份").startswith("名字不一样，用哪个？")
    two.restart()
    card = sun.press("何静")
    assert "留下的  何静" in card
    assert "合进来的  小何@there" in card
    assert "志愿者，单子 0 张，接的单 0 张，报的活动 0 场，2小时" in card
    assert "30 天里写“分开”，还能分开。" in card
    assert sun.press("合到一起") == "合好了，两边各说了一声。"
    assert "连上了。您的单子、时长" in phone.new
    assert two.person_of(phone) == two.person_of(web)
    assert phone.say("时长").startswith("一共 3小时")
    assert "1小时" in phone.say("看每一次")
    with two.db.reading() as session:
        gone = session.scalars(select(Person).filter_by(display_name="小何@there")).one()
        assert gone.merged_into_id == two.person_of(web)
        assert roles_of(session, gone, two.now) == frozenset()
        kept = session.scalars(select(ServiceRecord).filter_by(person_id=gone.id)).all()
        assert [each.minutes for each in kept] == [60], "the book is as it was written"


def test_hours_that_overlap_are_decided_first_and_countered(two: TwoChannels) -> None:
    sun, web, phone = two_records(two)
    mine, theirs = served(two, web, 10, 60), served(two, phone, 9.5, 60)
    say_they_are_one(web, phone)
    sun.press("看看两份")
    asked = sun.press("何静")
    assert asked.startswith("这两笔时间重了，哪一笔算？")
    assert "回到上一步" in sun.say("上一步")
    sun.say("1")
    two.restart()
    card = sun.say("1")
    assert "重的时长  1 笔不算，原来的还在" in card
    sun.press("合到一起")
    states = standing(two)
    assert (states[mine], states[theirs]) == (RecordState.APPROVED, RecordState.REVERSED)
    assert web.say("时长").startswith("一共 4小时")


def test_nobody_serves_themselves_nor_agrees_to_their_own_time(two: TwoChannels) -> None:
    sun, web, phone = two_records(two)
    with two.db.session() as session:
        own = session.scalars(select(ServiceRecord).order_by(ServiceRecord.id)).all()
        own[0].approved_by_id = two.person_of(phone)
    say_they_are_one(web, phone)
    sun.press("看看两份")
    assert "自己点的头  1 笔要别人再核实" in sun.press("何静")
    sun.press("合到一起")
    assert "等核实的" in web.say("时长")
    with two.db.reading() as session:
        again = session.scalars(select(ServiceRecord).order_by(ServiceRecord.id.desc())).first()
        assert again is not None
        assert (again.state, again.minutes) == (RecordState.PENDING, 120)


def test_an_order_that_both_have_in_hand_is_given_back_first(two: TwoChannels) -> None:
    sun, web, phone = two_records(two)
    an_open_order(two)
    phone.press("接单")
    with two.db.session() as session:
        order = session.scalars(select(Order)).one()
        order.requested_by_id = order.served_person_id = two.person_of(web) or 0
    say_they_are_one(web, phone)
    said = sun.press("看看两份")
    assert said.startswith("还合不了：\n单 1123-01 两边都在里头。")
    phone.say("退单1123-01")
    phone.say("1")
    said = sun.say("看看两份")
    assert "单 1123-01" not in said


def test_open_orders_go_along_and_closed_ones_stay_as_written(two: TwoChannels) -> None:
    sun, web, phone = two_records(two)
    phone.say("想请人帮我取个快递，3号楼2单元501，明天下午")
    phone.say("13900000123")
    phone.say("行")
    say_they_are_one(web, phone)
    sun.press("看看两份")
    sun.press("何静")
    sun.press("合到一起")
    assert web.say("我的").startswith("您有 1 件办着的事：")
    with two.db.reading() as session:
        order = session.scalars(select(Order)).one()
        assert order.requested_by_id == two.person_of(web)
        assert session.get_one(Person, order.requested_by_id).phone == "13900000123"


def test_a_merge_is_undone_within_thirty_days(two: TwoChannels) -> None:
    sun, web, phone = two_records(two)
    served(two, web, 10, 60)
    theirs = served(two, phone, 9.5, 60)
    before = two.person_of(phone)
    phone.say("想请人帮我取个快递，3号楼2单元501，明天下午")
    phone.say("13900000123")
    phone.say("行")
    say_they_are_one(web, phone)
    sun.press("看看两份")
    sun.say("1")
    sun.say("1")
    sun.press("合到一起")
    two.wait(days=29)
    _ = web.new, phone.new
    assert sun.say("分开").startswith("哪一次要分开？")
    assert sun.say("取消")
    sun.say("分开")
    two.restart()
    assert sun.say("1").startswith("分开了，两边各说了一声。")
    assert "社区把两份记录又分开了。" in web.new
    assert "社区把两份记录又分开了。" in phone.new
    assert two.person_of(phone) == before
    with two.db.reading() as session:
        gone = session.get_one(Person, before)
        assert gone.merged_into_id is None
        assert Role.VOLUNTEER in roles_of(session, gone, two.now)
        order = session.scalars(select(Order)).one()
        assert order.requested_by_id == before
        record = session.get_one(ServiceRecord, theirs)
        assert record.state is RecordState.REVERSED
        again = session.scalars(
            select(ServiceRecord).filter_by(person_id=before, state=RecordState.PENDING)
        ).one()
        assert again.minutes == 60
    assert web.say("时长").startswith("一共 3小时")
    assert sun.say("分开") == "30 天里没有合过记录。"


def test_after_thirty_days_it_stands(small_two: TwoChannels) -> None:
    sun, web, phone = two_records(small_two)
    say_they_are_one(web, phone)
    sun.press("看看两份")
    sun.press("何静")
    sun.press("合到一起")
    small_two.wait(days=31)
    assert sun.say("分开") == "30 天里没有合过记录。"


def test_only_a_coordinator_merges_and_nobody_their_own(two: TwoChannels) -> None:
    sun, web, phone = two_records(two)
    chen = two.known("陈静", Role.WORKER)
    say_they_are_one(web, phone)
    assert chen.say("看看两份") != ""
    assert two.person_of(phone) != two.person_of(web)
    for someone in (web, phone, chen):
        assert "合到一起" not in someone.say("分开")
    with two.db.reading() as session:
        assert session.scalars(select(Joining)).all() == []
    assert sun.press("看看两份").startswith("名字不一样")
    assert sun.say("取消")
    assert sun.say("看看两份").startswith("名字不一样")


def test_a_worker_s_record_is_not_merged_away(two: TwoChannels) -> None:
    sun, web, phone = two_records(two)
    sun.say("给 小何@there 社区工作人员")
    sun.press("不限")
    sun.press("给")
    say_they_are_one(web, phone)
    assert "那份有工作人员的身份。\n先收回身份。" in sun.press("看看两份")


def test_who_leaves_is_gone_from_both_records(two: TwoChannels) -> None:
    sun, web, phone = two_records(two)
    before = two.person_of(phone)
    say_they_are_one(web, phone)
    sun.press("看看两份")
    sun.press("何静")
    sun.press("合到一起")
    web.say("退出")
    web.press("退出")
    with two.db.reading() as session:
        gone = session.get_one(Person, before)
        assert (gone.display_name, gone.left_at is not None) == ("", True)
        assert session.scalars(select(Joining)).one().moved is None
    assert sun.say("分开").startswith("30 天里没有合过") or "分不开了" in sun.say("1")


def test_closed_orders_are_told_of_where_the_person_lives_on(small_two: TwoChannels) -> None:
    sun, web, phone = two_records(small_two)
    phone.say("想请人帮我取个快递，3号楼2单元501，明天下午")
    phone.say("13900000123")
    phone.say("行")
    with small_two.db.session() as session:
        session.scalars(select(Order)).one().state = OrderState.CANCELLED
    say_they_are_one(web, phone)
    sun.press("看看两份")
    sun.press("何静")
    sun.press("合到一起")
    assert "单子 1 张" in web.say("隐私")
