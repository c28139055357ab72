"""From a scanned code to the first claim, in few turns (chats.md 1, 7; row V1).

Scripts: signup, open_tasks, claim, my_profile.
"""

import pytest
from sqlalchemy import select

from models.consent import Consent, Purpose
from models.membership import Role, roles_of
from models.person import Person
from models.volunteer_profile import VolunteerProfile
from tests.chats.test_claiming import an_open_order
from tests.chats.test_start_codes import open_station, scan
from tests.transcript import World


@pytest.mark.row("V1")
def test_from_the_scanned_code_to_the_first_claim_in_four_turns(world: World) -> None:
    an_open_order(world)
    open_station(world)
    zhou = world.someone("周")
    scan(zhou, "KY1")
    turns = [
        zhou.press("我来帮忙"),
        zhou.say("老周 139 0000 0456"),
        zhou.press("登记"),
        zhou.press("接单"),
    ]
    assert turns[0] == "谢谢您愿意帮忙。\n写上称呼和手机号，\n比如“老周 13900000456”。"
    assert turns[1].startswith(
        "登记志愿者\n称呼  老周\n电话  139 0000 0456\n年龄  满 18 岁\n"
        "按“登记”，就是说您满 18 岁，\n同意社区记下这些。"
    )
    assert turns[2].startswith("登记好了，老周，欢迎您。\n现在有 1 件等人去：")
    assert turns[3].startswith("接好了，谢谢您。")
    assert len(turns) <= 4
    with world.db.reading() as session:
        person = session.scalars(select(Person).filter_by(display_name="老周")).one()
        assert person.is_adult is True
        assert person.birth_year is None
        assert Role.VOLUNTEER in roles_of(session, person, world.now)
        yes = session.scalars(select(Consent).filter_by(person_id=person.id)).one()
        assert yes.purpose is Purpose.REGISTER


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("老周 13900000456", "老周"),
        ("我叫周凯，手机号是139-0000-0456", "周凯"),
        ("13900000456 周凯", "周凯"),
        ("１３９０００００４５６，老周", "老周"),
        ("Anna 139 0000 0456", "Anna"),
    ],
)
def test_name_and_phone_are_told_apart_in_one_line(
    small_world: World, words: str, name: str
) -> None:
    zhou = small_world.someone("周")
    zhou.say("我来帮忙")
    card = zhou.say(words)
    assert f"称呼  {name}\n" in card
    assert "139 0000 0456" in card


def test_a_phone_alone_is_kept_and_the_name_is_asked(small_world: World) -> None:
    zhou = small_world.someone("周")
    zhou.say("我来帮忙")
    assert zhou.say("13900000456").startswith("怎么称呼，写几个字就行。")
    assert "电话  139 0000 0456" in zhou.say("老周")


def test_going_back_correcting_and_leaving(world: World) -> None:
    zhou = world.someone("周")
    zhou.say("我来帮忙")
    assert zhou.say("老周").startswith("老周，留个手机号吧")
    world.restart()
    assert "您刚才写的是：老周" in zhou.say("上一步")
    zhou.say("大周")
    zhou.say("13900000456")
    assert "改成 139 0000 0789 了" in zhou.say("是13900000789")
    assert zhou.say("取消").startswith("好，这件先不办了。")
    with world.db.reading() as session:
        assert session.scalars(select(VolunteerProfile)).all() == []
        assert session.scalars(select(Person)).all() == []


@pytest.mark.row("V1")
def test_the_number_is_random_and_shown_in_the_profile(world: World) -> None:
    numbers = []
    for name in ("周凯", "林芳"):
        someone = world.someone(name)
        someone.say("我来帮忙")
        someone.say(f"{name} 13900000456")
        someone.press("登记")
        shown = someone.say("我的资料")
        assert shown.startswith("我的资料\n志愿者编号  ")
        numbers.append(shown.splitlines()[1].removeprefix("志愿者编号  "))
        assert someone.say("志愿者编号") == shown
    assert len(set(numbers)) == 2
    assert all(len(number) == 8 and number not in "13900000456" for number in numbers)


@pytest.mark.row("V26")
def test_who_asks_may_serve_in_the_same_chat(world: World) -> None:
    """One person, both roles: her own order is for others, other people's orders are for her."""
    li = an_open_order(world)
    li.say("我来帮忙")
    card = li.say("李婶")
    assert "电话  139 0000 0123" in card
    assert li.press("登记").endswith("现在没有等人去的单。\n有了就告诉您。")
    assert li.say("接1123-01").startswith("这是您自己的单")
    assert "您有 1 件办着的事" in li.say("我的")
