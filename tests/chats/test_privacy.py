"""你们记了我什么, 谁看过, 我的同意: a list that cannot lie, and each yes taken back (chats.md 15).

Scripts: privacy, who_read, withdraw, overseas, quieter.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.queueing import queue_told
from handlers.engine.chat import Told
from models.audit import Audit, note_reading
from models.consent import Consent, Purpose, agree, decline, may_ask
from models.membership import Role
from models.order import Order
from models.outbox import GaveUp, Outbox
from models.person import Person
from models.retention import Retention, seed_retention
from tests.abroad import NEED, NOTICE, QUESTION, WAITS, rows, state_is_empty
from tests.chats.test_claiming import an_open_order
from tests.chats.test_visit_and_rating import a_claimed_order, order_of
from tests.transcript import Someone, World

CHOICES = "1 要一份记录\n2 改一项\n3 少收通知\n4 不用了，退出"


def with_rules(world: World) -> None:
    """The rules of retention stand in the database, as in every real one."""
    with world.db.session() as session:
        seed_retention(session)


def person_named(world: World, name: str) -> int:
    with world.db.reading() as session:
        return session.scalars(select(Person.id).filter_by(display_name=name)).one()


def an_asker(world: World) -> Someone:
    """李婶 has asked for something once."""
    with_rules(world)
    li = world.known("李婶", Role.RESIDENT)
    for words in ("想找人教我用手机挂号，3号楼2单元501，明天下午", "13900000123", "行"):
        li.say(words)
    return li


def test_the_list_says_kinds_purposes_and_times(world: World) -> None:
    li = an_asker(world)
    assert li.say("你们记了我什么") == (
        "记了这些，只用来办您的事：\n称呼、电话、门牌：办事时给来的人看\n您写的话：留 90 天\n"
        "单子 1 张：办完留 1 年，再去掉细节\n谁在管：葵园社区，8000 0123\n"
        "写“谁看过”“我的同意”，看这两样。\n" + CHOICES
    )
    world.restart()
    assert "哪种不想收" in li.say("3")
    assert li.say("取消").startswith("好")


def test_the_list_follows_the_rules_that_are_followed_at_night(small_world: World) -> None:
    li = an_asker(small_world)
    with small_world.db.session() as session:
        for table, days in (("inbox", 30), ("outbox", 30), ("service_order", 730)):
            session.execute(update(Retention).filter_by(table=table).values(days=days))
    assert "您写的话：留 90 天" in li.say("隐私"), "the bubbles on the page still stay so long"
    with small_world.db.session() as session:
        session.execute(update(Retention).filter_by(table="chat_line").values(days=45))
    li.say("取消")
    said = li.say("隐私")
    assert "您写的话：留 45 天" in said
    assert "办完留 2 年" in said


def test_a_volunteer_reads_of_hours_and_an_unknown_one_of_nothing(small_world: World) -> None:
    li, zhou = a_claimed_order(small_world)
    with_rules(small_world)
    small_world.wait(days=1, hours=5)
    zhou.say("我到了")
    zhou.say("4826")
    small_world.wait(minutes=45)
    zhou.say("我走了")
    assert "居民也说好了。" in zhou.say(str(order_of(small_world).code_out))
    zhou.press("都办好了")
    li.press("办好了")
    assert "做志愿的时长：留 10 年，国家标准写的" in zhou.say("隐私")
    stranger = small_world.someone("过路人")
    assert stranger.say("隐私") == "我这里还没有记您什么。\n谁在管：葵园社区，8000 0123"


def test_other_words_at_the_list_are_a_new_matter(small_world: World) -> None:
    li = an_asker(small_world)
    li.say("隐私")
    assert "就差时间" in li.say("厨房灯不亮了")
    li.say("取消")
    li.say("隐私")
    assert "这是第一步了" in li.say("上一步")


def test_who_read_phone_and_door_is_told_to_the_person_concerned(world: World) -> None:
    li, zhou = a_claimed_order(world)
    assert li.say("谁看过我的电话") == (
        "这些人看过：\n11月23日 周一，周凯\n为了单子 1123-01，看了电话和门牌"
    )
    assert zhou.say("谁看过") == "还没有人看过您的电话和门牌。"


def test_a_reader_who_did_not_come_is_told_by_role_alone(small_world: World) -> None:
    li, _zhou = a_claimed_order(small_world)
    he = small_world.known("何静", Role.VOLUNTEER)
    with small_world.db.session() as session:
        order = session.scalars(select(Order)).one()
        people = {each.display_name: each for each in session.scalars(select(Person))}
        note_reading(session, people["孙丽"], order, "phone", small_world.now)
        note_reading(session, people["何静"], order, "door", small_world.now)
        note_reading(session, people["李婶"], order, "phone", small_world.now)
        note_reading(session, people["孙丽"], people["李婶"], "care", small_world.now)
    said = li.say("谁看过")
    assert "社区工作人员\n看您的记录，看了身体情况" in said
    assert "社区工作人员\n为了单子 1123-01，看了电话" in said
    assert "志愿者\n为了单子 1123-01，看了门牌" in said
    assert "何静" not in said
    assert "孙丽" not in said
    assert he.say("谁看过") == "还没有人看过您的电话和门牌。"


def test_codes_a_slip_and_photos_that_were_looked_at_are_told(small_world: World) -> None:
    li, _zhou = a_claimed_order(small_world)
    sun = small_world.someone("孙丽")
    assert "到的时候念 4826" in sun.say("念号码1123-01")
    with small_world.db.session() as session:
        row = session.scalars(select(Audit).filter_by(action="codes_read")).one()
        for action in ("read_slip", "printed_slip", "saw_media"):
            copied = {"actor_id": row.actor_id, "subject": row.subject, "at": row.at}
            session.add(Audit(community_id=row.community_id, action=action, **copied))
    said = li.say("谁看过")
    for what, times in (("号码和暗号", 1), ("纸条", 2), ("照片或语音", 1)):
        assert said.count(f"社区工作人员\n为了单子 1123-01，看了{what}") == times


def test_codes_that_are_not_there_yet_are_read_by_nobody(small_world: World) -> None:
    li = an_open_order(small_world)
    assert "现在没有号码" in small_world.someone("孙丽").say("念号码1123-01")
    assert li.say("谁看过") == "还没有人看过您的电话和门牌。"


def test_a_reading_of_ones_own_is_none(small_world: World) -> None:
    li, _zhou = a_claimed_order(small_world)
    with small_world.db.session() as session:
        person = session.scalars(select(Person).filter_by(display_name="李婶")).one()
        note_reading(session, person, person, "phone", small_world.now)
        read = session.scalars(
            select(Audit.actor_id).where(Audit.action.startswith("shown_"))
        ).all()
    assert person.id not in read
    assert li.say("谁看过").count("看了") == 1


def test_each_yes_is_shown_and_taken_back_by_itself(world: World) -> None:
    li = an_asker(world)
    with world.db.session() as session:
        person = session.get_one(Person, person_named(world, "李婶"))
        agree(session, person, Purpose.HEALTH, world.now)
        agree(session, person, Purpose.SHARE_CONTACT, world.now)
        session.execute(update(Order).values(may_tell_health=True))
    said = li.say("我的同意")
    assert said == (
        "您同意过的：\n11月23日 周一，记下您的事，好去办\n11月23日 周一，把身体情况告诉来的人\n"
        "11月23日 周一，把电话告诉办事的对方\n想撤回哪一样？\n"
        "1 记我的事\n2 身体情况\n3 给对方电话\n4 都留着"
    )
    world.restart()
    assert li.say("身体情况") == "好，撤回了。\n身体情况不再告诉来的人。\n以后我也不再问这个。"
    with world.db.reading() as session:
        kept = session.scalars(select(Consent).filter_by(withdrawn_at=None)).all()
        assert {each.purpose for each in kept} == {Purpose.REGISTER, Purpose.SHARE_CONTACT}
        assert not session.scalars(select(Order.may_tell_health)).one()
    assert "身体情况" not in li.say("撤回同意")
    assert li.say("都留着") == "好，都留着。"


def test_to_take_back_being_remembered_is_to_leave(small_world: World) -> None:
    li = an_asker(small_world)
    li.say("我的同意")
    said = li.say("1")
    assert said.startswith("不记下来，就没法替您办事。\n撤回这一样，等于退出。")
    assert said.endswith("3 不退了")
    assert li.say("不退了") == "好，不退了，都照旧。"
    assert rows(small_world, Consent.withdrawn_at) == [None]


def test_nobody_asks_again_after_a_no_or_a_withdrawal(small_world: World) -> None:
    small_world.known("李婶", Role.RESIDENT)
    with small_world.db.session() as session:
        person = session.scalars(select(Person)).one()
        assert may_ask(session, person, Purpose.HEALTH)
        decline(session, person, Purpose.HEALTH, small_world.now)
        session.flush()
        assert not may_ask(session, person, Purpose.HEALTH)
        assert may_ask(session, person, Purpose.PHOTO)


def test_a_new_wording_asks_again_and_then_goes_on(
    small_far: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang = small_far.someone("王")
    wang.say(NEED)
    wang.press("可以")
    for module in ("models.consent", "handlers.overseas"):
        monkeypatch.setattr(f"{module}.OVERSEAS_VERSION", "2027-01")
    assert wang.say("13900000123") == NOTICE + WAITS + QUESTION
    card = wang.press("可以")
    assert "电话  139 0000 0123" in card
    assert card.startswith("好。\n接着刚才的：")
    assert rows(small_far, Consent.notice_version) == ["2026-11", "2027-01"]


def test_a_yes_can_be_taken_back_and_given_again(far: World) -> None:
    wang = far.someone("王")
    wang.say(NEED)
    wang.press("可以")
    assert "写“谁看过”“我的同意”" in wang.say("隐私")
    far.restart()
    assert wang.say("撤回同意").startswith("好，撤回了。")
    assert state_is_empty(far, "王")
    assert wang.say("厨房灯还是不亮") == NOTICE + WAITS + QUESTION
    assert wang.press("可以").startswith("好。\n您先别自己爬高。")
    with far.db.reading() as session:
        given = session.scalars(select(Consent).order_by(Consent.id)).all()
        assert [each.withdrawn_at is None for each in given] == [False, True]


def test_a_card_pressed_after_taking_the_yes_back_waits_too(small_far: World) -> None:
    wang = small_far.someone("王")
    wang.say("您好")
    wang.press("可以")
    mine = wang.button("我的")
    wang.say("撤回同意")
    assert wang.send({"kind": "press", "token": mine}) == NOTICE + QUESTION
    assert wang.press("可以").startswith("您现在没有办着的事。")


def test_nothing_about_anybody_is_sent_where_the_yes_was_taken_back(far: World) -> None:
    sun, zhou = far.known("孙丽", Role.COORDINATOR), far.known("周凯", Role.WORKER)
    wang = far.someone("王")
    sun.say("撤回同意")
    wang.say(NEED)
    for words in ("可以", "13900000123", "发出", "王老师"):
        wang.say(words)
    assert "厨房灯不亮了" in zhou.new
    assert sun.new == ""
    sun.say("您好")
    sun.press("可以")
    wang.say("水龙头漏水，3号楼2单元501，后天上午")
    wang.say("发出")
    assert "水龙头漏水" in sun.new


def test_what_was_queued_before_the_yes_was_taken_back_is_not_sent(far: World) -> None:
    li = far.known("李婶", Role.RESIDENT)
    with far.db.session() as session:
        person_id = session.scalars(select(Person.id)).one()
        tomorrow = Told(person_id, "nudge", {})
        queue_told(session.connection(), [tomorrow], "later", far.now + timedelta(hours=1))
    li.say("撤回同意")
    far.wait(hours=2)
    assert li.new == ""
    with far.db.reading() as session:
        last = session.scalars(select(Outbox).order_by(Outbox.id.desc())).all()
        assert [each.reason for each in last if each.key == "later:n0"] == [GaveUp.NO_CONTACT]
