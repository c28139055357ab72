"""通知: a coordinator writes to many; what the card says, and what people read.

Scripts: broadcast.
"""

from datetime import datetime

import pytest
from sqlalchemy import func, select, update

from bot.expanding import expand_once
from handlers.language import speaking
from models.contact import Contact
from models.membership import Role
from models.notice import Notice
from models.outbox import Outbox
from models.person import Person
from tests.broadcasting import WORDS, actions, crowd, notice, send_out, sends, written
from tests.chats.test_english import HAN
from tests.transcript import ZONE, World


@pytest.mark.row("G4")
def test_a_coordinator_tells_the_volunteers(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    zhou = world.known("周凯", Role.VOLUNTEER)
    wang = world.known("王秀英")
    assert sun.say("通知") == "想说什么？大家会原样看到。\n800 字以内。"
    assert sun.say(WORDS) == "发给谁？也可以写，\n比如“3号楼会理发的”。\n1 全体\n2 志愿者"
    world.restart()
    assert sun.say("2") == (
        "发之前再看一眼\n"
        "内容  周六上午义诊，还缺 6 位量血压的。\n葵园站二楼，9点到11点半。\n"
        "对象  志愿者\n不发  关了通知的\n时间  现在（3 天没送到的，不再发）\n"
        "现在  1 个人（不到1分钟发完）\n"
        "1 下一步\n2 改内容\n3 改对象\n4 改时间\n5 先不发"
    )
    assert sun.press("下一步") == (
        "他们看到的是这样：\n"
        "│ 周六上午义诊，还缺 6 位量血压的。\n│ 葵园站二楼，9点到11点半。\n"
        "│ 不想收：写“少收通知”。\n1 发出\n2 发给我看看\n3 先不发"
    )
    assert sun.press("发出").startswith("好，在发了，一共 1 位。\n发完告诉您。")
    send_out(world)
    assert zhou.new == f"{WORDS}\n不想收：写“少收通知”。"
    assert wang.new == ""
    assert sun.new.endswith("通知“周六上午义诊，还缺…”发完了。\n已送到 1 位。")
    assert "现在  发完了（送到 1 位）" in sun.card
    assert actions(sun) == []


def test_the_author_does_not_write_to_herself_and_changes_what_she_likes(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR, Role.VOLUNTEER)
    world.known("周凯", Role.VOLUNTEER)
    world.known("王秀英")
    assert "现在  1 个人" in written(sun)
    assert "发给谁？" in sun.press("改对象")
    assert "现在  2 个人" in sun.say("全体")
    sun.press("改内容")
    assert "内容  下周三停水" in sun.say("下周三停水")
    assert sun.press("先不发") == "好，先不发。想发了，再写“通知”。"
    with world.db.reading() as session:
        assert session.scalar(select(func.count(Notice.id))) == 0


@pytest.mark.parametrize("roles", [(), (Role.RESIDENT,), (Role.VOLUNTEER,), (Role.WORKER,)])
def test_nobody_but_a_coordinator_writes_to_many(small_world: World, roles: tuple[Role]) -> None:
    someone = small_world.known("李婶", *roles)
    assert someone.say("通知") == "发通知是社区协调员的事。\n有事写“找社区”。"
    assert small_world.someone("生人").say("通知") == "发通知是社区协调员的事。\n有事写“找社区”。"


def test_a_text_is_taken_whole_or_not_at_all(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    small_world.known("周凯", Role.VOLUNTEER)
    sun.say("通知")
    assert sun.say("这" * 801) == (
        "现在是 801 字，写短一点，\n800 字以内。\n想说什么？大家会原样看到。\n800 字以内。"
    )
    assert sun.say("这" * 800).startswith("发给谁？")
    assert "这" * 800 in sun.say("全体")


def test_who_cannot_be_reached_is_counted(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    world.known("周凯")
    quiet = world.known("马立国")
    quiet.say("少收通知")
    quiet.say("社区通知")
    gone, nobody = world.known("何静"), {"community_id": world.community_id}
    with world.db.session() as session:
        session.execute(
            update(Contact).filter_by(address=gone.address).values(stopped_at=world.now)
        )
        session.add(Person(**nobody, display_name="张德福", created_at=world.now))
        session.add(Person(**nobody, created_at=world.now, left_at=world.now))
    card = written(sun, "全体")
    assert (
        "现在  1 个人（不到1分钟发完）\n免打扰  1 个人（不想收通知，不发）\n打电话  2 个人" in card
    )
    sends(sun)
    send_out(world)
    assert quiet.new == ""
    assert sun.new.endswith(
        "发完了。\n已送到 1 位。\n免打扰 1 位，没发。\n没有聊天 2 位，要打电话告诉。"
    )


def test_when_nobody_can_be_reached_another_audience_is_asked_for(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    assert written(sun).startswith("这些人现在一位也发不到。")
    small_world.known("王秀英")
    assert "现在  1 个人" in sun.say("全体")


def test_in_the_night_phones_are_left_alone_and_the_card_says_so(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    small_world.known("周凯", Role.VOLUNTEER)
    small_world.now = datetime(2026, 11, 23, 22, 0, tzinfo=ZONE)
    card = written(sun)
    assert "早上  1 个人（夜里不发，上午8点后到）" in card
    assert "现在" not in card
    assert sends(sun).startswith("好，上午8点后发，一共 1 位。")


def test_the_numbers_of_a_card_do_not_change_by_themselves(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    small_world.known("周凯", Role.VOLUNTEER)
    card = written(sun)
    small_world.known("何静", Role.VOLUNTEER)
    small_world.wait(minutes=20)
    assert card.splitlines()[1:] == sun.say("看看").splitlines()[-11:]
    assert sends(sun).startswith("好，在发了")


def test_an_english_reader_gets_the_words_as_written(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    anna = world.known("Anna", Role.VOLUNTEER)
    with world.db.session() as session:
        session.execute(update(Contact).filter_by(address="Anna").values(language="en"))
    written(sun)
    sends(sun)
    send_out(world)
    assert anna.new == f"{WORDS}\nDon't want these? Write “quieter”."
    assert anna.say("quieter").startswith("Which would you rather not get?")


def test_a_coordinator_may_write_in_english(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    crowd(small_world, 2)
    with small_world.db.session() as session:
        session.execute(update(Contact).values(language="en"))
    with speaking("en"):
        said = [sun.say(words) for words in ("notice", "Water is off on Wednesday.", "Everyone")]
        said += [sun.press("Next"), sun.press("Send")]
        send_out(small_world)
        said += [sun.new, sun.say("notice status"), sun.say("stop notice")]
    assert "Now  2 people（takes less than a minute）" in said[2]
    assert said[5].endswith("Notice “Water is off on Wedn…” has gone out.\nDelivered: 2.")
    assert HAN.search("".join(said)) is None


def test_a_notice_stands_once_however_many_read_it(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    crowd(world, 3)
    written(sun)
    sends(sun)
    while expand_once(world.db, world.around, 2):
        pass
    with world.db.reading() as session:
        rows = list(session.scalars(select(Outbox).where(Outbox.notice_id.is_not(None))))
    assert [each.content for each in rows] == [
        {"notice": "broadcast", "values": {"notice": notice(world).id}}
    ] * 3
    assert {each.may_repeat for each in rows} == {False}


def test_a_notice_begins_with_what_stands_behind_the_word(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    world.known("周凯", Role.VOLUNTEER)
    assert sun.say("通知 下周三上午停水").startswith("发给谁？")
    world.restart()
    assert sun.say("上一步") == (
        "这是第一步了。\n发给谁？也可以写，\n比如“3号楼会理发的”。\n1 全体\n2 志愿者"
    )
    assert "内容  下周三上午停水" in sun.say("1")
    assert sun.say("取消").startswith("好，这件先不办了。")
    assert sun.say("通知：" + "这" * 801).startswith("想说什么？")


def test_of_a_neighbour_such_words_are_a_need(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    assert "什么时候来方便？" in li.say("通知 我家厨房灯不亮了，3号楼2单元501")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("心梗急救培训：有人晕倒了怎么办", "120"),
        ("有人吊在空调外机上", "119"),  # named by no phrase: told by what it is like
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_words_of_danger_in_a_notice_are_asked_about(
    world: World, text: str, number: str, at_once: bool
) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    zhao = world.known("赵倩", Role.WORKER)
    if at_once:
        asked = sun.say(f"通知 {text}")
    else:
        sun.say("通知")
        asked = sun.say(text)
    assert asked == (
        f"是通知内容，还是真出事了？\n真出事了，现在就打 {number}。\n1 是通知内容\n2 真出事了"
    )
    world.restart()
    assert zhao.new == ""
    assert sun.press("是通知内容").startswith("发给谁？")
    assert text in sun.say("1")
    assert zhao.new == ""


def test_a_coordinator_in_danger_sounds_the_alarm_after_all(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    zhao = world.known("赵倩", Role.WORKER)
    sun.say("通知")
    assert "现在就打 119" in sun.say("站里着火了")
    answer = sun.press("真出事了")
    assert "现在打 119。我打不了电话，要您来打。" in answer
    assert "您在哪儿？" in answer
    assert "119" in zhao.new
    assert "站里，记下了" in sun.say("站里")
    assert "站里" in zhao.new


def test_whoever_writes_no_notices_is_heard_at_once(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    assert "现在打 119" in li.say("通知 着火了")
    sun = small_world.known("孙丽", Role.COORDINATOR)
    assert "现在打 119" in sun.say("着火了")
