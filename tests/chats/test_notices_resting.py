"""When a notice goes out and to whom: later, after a second look, to several communities; it rests
and goes on.

Scripts: broadcast, approve_notice, pause_notice, resume_notice, stop_notice.
"""

from datetime import datetime

from sqlalchemy import select

from bot.expanding import end_once, expand_once
from models.audience_rule import communities_of
from models.community import Community
from models.contact import Contact
from models.membership import Membership, Role
from models.person import Person
from tests.broadcasting import crowd, notice, second_look_above, send_out
from tests.calling import CALL, SAID, clinic, nurses
from tests.transcript import ZONE, World


def test_it_goes_out_when_she_said(world: World) -> None:
    sun, zhou = world.known("孙丽", Role.COORDINATOR), world.known("周凯", Role.VOLUNTEER)
    card = sun.say("通知 志愿者：周三停水，明早8点发")
    assert "内容  周三停水\n对象  志愿者\n" in card
    assert "时间  明天（24号 周二）上午8点（3 天没送到的，不再发）\n到时候  1 个人" in card
    sun.press("下一步")
    assert sun.press("发出").startswith("好，明天（24号 周二）上午8点发，一共 1 位。")
    assert "时间  明天（24号 周二）上午8点发\n现在  到时候自己发" in sun.card
    send_out(world)
    assert zhou.new == ""
    world.restart()
    world.at(datetime(2026, 11, 24, 8, 0, tzinfo=ZONE))
    send_out(world)
    assert zhou.new.startswith("周三停水")


def test_a_colleague_looks_at_the_same_thing(world: World) -> None:
    sun, zhao = world.known("孙丽", Role.COORDINATOR), world.known("赵倩", Role.WORKER)
    qian = world.known("钱伟", Role.WORKER)
    nurses(world, 3)
    clinic(world)
    second_look_above(world, 2)
    assert "超过 2 位，另一位同事看过才发。" in sun.say("通知 " + SAID + "，明早8点发")
    sun.press("下一步")
    assert sun.press("请人核一下") == (
        "超过 2 位，要另一位同事点头。\n请谁看？\n1 赵倩\n2 钱伟\n3 谁都行"
    )
    assert "上面" not in sun.say("上一步")
    sun.press("请人核一下")
    world.restart()
    assert sun.press("赵倩").startswith("好，等另一位同事看过再发。")
    assert f"内容  {CALL}（[我来] [少发这类]）\n对象  会“医护”的志愿者\n" in zhao.card
    assert "多少  3 个人" in zhao.card
    assert qian.new == ""
    assert zhao.press("同意发出").startswith("同意了，明天（24号 周二）上午8点发。")
    world.at(datetime(2026, 11, 24, 8, 0, tzinfo=ZONE))
    send_out(world)
    assert CALL in world.someone("护士2").new


def test_several_communities_only_by_who_coordinates_each(world: World) -> None:
    with world.db.session() as session:
        willow = Community(name="苇湾社区", timezone=str(ZONE))
        session.add(willow)
        session.flush()
        willow_id = willow.id
    sun, over_there = world.known("孙丽", Role.COORDINATOR), world.known("何静")
    world.known("周凯", Role.VOLUNTEER)
    refused = sun.say("通知 葵园和苇湾的志愿者：周三停水")
    assert refused.startswith("苇湾社区的人，要那边的协调员来发。\n换个对象，比如“志愿者”。")
    assert "对象  志愿者" in sun.say("志愿者")
    sun.press("先不发")
    with world.db.session() as session:
        people = {each.display_name: each for each in session.scalars(select(Person))}
        role = {"community_id": willow_id, "since": world.now}
        session.add(Membership(**role, role=Role.COORDINATOR, person_id=people["孙丽"].id))
        people["何静"].community_id = willow_id
        session.add(Membership(**role, role=Role.VOLUNTEER, person_id=people["何静"].id))
        chat = session.scalars(select(Contact).filter_by(address="何静")).one()
        chat.community_id = willow_id
    world.restart()
    assert "对象  葵园社区、苇湾社区这 2 个社区，志愿者" in sun.say(
        "通知 葵园和苇湾的志愿者：周三停水"
    )
    sun.press("下一步")
    sun.press("发出")
    send_out(world)
    assert over_there.new.startswith("周三停水")
    assert world.someone("周凯").new.startswith("周三停水")
    assert communities_of(notice(world).whom) == [world.community_id, willow_id]


def test_it_rests_and_goes_on(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    crowd(world, 4)
    sun.say("通知 志愿者：周三停水")
    sun.press("下一步")
    sun.press("发出")
    expand_once(world.db, world.around, 2)
    assert sun.press("先停一下").startswith("先停了。想接着发，写“接着发”。")
    send_out(world)
    assert [world.someone(f"p{n}").new for n in range(4)] == [""] * 4
    assert "现在  停着，等您说“接着发”（送到 0 位，等着 2 位）" in sun.card
    world.restart()
    world.wait(hours=1)
    assert world.someone("p0").new == ""
    assert sun.press("接着发").startswith("好，接着发。")
    world.wait(seconds=2)
    send_out(world)
    assert [world.someone(f"p{n}").new[:4] for n in range(4)] == ["周三停水"] * 4
    assert sun.new.endswith("发完了。\n已送到 4 位。")
    assert sun.say("先停一下") == "现在没有这样的通知。"


def test_what_rests_can_be_stopped_and_how_far_it_is_moves_on_by_itself(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    crowd(world, 4)
    sun.say("通知 志愿者：周三停水")
    sun.press("下一步")
    sun.press("发出")
    expand_once(world.db, world.around, 2)
    world.deliver()
    assert "送到 0 位" in sun.card
    world.wait(seconds=40)
    send_out_some(world)
    assert "送到 2 位，等着 0 位" in sun.card
    sun.press("先停一下")
    assert sun.press("不发了").startswith("停了，还没发的不再发。")
    send_out(world)
    assert "其余 2 位没发。" in sun.new


def send_out_some(world: World) -> None:
    """The desk looks at what is on its way."""
    end_once(world.db, world.around)
    world.deliver()
