"""Activities changed, called off, led by others; who may do what; whoever leaves frees a place.

Scripts: change_activity, call_off_activity, call_to_activity, publish_activity, activity_figures,
near_activities, activities, roster.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.activity import Activity, ActivityState
from models.activity_timers import AHEAD, ENDS
from models.membership import Role
from models.outbox import Outbox
from models.person import Person
from models.sign_up import SignUpState
from models.station import Station
from models.timer import Timer, TimerState
from tests.activities import EVE, SATURDAY, activity_of, at, published, states
from tests.broadcasting import send_out
from tests.finding import volunteer
from tests.transcript import MONDAY, ZONE, World

S = SignUpState
SUNDAY = SATURDAY + timedelta(days=1)


def test_another_time_replaces_the_timers_and_asks_everybody_anew(world: World) -> None:
    sun = published(world)
    zhou = volunteer(world, "周凯")
    zhou.say("擦窗1205-01")
    sun.say("改活动1205-01")
    assert sun.press("时间").startswith("改到哪天，几点到几点？")
    assert sun.say("昨天").startswith("昨天已经过了。")
    assert sun.say("12月6日下午2点到4点") == "为什么改？大家会原样看到。"
    shown = sun.say("场地被占了")
    assert "原来  12月5日 周六上午9点到11点半\n改成  12月6日 周日下午2点到4点" in shown
    world.restart()
    assert sun.say("上一步").startswith("回到")
    sun.say("场地被占了")
    assert sun.press("改").startswith("改好了，1 位会收到原来的、\n现在的和原因。")
    assert (
        "换时间了：\n原来 12月5日 周六上午9点到11点半\n改到 12月6日 周日下午2点到4点\n"
        "为什么：场地被占了\n不方便了，按一下就行。"
    ) in zhou.new
    assert states(world) == {"周凯": S.APPLIED}
    with world.db.reading() as session:
        rows = session.scalars(select(Timer).filter_by(state=TimerState.DUE))
        due = {timer.kind: timer.due_at.astimezone(ZONE) for timer in rows}
        kinds = [kind for kind in (*AHEAD, ENDS) if kind in due]
    week, eve = SUNDAY - timedelta(days=7), EVE + timedelta(days=1)
    assert {due[kind].date() for kind in kinds} == {week.date(), eve.date(), SUNDAY.date()}
    at(world, EVE.replace(hour=18))
    assert "还来吗" not in zhou.new
    at(world, SATURDAY.replace(hour=18))
    assert "明天还来吗？" in zhou.new


def test_called_off_with_a_reason_everybody_hears_it_even_at_night(world: World) -> None:
    sun = published(world, "擦窗1人")
    zhou, he = volunteer(world, "周凯"), volunteer(world, "何静")
    zhou.say("报名1205-01")
    he.say("报名1205-01")
    at(world, EVE.replace(hour=22))
    _ = zhou.new, he.new
    assert sun.say("取消活动1205-01") == "为什么取消？大家会原样看到。"
    assert sun.say("有大雪") == ("取消“暖冬”，2 位会收到。\n真的取消吗？\n1 取消活动\n2 不取消")
    assert sun.press("不取消") == "好，没取消，照旧办。"
    sun.say("取消活动1205-01")
    sun.say("有大雪")
    assert sun.press("取消活动").startswith("取消了，都会告诉到。")
    told = "暖冬取消了  1205-01\n原来是明天（5号 周六）上午9点到11点半。\n为什么：有大雪"
    assert told in zhou.new
    assert told in he.new
    at(world, SATURDAY)
    assert "今天上午9点" not in zhou.new
    assert zhou.say("擦窗1205-01").startswith("这个活动取消了，不用报名了。")
    assert "看别的" in zhou.say("报名1205-01")
    with world.db.reading() as session:
        assert session.scalars(select(Timer).filter_by(kind=ENDS, state=TimerState.DUE)).all() == []


def test_more_room_lets_those_who_wait_move_up(small_world: World) -> None:
    sun = published(small_world, "擦窗1人")
    zhou, he = volunteer(small_world, "周凯"), volunteer(small_world, "何静")
    zhou.say("报名1205-01")
    he.say("报名1205-01")
    sun.say("改活动1205-01")
    assert sun.press("名额") == "改成几位？写个数就行。"
    assert sun.say("很多").startswith("名额写一个数，比如“10”。")
    assert sun.say("2").startswith("好，擦窗 2 位。")
    assert "空出一个位子：擦窗" in he.new


def test_volunteers_are_called_each_once_and_it_stops_when_full(world: World) -> None:
    sun = published(world, "擦窗1人")
    zhou, he, wu = (volunteer(world, name) for name in ("周凯", "何静", "吴芳"))
    zhou.say("报名1205-01")
    zhou.say("来不了1205-01")
    asked = sun.say("请大家来1205-01")
    assert asked.startswith("请志愿者来“暖冬”，\n能送到 3 位。现在请吗？")
    assert sun.press("请").startswith("好，在请了。报满了自己停。")
    send_out(world)
    assert zhou.new == ""  # has answered already
    assert "请您来暖冬  1205-01\n12月5日 周六上午9点到11点半\n葵园广场" in he.new
    assert he.press("擦窗").startswith("给您留好了，擦窗。")
    assert "请您来暖冬" in wu.new
    assert "请大家来" not in "".join(zhou.labels)
    assert "发通知是社区协调员的事" in zhou.say("请大家来1205-01")
    sun.say("请大家来1205-01")
    sun.press("请")
    send_out(world)
    assert wu.new == ""  # it is full


def test_nobody_who_does_not_lead_it_sees_the_list_or_changes_it(small_world: World) -> None:
    sun = published(small_world)
    zhou = volunteer(small_world, "周凯")
    zhou.say("擦窗1205-01")
    for words in ("名单", "签到码", "点名", "改活动", "取消活动", "结算", "人次", "加人"):
        said = zhou.say(f"{words}1205-01")
        assert said.startswith("这件事要领队来办。"), (words, said)
        assert "周凯" not in said
    assert small_world.someone("路人").say("名单1205-01").startswith("我还不认识您。")
    sun.say("改活动1205-01")
    sun.press("副领队")
    sun.say("周凯")
    sun.say("孙丽要开会")
    sun.press("改")
    assert "1205-01 暖冬，1 位：\n1 周凯 擦窗" in zhou.say("名单1205-01")


def test_what_a_plan_lacks_is_asked_for_and_refused(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    assert sun.say("做活动") == "活动叫什么？"
    assert sun.say("清扫") == "哪天，几点到几点？\n像“周六上午9点到11点半”。"
    assert sun.say("12月5日").startswith("几点到几点？\n像“上午9点到11点半”。")
    assert sun.say("12月5日上午9点到11点") == "在哪里集合？"
    assert sun.say("广场").startswith("做哪几样，各要几位？")
    assert sun.say("扫地").startswith("写要几位，像“擦窗10人”。")
    small_world.restart()
    assert sun.say("扫地5人、捡纸5人").startswith("要当心什么？大家报名前会看到。")
    shown = sun.say("路滑")
    assert (
        "活动  清扫\n时间  12月5日 周六上午9点到11点\n地点  广场\n名额  扫地 5 位、捡纸 5 位"
        in shown
    )
    sun.press("改地点")
    assert "地点  葵园站" in sun.say("葵园站")
    assert sun.say("取消").startswith("好，这件先不办了。")
    assert sun.say("活动").startswith("眼下没有活动。")
    with small_world.db.reading() as session:
        assert session.scalars(select(Activity)).all() == []


def test_the_last_one_can_be_done_again(small_world: World) -> None:
    sun = published(small_world)
    at(small_world, SATURDAY + timedelta(days=2))
    assert sun.say("做活动") == "照哪个办？\n1 照上回的\n2 新写一个"
    assert sun.press("照上回的").startswith("哪天，几点到几点？")
    shown = sun.say("1月9日")
    assert "活动  暖冬\n时间  2027年1月9日 周六上午9点到11点半\n地点  葵园广场" in shown
    assert sun.press("发出").startswith("发出去了，编号 0109-01。")


@pytest.mark.row("A1")
def test_what_is_on_today_and_near_me(small_world: World) -> None:
    sun = published(small_world)
    with small_world.db.session() as session:
        for code, north in (("A", 36.50), ("B", 36.52)):
            station = Station(code=code, name=f"{code}站", kind="station", street="")
            station.community_id = small_world.community_id
            station.latitude, station.longitude = north, 117.5
            session.add(station)
            session.flush()
            activity = session.scalars(select(Activity)).first()
            if activity is not None and activity.station_id is None:
                activity.station_id = station.id
    words = "做活动 读报，12月5日下午3点到4点，葵园站，读报2人，当心：慢走"
    sun.say(words)
    sun.press("发出")
    zhou = volunteer(small_world, "周凯")
    at(small_world, SATURDAY.replace(hour=7))
    said = zhou.say("活动")
    assert said.startswith("今天有 2 场，一共 2 场：\n暖冬  1205-01")
    assert zhou.say("活动 今天").startswith("今天有 2 场：")
    assert zhou.say("活动 1月").startswith("1月没有活动。")
    assert zhou.say("附近的活动").startswith("发个位置给我，按远近排。\n只用这一次，不留。")
    assert zhou.say("葵园").startswith("按下面的按钮发个位置")
    near = zhou.send({"kind": "place", "data": {"lat": 36.501, "lon": 117.5}})
    first = "1205-01 12月5日 周六上午9点到11点半 暖冬，走过去2分钟"
    assert near.startswith(f"离您近的，从近到远：\n{first}\n")
    assert "1205-02 12月5日 周六下午3点到4点 读报，远近不知道" in near


@pytest.mark.row("A6", "A17", "A21")
def test_figures_set_what_was_held_beside_what_was_planned(small_world: World) -> None:
    sun = published(small_world)
    sun.say("主题 12月 暖冬")
    zhou = volunteer(small_world, "周凯")
    zhou.say("擦窗1205-01")
    sun.say("做活动 读报，12月6日下午3点到4点，葵园站，读报2人，当心：慢走")
    sun.press("发出")
    sun.say("取消活动1206-01")
    sun.say("没人报名")
    sun.press("取消活动")
    at(small_world, SATURDAY)
    sun.say("点名")
    sun.say("全来了")
    at(small_world, SATURDAY + timedelta(hours=3))
    sun.say("结算")
    sun.say("41")
    sun.say("给 41 户擦了窗")
    sun.press("记上")
    counted = "排了 2 场，办了 1 场，\n取消 1 场。\n志愿者 1 人次，\n服务 41 人次，共2小时30分。"
    assert sun.say("活动数字") == (
        f"12月“暖冬”：\n{counted}\n今年：\n{counted}\n"
        "国际志愿者日 1 场，办了 1 场，\n服务 41 人次。"
    )
    assert "这件事要社区的人来定。" in zhou.say("活动数字")


def test_whoever_leaves_frees_a_place_and_a_list(world: World) -> None:
    sun = published(world, "擦窗1人")
    zhou, he = volunteer(world, "周凯"), volunteer(world, "何静")
    zhou.say("报名1205-01")
    he.say("报名1205-01")
    assert "周凯" in sun.say("名单1205-01")
    zhou.say("退出")
    assert zhou.press("退出").startswith("好，退出了，谢谢您。")
    assert "空出一个位子：擦窗" in he.new
    world.wait(minutes=11)
    for _n in range(12):
        world.wait(seconds=2)
    with world.db.reading() as session:
        rows = session.scalars(select(Outbox).where(Outbox.subject.startswith("roster:"))).all()
        assert [row.content for row in rows] == [{}]
        assert session.scalars(select(Person).filter_by(display_name="周凯")).all() == []


def test_a_leader_who_lays_down_the_role_is_missed(small_world: World) -> None:
    small_world.known("赵倩", Role.WORKER)
    ma = volunteer(small_world, "马立国")
    words = "做活动 清扫，12月5日上午9点到10点，在广场，扫地5人，领队马立国，当心：路滑"
    sun = published(small_world, words=words)
    ma.say("不当了")
    ma.press("志愿者")
    assert activity_of(small_world).leader_id is None
    assert "清扫  1205-01\n12月5日 周六上午9点到10点\n没有领队了，请换一位。" in sun.new
    assert activity_of(small_world).state is ActivityState.RECRUITING
    assert MONDAY < SATURDAY
