"""Who besides has to say yes to a second chat: a guardian for a minor, a colleague for staff.

Scripts: link, link_yes, link_vouch, link_doubt.
"""

from sqlalchemy import select

from models.consent import UNANSWERED, Purpose, has_agreed
from models.contact import chats_of
from models.database import Database
from models.linking import LinkCode
from models.membership import Role
from models.person import ActsFor, Person
from tests.linking import TwoChannels, code_of, link_up
from tests.transcript import Someone


def a_child_and_her_mother(world: TwoChannels) -> tuple[Someone, Someone]:
    """小林 is 15, and 林妈妈 answers for her."""
    child, mother = world.known("小林", Role.VOLUNTEER), world.known("林妈妈", Role.RESIDENT)
    with world.db.session() as session:
        rows = {each.display_name: each for each in session.scalars(select(Person))}
        rows["小林"].is_adult, rows["小林"].birth_year = False, 2011
        link = ActsFor(person_id=rows["林妈妈"].id, for_person_id=rows["小林"].id)
        link.community_id, link.scope = world.community_id, "guardian"
        link.agreed_by, link.agreed_at = "guardian", world.now
        session.add(link)
    return child, mother


def test_a_minor_s_second_chat_needs_the_guardian(two: TwoChannels) -> None:
    child, mother = a_child_and_her_mother(two)
    phone = two.there("child")
    assert link_up(child, phone, "小林").startswith("好。还要家里大人点头")
    assert two.person_of(phone) is None
    asked = mother.new
    assert "小林要把微信也连到自己的号上，\n那边自称“小林”。" in asked
    two.restart()
    assert mother.press("是本人") == "好，连上了。"
    assert "连上了。您的单子" in phone.new
    assert "微信那边连上了。" in child.new
    assert two.person_of(phone) == two.person_of(child)


def test_a_guardian_says_no(two: TwoChannels) -> None:
    child, mother = a_child_and_her_mother(two)
    phone = two.there("child")
    link_up(child, phone, "小林")
    assert mother.press("不是本人") == "好，没有连。已经告诉本人了。"
    assert "另一位说不是您本人，没有连上。" in child.new
    assert "没有连上" in phone.new
    assert two.person_of(phone) is None


def test_a_minor_without_a_guardian_gets_no_code(small_two: TwoChannels) -> None:
    child, _mother = a_child_and_her_mother(small_two)
    with small_two.db.session() as session:
        session.scalars(select(ActsFor)).one().ended_at = small_two.now
    assert child.say("连号").startswith("没满 18 岁，要家里大人先点头。")
    with small_two.db.reading() as session:
        assert session.scalars(select(LinkCode)).all() == []


def test_a_worker_s_second_chat_needs_a_colleague(two: TwoChannels) -> None:
    zhao = two.known("赵倩", Role.WORKER)
    assert zhao.say("连号").startswith("工作人员的号，要另一位同事点头。")
    sun, li = two.known("孙丽", Role.COORDINATOR), two.known("李婶", Role.RESIDENT)
    phone = two.there("zhao")
    assert link_up(zhao, phone, "小赵").startswith("好。还要另一位同事点头")
    assert "清单" not in phone.say("清单") or two.person_of(phone) is None
    assert "赵倩要把微信也连到自己的号上" in sun.new
    yes = {"kind": "press", "token": sun.button("是本人")}
    assert li.new == ""
    assert not zhao.send(yes).startswith("好，连上了。"), "it is another's button"
    assert two.person_of(phone) is None
    assert sun.say("是本人") == "好，连上了。"
    assert two.person_of(phone) == two.person_of(zhao)


def test_a_colleague_may_take_a_day_and_no_longer(small_two: TwoChannels) -> None:
    zhao, sun = small_two.known("赵倩", Role.WORKER), small_two.known("孙丽", Role.COORDINATOR)
    link_up(zhao, small_two.there("zhao"), "小赵")
    yes = {"kind": "press", "token": sun.button("是本人")}
    small_two.wait(days=1, minutes=1)
    assert sun.send(yes).startswith("这一次已经过去了。")


def test_whoever_is_no_longer_staff_vouches_for_nobody(small_two: TwoChannels) -> None:
    zhao, sun = small_two.known("赵倩", Role.WORKER), small_two.known("孙丽", Role.COORDINATOR)
    chen = small_two.known("陈静", Role.WORKER)
    phone = small_two.there("zhao")
    link_up(zhao, phone, "小赵")
    yes = {"kind": "press", "token": chen.button("是本人")}
    sun.say("收回 陈静 的社区工作人员")
    sun.press("收回")
    assert chen.send(yes).startswith("这件事不归您点头。")
    assert small_two.person_of(phone) is None


def test_a_code_that_was_passed_on_to_a_fraudster_opens_nothing(two: TwoChannels) -> None:
    """She reads the digits to somebody who rings; the question that follows says what it is."""
    wang = two.known("王秀英", Role.RESIDENT)
    wang.say("想请人帮我取个快递，3号楼2单元501，明天下午")
    wang.say("13900000123")
    wang.say("行")
    fraud = two.there("fraud")
    fraud.say(f"连号 {code_of(wang.say('连号'))}")
    fraud.say("社区")
    assert "不是您在连，就按“不是我”。" in wang.new
    assert "13900000123" not in fraud.say("我的")
    assert "1123-01" not in fraud.say("我的")
    assert wang.press("不是我").startswith("好，号码作废了")


def test_in_telegram_the_digits_wait_for_the_yes_to_the_platform(db: Database) -> None:
    far = TwoChannels(db, "telegram")
    wang = far.known("王秀英", Role.RESIDENT)
    far.ask_first()
    phone = far.there("wang")
    asked = phone.say(f"连号 {code_of(wang.say('连号'))}")
    assert "Telegram" in asked
    assert wang.new == ""
    far.restart()
    assert "怎么称呼您？" in phone.press("可以")
    phone.say("王秀英")
    assert "有人在Telegram上写了您的号码" in wang.new
    wang.press("是我")
    assert far.person_of(phone) == far.person_of(wang)
    with far.db.reading() as session:
        person = session.get_one(Person, far.person_of(wang))
        assert has_agreed(session, person, Purpose.OVERSEAS_CHANNEL)
    assert wang.say("我的同意").startswith("好，撤回了。")
    with far.db.reading() as session:
        person = session.get_one(Person, far.person_of(wang))
        assert not has_agreed(session, person, Purpose.OVERSEAS_CHANNEL)
        assert chats_of(session, person.id)[-1].overseas == UNANSWERED
    far.runner.close()
