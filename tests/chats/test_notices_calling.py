"""A notice that calls for help: understood from one message, previewed, answered, and over by
itself once there are enough.

Scripts: broadcast, notice_sample, no_more_news, notice_names, thank_notice.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.expanding import expand_once
from models.account import Account
from models.activity import Activity
from models.contact import Contact
from models.membership import Role, grant
from models.notice import NoticeState
from models.outbox import GaveUp, Outbox
from models.person import Person
from tests.broadcasting import actions, notice, send_out
from tests.calling import CALL, SAID, SATURDAY, clinic, comes, nurses
from tests.finding import nothing_private, opened
from tests.transcript import World


@pytest.mark.row("G4")
def test_one_message_says_whom_and_what_for(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    liu, ma, _he = nurses(world, 3)
    world.known("李婶", Role.VOLUNTEER)
    activity = clinic(world)
    comes(world, ma.address, activity)
    assert sun.say("通知 " + SAID) == (
        "发之前再看一眼\n"
        f"内容  {CALL.replace('6 位', '5 位')}\n"
        "对象  会“医护”的志愿者\n不发  已经报名、说过来不了的、关了通知的\n"
        "时间  现在（3 天没送到的，不再发）\n"
        "现在  2 个人（不到1分钟发完）\n1 下一步\n2 改内容\n3 改对象\n4 改时间\n5 先不发"
    )
    world.restart()
    assert sun.press("下一步") == (
        "他们看到的是这样：\n"
        "│ 周六义诊，还缺 5 位：量血压。\n│ 12月5日 周六上午9点到11点半\n│ 葵园站二楼\n"
        "│ 当心：人多，扶着老人走\n│ 来不了，不用回。\n└ [我来] [少发这类]\n"
        "1 发出\n2 发给我看看\n3 先不发"
    )
    sample = sun.press("发给我看看")
    as_read = f"{CALL.replace('6 位', '5 位')}\n来不了，不用回。\n可以写：“我来”  “少发这类”"
    assert sample.startswith(as_read)
    assert sample.endswith("上面那条就是样子。发吗？\n1 发出\n2 发给我看看\n3 先不发")
    assert sun.press("发出").startswith("好，在发了，一共 2 位。\n发完告诉您。\n人够了就自己停。")
    send_out(world)
    assert liu.new == as_read
    assert ma.new == ""
    assert liu.say("我来") == "这一项要有医护的证。\n带证给社区看一眼，就能报。"
    zhao = world.known("赵倩", Role.WORKER)
    zhao.say("核实资质 护士0 医护 到2027年6月")
    zhao.press("看过了")
    assert liu.say("我来").startswith("给您留好了，量血压。\n")


@pytest.mark.row("G4")
def test_who_has_no_buttons_reads_it_as_the_preview_says_and_it_ends_with_the_call(
    world: World,
) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    nurses(world, 3)
    clinic(world)
    with world.db.session() as session:
        here = session.get_one(Account, world.account_id)
        there = Account(community_id=here.community_id, channel="wechat", name="oa")
        session.add(there)
        session.flush()
        theirs = update(Contact).where(Contact.address.in_(("护士1", "护士2")))
        session.execute(theirs.values(account_id=there.id))
    world.at(SATURDAY - timedelta(hours=30))
    assert "（明天（5号 周六）上午9点以后不再发）" in sun.say("通知 " + SAID)
    shown = sun.press("下一步")
    assert "└ [我来] [少发这类]\n微信上没有按钮（2 个人），末尾是：\n" in shown
    assert "│ 可以写：“我来”  “少发这类”\n1 发出" in shown


def test_a_button_on_a_sample_does_nothing(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    nurses(world, 1)
    clinic(world)
    sun.say("通知 " + SAID)
    sun.press("下一步")
    sun.press("发给我看看")
    sample = next(each for each in sun.messages if each.text.startswith("周六义诊"))
    answer = sun.send({"kind": "press", "token": sample.buttons[0].token})
    assert answer.startswith("这是给您看的样子，按了不算。")
    assert "发给我看看" in answer  # and the question stands again
    assert sun.press("发出").startswith("好，在发了")


def test_she_steps_back_changes_her_mind_and_lets_it_be(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    nurses(small_world, 2)
    small_world.known("周凯", Role.VOLUNTEER)
    clinic(small_world)
    sun.say("通知 " + SAID)
    sun.press("下一步")
    assert "发之前再看一眼" in sun.say("上一步")
    assert "对象  志愿者" in sun.say("发给志愿者")
    assert sun.press("改对象").startswith("发给谁？")
    assert sun.say("看看").startswith("发给谁没看懂。")
    assert "对象  不算会“医护”的人" not in sun.say("志愿者，除了医护")
    assert "不发  会“医护”的人、关了通知的" in sun.say("看看")
    assert "改好了" not in sun.say("取消")
    assert sun.say("通知进度") == "还没有发过通知。\n想发，写“通知”。"


@pytest.mark.row("G4")
def test_it_ends_by_itself_when_enough_have_come(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    people = nurses(world, 6)
    activity = clinic(world, places=2)
    sun.say("通知 " + SAID)
    sun.press("下一步")
    sun.press("发出")
    expand_once(world.db, world.around, 3)
    world.deliver()
    for each in people[:2]:
        comes(world, each.address, activity)
    send_out(world)
    assert [each.new != "" for each in people] == [True] * 3 + [False] * 3
    assert notice(world).state is NoticeState.MET
    assert (
        "通知“周六义诊，还缺 2…”人够了。\n已送到 3 位。\n我来的 2 位。\n"
        "人够了，还没看到的 3 位不再发。"
    ) in sun.new
    with world.db.reading() as session:
        reasons = session.scalars(select(Outbox.reason).where(Outbox.notice_id.is_not(None)))
        assert GaveUp.TOO_OLD not in set(reasons)


def test_those_who_came_forward_are_listed_and_thanked_once(world: World) -> None:
    sun, zhao = world.known("孙丽", Role.COORDINATOR), world.known("赵倩", Role.WORKER)
    people = nurses(world, 3)
    activity = clinic(world, places=2)
    sun.say("通知 " + SAID)
    sun.press("下一步")
    sun.press("发出")
    expand_once(world.db, world.around, 500)
    world.deliver()
    for each in people[:2]:
        comes(world, each.address, activity)
    send_out(world)
    assert actions(sun) == ["看名单", "谢谢来的人"]
    assert sun.press("看名单").startswith("来的 2 位：\n护士0、护士1")
    assert sun.press("谢谢来的人") == "写一句，来的人会原样看到。"
    world.restart()
    assert sun.say("6 位老人都量上了").startswith("好，发给来的 2 位了。")
    _ = [each.new for each in people]
    assert zhao.say("谢谢来的人") == "已经谢过了，一次就够。"
    thanks = "孙丽说：\n“6 位老人都量上了”\n为的是“周六义诊，还缺 2…”这件事。"
    assert [thanks in "\n".join(m.text for m in each.messages) for each in people] == [
        True,
        True,
        False,
    ]
    assert people[0].say("看名单").startswith("这件事要社区的人来定。")


def test_who_has_enough_of_it_says_so_with_one_press(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    liu, _ma = nurses(world, 2)
    clinic(world)
    sun.say("通知 " + SAID)
    sun.press("下一步")
    sun.press("发出")
    send_out(world)
    world.restart()
    token = liu.button("少发这类")
    answer = liu.send({"kind": "press", "token": token})
    assert answer == "好，这类不再发给您。\n您自己的单照样告诉您。\n想再收，写“多收通知”。"
    assert liu.send({"kind": "press", "token": token}) == answer
    assert "免打扰  1 个人" in sun.say("通知 " + SAID)


@pytest.mark.row("G4")
def test_an_order_nobody_has_taken_may_be_called_out_and_claimed(world: World) -> None:
    sun, _li = opened(world)
    give_role(world, "孙丽", Role.COORDINATOR)
    zhou = world.known("周凯", Role.VOLUNTEER)
    card = sun.say("通知 1123-01 还缺人，志愿者都问问")
    assert "还缺 1 位。\n11月24日 周二下午" in card
    sun.press("下一步")
    sun.press("发出")
    send_out(world)
    read = zhou.messages[-1].text
    assert "还缺 1 位。" in read
    nothing_private(card, read)
    assert zhou.say("我来").startswith("接好了，谢谢您。")


def give_role(world: World, name: str, role: Role) -> None:
    with world.db.session() as session:
        person = session.scalars(select(Person).filter_by(display_name=name)).one()
        grant(session, person, role, world.now)


def test_an_activity_is_meant_by_what_there_is_to_do_not_by_a_word_of_its_name(
    world: World,
) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    nurses(world, 1)
    made = clinic(world)
    with world.db.session() as session:
        session.get_one(Activity, made.id).title = "国际志愿者日"
    assert "国际志愿者日" not in sun.say("通知 周六广场还缺人，会医护的志愿者都来看看")
    sun.say("取消")
    said = sun.say("通知 周六量血压还缺人，会医护的志愿者都来看看")
    assert "还缺 6 位" in said
    assert "对象  会“医护”的志愿者" in said
