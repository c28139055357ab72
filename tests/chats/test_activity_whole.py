"""An activity from one message to the minutes in the book: published, signed up for, held, settled.

Scripts: make_activity, join_role, sign_up, attend, roster, sign_in_code, sign_in_activity,
sign_out_activity, call_roll, roll_numbers, add_walk_in, take_in, headcount, settle_activity,
settle_steps, write_story, agree_minutes, rechecked, recheck_fails, report_at_activity,
read_stories.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.activity import ActivityState
from models.membership import Role
from models.person import Person
from models.service_record import Evidence, RecordState, ServiceRecord
from models.sign_up import SignUp, SignUpState
from tests.activities import EVE, SATURDAY, activity_of, at, published, states
from tests.finding import volunteer
from tests.transcript import Someone, World

CARD = (
    "暖冬  1205-01\n时间  12月5日 周六上午9点到11点半\n地点  葵园广场\n"
    "名额  擦窗还要 2 位、修小家电还要 1 位\n当心  擦窗只擦里面，不登高\n领队  孙丽"
)


def records(world: World) -> list[tuple[str, int, Evidence, RecordState]]:
    with world.db.reading() as session:
        rows = select(
            Person.display_name, ServiceRecord.minutes, ServiceRecord.evidence, ServiceRecord.state
        ).join(Person, Person.id == ServiceRecord.person_id)
        found = session.execute(rows.order_by(ServiceRecord.id))
        return [(row[0], row[1], row[2], row[3]) for row in found]


@pytest.mark.row("A19", "H1", "H18")
def test_from_one_message_to_the_minutes_in_the_book(world: World) -> None:
    sun = published(world)
    zhou, he, wu = (volunteer(world, name) for name in ("周凯", "何静", "吴芳"))
    assert zhou.say("活动") == f"接下来有 1 场：\n{CARD}\n可以写：“擦窗1205-01”  “修小家电1205-01”"
    said = zhou.press("修小家电")
    assert said.startswith("给您留好了，修小家电。\n领队孙丽，上午9点在葵园广场。\n前一天提醒您。")
    world.restart()
    assert he.say("报名1205-01").startswith("“暖冬”，想做哪样？\n1 擦窗\n2 修小家电")
    assert he.say("上一步").startswith("这是第一步了。")
    assert he.press("擦窗").startswith("给您留好了，擦窗。")
    assert wu.say("擦窗1205-01").startswith("给您留好了，擦窗。")
    at(world, EVE.replace(hour=18))
    eve = "明天还来吗？  1205-01\n暖冬\n明天（5号 周六）上午9点到11点半\n葵园广场\n"
    heard = zhou.new
    assert heard.startswith(
        "暖冬  1205-01\n12月5日 周六上午9点到11点半\n葵园广场\n您报了修小家电。\n"
    )
    assert heard.endswith(f"{eve}可以写：“来1205-01”  “来不了1205-01”")
    assert "报了 3 位，都问了明天来不来。" in sun.new
    assert zhou.press("来") == "好，到时候见。"
    assert he.say("来") == "好，到时候见。"
    at(world, EVE.replace(hour=20))
    assert "还没回话的 1 位：\n吴芳。" in sun.new
    at(world, SATURDAY.replace(hour=8, minute=0))
    assert "今天上午9点，葵园广场，修小家电。\n领队孙丽。" in zhou.new
    the_day(world, sun, zhou, he)
    at(world, SATURDAY + timedelta(days=1, hours=1))
    assert zhou.new == (
        "暖冬  1205-01\n来了 2 位，\n修了 17 件小家电，擦了 41 户的窗。\n服务了 63 人次。\n"
        "您的2小时30分记上了，现场号码。\n有话想说，按“写两句”。\n可以写：“写两句1205-01”"
    )
    assert "队长点名" in he.new
    assert "来了 2 位" not in wu.new
    assert zhou.press("写两句") == "想说什么，写在这里。\n一两句就好。"
    assert zhou.say("那台收音机又响了").startswith("不写名字，给别的志愿者也看看，\n可以吗？")
    assert zhou.press("可以") == "记下了，谢谢您写给我们。\n想看大家写的，写“大家写的”。"
    assert he.press("写两句") == "想说什么，写在这里。\n一两句就好。"
    he.say("窗台太高，下回带个凳子")
    he.press("只给社区")
    assert wu.say("大家写的") == "暖冬：“那台收音机又响了”"


def the_day(world: World, sun: Someone, zhou: Someone, he: Someone) -> None:
    """Eight to half past eleven on the square."""
    code = sun.say("签到码")
    assert code.endswith("上午8点10分前能用，过后再写“签到码”。")
    assert zhou.say("签到") == "到了就好。请领队念 4 位签到码。"
    world.restart()
    assert zhou.say(code[4:8]) == "签好了，上午8点。\n先走的话，写“我走了”。"
    at(world, SATURDAY + timedelta(minutes=5))
    roll = sun.say("点名")
    assert roll == (
        "1205-01 暖冬，3 位：\n1 周凯 修小家电，来了\n2 何静 擦窗，说了来\n3 吴芳 擦窗，还没回话\n"
        "来了的写编号，像“1 3 5-8”，\n全来了写“全来了”。"
    )
    assert sun.say("4").startswith("名单上没有 4 号，一共 3 位。")
    assert sun.say("2") == "记上了，1 位到了。"
    assert "领队点到您了。" in he.new
    at(world, SATURDAY + timedelta(hours=2, minutes=30))
    assert "到点了，辛苦了。\n来了几位、做成了什么，记一下。" in sun.new
    assert activity_of(world).state is ActivityState.ENDED
    assert sun.say("人次 63") == "记上了，63 人次。"
    assert sun.press("结算").endswith("做成了什么？写一句，\n来的人都会看到。")
    asked = sun.say("修了 17 件小家电，擦了 41 户的窗。")
    assert asked.startswith("名单上没来的：3 号。\n谁请过假？写编号和一句，")
    assert sun.say("1 孩子病了").startswith("写编号和一句，像“3 孩子病了”。\n没人请假，写“没有”。")
    shown = sun.say("3 孩子病了")
    assert "来了  共 2 位\n服务  63 人次\n" in shown
    assert "没来  1 位，1 位请过假" in shown
    world.restart()
    assert sun.press("记上") == "记好了，2 位，一共5小时。\n明天上午告诉大家。"
    assert records(world) == [
        ("周凯", 150, Evidence.CODE, RecordState.APPROVED),
        ("何静", 150, Evidence.ROSTER, RecordState.APPROVED),
    ]
    assert states(world)["吴芳"] is SignUpState.ABSENT
    assert "3 吴芳 擦窗，请过假：\n孩子病了（孙丽记的）" in sun.say("名单1205-01")
    assert "请过假" not in zhou.say("名单1205-01")
    with world.db.reading() as session:
        absent = session.scalars(select(SignUp).filter_by(state=SignUpState.ABSENT)).one()
        assert absent.excuse == "孩子病了"
        assert absent.excused_by_id == activity_of(world).leader_id


def test_the_leaders_own_minutes_wait_for_a_colleague(small_world: World) -> None:
    zhao = small_world.known("赵倩", Role.WORKER)
    ma = volunteer(small_world, "马立国")
    sun = published(
        small_world,
        words="做活动 清扫，12月5日上午9点到10点，在广场，扫地5人，领队马立国，当心：路滑",
    )
    assert "请您领队：清扫" in ma.new
    ma.say("报名1205-01")
    at(small_world, SATURDAY)
    ma.say("点名")
    assert ma.say("全来了") == "记上了，1 位到了。"
    at(small_world, SATURDAY + timedelta(hours=1))
    ma.say("结算")
    ma.say("12")
    ma.say("广场扫干净了")
    said = ma.press("记上")
    assert said == "记好了，1 位，一共1小时。\n您自己的，请同事来核实。\n明天上午告诉大家。"
    assert "马**领队，1小时。\n自己的时长自己不能核，请您看。" in zhao.new
    assert ma.say("核实时长1205-01").startswith("办活动要社区的人来发。")
    assert zhao.press("核实时长") == "核实了 1 笔。"
    assert records(small_world)[0][3] is RecordState.APPROVED
    assert "还没有人" not in sun.new


@pytest.mark.row("V12")
def test_signing_in_for_a_photo_earns_nothing(small_world: World) -> None:
    sun = published(small_world)
    zhou, he = volunteer(small_world, "周凯"), volunteer(small_world, "何静")
    zhou.say("修小家电1205-01")
    he.say("擦窗1205-01")
    at(small_world, SATURDAY - timedelta(minutes=1))
    code = sun.say("签到码")[4:8]
    for each in (zhou, he):
        each.say("签到")
        each.say(code)
    small_world.wait(minutes=6)
    assert zhou.say("我走了").startswith("好，12月5日 周六上午8点59分到9点05分。\n领队记好")
    at(small_world, SATURDAY + timedelta(hours=2, minutes=30))
    # without a result and a number there is no settling
    assert sun.say("结算").endswith("一共服务了几位？写个数就行。")
    assert sun.say("很多").startswith("写一个数就行，比如“63”。")
    sun.say("9")
    sun.say("拍了照")
    said = sun.press("记上")
    assert "记好了，1 位，一共2小时30分。\n名单上 1 号没记：\n不到 10 分钟" in said
    assert [row[0] for row in records(small_world)] == ["何静"]


def test_a_wrong_or_old_code_is_no_sign_in(small_world: World) -> None:
    sun = published(small_world)
    zhou = volunteer(small_world, "周凯")
    zhou.say("修小家电1205-01")
    assert "上午8点起能签到" in sun.say("签到码1205-01")
    at(small_world, SATURDAY)
    old = sun.say("签到码")[4:8]
    small_world.wait(minutes=25)
    zhou.say("签到")
    assert zhou.say(old).startswith("这个号码对不上。\n请领队再念一遍现在的号码。")
    for _n in range(4):
        zhou.say("1000")
    assert "号码试了 5 次都不对。\n请领队点名时记上您。" in zhou.say(sun.say("签到码")[4:8])
    assert "要领队来办" in zhou.say("签到码1205-01")


def test_who_comes_without_a_place_is_taken_in_by_the_leader(small_world: World) -> None:
    sun = published(small_world)
    zhou = volunteer(small_world, "周凯")
    volunteer(small_world, "何静")
    at(small_world, SATURDAY)
    code = sun.say("签到码")[4:8]
    zhou.say("签到1205-01")
    assert zhou.say(code) == "到了就好。名单上还没有您，\n跟领队说了，点头就算。"
    assert "周凯到了，名单上没有。\n看见人了，就按“加上”。" in sun.new
    assert sun.press("加上") == "加上了，从现在算。"
    assert "领队点到您了。" in zhou.new
    assert sun.say("加人") == "谁来了？写名字或者志愿者编号。"
    assert sun.say("老刘").startswith("没找到这个人，写全名试试。\n没登记的，请他写“我来帮忙”，")
    assert sun.say("何静").startswith("加上了，从现在算。")
    assert set(states(small_world).values()) == {SignUpState.ATTENDED}


@pytest.mark.row("V12")
def test_one_entry_by_the_roster_is_looked_at_again_by_a_colleague(small_world: World) -> None:
    zhao = small_world.known("赵倩", Role.WORKER)
    sun = published(small_world)
    zhou = volunteer(small_world, "周凯")
    zhou.say("擦窗1205-01")
    settled_by_roster(small_world, sun)
    assert "抽到一位：周*，2小时30分，队长点名。\n方便时问一句，那天来了没有。" in zhao.new
    doubtful = {"kind": "press", "token": zhao.button("对不上")}
    assert zhao.press("对不上") == "哪里对不上？写一句，\n领队和本人会看到。"
    assert "第一步" in zhao.say("上一步")
    small_world.restart()
    assert zhao.say("他说那天没去").startswith("记下了，这笔先不算。")
    told = "有一笔时长先不算，社区要再问问：\n“他说那天没去”"
    assert told in zhou.new
    assert told in sun.new
    assert records(small_world)[0][3] is RecordState.DISPUTED
    assert "要社区的人来发" in small_world.known("何静", Role.VOLUNTEER).say("核实时长1205-01")
    assert "按了没有变化" in sun.send(doubtful)


def test_what_was_refused_meanwhile_does_not_wait_again_for_a_yes(small_world: World) -> None:
    zhao = small_world.known("赵倩", Role.WORKER)
    sun = published(small_world)
    volunteer(small_world, "周凯").say("擦窗1205-01")
    settled_by_roster(small_world, sun)
    zhao.press("对不上")
    with small_world.db.session() as session:
        session.scalars(select(ServiceRecord)).one().state = RecordState.REJECTED
    assert zhao.say("他说那天没去").startswith("记下了，这笔先不算。")
    assert records(small_world)[0][3] is RecordState.REJECTED


def settled_by_roster(world: World, sun: Someone) -> None:
    """Everybody by the leader's list."""
    at(world, SATURDAY)
    sun.say("点名")
    sun.say("全来了")
    at(world, SATURDAY + timedelta(hours=2, minutes=30))
    sun.say("结算")
    sun.say("9")
    sun.say("擦了窗")
    sun.press("记上")


def test_a_colleague_who_has_asked_says_so(small_world: World) -> None:
    zhao = small_world.known("赵倩", Role.WORKER)
    sun = published(small_world)
    volunteer(small_world, "周凯").say("擦窗1205-01")
    settled_by_roster(small_world, sun)
    assert zhao.say("问过了1205-01") == "好，记下了：问过，对得上。"
    assert records(small_world)[0][3] is RecordState.APPROVED


@pytest.mark.row("A19")
def test_what_went_wrong_there_only_coordinators_read(small_world: World) -> None:
    chen = small_world.known("陈静", Role.COORDINATOR)
    sun = published(small_world)
    zhou, wu = volunteer(small_world, "周凯"), volunteer(small_world, "吴芳")
    zhou.say("擦窗1205-01")
    at(small_world, SATURDAY)
    assert zhou.say("出了点事1205-01").startswith("您说，只有协调员看得到。\n是哪一种？")
    zhou.press("有人受伤")
    assert zhou.say("有人滑倒，手擦破了").startswith("记下了，只有协调员看得到。")
    assert "1205-01 有人说出了点事。" in chen.new
    assert "滑倒" not in chen.new + sun.new
    assert "“有人滑倒，手擦破了”" in chen.press("看这件事")
    wu.say("出了点事1205-01")
    wu.press("别的事")
    assert wu.press("不写了").startswith("这件事要在场的人来说。")
