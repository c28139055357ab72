"""设置: language, quiet hours of one's own, 今天别叫我, large letters (chats.md 7, 19).

Scripts: settings, set_language, set_quiet, hush, unhush, set_notices, set_letters, quieter, louder.
"""

from datetime import datetime, time
from typing import ClassVar

import pytest
from sqlalchemy import select

from models.contact import Contact
from models.database import Database
from models.membership import Role
from models.order import Order
from models.person import Person
from tests.chats.test_claiming import an_open_order
from tests.transcript import ZONE, Paper, World


class Phone(Paper):
    """A channel whose messages make a phone ring."""

    name: ClassVar[str] = "phone"
    rings: ClassVar[bool] = True


def ringing(db: Database) -> World:
    """葵园社区 on phones that ring."""
    world = World(db)
    world.paper = Phone()
    world.channel = world.paper
    world.start()
    return world


def person(world: World, name: str) -> Person:
    with world.db.reading() as session:
        return session.scalars(select(Person).filter_by(display_name=name)).one()


def test_everything_is_on_one_card_with_a_way_to_change_it(world: World) -> None:
    li = world.known("李婶", Role.RESIDENT)
    assert li.say("设置").startswith(
        "设置\n语言  中文\n安静时间  晚上9点到上午8点\n不收的通知  都收\n字的大小  标准字"
    )
    assert li.labels == ["换语言", "安静时间", "今天别叫我", "收哪些通知", "大字"]


def test_the_language_changes_for_every_chat_of_hers(world: World) -> None:
    li = world.known("李婶", Role.RESIDENT)
    li.say("设置")
    assert li.press("换语言").startswith("用哪种话？")
    world.restart()
    assert "第一步" in li.say("上一步")
    assert li.press("English") == "English from now on."
    assert li.say("我的").startswith("You have no open orders.")
    with world.db.reading() as session:
        assert session.scalars(select(Contact.language)).one() == "en"
    li.say("settings")
    li.press("Language")
    assert li.press("中文") == "好，以后说中文。"
    assert li.say("我的").startswith("您现在没有办着的事。")


def test_quiet_hours_of_her_own_stand_in_for_the_communitys(db: Database) -> None:
    world = ringing(db)
    he = world.known("何静", Role.VOLUNTEER)
    zhou = world.known("周凯", Role.VOLUNTEER)
    he.say("安静时间")
    assert "时间没看懂。" in he.say("夜里吧")
    assert he.say("上午9点到中午12点").startswith("好，安静时间：上午9点到中午12点。")
    assert (person(world, "何静").quiet_from, person(world, "何静").quiet_until) == (
        time(9),
        time(12),
    )
    an_open_order(world)
    assert "接单" in zhou.labels
    assert "接单" not in he.labels
    world.at(datetime(2026, 11, 23, 12, 1, tzinfo=ZONE))
    assert "接单" in he.labels
    world.runner.close()


def test_any_hour_will_do_for_who_says_so(db: Database) -> None:
    world = ringing(db)
    he = world.known("何静", Role.VOLUNTEER)
    zhou = world.known("周凯", Role.VOLUNTEER)
    he.say("安静时间")
    assert he.press("随时都行").startswith("好，安静时间：不设，随时都行。")
    sun = world.known("孙丽", Role.WORKER)
    li = world.known("李婶", Role.RESIDENT)
    for words in ("想找人教我用手机挂号，3号楼2单元501，明天下午", "13900000123", "行"):
        li.say(words)
    sun.press("通过")
    world.at(datetime(2026, 11, 23, 22, 0, tzinfo=ZONE))
    sun.press("放开接单")
    assert "接单" in he.labels
    assert "接单" not in zhou.labels
    he.say("安静时间")
    assert he.press("跟社区一样").startswith("好，安静时间：晚上9点到上午8点。")
    assert person(world, "何静").quiet_from is None
    world.runner.close()


def test_not_today_lasts_until_the_morning(db: Database) -> None:
    world = ringing(db)
    he = world.known("何静", Role.VOLUNTEER)
    assert he.say("今天别叫我").startswith("好，明天（24号 周二）上午8点前不叫您。")
    world.restart()
    an_open_order(world)
    assert "接单" not in he.labels
    assert he.say("我的").startswith("您现在没有办着的事。")
    world.at(datetime(2026, 11, 24, 8, 1, tzinfo=ZONE))
    assert "接单" in he.labels
    world.runner.close()


def test_what_is_called_off_comes_all_the_same(db: Database) -> None:
    world = ringing(db)
    he = world.known("何静", Role.VOLUNTEER)
    li = an_open_order(world)
    he.press("接单")
    he.say("今天别叫我")
    li.say("取消这单")
    li.press("取消这单")
    assert "不用去了" in he.new
    world.runner.close()


def test_what_she_waits_for_comes_all_the_same(db: Database) -> None:
    world = ringing(db)
    zhou = world.known("周凯", Role.VOLUNTEER)
    li = an_open_order(world)
    li.say("今天别叫我")
    zhou.press("接单")
    zhou.say("下午3点")
    assert "有人来了：周凯" in li.new
    world.runner.close()


def test_the_peace_can_end_sooner(db: Database) -> None:
    world = ringing(db)
    he = world.known("何静", Role.VOLUNTEER)
    he.say("今天别叫我")
    assert "不叫您  到明天（24号 周二）上午8点" in he.say("设置")
    assert he.press("可以叫我") == "好，有事就叫您。"
    an_open_order(world)
    assert "接单" in he.labels
    world.runner.close()


def test_no_reminder_in_her_own_quiet_hours_nor_when_hushed(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    li.say("安静时间")
    li.say("上午9点到下午3点")
    chen = small_world.known("陈伯", Role.RESIDENT)
    chen.say("今天别叫我")
    for each in (li, chen):
        each.say("水龙头漏水，7号楼1单元1308")
    small_world.wait(hours=2)
    assert li.new == chen.new == ""
    small_world.at(datetime(2026, 11, 23, 15, 1, tzinfo=ZONE))
    assert li.new.startswith("刚才写到一半的还在。")
    assert chen.new == ""
    small_world.at(datetime(2026, 11, 24, 8, 1, tzinfo=ZONE))
    assert chen.new.startswith("刚才写到一半的还在。")


def test_what_to_hear_about_leads_to_fewer_or_more(small_world: World) -> None:
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    zhou.say("设置")
    assert zhou.press("收哪些通知") == "想少收，还是想再收？\n1 少收一种\n2 照旧"
    assert zhou.press("少收一种").startswith("哪种不想收？")
    zhou.press("社区通知")
    assert "不收的通知  社区通知" in zhou.say("设置")
    zhou.press("收哪些通知")
    assert zhou.press("再收一种").startswith("哪种想再收？")
    assert zhou.say("取消").startswith("好，这件先不办了。")
    zhou.say("收哪些通知")
    assert zhou.press("照旧") == "好，照旧。"


def test_large_letters_are_kept_with_the_person(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    assert li.say("大字") == "好，网页上用大字。\n刷新一下就看得到。"
    assert person(small_world, "李婶").large_text is True
    assert "字的大小  大字" in li.say("设置")
    assert li.press("标准字").startswith("好，网页上用标准字。")


def test_a_card_for_a_helper_comes_in_the_middle_of_settings(world: World) -> None:
    """chats.md 7: the open question stays, is answered after the claim, and keeps its options."""
    zhou = world.known("周凯", Role.VOLUNTEER)
    zhou.say("安静时间")
    an_open_order(world)
    said = zhou.press("接单")
    assert said.startswith("接好了，谢谢您。")
    said = zhou.say("下午3点")
    assert said.count("几点到几点别响？") == 1
    assert "接着刚才的：\n几点到几点别响？" in said
    assert zhou.say("1").startswith("好，安静时间：晚上9点到上午8点。")


@pytest.mark.parametrize("words", ["设置", "今天别叫我", "大字"])
def test_a_stranger_may_set_things_too(small_world: World, words: str) -> None:
    assert small_world.someone("王").say(words)
    with small_world.db.reading() as session:
        people = session.scalars(select(Person)).all()
    assert len(people) == (0 if words == "设置" else 1)


@pytest.mark.parametrize("words", ["English", "english please"])
def test_whoever_asks_for_english_gets_it_and_no_order(small_world: World, words: str) -> None:
    ann = small_world.someone("Ann")
    assert "2 English" in ann.say(words)
    assert "English" in ann.press("English")
    with small_world.db.reading() as session:
        assert session.scalars(select(Order)).all() == []
