"""Who can really be reached is said before a notice goes out, and whoever is not is rung up.

Scripts: broadcast, call_list.
"""

import pytest
from sqlalchemy import select

from models.audit import Audit
from models.membership import Role
from models.opt_out import NoticeKind, opt_out
from models.person import Person
from tests.broadcasting import send_out
from tests.transcript import Someone, World
from tests.windows import behind_windows, gives_phone, opens, says, shut_all

TODAY = "今天下午2点到6点停水，请存好水。"


def street(world: World) -> tuple[Someone, Someone]:
    """孙丽 and 赵倩 work there; 何静's window is open, 李婶's is shut, 张德福 has a phone."""
    sun, zhao = world.known("孙丽", Role.COORDINATOR), world.known("赵倩", Role.WORKER)
    for name in ("何静", "李婶"):
        world.known(name, Role.RESIDENT)
    behind_windows(world)
    gives_phone(world, "李婶", "13900000123", "3")
    gives_phone(world, "张德福", "13900000456", "6")
    for each in ("孙丽", "赵倩", "何静"):
        opens(world, each)
    return sun, zhao


def written(sun: Someone, text: str = TODAY, answer: str = "要") -> str:
    """孙丽 writes it for all, and says whether it can wait; the card."""
    says(sun, "通知")
    says(sun, text)
    asked = says(sun, "全体")
    assert asked.endswith("1 要\n2 不急"), asked
    return sun.press(answer)


def sent(world: World, sun: Someone) -> None:
    """It goes out."""
    sun.press("下一步")
    sun.press("发出")
    send_out(world)


def test_who_can_be_reached_how_is_said_before(world: World) -> None:
    sun, _zhao = street(world)
    assert (
        "现在  2 个人（不到1分钟发完）\n等下次  1 个人（来说话时才收得到）\n打电话  1 个人"
        in written(sun, answer="不急")
    )


@pytest.mark.row("G4")
def test_whoever_is_not_reached_today_is_rung_up_and_ticked_off(world: World) -> None:
    sun, zhao = street(world)
    card = written(sun)
    assert "现在  2 个人（不到1分钟发完）\n打电话  2 个人（现在收不到，列进电话单）\n" in card
    assert "发出后写“电话单”，打一位勾一位。" in card
    sent(world, sun)
    assert world.someone("何静").new.startswith(TODAY)
    assert world.someone("李婶").new == ""
    told = zhao.new
    assert "有 2 位现在收不到，要打电话。\n写“电话单”，打一位勾一位。" in told
    assert "李婶" not in told
    assert "139" not in told
    assert says(zhao, "电话单") == (
        "电话单“今天下午2点到6点停…”，还有 2 位。\n要说的：今天下午2点到6点停水，请存好水。\n"
        "1 李婶 3号楼，139 0000 0123\n2 张德福 6号楼，139 0000 0456\n"
        "说到的写编号，像“1 3”，\n没打通的写“没通 2”。\n先不打了，写“取消”。"
    )
    world.restart()
    said = says(zhao, "1，没通 2")
    assert said.startswith("记上了：说到 1，没通 1。\n")
    assert "还有 1 位。" in said
    assert "1 张德福" in said
    assert says(zhao, "9").startswith("没有 9 号，现在是 1 到 1。")
    assert says(zhao, "1 说到了").endswith("电话单打完了，都说到了。")
    assert says(sun, "电话单") == "现在没有要打的电话。"


def test_every_tick_and_every_number_shown_is_written_down(world: World) -> None:
    sun, zhao = street(world)
    written(sun)
    sent(world, sun)
    says(zhao, "电话单")
    says(zhao, "没通 1")
    says(zhao, "2")
    with world.db.reading() as session:
        names = {each.id: each.display_name for each in session.scalars(select(Person))}
        rows = session.scalars(select(Audit).order_by(Audit.id))
        deeds = [
            (names[row.actor_id or 0], row.action, names[int(about.partition(":")[2])])
            for row in rows
            if (about := row.detail or row.subject).startswith("person:")
        ]
    assert ("赵倩", "shown_phone", "李婶") in deeds
    assert ("赵倩", "shown_phone", "张德福") in deeds
    assert ("赵倩", "call_no_answer", "李婶") in deeds
    assert ("赵倩", "call_told", "李婶") in deeds


def test_nobody_but_staff_opens_the_list(world: World) -> None:
    sun, _zhao = street(world)
    written(sun)
    sent(world, sun)
    assert says(world.someone("何静"), "电话单").startswith("这件事要社区的人来定。")
    assert world.someone("生人").send({"kind": "start"}) == ""


def test_whoever_has_it_by_chat_meanwhile_drops_out_of_the_list(world: World) -> None:
    sun, zhao = street(world)
    written(sun)
    sent(world, sun)
    li = world.someone("李婶")
    assert TODAY in says(li, "你好")
    said = says(zhao, "电话单")
    assert "还有 1 位。" in said
    assert "李婶" not in said


def test_of_safety_everybody_hears_at_any_hour(world: World) -> None:
    sun, zhao = street(world)
    with world.db.session() as session:
        he = session.scalars(select(Person).filter_by(display_name="何静")).one()
        opt_out(session, he, NoticeKind.NEWS, world.now)
    world.now = world.now.replace(hour=22)
    says(sun, "通知 3号楼燃气泄漏已处理，请开窗，别开灯")
    if "是通知内容" in sun.labels:
        sun.press("是通知内容")
    assert says(sun, "全体").startswith("关系到安全，现在就得都知道吗？")
    card = sun.press("要")
    assert "免打扰" not in card
    sent(world, sun)
    assert "请开窗" in world.someone("何静").new
    assert "要打电话" in zhao.new


def test_staff_are_told_again_until_nobody_is_left(world: World) -> None:
    sun, zhao = street(world)
    written(sun)
    sent(world, sun)
    _ = zhao.new
    world.wait(hours=2, minutes=1)
    assert "有 2 位现在收不到" in zhao.card
    says(zhao, "电话单")
    says(zhao, "1 2")
    world.wait(hours=2, minutes=1)
    assert zhao.new == ""


def test_with_nobody_reachable_it_still_goes_to_the_list(world: World) -> None:
    sun, _zhao = street(world)
    shut_all(world)
    card = written(sun)
    assert "打电话  4 个人" in card


def test_a_stopped_notice_is_not_rung_up(world: World) -> None:
    sun, zhao = street(world)
    written(sun)
    sent(world, sun)
    says(sun, "停止通知")
    assert says(zhao, "电话单") == "现在没有要打的电话。"
