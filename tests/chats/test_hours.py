"""时长, 看每一次, 党员60小时进度: one's own page of the hours book (chats 12).

Scripts: my_hours, each_time, party_goal, close_goal.
"""

from datetime import datetime

import pytest

from models.community import Community
from models.membership import Role
from tests.served import a_book, served
from tests.transcript import ZONE, Someone, World


def he_with_a_book(world: World) -> Someone:
    he = world.known("何静", Role.VOLUNTEER)
    a_book(world, "何静")
    return he


def test_hours_are_shown_by_how_they_are_known_and_what_does_not_count_is_said(
    world: World,
) -> None:
    he = he_with_a_book(world)
    assert he.say("时长") == (
        "一共 92小时10分（含等核实的），\n今年 41小时。\n"
        "现场号码 71小时\n"
        "队长点名 18小时40分\n"
        "自己报的 2小时30分，等核实\n"
        "离一星（100小时）还差 10小时20分，\n"
        "等核实的还没算进去。\n"
        "可以写：“看每一次”  “记错了”"
    )
    world.restart()
    assert he.press("看每一次") == (
        "11月21日 周六 家里小修\n2小时30分，自己报的，等核实\n"
        "5月22日 周五 家里小修\n4小时40分，队长点名\n"
        "5月15日 周五 家里小修\n4小时40分，队长点名\n"
        "5月8日 周五 家里小修\n4小时40分，队长点名\n"
        "可以写：“2026年5月1日以前”  “记错了”"
    )
    assert he.press("2026年5月1日以前").startswith("5月1日 周五 家里小修\n4小时40分，队长点名\n")
    assert he.say("2025年3月10日以前").startswith(
        "2025年3月10日 周一 家里小修\n6小时24分，现场号码"
    )
    assert "没有这一天" in he.say("2025年2月31日以前")
    assert he.new == "", "nothing is left open"


def test_a_star_is_what_is_left_by_the_table_of_the_community(small_world: World) -> None:
    he = he_with_a_book(small_world)
    with small_world.db.session() as session:
        session.get_one(Community, small_world.community_id).star_hours = [30, 60, 100, 200, 300]
    small_world.restart()
    assert "离三星（100小时）还差 10小时20分" in he.say("时长")
    with small_world.db.session() as session:
        session.get_one(Community, small_world.community_id).star_hours = [30, 60]
    small_world.restart()
    assert "还差" not in he.say("时长"), "all stars are there"


@pytest.mark.row("V10")
def test_the_goal_of_the_year_is_opened_by_oneself_and_never_pushed(world: World) -> None:
    he = he_with_a_book(world)
    assert "60小时" not in he.say("时长")
    opened = he.say("党员60小时进度")
    assert opened.startswith(
        "今年 38小时30分，目标 60小时，\n还差 21小时30分。\n到12月31日还有38天。\n"
    )
    assert "等核实的 2小时30分还没算进去。" in opened
    assert "这个只有您自己看得到" in opened
    world.restart()
    assert "“60小时进度”" in he.say("时长")
    assert "只有您自己看得到" not in he.press("60小时进度"), "said once"
    world.wait(days=20)
    assert he.new == "", "never pushed"
    assert he.say("收起进度") == "好，收起来了。"
    assert "60小时" not in he.say("时长")
    assert he.say("收起进度") == "没有打开着的进度。"


def test_the_goal_counts_the_calendar_year_of_the_community_and_says_when_it_is_full(
    small_world: World,
) -> None:
    he = small_world.known("何静", Role.VOLUNTEER)
    served(small_world, "何静", datetime(2026, 1, 1, 0, 10, tzinfo=ZONE), 300)
    served(small_world, "何静", datetime(2025, 12, 31, 18, 0, tzinfo=ZONE), 300)
    assert he.say("党员60小时进度").startswith("今年 5小时，目标 60小时，\n还差 55小时。")
    for n in range(7):
        served(small_world, "何静", datetime(2026, 3, 2 + n, 8, 0, tzinfo=ZONE), 480)
    assert he.say("党员60小时进度").startswith("今年 61小时，60小时满了。\n")
    small_world.at(datetime(2027, 1, 1, 9, 0, tzinfo=ZONE))
    said = he.say("党员60小时进度")
    assert said.startswith("今年 0小时，目标 60小时，\n还差 60小时。\n到12月31日还有364天。")


def test_what_somebody_opened_for_themselves_nobody_else_sees(small_world: World) -> None:
    he = he_with_a_book(small_world)
    sun = small_world.known("孙丽", Role.COORDINATOR)
    he.say("党员60小时进度")
    for words in ("时长", "概况", "清单", "本周", "核实时长", "党员60小时进度"):
        assert "何静" not in sun.say(words) or "党员" not in sun.new
    said = he.say("我的同意")
    assert "给您看党员60小时进度" in said
    assert he.say("60小时") == "好，收起来了。"
    assert "60小时" not in he.say("时长")


def test_hours_of_an_evening_belong_to_its_day_and_ten_minutes_are_ten(small_world: World) -> None:
    he = small_world.known("何静", Role.VOLUNTEER)
    served(small_world, "何静", datetime(2026, 11, 22, 23, 55, tzinfo=ZONE), 10)
    assert he.say("时长").startswith("一共 10分钟，今年 10分钟。\n现场号码 10分钟\n")
    assert "11月22日 周日" in he.say("看每一次")


def test_who_has_no_entry_reads_how_to_get_one(small_world: World) -> None:
    he = small_world.known("何静", Role.VOLUNTEER)
    nothing = "还没有记录。接一张单，办完就记上。"
    assert he.say("时长") == he.say("看每一次") == nothing
    assert "我还不认识您" in small_world.someone("过路人").say("党员60小时进度")


def test_in_english_hours_are_told_the_same(small_world: World) -> None:
    anna = he_with_a_book(small_world)
    anna.say("language")
    anna.say("English")
    said = anna.say("hours")
    assert said.startswith("92 h 10 min in all, with what is still to be checked;")
    assert "10 h 20 min to go to one star (100 hours)," in said
    assert "and before" in anna.say("each time")
    assert anna.say("2025-3-10 and before").startswith("Mon 10 Mar 2025")
    assert "21 h 30 min to go." in anna.say("party goal")
    assert "Which one is wrong?" in anna.say("wrong hours")
    assert "What's wrong?" in anna.say("1")
    assert "You will have an answer by Mon 30 Nov." in anna.say("I was there three hours")
