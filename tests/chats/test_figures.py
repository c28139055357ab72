"""本周, 本月, 今年, 要表格: what a community did, for its staff, in one message.

Scripts: this_week, this_month, this_year, figures_file.
"""

import re
from datetime import datetime, timedelta

import pytest

from models.membership import Role
from models.order import OrderState
from models.service_record import Evidence
from tests.models.test_community_figures import ended
from tests.served import an_activity, served
from tests.transcript import ZONE, Someone, World


def a_week(world: World) -> tuple[Someone, Someone]:
    """Something happened this week and the one before."""
    he, sun = world.known("何静", Role.VOLUNTEER), world.known("孙丽", Role.COORDINATOR)
    monday = datetime(2026, 11, 23, 0, 0, tzinfo=ZONE)
    served(world, "何静", monday + timedelta(hours=8), 45)
    served(world, "何静", monday - timedelta(hours=20), 60, Evidence.ROSTER)
    ended(world, monday + timedelta(hours=1), OrderState.EXPIRED)
    ended(world, monday + timedelta(hours=2), OrderState.CANCELLED)
    an_activity(world, "孙丽", monday + timedelta(hours=5))
    _ = sun.new
    return he, sun


@pytest.mark.row("A21", "H18")
def test_a_coordinator_reads_the_week_the_month_and_the_year_in_one_message_each(
    world: World,
) -> None:
    _he, sun = a_week(world)
    assert sun.say("本周") == (
        "葵园社区 2026年11月23日到11月29日\n"
        "单子：收到 3 张，办完 1 张，没办成 2 张\n"
        "没办成的：过了时间 1 张，取消了 1 张\n"
        "人：服务 42 人次，出力的志愿者 1 位，活动 1 场\n"
        "时长：核实过的 45分钟，现场号码 45分钟\n"
        "结了的单：一共 1 张，说了怎么样的 0 张\n"
        "可以写：“上一周”  “要表格”"
    )
    world.restart()
    assert "时长：核实过的 1小时，队长点名 1小时" in sun.press("上一周")
    assert sun.say("上周").startswith("葵园社区 2026年11月16日到11月22日")
    assert sun.say("本月").startswith("葵园社区 2026年11月\n单子：收到 4 张，办完 2 张")
    assert sun.say("今年").startswith("葵园社区 2026年\n")
    assert sun.say("去年").startswith("葵园社区 2025年\n单子：收到 0 张")
    assert sun.new == "", "nothing is left open"


def test_the_same_comes_as_a_file_behind_a_link(world: World) -> None:
    _he, sun = a_week(world)
    sun.say("本周")
    assert sun.press("要表格") == "好，一分钟内发到这里，\n明天这时候过期。"
    world.restart()
    world.wait(seconds=1)
    said = sun.new
    assert said.startswith("表格做好了，明天（24号 周二）上午9点10分过期：\n")
    assert re.search(r"/figures/week/2026-11-23/[\w-]{22}$", said)
    sun.say("要表格")
    world.wait(seconds=1)
    assert "/figures/month/2026-11-01/" in sun.new


def test_to_anybody_else_and_in_an_answer_the_words_are_a_time(small_world: World) -> None:
    he, sun = a_week(small_world)
    assert "社区 2026年" not in he.say("本周")
    he.say("取消")
    assert "要社区的人来定" in he.say("本周数字")
    assert "要社区的人来定" in he.say("要表格")
    sun.say("帮我取个快递，3号楼2单元501，13900000123")
    assert "社区 2026年" not in sun.say("本周"), "she was asked for a time"
    assert "社区 2026年" in sun.say("本周数字")
    sun.say("取消")
    assert "社区 2026年" in sun.say("本周")


def test_the_night_makes_a_new_week(small_world: World) -> None:
    _he, sun = a_week(small_world)
    small_world.at(datetime(2026, 11, 29, 23, 59, 58, tzinfo=ZONE))
    assert sun.say("本周").startswith("葵园社区 2026年11月23日到11月29日")
    small_world.at(datetime(2026, 11, 30, 0, 0, 0, tzinfo=ZONE))
    assert sun.say("本周").startswith("葵园社区 2026年11月30日到12月6日\n单子：收到 0 张")


def test_in_english_the_same_figures(small_world: World) -> None:
    _he, sun = a_week(small_world)
    sun.say("language")
    sun.say("English")
    said = sun.say("this week")
    assert "2026-11-23 – 2026-11-29" in said
    assert "came in 3 orders" in said
