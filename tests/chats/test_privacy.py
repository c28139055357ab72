"""What somebody agreed to, taking it back, and being asked anew.

Scripts: privacy, withdraw, overseas.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.queueing import queue_told
from handlers.engine.chat import Told
from models.consent import Consent
from models.membership import Role
from models.outbox import GaveUp, Outbox
from models.person import Person
from tests.abroad import NEED, NOTICE, QUESTION, WAITS, rows, state_is_empty
from tests.transcript import World


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
    shown = wang.say("隐私")
    assert shown.startswith("您同意过的：\n11月23日 周一，在国外公司的软件里办事\n")
    assert "写“撤回同意”" in shown
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
