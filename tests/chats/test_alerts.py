"""急事: whoever is on duty is called at any hour, and one of them has it.

Scripts: where_it_is, take_alert, see_alert, close_alert.
"""

from sqlalchemy import select

from models.audit import Audit
from models.membership import Role
from models.order import Order
from tests.duty import NIGHT, alerts, listed, night_staff, second_chat
from tests.transcript import World

FALL = "我妈摔了起不来"


def test_at_three_at_night_the_one_on_duty_is_called_and_takes_it(world: World) -> None:
    zhao, sun, chen = night_staff(world)
    li = world.known("李婶", Role.RESIDENT)
    listed(world, "赵倩", "孙丽")
    world.at(NIGHT)
    said = li.say(FALL)
    assert said.startswith("现在打 120。我打不了电话，要您来打。")
    assert "\n值班的赵倩我在叫。\n" in said
    assert "会联系您" not in said
    assert "急事（120）" in zhao.new
    assert (sun.new, chen.new) == ("", "")
    assert li.say("3号楼2单元501") == "3号楼2单元501，记下了，发给社区的人。"
    assert "急事在哪儿：“3号楼2单元501”" in zhao.new
    world.restart()
    taken = zhao.press("我来联系")
    assert taken.startswith("好，您来联系，先打电话。")
    assert "在哪儿 3号楼2单元501" in taken
    assert f"原话：“{FALL}”" in taken
    assert li.new == "赵倩看到了，会联系您。\n要紧的还是先打 120。"
    assert "处理完" in zhao.labels
    zhao.press("处理完")
    assert zhao.say("救护车接走了，儿子跟着") == "好，记下了，从清单上去掉了。"
    assert "赵倩处理完了" in zhao.card
    assert zhao.labels == []


def test_the_first_is_asleep_and_after_three_minutes_the_next_is_called(world: World) -> None:
    zhao, sun, chen = night_staff(world)
    li = world.known("李婶", Role.RESIDENT)
    listed(world, "赵倩", "孙丽")
    world.at(NIGHT)
    li.say(FALL)
    li.say("3号楼2单元501")
    world.wait(minutes=2)
    assert (sun.new, li.new) == ("", "")
    world.restart()
    world.wait(minutes=1)
    assert li.new == "前面的人还没应，我在叫孙丽。\n先打 120，别等。"
    assert "在哪儿  3号楼2单元501" in sun.new
    world.wait(minutes=3)
    assert li.new == "前面的人还没应，我在叫陈静。\n先打 120，别等。"
    assert "急事（120）" in chen.new
    _ = zhao.new
    sun.press("我来联系")
    assert li.new == "孙丽看到了，会联系您。\n要紧的还是先打 120。"
    assert zhao.new == chen.new == "急事孙丽在联系了，您不用管了。\n谢谢。"
    assert "孙丽在联系" in zhao.card
    assert "501" not in zhao.card
    world.wait(minutes=30)
    assert (zhao.new, chen.new, li.new) == ("", "", "")


def test_with_nobody_on_duty_that_is_said_and_everybody_is_called(world: World) -> None:
    zhao, sun, chen = night_staff(world)
    wang = world.someone("王")
    listed(world, "赵倩", weekday=0)
    world.at(NIGHT)
    said = wang.say("着火了")
    assert said.startswith("现在打 119。")
    assert "\n现在没有人值班，还没人应。\n社区的人我都在叫。\n" in said
    for each in (zhao, sun, chen):
        assert "急事（119）" in each.new
    world.wait(minutes=3)
    assert wang.new == "社区的人我都叫过了，还没人应，\n我接着叫。先打 119，别等。"
    assert zhao.new == "急事还没人联系（119）。\n可以写：“我来联系”"
    world.wait(minutes=10)
    assert wang.new == ""
    assert "急事还没人联系" in chen.new


def test_without_a_list_everybody_on_staff_is_on_duty(small_world: World) -> None:
    zhao, sun, _chen = night_staff(small_world)
    assert "社区值班的人我在叫。" in small_world.someone("王").say("着火了")
    assert "急事（119）" in zhao.new
    assert "急事（119）" in sun.new


def test_with_no_staff_at_all_nobody_is_promised(small_world: World) -> None:
    said = small_world.someone("王").say("着火了")
    assert "社区这会儿没有人能叫到，先打电话。" in said
    assert "我在叫" not in said


def test_cancelling_leaves_the_question_and_what_comes_next_is_a_new_matter(
    world: World,
) -> None:
    zhao, _sun, _chen = night_staff(world)
    wang = world.someone("王秀英")
    wang.say("厨房着火了")
    world.restart()
    said = wang.say("取消")
    assert "社区的人还会问您一声，\n没事就跟他说没事。" in said
    assert "急事（119）" in zhao.new
    assert len(alerts(world)) == 1
    assert "我念一遍" in wang.say("厨房灯不亮了，3号楼2单元501，明天上午，13900000123")
    assert "我念一遍" in wang.say("上一步") or "几号楼" in wang.card


def test_two_press_at_once_and_one_has_it(world: World) -> None:
    zhao, sun, _chen = night_staff(world)
    wang = world.someone("王")
    wang.say("着火了")
    late = sun.button("我来联系")
    zhao.press("我来联系")
    assert sun.send({"kind": "press", "token": late}) == "赵倩在联系了，谢谢。"
    assert wang.new.count("会联系您") == 1
    assert zhao.send({"kind": "press", "token": zhao.button("处理完")}).startswith("后来怎么样")
    zhao.say("取消")


def test_somebody_with_two_chats_is_called_on_both_and_one_press_clears_both(
    world: World,
) -> None:
    zhao = world.known("赵倩", Role.WORKER)
    desk = second_chat(world, "赵倩")
    wang = world.someone("王")
    wang.say("着火了")
    assert "急事（119）" in zhao.new
    assert "急事（119）" in desk.new
    assert "我来联系" in desk.labels
    zhao.press("我来联系")
    assert "赵倩在联系" in desk.card
    assert "我来联系" not in desk.labels
    assert len(alerts(world)) == 1


def test_three_messages_in_a_minute_are_one_alert_with_all_her_words(world: World) -> None:
    zhao = world.known("赵倩", Role.WORKER)
    li = world.known("李婶", Role.RESIDENT)
    for words in (FALL, "胸口疼得厉害", "快来人啊，着火了"):
        assert "我打不了电话" in li.say(words)
    (alert,) = alerts(world)
    assert alert.words == f"{FALL}\n胸口疼得厉害\n快来人啊，着火了"
    assert zhao.new.count("急事那边又写来一句") == 2
    zhao.press("我来联系")
    assert "赵倩看到了，会联系您。" in li.say("救命")


def test_it_stands_first_on_the_list_until_it_is_closed(small_world: World) -> None:
    zhao = small_world.known("赵倩", Role.WORKER)
    li = small_world.known("李婶", Role.RESIDENT)
    li.say("厨房灯不亮了，3号楼2单元501，明天上午")
    li.say("13900000123")
    li.say("行")
    li.say(FALL)
    shown = zhao.say("清单")
    assert shown.startswith("急事 1 件：")
    zhao.say("我来联系")
    assert zhao.say("清单").startswith("急事 1 件：")
    assert zhao.say("处理完").startswith("后来怎么样？")
    zhao.say("没事了")
    assert not zhao.say("清单").startswith("急事")


def test_it_is_no_order_and_volunteers_never_hear_of_it(small_world: World) -> None:
    night_staff(small_world)
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    small_world.someone("王").say(FALL)
    assert zhou.new == ""
    assert "急事" not in zhou.say("我来帮忙")
    with small_world.db.reading() as session:
        assert session.scalars(select(Order)).all() == []


def test_the_class_is_written_down_and_every_reading_but_never_a_word(small_world: World) -> None:
    zhao, _sun, chen = night_staff(small_world)
    li = small_world.known("李婶", Role.RESIDENT)
    li.say(FALL)
    zhao.press("我来联系")
    chen.say("清单")
    chen.press("看原话")
    with small_world.db.reading() as session:
        rows = session.scalars(select(Audit).order_by(Audit.id)).all()
    assert [each.detail for each in rows if each.action == "alert_raised"] == ["medical_120"]
    assert all(FALL not in f"{each.action}{each.subject}{each.detail}" for each in rows)
    readers = [each.actor_id for each in rows if each.action == "shown_words"]
    assert len(readers) == 2
    seen = li.say("谁看过")
    assert "社区工作人员\n看您的记录，看了您写的话" in seen
    assert "协调员\n看您的记录，看了电话和门牌" in seen


def test_a_volunteer_can_neither_take_nor_read_an_alert(small_world: World) -> None:
    zhao = small_world.known("赵倩", Role.WORKER)
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    small_world.someone("王").say(FALL)
    assert "社区的人来定" in zhou.say("我来联系")
    assert FALL not in zhou.new
    assert alerts(small_world)[0].state == "open"
    assert "我来联系" in zhao.labels


def test_a_process_that_ends_between_alert_and_answer_loses_neither(world: World) -> None:
    zhao = world.known("赵倩", Role.WORKER)
    li = world.known("李婶", Role.RESIDENT)
    li.say(FALL)
    world.restart()
    li.say(FALL, key="李婶-1")
    assert len(alerts(world)) == 1
    world.restart()
    assert "急事（120）" in zhao.card
    zhao.press("我来联系")
    assert "会联系您" in li.new
