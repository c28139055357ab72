"""What outlives a refusal, and what follows a write: notes, then, actions refused (rule 5)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.readers import Words
from models.errors import Refused
from models.order import Order
from tests.handlers.engine.little_desk import LittleWorld, a_row, failed, state_of, write
from tests.transcript import World


def note(chat: Chat, key: str, what: str) -> None:
    """A row that outlives whatever follows."""
    row = a_row(chat, what)

    def add(session: Session) -> None:
        session.add(row)

    chat.note(key, add)


def trying(chat: Chat) -> None:
    """Only 丙 is right; each wrong try is counted."""
    code = chat.ask("code", "号码？", Words())
    write(chat, "entered")
    if code != "丙":
        note(chat, "wrong", f"wrong {code}")
        raise Refused("对不上。", ask="code")
    chat.say("进来了。")


def test_notes_outlive_a_refusal_and_the_rest_does_not(little_on_both: LittleWorld) -> None:
    world = little_on_both
    world.plays(trying)
    li = world.someone("李")
    li.say("喂")
    assert "对不上" in li.say("甲")
    assert world.deeds == ["wrong 甲"]
    world.restart()
    li.say("乙")
    assert li.say("丙") == "进来了。"
    assert world.deeds == ["wrong 甲", "wrong 乙", "entered"]


def test_a_note_is_written_once_for_a_message_however_often_the_script_reruns(
    little: LittleWorld,
) -> None:
    def script(chat: Chat) -> None:
        note(chat, "read", "read")
        a = chat.ask("a", "一？", Words())
        b = chat.ask("b", "二？", Words())
        if a == "甲":
            raise Refused("甲不行。", ask="a")
        if b == "乙":
            raise Refused("乙不行。", ask="b")

    little.plays(script)
    li = little.someone("李")
    li.say("喂")
    assert little.deeds == ["read"]
    li.say("甲")
    assert little.deeds == ["read"] * 2
    li.say("乙")
    assert little.deeds == ["read"] * 3


def test_a_note_of_a_refusal_that_ends_the_conversation_is_kept(little: LittleWorld) -> None:
    def script(chat: Chat) -> None:
        write(chat, "tried")
        note(chat, "lost", "lost")
        raise Refused("来晚了。")

    little.plays(script)
    assert little.someone("李").say("喂") == "来晚了。"
    assert little.deeds == ["lost"]


def test_a_bug_takes_its_notes_back(little: LittleWorld) -> None:
    def script(chat: Chat) -> None:
        note(chat, "lost", "lost")
        raise ZeroDivisionError

    little.plays(script)
    little.someone("李").say("喂")
    assert little.deeds == []


def test_a_rule_that_says_no_after_the_yes_asks_again_and_shows_the_new_card(
    small_world: World,
) -> None:
    wang = small_world.someone("王")
    wang.say("厨房灯不亮了，3号楼2单元501，今天上午11点，13900000123")
    small_world.wait(hours=3)
    late = wang.say("1")
    assert late.startswith("这个时间已经过了。")
    assert "什么时候来方便？" in late
    again = wang.say("明天上午9点")
    assert again.startswith("有变化，请再看一眼。\n我念一遍")
    with small_world.db.reading() as session:
        assert session.scalars(select(Order.id)).all() == []
    assert "发出去了" in wang.say("1")


def test_reading_with_a_common_table_is_no_write(little: LittleWorld) -> None:
    def script(chat: Chat) -> None:
        connection = chat.session.connection()
        connection.exec_driver_sql("WITH updates AS (SELECT 1 AS n) SELECT n FROM updates")
        chat.ask("a", "一？", Words())

    little.plays(script)
    assert little.someone("李").say("喂") == "一？"


def first(chat: Chat) -> None:
    """Writes, then goes on asking."""
    what = chat.ask("what", "要什么？", Words())
    write(chat, f"first {what}")
    chat.say("记下了。")
    chat.then("second", "thing:7", chat.talk.answer("what"))


def second(chat: Chat) -> None:
    """Begun by the first one."""
    assert chat.opening is not None
    name = chat.ask("name", "怎么称呼？", Words())
    write(chat, f"second {chat.subject_id}")
    chat.say(f"好，{name}，{chat.opening.text}。")


def test_a_script_goes_on_asking_in_another_one_after_it_has_written(
    little_on_both: LittleWorld,
) -> None:
    world = little_on_both
    world.desk.own["second"] = second
    world.plays(first)
    li = world.someone("李")
    li.say("喂")
    assert li.say("盐") == "记下了。\n怎么称呼？"
    assert world.deeds == ["first 盐"]
    world.restart()
    assert li.say("老李") == "好，老李，盐。"
    assert world.deeds == ["first 盐", "second 7"]


def test_going_back_does_not_reach_over_what_was_written(little: LittleWorld) -> None:
    little.desk.own["second"] = second
    little.plays(first)
    li = little.someone("李")
    li.say("喂")
    li.say("盐")
    assert li.say("上一步") == "这是第一步了。\n怎么称呼？"
    li.say("取消")
    assert little.deeds == ["first 盐"]


def test_a_refusal_in_what_follows_keeps_what_was_written(little: LittleWorld) -> None:
    def refuses(chat: Chat) -> None:
        write(chat, "second")
        raise Refused("这步不行。")

    little.desk.own["second"] = refuses
    little.plays(first)
    li = little.someone("李")
    li.say("喂")
    assert li.say("盐") == "记下了。\n这步不行。"
    assert little.deeds == ["first 盐"]
    assert state_of(little, "李").is_idle


def test_a_bug_in_what_follows_takes_back_the_whole_turn(little: LittleWorld) -> None:
    def breaks(chat: Chat) -> None:
        raise ZeroDivisionError(chat.talk.subject)

    little.desk.own["second"] = breaks
    little.plays(first)
    li = little.someone("李")
    li.say("喂")
    li.say("盐")
    assert little.deeds == []
    little.plays(second, "second")
    assert li.say("糖") == "记下了。\n怎么称呼？"
    assert failed(little) == 1


def test_what_one_script_leaves_pending_is_no_early_write_of_the_next(
    little: LittleWorld,
) -> None:
    def pending(chat: Chat) -> None:
        what = chat.ask("what", "要什么？", Words())
        chat.session.add(a_row(chat, f"pending {what}"))
        chat.show(Content(text="卡"), Action("记一笔", "jot", "thing:1"))
        chat.then("second", "thing:7", chat.talk.answer("what"))

    little.desk.own["second"] = second
    little.plays(pending)
    li = little.someone("李")
    li.say("喂")
    assert li.say("盐") == "卡\n可以写：“记一笔”\n怎么称呼？"
    assert little.deeds == ["pending 盐"]
