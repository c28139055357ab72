"""明白人坐班: who knows sits by turns; a question or an order reaches the one who sits now (P14).

Scripts: sitting, set_sitting, ask_expert, other_words, approve, answer_suggestion.
"""

from datetime import datetime

import pytest
from sqlalchemy import select

from models.duty import DutyTurn, Part
from models.membership import Membership, Role
from models.order import Order
from models.person import Person
from models.qualification import Qualification
from models.suggestion import Suggestion
from tests.finding import volunteer
from tests.transcript import ZONE, Someone, World

QUESTION = "请问房子是我妈的名字，她走了我和哥哥怎么分"


def licensed(world: World, name: str, skill: str = "law") -> Someone:
    """A volunteer whose licence somebody has seen."""
    someone = volunteer(world, name, skills=[skill])
    with world.db.session() as session:
        person = session.scalars(select(Person).filter_by(display_name=name)).one()
        row = {"community_id": world.community_id, "person_id": person.id, "skill": skill}
        session.add(Qualification(**row, verified_at=world.now, verified_by_id=person.id))
    return someone


def sits(world: World, name: str, kind: str = "legal_advice", weekday: int = 0) -> None:
    """Let this one sit on that weekday, in the daytime, every week."""
    with world.db.session() as session:
        person = session.scalars(select(Person).filter_by(display_name=name)).one()
        row = {"community_id": world.community_id, "person_id": person.id, "kind": kind}
        session.add(DutyTurn(**row, weekday=weekday, part=Part.DAY, rank=1))


@pytest.mark.row("P14")
def test_a_coordinator_lets_a_lawyer_sit_and_a_question_reaches_him(world: World) -> None:
    chen, sun = world.known("陈静", Role.COORDINATOR), world.known("孙丽", Role.WORKER)
    he, wang = licensed(world, "何律师"), world.known("王秀英", Role.RESIDENT)
    card = chen.say("坐班 律师 周一白天 何律师")
    assert card.startswith("坐班：法律咨询\n哪一班  每周一白天，或就11月23日 周一白天\n")
    assert "谁坐班  何律师" in card
    world.restart()
    assert chen.press("每周都这样") == "好，法律咨询，每周一白天：何律师。"
    assert he.new == "每周一白天您坐班：法律咨询。\n有人问就转给您，按“回这条”。"
    assert "法律咨询：\n11月23日 周一白天 何律师" in sun.say("坐班")
    assert wang.say("明白人") == "想问哪一类的事？\n1 法律咨询"
    assert wang.press("法律咨询") == "您想问什么？写一句就行。"
    asked = wang.say(QUESTION)
    assert "谁来回  何律师（现在坐班）" in asked
    assert "只有回的人看得到，看不到是谁问的。" in asked
    world.restart()
    assert "转给坐班的何律师了，不留您的名字。\n今天晚上8点前回您。" in wang.press("问一问")
    assert QUESTION in he.card
    assert "王秀英" not in he.card
    assert (chen.new, sun.new) == ("", "")
    he.press("回这条")
    he.say("先看有没有遗嘱，带房本来坐班")
    assert "何律师回话了：\n“先看有没有遗嘱，带房本来坐班”" in wang.new


@pytest.mark.row("P14")
def test_a_question_in_her_own_words_goes_to_who_sits_for_it(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    he, wang = licensed(world, "何律师"), world.known("王秀英", Role.RESIDENT)
    sits(world, "何律师")
    asked = wang.say("劳动合同没签能要赔偿吗")
    assert "何律师坐班，能回这一类的事。\n问一问就行，还是约个时间见？" in asked
    world.restart()
    assert "何律师坐班" in wang.say("上一步")
    assert "转给坐班的何律师了，不留您的名字。" in wang.press("问一问就行")
    assert "劳动合同没签能要赔偿吗" in he.card
    wang.say("遗嘱公证到哪儿办，要带啥材料")
    assert "转给坐班的何律师了" in wang.press("请人回我")
    assert "遗嘱公证" in he.card
    assert sun.new == ""


def test_whoever_would_rather_meet_goes_on_with_her_need(small_world: World) -> None:
    he, wang = licensed(small_world, "何律师"), small_world.known("王秀英", Role.RESIDENT)
    sits(small_world, "何律师")
    wang.say("劳动合同没签能要赔偿吗")
    assert "什么时候来方便？" in wang.press("约个时间见")
    assert he.new == ""


@pytest.mark.row("P14")
def test_an_order_of_that_kind_asks_who_sits_first(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    he, li = licensed(world, "何律师"), licensed(world, "李律师")
    sits(world, "何律师")
    wang = world.known("王秀英", Role.RESIDENT)
    wang.say("想找律师咨询一下赡养费的事，3号楼2单元501，周六下午，13900000123")
    while "发出" not in wang.labels:
        wang.say("1")
    wang.press("发出")
    assert "坐班的何律师问了，等到" in sun.press("通过")
    world.restart()
    assert "接单" in he.labels
    assert li.new == ""
    assert he.press("接单").startswith("接好了")


def test_when_nobody_sits_now_staff_hear_when_somebody_does(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    he = licensed(small_world, "何律师")
    sits(small_world, "何律师", weekday=2)
    wang = small_world.known("王秀英", Role.RESIDENT)
    wang.say("想找律师咨询一下赡养费的事，3号楼2单元501，周六下午，13900000123")
    while "发出" not in wang.labels:
        wang.say("1")
    wang.press("发出")
    assert "11月25日 周三白天坐班：何律师。" in sun.press("通过")
    assert he.new == ""


def test_without_a_licence_nobody_sits_for_the_law(small_world: World) -> None:
    chen = small_world.known("陈静", Role.COORDINATOR)
    volunteer(small_world, "周凯")
    said = chen.say("坐班 律师 周三白天 周凯")
    assert said.startswith("周凯的证还没核实过。\n先写“核实资质 周凯 法律”。")
    assert chen.say("取消").startswith("好，这件先不办了。")
    assert "谁坐班  周凯" in chen.say("坐班 调解 周三白天 周凯")
    assert chen.press("改谁坐班").startswith("谁坐班？")
    assert "谁坐班  周凯" in chen.say("上一步")
    chen.say("取消")
    with small_world.db.reading() as session:
        assert session.scalars(select(DutyTurn)).all() == []


def test_a_licence_that_has_run_out_ends_the_sitting(small_world: World) -> None:
    licensed(small_world, "何律师")
    sits(small_world, "何律师")
    wang = small_world.known("王秀英", Role.RESIDENT)
    assert "法律咨询" in wang.say("明白人")
    wang.say("取消")
    with small_world.db.session() as session:
        shown = session.scalars(select(Qualification)).one()
        shown.valid_until = datetime(2026, 11, 22, tzinfo=ZONE).date()
    assert wang.say("明白人") == "这一周没有人坐班。\n有事写“找社区”。"


def test_the_list_is_kept_by_coordinators_and_apart_from_the_duty_list(small_world: World) -> None:
    chen, zhao = small_world.known("陈静", Role.COORDINATOR), small_world.known("赵倩", Role.WORKER)
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    assert zhao.say("坐班 调解 周三白天 周凯").startswith("值班由协调员来排。")
    assert "社区的人来定" in zhou.say("坐班")
    chen.say("坐班 调解 每周三白天 周凯")
    chen.press("每周都这样")
    assert chen.say("值班").startswith("还没排值班，有急事社区的人都会叫到。")
    assert "邻里调解：\n11月25日 周三白天 周凯" in zhao.say("坐班")


def test_nobody_but_who_sits_reads_a_question(small_world: World) -> None:
    chen = small_world.known("陈静", Role.ADMIN)
    he, zhou = licensed(small_world, "何律师"), small_world.known("周凯", Role.VOLUNTEER)
    sits(small_world, "何律师")
    wang = small_world.known("王秀英", Role.RESIDENT)
    wang.say("明白人")
    wang.press("法律咨询")
    wang.say(QUESTION)
    wang.press("问一问")
    for each in (chen, zhou):
        assert each.say("建议清单") == "没有等您回的建议和问题。"
        assert each.say("回这条").startswith("没看出是哪一条。")
    assert QUESTION in he.say("建议清单")
    with small_world.db.reading() as session:
        assert session.scalars(select(Suggestion)).one().is_unnamed
        assert session.scalars(select(Order)).all() == []


def test_what_was_not_answered_goes_to_who_sits_next(small_world: World) -> None:
    he, li = licensed(small_world, "何律师"), licensed(small_world, "李律师")
    sits(small_world, "何律师")
    sits(small_world, "李律师", weekday=1)
    wang = small_world.known("王秀英", Role.RESIDENT)
    wang.say("明白人")
    wang.press("法律咨询")
    wang.say(QUESTION)
    wang.press("问一问")
    assert QUESTION in he.card
    small_world.wait(days=1)
    assert QUESTION in li.card
    assert "是我们慢了" in wang.new


def test_when_nobody_sits_any_more_staff_answer_and_she_hears_it(small_world: World) -> None:
    chen = small_world.known("陈静", Role.WORKER)
    he, wang = licensed(small_world, "何律师"), small_world.known("王秀英", Role.RESIDENT)
    sits(small_world, "何律师")
    wang.say("明白人")
    wang.press("法律咨询")
    wang.say(QUESTION)
    wang.press("问一问")
    assert QUESTION in he.say("建议清单")
    with small_world.db.session() as session:
        lawyer = session.scalars(select(Person).filter_by(display_name="何律师")).one()
        for held in session.scalars(select(Membership).filter_by(person_id=lawyer.id)):
            held.until = small_world.now
    assert he.say("建议清单") == "没有等您回的建议和问题。"
    small_world.wait(days=1)
    assert "这阵没有懂行的人坐班，社区的人来回您。" in wang.new
    assert QUESTION in chen.say("建议清单")


def test_who_sits_alone_and_asks_is_brought_to_who_sits_next(small_world: World) -> None:
    he, li = licensed(small_world, "何律师"), licensed(small_world, "李律师")
    sits(small_world, "何律师")
    sits(small_world, "李律师", weekday=1)
    he.say("明白人")
    he.press("法律咨询")
    assert "谁来回  李律师（11月24日 周二白天坐班）" in he.say(QUESTION)
    assert "转给坐班的李律师了" in he.press("问一问")
    assert QUESTION in li.card


def test_a_name_with_a_blank_is_found_beside_others(small_world: World) -> None:
    chen = small_world.known("陈静", Role.COORDINATOR)
    for name in ("Mary Li", "何律师", "李律师"):
        licensed(small_world, name)
    said = chen.say("坐班 律师 周一白天 Mary Li 何律师")
    assert "谁坐班  Mary Li，再叫何律师" in said


def test_a_question_goes_to_nobody_but_who_was_named(small_world: World) -> None:
    he, li = licensed(small_world, "何律师"), licensed(small_world, "李律师")
    sits(small_world, "何律师")
    sits(small_world, "李律师", weekday=1)
    wang = small_world.known("王秀英", Role.RESIDENT)
    assert "何律师坐班" in wang.say("劳动合同没签能要赔偿吗")
    small_world.wait(hours=13)
    asked = wang.press("问一问就行")
    assert "李律师坐班，能回这一类的事。" in asked
    assert (he.new, li.new) == ("", "")
    assert "转给坐班的李律师了" in wang.press("问一问就行")
    assert "劳动合同没签能要赔偿吗" in li.card


def test_a_question_stays_with_who_was_named_when_somebody_is_put_first(small_world: World) -> None:
    he, li = licensed(small_world, "何律师"), licensed(small_world, "李律师")
    sits(small_world, "何律师")
    wang = small_world.known("王秀英", Role.RESIDENT)
    wang.say("劳动合同没签能要赔偿吗")
    with small_world.db.session() as session:
        first = session.scalars(select(DutyTurn)).one()
        first.rank = 2
    sits(small_world, "李律师")
    assert "转给坐班的何律师了" in wang.press("问一问就行")
    assert "劳动合同没签能要赔偿吗" in he.card
    assert li.new == ""
