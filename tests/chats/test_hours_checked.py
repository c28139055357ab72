"""核实时长, 记错了, 异议: others look at the hours, and mend them where they are wrong.

Scripts: hours_waiting, hours_wrong, objections, correct_hours, keep_hours.
"""

from datetime import datetime

from models.hours_check import check_all
from models.membership import Role
from models.service_record import Evidence, RecordState
from tests.served import served
from tests.transcript import ZONE, Someone, World
from tests.visits import records_in

SATURDAY = datetime(2026, 11, 21, 9, 0, tzinfo=ZONE)


def three(world: World) -> tuple[Someone, Someone, Someone]:
    """何静 serves, 孙丽 coordinates, 赵倩 works at the station."""
    return (
        world.known("何静", Role.VOLUNTEER),
        world.known("孙丽", Role.COORDINATOR),
        world.known("赵倩", Role.WORKER),
    )


def states(world: World) -> list[tuple[int, RecordState]]:
    return [(each.minutes, each.state) for each in records_in(world)]


def nothing_is_wrong(world: World) -> bool:
    with world.db.reading() as session:
        return not check_all(session).findings


def test_what_waits_is_shown_and_agreed_to_together(world: World) -> None:
    he, sun, _zhao = three(world)
    served(world, "何静", SATURDAY, 150, Evidence.SELF, "-")
    served(world, "何静", SATURDAY.replace(day=20), 37, Evidence.SELF, "-")
    served(world, "孙丽", SATURDAY.replace(hour=14), 60, Evidence.SELF, "-")
    assert "等核实的时长 3 笔，\n先到期的12月4日 周五，写“核实时长”。" in sun.say("清单")
    assert sun.say("核实时长") == (
        "等核实 3 笔，先到期的12月4日 周五：\n"
        "甲 何静 11月21日 周六 家里小修\n2小时30分，自己报的，等核实\n"
        "乙 何静 11月20日 周五 家里小修\n37分钟，自己报的，等核实\n"
        "1 核实这 2 笔\n2 挑一笔看\n3 先不核实"
    )
    world.restart()
    assert sun.say("1") == "核实了 2 笔。\n还有 1 笔，再写“核实时长”。"
    assert he.new == "2 次服务一共3小时7分，\n社区核实了。谢谢您。"
    assert sun.say("核实时长") == "只剩您自己的，要别人来核实。"
    assert [state for _m, state in states(world)].count(RecordState.APPROVED) == 2
    assert nothing_is_wrong(world)


def test_one_is_looked_at_by_itself_and_what_cannot_count_says_why(world: World) -> None:
    he, sun, _zhao = three(world)
    served(world, "何静", SATURDAY, 150, Evidence.SELF, "-")
    sun.say("核实时长")
    assert sun.say("挑一笔看") == "看哪一笔？\n1 甲"
    world.restart()
    assert sun.say("1") == (
        "何静 11月21日 周六 家里小修\n09:00-11:30\n2小时30分，自己报的，等核实\n"
        "算数吗？\n1 核实\n2 改时长\n3 不能算\n4 先放着"
    )
    assert "看哪一笔？" in sun.say("上一步")
    sun.say("1")
    assert sun.say("3") == "写一句为什么，对方会原样看到。"
    assert sun.say("取消").startswith("好，这件先不办了。")
    assert states(world) == [(150, RecordState.PENDING)]
    for words in ("核实时长", "2", "1", "3"):
        sun.say(words)
    assert sun.say("那天活动取消了") == "好，没算，原因告诉对方了。"
    assert he.new == (
        "11月21日 周六的2小时30分，社区没算进去：\n“那天活动取消了”\n不对的话，写“记错了”。\n"
        "可以写：“记错了”"
    )
    assert he.say("时长").startswith("还没有记录")
    assert "没算：那天活动取消了" in he.say("看每一次")


def test_what_is_too_long_is_mended_before_it_counts(world: World) -> None:
    he, sun, _zhao = three(world)
    served(world, "何静", SATURDAY, 150, Evidence.SELF, "-")
    for words in ("核实时长", "2", "1"):
        sun.say(words)
    assert sun.say("改时长") == "应该是多久？"
    assert "就按“不能算”" in sun.say("0分钟")
    sun.say("1小时")
    world.restart()
    assert sun.say("10点就散了") == "改好了，告诉对方了。"
    assert he.new.startswith("11月21日 周六的时长改成1小时，核实了：\n“10点就散了”\n")
    assert [state for _m, state in states(world)] == [
        RecordState.REVERSED,
        RecordState.REVERSED,
        RecordState.APPROVED,
    ]
    assert he.say("时长").startswith("一共 1小时，今年 1小时。")
    assert nothing_is_wrong(world)


def test_a_long_day_wants_a_coordinator_and_a_very_long_one_a_reason(world: World) -> None:
    he, sun, zhao = three(world)
    served(world, "何静", SATURDAY.replace(hour=6), 9 * 60, Evidence.SELF, "-")
    zhao.say("核实时长")
    assert zhao.say("1").startswith("核实了 0 笔。\n1 笔还等着")
    served(world, "何静", SATURDAY.replace(hour=16), 4 * 60, Evidence.SELF, "-")
    sun.say("核实时长")
    assert sun.say("1").startswith("核实了 1 笔。\n1 笔还等着")
    for words in ("核实时长", "2", "1"):
        sun.say(words)
    assert sun.say("核实") == "这天超过 12 小时了，为什么？\n1 抢险救援\n2 守夜过夜"
    assert sun.say("1") == "核实了。"
    assert "4小时，社区核实了" in he.new
    assert records_in(world)[1].reason == "抢险救援"
    assert nothing_is_wrong(world)


def test_two_who_agree_at_once_agree_once(world: World) -> None:
    he, sun, zhao = three(world)
    served(world, "何静", SATURDAY, 150, Evidence.SELF, "-")
    sun.say("核实时长")
    zhao.say("核实时长")
    assert sun.say("1") == "核实了 1 笔。"
    assert zhao.say("1").startswith("核实了 0 笔。\n1 笔还等着：有人看过了")
    assert he.new.count("社区核实了") == 1


def test_what_is_due_soon_is_told_to_the_worker_once_in_front_and_that_morning(
    world: World,
) -> None:
    _he, sun, _zhao = three(world)
    served(world, "何静", SATURDAY, 150, Evidence.SELF, "-")
    served(world, "何静", SATURDAY.replace(hour=13), 30, Evidence.SELF, "-")
    world.at(datetime(2026, 12, 1, 8, 59, tzinfo=ZONE))
    assert sun.new == ""
    world.restart()
    world.wait(minutes=1)
    assert sun.new == "2 笔时长要在12月4日 周五前核实完。\n可以写：“核实时长”"
    world.wait(days=1)
    assert sun.new == ""
    world.at(datetime(2026, 12, 4, 9, 0, tzinfo=ZONE))
    assert "2 笔时长要在12月4日 周五前核实完。" in sun.new
    sun.press("核实时长")
    sun.say("1")
    world.wait(days=9)
    assert sun.new == ""


def test_an_entry_that_is_wrong_is_mended_and_both_stay(world: World) -> None:
    he, sun, _zhao = three(world)
    served(world, "何静", SATURDAY, 60)
    assert he.say("记错了") == "哪一次不对？\n1 11月21日 周六 1小时\n2 少了一次"
    world.restart()
    assert he.say("1") == "哪里不对？写一句。\n比如“去了两小时，记少了”。"
    assert he.say("去了两小时，记少了") == (
        "转给社区了，最晚11月30日 周一给您回话。\n记的数先不动。"
    )
    assert sun.new == (
        "何*说时长不对：\n“去了两小时，记少了”\n11月21日 周六 家里小修\n1小时，现场号码\n"
        "最晚11月30日 周一回话。\n可以写：“改一笔”  “不改时长”"
    )
    assert "时长异议 1 条，写“异议”。" in sun.say("清单")
    assert sun.say("改一笔") == "应该是多久？\n不能算就回“一分钟也不算”。\n1 2小时\n2 一分钟也不算"
    assert "多久没看懂" in sun.say("两")
    assert sun.say("两小时") == "为什么改？写一句，对方会看到。"
    assert "应该是多久" in sun.say("上一步")
    world.restart()
    sun.say("2小时")
    card = sun.say("登记表上是两小时")
    assert "原来  1小时" in card
    assert "改成  2小时" in card
    assert sun.say("1") == "改好了，告诉对方了。"
    assert he.new == "您说时长不对，社区看过，改了：\n“登记表上是两小时”\n写“时长”看现在的。"
    assert he.say("时长").startswith("一共 2小时，今年 2小时。")
    assert "2小时，现场号码，改过：登记表上是两小时" in he.say("看每一次")
    assert states(world) == [
        (60, RecordState.REVERSED),
        (-60, RecordState.REVERSED),
        (120, RecordState.APPROVED),
    ]
    assert sun.say("异议") == "没有等着回的时长异议。"
    assert nothing_is_wrong(world)


def test_what_stays_as_it_is_says_why_and_nobody_answers_for_themselves(world: World) -> None:
    _he, sun, zhao = three(world)
    served(world, "赵倩", SATURDAY, 60)
    zhao.say("时长不对")
    zhao.say("1")
    zhao.say("应该两小时")
    assert "应该两小时" in sun.new
    assert zhao.new == ""
    assert zhao.say("异议") == "没有等着回的时长异议。"
    assert "没有等着回的" in zhao.say("改一笔")
    assert sun.say("不改时长") == "为什么不改？写一句，对方会原样看到。"
    assert sun.say("签退是10点，对方也这么说") == "好，告诉对方了。"
    assert zhao.new == (
        "您说时长不对，社区看过，没有改：\n“签退是10点，对方也这么说”\n还觉得不对，写“找社区”。"
    )
    assert states(world) == [(60, RecordState.APPROVED)]


def test_who_waits_for_an_answer_hears_first_when_it_is_late(world: World) -> None:
    he, sun, _zhao = three(world)
    served(world, "何静", SATURDAY, 60)
    for words in ("记错了", "1", "记少了"):
        he.say(words)
    assert "您说过了，社区在看" in [he.say(words) for words in ("记错了", "1", "记少了")][-1]
    he.say("取消")
    _ = sun.new
    world.at(datetime(2026, 11, 27, 9, 0, tzinfo=ZONE))
    assert "何*说时长不对" in sun.new
    world.restart()
    world.at(datetime(2026, 11, 30, 18, 0, tzinfo=ZONE))
    assert he.new == "对不起，您说的时长还没看完。\n最晚12月1日 周二给您回话。"
    assert "最晚12月1日 周二回话" in sun.new
    sun.press("不改时长")
    sun.say("看过了，没错")
    assert "没有改" in he.new
    world.at(datetime(2026, 12, 1, 18, 0, tzinfo=ZONE))
    assert he.new == ""


def test_hours_of_others_are_for_staff_to_look_at(small_world: World) -> None:
    he, _sun, _zhao = three(small_world)
    served(small_world, "何静", SATURDAY, 60, Evidence.SELF, "-")
    for words in ("核实时长", "异议", "改一笔", "不改时长"):
        assert "要社区的人来定" in he.say(words)
    assert "补记要社区或者领队来写" in he.say("补记")
    assert states(small_world) == [(60, RecordState.PENDING)]
