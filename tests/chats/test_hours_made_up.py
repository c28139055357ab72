"""补记: what was served and never came into the book is written down by another.

Scripts: make_up_hours, make_up_for.
"""

from sqlalchemy import select

from models.activity import ActivityRole
from models.membership import Role
from models.service_record import ServiceRecord
from models.sign_up import SignUp, SignUpState
from tests.chats.test_hours_checked import SATURDAY, nothing_is_wrong, three
from tests.served import an_activity, person_called
from tests.transcript import World
from tests.visits import both_inside


def test_a_visit_that_is_missing_is_made_up_by_another_and_marked(world: World) -> None:
    """马立国 went along and nobody wrote it down: he says so, 孙丽 writes it, 赵倩 agrees."""
    going = both_inside(world)
    zhao = world.known("赵倩", Role.WORKER)
    world.wait(minutes=37)
    going.zhou.say("我走了")
    going.zhou.say(str(going.order.code_out))
    going.zhou.press("都办好了")
    going.ma.say("改一项")
    assert "少了哪一次" in going.ma.say("时长")
    going.ma.say("周二也去换灯了，没签退")
    assert "马**说时长不对" in going.sun.new
    going.sun.press("补记")
    assert "没找到这个号码" in going.sun.say("那张换灯的")
    assert going.sun.say("1123-01") == "几点开始的？比如“9点”。"
    world.restart()
    assert going.sun.say("9点10分").startswith("做了多久？\n不能比原定的长。")
    going.sun.say("两小时")
    card = going.sun.say("那天忘了签退")
    assert "会标上“补记”，另一位同事核实后算数。" in card
    assert "补记不能比原定的长" in going.sun.say("1")
    assert "多久  30分钟" in going.sun.say("30分钟")
    assert going.sun.say("补上").startswith("补上了，标着“补记”。")
    assert "改了：\n“那天忘了签退”" in going.ma.new
    assert "30分钟，别人补记的，等核实，补记：那天忘了签退" in going.ma.say("看每一次")
    assert going.sun.say("核实时长") == "只剩您自己的，要别人来核实。"
    zhao.say("核实时长")
    assert zhao.say("1") == "核实了 1 笔。"
    assert nothing_is_wrong(world)


def test_a_leader_makes_up_for_an_activity_of_theirs_and_for_no_other(world: World) -> None:
    he, sun, _zhao = three(world)
    leader = world.known("吴芳", Role.VOLUNTEER, Role.TEAM_LEADER)
    other = world.known("周凯", Role.VOLUNTEER)
    activity_id = an_activity(world, "吴芳", SATURDAY)
    with world.db.session() as session:
        role = ActivityRole(activity_id=activity_id, name="擦窗", places=3, places_left=2)
        role.community_id = world.community_id
        session.add(role)
        session.flush()
        came = SignUp(activity_id=activity_id, role_id=role.id, applied_at=world.now)
        came.community_id, came.person_id = world.community_id, person_called(session, "何静").id
        came.state = SignUpState.ATTENDED
        session.add(came)
    assert "少了一次，写“记错了”" in other.say("补记 何静 1121-01")
    assert leader.say("补记 何静 1121-01") == "几点开始的？比如“9点”。"
    leader.say("9点")
    leader.say("2小时30分")
    assert leader.say("取消").startswith("好，这件先不办了。")
    for words in ("补记 何静 1121-01", "9点", "2小时30分", "签到表上有她"):
        leader.say(words)
    assert leader.say("1") == "补上了，标着“补记”。\n另一位同事核实后算数。"
    assert he.new.startswith("吴芳给您补记了一笔：\n11月21日 周六 暖冬\n2小时30分，别人补记的")
    for words in ("补记 周凯 1121-01", "9点", "1小时", "他也来了"):
        leader.say(words)
    assert "名单里没有这一位" in leader.say("1")
    sun.say("核实时长")
    assert sun.say("1") == "核实了 1 笔。"
    with world.db.reading() as session:
        (record,) = session.scalars(select(ServiceRecord)).all()
        assert (record.kind, record.reason, record.minutes) == ("honour", "签到表上有她", 150)
        assert record.leader_id == record.recorder_id
    assert nothing_is_wrong(world)
