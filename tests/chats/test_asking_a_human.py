"""找社区, 人工: the phone and its hours at once, and a place on the workers' list (chats.md 17).

Scripts: find_human, leave_phone, called, see_number, worklist.
"""

from datetime import datetime

import pytest
from sqlalchemy import select, update

from models.audit import Audit
from models.call_request import CallRequest
from models.community import Community
from models.contact import Contact
from models.membership import Role
from tests.chats.test_start_codes import open_station, scan
from tests.transcript import ZONE, World


def open_hours(world: World, opening: str) -> None:
    with world.db.session() as session:
        session.execute(update(Community).values(opening=opening))


def requests(world: World) -> list[CallRequest]:
    with world.db.reading() as session:
        return list(session.scalars(select(CallRequest).order_by(CallRequest.id)))


def test_the_phone_and_its_hours_come_at_once_and_the_list_has_them(world: World) -> None:
    open_hours(world, "周一到周六 8:00–20:00")
    zhao = world.known("赵倩", Role.WORKER)
    li = world.known("李婶", Role.RESIDENT)
    assert li.say("人工").startswith(
        "请打 8000 0123，站里有人接。\n接电话：周一到周六 8:00–20:00\n"
        "也记在清单上了，社区的人看得到。"
    )
    assert "想找社区说话\n谁  李*\n电话  没留电话\n什么时候  今天上午9点10分" in zhao.new
    world.restart()
    li.say("找社区")
    assert len(requests(world)) == 1
    assert zhao.say("清单").startswith("要打电话的 1 位：\n想找社区说话")
    assert zhao.press("打过了").startswith("好，从清单上去掉了。")
    assert zhao.say("清单") == "都看过了，现在没有等着的。"
    done = requests(world)[0]
    assert done.done_at is not None
    li.say("找社区")
    assert len(requests(world)) == 2


def test_a_number_left_is_masked_until_a_worker_asks_for_it(world: World) -> None:
    zhao = world.known("赵倩", Role.WORKER)
    wang = world.someone("王")
    assert "想让社区打给您，留个电话。" in wang.say("找社区")
    asked = wang.press("留个电话")
    assert asked == "您的电话是多少？\n只给社区打给您用。"
    assert "还差 1 位" in wang.say("1390000012")
    world.restart()
    assert wang.say("139 0000 0123") == "好，139 0000 0123，记在清单上了。"
    assert "139****0123" in zhao.card
    assert "139 0000 0123" not in zhao.card
    with world.db.reading() as session:
        assert session.scalars(select(Audit).filter_by(action="shown_phone")).all() == []
    assert wang.say("谁看过") == "还没有人看过您的电话和门牌。"
    assert zhao.press("看号码").endswith("139 0000 0123")
    with world.db.reading() as session:
        seen = session.scalars(select(Audit).filter_by(action="shown_phone")).one()
        assert seen.subject == f"person:{requests(world)[0].person_id}"
    assert wang.say("谁看过").endswith("社区工作人员\n看您的记录，看了电话")


def test_what_stands_on_the_list_alone_is_meant_by_the_word(small_world: World) -> None:
    zhao = small_world.known("赵倩", Role.WORKER)
    assert "没看出是哪一位。" in zhao.say("打过了")
    wang = small_world.someone("王")
    wang.say("找社区")
    wang.press("留个电话")
    wang.say("139 0000 0123")
    assert zhao.say("看号码").endswith("139 0000 0123")
    assert "要社区的人来定" in wang.say("看号码")
    assert zhao.say("打过了") == "好，从清单上去掉了。"
    for name in ("甲", "乙"):
        small_world.someone(name).say("找社区")
    assert "没看出是哪一位。写“清单”，\n在那一位下面按。" in zhao.say("打过了")


def test_at_night_it_says_when_somebody_answers(world: World) -> None:
    open_hours(world, "周一到周六 8:00–20:00，周日到 17:00")
    li = world.known("李婶", Role.RESIDENT)
    world.at(datetime(2026, 11, 24, 22, 40, tzinfo=ZONE))
    assert li.say("找社区").startswith(
        "现在没有人接电话。\n明天（25号 周三）上午8点起有人接，打 8000 0123。"
    )
    world.at(datetime(2026, 11, 29, 18, 0, tzinfo=ZONE))
    assert "明天（30号 周一）上午8点起有人接" in li.say("找社区")


def test_without_hours_the_night_is_the_communitys(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    small_world.at(datetime(2026, 11, 24, 6, 0, tzinfo=ZONE))
    assert "今天上午8点起有人接，打 8000 0123。" in li.say("找社区")


def test_the_station_that_was_scanned_is_the_one_to_ring(small_world: World) -> None:
    open_station(small_world, phone="8000 0456")
    wang = small_world.someone("王")
    scan(wang, "KY1")
    said = wang.say("找人工")
    assert said.startswith("请打 8000 0456，站里有人接。\n接电话：周一到周六 8:00–20:00")


@pytest.mark.parametrize("begun", ["厨房灯不亮，7号楼1308", "我来帮忙", "设置", "换语言"])
def test_it_works_in_the_middle_of_anything_and_leads_back(world: World, begun: str) -> None:
    li = world.someone("李建国")
    before = li.say(begun)
    said = li.say("找社区")
    assert said.startswith("请打 8000 0123")
    if before.endswith(("？", "”。")) or "\n1 " in before:
        assert "接着刚才的：" in said or begun == "设置"
    assert len(requests(world)) == 1


def test_after_three_misreads_the_offer_ends_on_the_same_list(small_world: World) -> None:
    li = small_world.someone("李建国")
    li.say("厨房灯不亮，7号楼1单元1308")
    for words in ("25:00", "👍", "……"):
        said = li.say(words)
    assert "写“找社区”就行。" in said
    li.say("找社区")
    assert [each.why for each in requests(small_world)] == ["misread"]


def test_before_the_yes_to_a_foreign_platform_it_works_and_asks_for_nothing(far: World) -> None:
    wang = far.someone("王")
    wang.say("您好")
    said = wang.say("找社区")
    assert "请打 8000 0123" in said
    assert "留个电话" not in said
    with far.db.reading() as session:
        assert session.scalars(select(Contact.person_id).filter_by(address="王")).one() is None
    assert len(requests(far)) == 1


def test_the_list_is_for_staff_alone(small_world: World) -> None:
    zhao = small_world.known("赵倩", Role.WORKER)
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    small_world.someone("王").say("找社区")
    assert zhou.new == ""
    stolen = {"kind": "press", "token": zhao.button("看号码")}
    assert "按了没有变化" in zhou.send(stolen)
    with small_world.db.session() as session:
        session.execute(update(CallRequest).values(community_id=small_world.community_id))
    assert zhao.press("看号码") == "没留电话。等对方再写来。"
    assert zhao.press("打过了").startswith("好，从清单上去掉了。")
