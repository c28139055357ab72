"""No write before the last question; what comes after it is one savepoint (rule 5)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from handlers.content import Option
from handlers.engine.chat import Asked, Chat
from handlers.readers import Words
from models.community import Community
from models.errors import Invalid, Refused
from models.person import Person
from tests.handlers.engine.little_desk import (
    LittleWorld,
    a_row,
    failed,
    state_of,
    talk_of,
    write,
    write_in_core,
)

Early = Callable[[Chat], object]


def add_only(chat: Chat) -> None:
    """An object added and never flushed."""
    chat.session.add(a_row(chat, "added"))


def change_only(chat: Chat) -> None:
    """An attribute changed and never flushed."""
    chat.session.get_one(Community, chat.community.id).station_phone = "1"


def with_cte(chat: Chat) -> None:
    """A write that begins with WITH."""
    chat.session.connection().exec_driver_sql(
        "WITH one AS (SELECT 1 AS n) UPDATE community SET station_phone = '1'"
    )


def in_keep(chat: Chat) -> None:
    """A write hidden in what is made once."""
    chat.keep("hidden", lambda: write(chat, "kept"))


def delete(chat: Chat) -> None:
    """An object deleted and never flushed."""
    chat.session.delete(chat.session.get_one(Community, chat.community.id))


def become_somebody(chat: Chat) -> None:
    """A person made before the last question."""
    chat.somebody()


EARLY: list[Early] = [
    lambda chat: write(chat, "flushed"),
    lambda chat: write_in_core(chat, "core"),
    add_only,
    change_only,
    with_cte,
    in_keep,
    delete,
    become_somebody,
]


@pytest.mark.parametrize("early", EARLY)
def test_a_write_before_a_question_is_a_bug_and_leaves_nothing(
    little_on_both: LittleWorld, early: Early
) -> None:
    world = little_on_both

    def script(chat: Chat) -> None:
        chat.ask("a", "一？", Words())
        early(chat)
        chat.ask("b", "二？", Words())

    world.plays(script)
    li = world.someone("李")
    assert li.say("喂") == "一？"
    with capture_logs() as logs:
        assert "我这边出了点问题" in li.say("甲")
    assert "EarlyWrite" in logs[-1]["trace"]
    assert failed(world) == 1
    assert world.deeds == []
    assert talk_of(world, "李").answers == []
    assert "8000 0123" in li.say("找社区")


def test_a_write_before_a_card_is_a_bug_too(little: LittleWorld) -> None:
    def script(chat: Chat) -> None:
        add_only(chat)
        chat.confirm("card", "念一遍", [], "", Option("yes", "发出"))

    little.plays(script)
    assert "我这边出了点问题" in little.someone("李").say("喂")
    assert failed(little) == 1
    assert state_of(little, "李").is_idle


def test_a_write_just_before_an_unanswered_question_is_a_bug(little: LittleWorld) -> None:
    def script(chat: Chat) -> None:
        write_in_core(chat, "core")
        chat.ask("a", "一？", Words())

    little.plays(script)
    assert "我这边出了点问题" in little.someone("李").say("喂")
    assert little.deeds == []


def test_the_stop_at_a_question_is_seen_by_no_except(little: LittleWorld) -> None:
    assert issubclass(Asked, BaseException)
    assert not issubclass(Asked, Exception)
    caught: list[str] = []

    def script(chat: Chat) -> None:
        try:
            chat.ask("a", "一？", Words())
        except Exception as error:
            caught.append(repr(error))
        chat.say("完了。")

    little.plays(script)
    li = little.someone("李")
    assert li.say("喂") == "一？"
    assert li.say("甲") == "完了。"
    assert caught == []


def refusing(error: Exception) -> Callable[[Chat], None]:
    """Writes, flushes, then refuses whoever says 甲 or 乙."""

    def script(chat: Chat) -> None:
        a = chat.ask("a", "一？", Words())
        b = chat.ask("b", "二？", Words())
        write(chat, f"{a}{b}")
        if b == "乙":
            raise error
        chat.say(f"办了{a}{b}。")

    return script


def test_a_refusal_after_a_flush_leaves_nothing_and_asks_the_named_question(
    little_on_both: LittleWorld,
) -> None:
    world = little_on_both
    world.plays(refusing(Refused("{what}不行。", ask="b", what="乙")))
    li = world.someone("李")
    li.say("喂")
    li.say("甲")
    assert li.say("乙") == "乙不行。\n二？"
    assert world.deeds == []
    world.restart()
    assert li.say("丙") == "办了甲丙。"
    assert world.deeds == ["甲丙"]


def test_a_refusal_of_an_earlier_question_keeps_the_later_answer(little: LittleWorld) -> None:
    little.plays(refusing(Refused("甲不行。", ask="a")))
    li = little.someone("李")
    li.say("喂")
    li.say("甲")
    assert li.say("乙") == "甲不行。\n一？"
    assert [answer.name for answer in talk_of(little, "李").answers] == ["b"]


def test_a_refusal_without_a_question_ends_and_leaves_nothing(little: LittleWorld) -> None:
    little.plays(refusing(Refused("这次不行。\n打 8000 0123。")))
    li = little.someone("李")
    li.say("喂")
    li.say("甲")
    assert li.say("乙") == "这次不行。\n打 8000 0123。"
    assert little.deeds == []
    assert state_of(little, "李").is_idle


def test_a_refusal_that_names_a_question_never_asked_ends(little: LittleWorld) -> None:
    little.plays(refusing(Refused("这次不行。", ask="nowhere")))
    li = little.someone("李")
    li.say("喂")
    li.say("甲")
    assert li.say("乙") == "这次不行。"
    assert state_of(little, "李").is_idle


def test_invalid_after_the_last_answer_says_what_to_type_and_asks_it_again(
    little: LittleWorld,
) -> None:
    little.plays(refusing(Invalid("这里写丙。")))
    li = little.someone("李")
    li.say("喂")
    li.say("甲")
    assert li.say("乙") == "这里写丙。\n二？"
    assert little.deeds == []
    assert li.say("丙") == "办了甲丙。"


def test_a_bug_after_a_flush_leaves_nothing_and_keeps_what_was_said(little: LittleWorld) -> None:
    little.plays(refusing(ZeroDivisionError("a bug")))
    li = little.someone("李")
    li.say("喂")
    li.say("甲")
    reply = li.say("乙")
    assert reply == "我这边出了点问题，您写的都在。\n过几分钟再发一次就行。"
    assert little.deeds == []
    assert failed(little) == 1
    assert li.say("丙") == "办了甲丙。"


def test_a_refused_answer_that_was_supposed_is_asked_and_not_supposed_again(
    little: LittleWorld,
) -> None:
    def script(chat: Chat) -> None:
        chat.suppose("place", Words(), "老地方")
        place = chat.ask("place", "去哪里？", Words())
        if place == "老地方":
            raise Refused("老地方关门了。", ask="place")
        chat.say(f"去{place}。")

    little.plays(script)
    li = little.someone("李")
    assert li.say("喂") == "老地方关门了。\n去哪里？"
    assert li.say("新地方") == "去新地方。"
    assert failed(little) == 0


def test_somebody_made_in_a_turn_that_was_refused_is_nobody_again(
    little_on_both: LittleWorld,
) -> None:
    world = little_on_both

    def script(chat: Chat) -> None:
        b = chat.ask("b", "二？", Words())
        chat.somebody()
        if b == "乙":
            raise Refused("乙不行。", ask="b")
        chat.say("您好。" if chat.person is not None else "谁？")

    world.plays(script)
    li = world.someone("李")
    li.say("喂")
    assert li.say("乙") == "乙不行。\n二？"
    with world.db.reading() as session:
        assert session.scalars(select(Person.id)).all() == []
    assert li.say("丙") == "您好。"
    assert failed(world) == 0
