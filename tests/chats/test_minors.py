"""Who is not 18 yet: a birth year, a guardian's yes, and what they never do (domain.md 1).

Scripts: signup, guardian, guardian_withdraws, sign_up_child, claim.
"""

import pytest
from sqlalchemy import select, update

from models.audit import Audit
from models.consent import Consent
from models.membership import Role, roles_of
from models.minors import guardian_of
from models.order import Order
from models.person import ActsFor, Person
from tests.chats.test_claiming import an_open_order
from tests.transcript import Someone, World


def a_minor(world: World, born: str = "2010") -> tuple[Someone, str]:
    """小林 wants to help and is 15; her code for a grown-up."""
    lin = world.someone("小林")
    lin.say("我来帮忙")
    lin.say("小林 13900000888")
    assert lin.press("改年龄").startswith("您满 18 岁了吗？")
    assert lin.press("没满").startswith("哪一年出生的？")
    assert "出生  2010" in lin.say(born)
    said = lin.press("登记")
    code = next(line for line in said.splitlines() if line.replace(" ", "").isdecimal())
    return lin, code


def is_volunteer(world: World, name: str) -> bool:
    with world.db.reading() as session:
        person = session.scalars(select(Person).filter_by(display_name=name)).one()
        return Role.VOLUNTEER in roles_of(session, person, world.now)


def test_a_guardian_says_yes_in_their_own_chat(world: World) -> None:
    an_open_order(world)
    lin, code = a_minor(world)
    assert not is_volunteer(world, "小林")
    assert lin.say("接1123-01").startswith("登记志愿者\n称呼  小林")
    lin.say("取消")
    mother = world.someone("林妈妈")
    assert mother.say("我是家长") == "孩子给您的 8 位号码是多少？"
    world.restart()
    assert mother.say(code) == "家长怎么称呼？"
    assert "回到上一步" in mother.say("上一步")
    mother.say(code)
    mother.say("林梅")
    card = mother.say("13900000777")
    assert "孩子  小林" in card
    assert "2010年生" in card
    assert mother.press("同意").startswith("好，小林登记上了")
    assert "家里大人点头了" in lin.new
    assert is_volunteer(world, "小林")
    assert lin.press("看看能帮啥").startswith("现在有 1 件等人去：")
    with world.db.reading() as session:
        minor = session.scalars(select(Person).filter_by(display_name="小林")).one()
        found = guardian_of(session, minor)
        assert found is not None
        assert (found.display_name, found.is_adult) == ("林梅", True)
        link = session.scalars(select(ActsFor)).one()
        assert (link.scope, link.agreed_by) == ("guardian", "guardian")
        by = session.scalars(select(Consent.by_person_id).filter_by(person_id=minor.id)).all()
        assert by == [None, found.id]


def test_not_yet_18_can_be_typed_at_the_card(small_world: World) -> None:
    lin = small_world.someone("小林")
    lin.say("我来帮忙")
    lin.say("小林 13900000888")
    assert lin.say("我没满18岁") == "哪一年出生的？写四位数。"


def test_a_code_is_used_once(small_world: World) -> None:
    _lin, code = a_minor(small_world)
    for name in ("林妈妈", "路人"):
        someone = small_world.someone(name)
        someone.say("我是家长")
        said = someone.say(code)
        if name == "林妈妈":
            someone.say("林梅")
            someone.say("13900000777")
            someone.press("同意")
        else:
            assert said.startswith("这个号码对不上")


def test_a_code_is_over_after_three_days(small_world: World) -> None:
    _lin, code = a_minor(small_world)
    small_world.wait(days=3, minutes=1)
    mother = small_world.someone("林妈妈")
    mother.say("我是家长")
    assert mother.say(code).startswith("这个号码对不上")


def test_somebody_who_guesses_is_stopped_after_five(world: World) -> None:
    _lin, code = a_minor(world)
    mallory = world.someone("马六")
    mallory.say("我是家长")
    for n in range(5):
        said = mallory.say(f"1234567{n}")
    assert said.startswith("号码试了好几次都不对。")
    world.restart()
    assert mallory.say("我是家长").startswith("号码试了好几次都不对。")
    assert "点头" not in mallory.say(code)
    assert not is_volunteer(world, "小林")
    with world.db.reading() as session:
        wrong = session.scalars(select(Audit).filter_by(action="wrong_guardian_code")).all()
        assert len(wrong) == 5
        assert {each.detail for each in wrong} == {""}


def test_a_minor_cannot_be_their_own_guardian_nor_anothers(small_world: World) -> None:
    lin, code = a_minor(small_world)
    lin.say("我是家长")
    card = lin.say(code)
    assert "家长  小林" in card
    assert lin.press("同意").startswith("要满 18 岁的家长来点头。")
    assert not is_volunteer(small_world, "小林")


@pytest.mark.parametrize(
    ("born", "says"),
    [
        ("2013", "还没到 14 岁，请家里大人带着"),
        ("2018", "还没到 14 岁，请家里大人带着"),
        ("2024", "还太小，不能登记。"),
        ("2050", "这个年份没看懂。"),
        ("后年", "这个年份没看懂。"),
    ],
)
def test_of_a_child_nothing_is_kept(small_world: World, born: str, says: str) -> None:
    lin = small_world.someone("小小林")
    lin.say("我来帮忙")
    lin.say("小小林 13900000888")
    lin.press("改年龄")
    lin.press("没满")
    assert lin.say(born).startswith(says)
    with small_world.db.reading() as session:
        assert session.scalars(select(Person)).all() == []


def test_at_the_station_a_worker_hears_the_guardian(world: World) -> None:
    zhao = world.known("赵倩", Role.WORKER)
    _lin, code = a_minor(world)
    zhao.say("我是家长")
    assert zhao.say(code).startswith("家长是哪一位？")
    zhao.press("家长在旁边")
    zhao.say("林梅")
    card = zhao.say("13900000777")
    assert "念给家长听：“您是孩子的家长" in card
    world.restart()
    zhao.press("同意")
    assert is_volunteer(world, "小林")
    with world.db.reading() as session:
        assert session.scalars(select(ActsFor.agreed_by)).one() == "station"
        yes = session.scalars(select(Consent).filter_by(manner="spoken")).one()
        witness = session.get_one(Person, yes.witness_id)
        assert witness.display_name == "赵倩"


def test_a_small_child_is_signed_up_at_the_station_and_never_goes_alone(
    small_world: World,
) -> None:
    zhao = small_world.known("赵倩", Role.WORKER)
    mallory = small_world.known("马六", Role.VOLUNTEER)
    assert mallory.say("登记孩子").startswith("这件事要社区的人来定。")
    zhao.say("登记孩子")
    zhao.say("小小林")
    assert zhao.say("2017") == "家长怎么称呼？"
    zhao.say("林梅")
    zhao.say("13900000777")
    said = zhao.press("同意")
    assert said.startswith("登记好了，小小林的编号是 ")
    assert said.endswith("还小，每次都要家长陪着去。")


def test_minors_do_nothing_dangerous(world: World) -> None:
    an_open_order(world)
    with world.db.session() as session:
        session.execute(update(Order).values(kind="home_repair"))
    world.known("小林", Role.VOLUNTEER)
    with world.db.session() as session:
        person = session.scalars(select(Person).filter_by(display_name="小林")).one()
        person.is_adult, person.birth_year = False, 2010
    lin = world.someone("小林")
    assert lin.say("接1123-01").startswith("这类忙要满 18 岁才能去。")
    with world.db.session() as session:
        session.execute(update(Order).values(kind="digital_help"))
    assert lin.say("接1123-01").startswith("没满 18 岁，要监护人先同意。")


def test_a_guardian_takes_the_yes_back(world: World) -> None:
    lin, code = a_minor(world)
    mother = world.someone("林妈妈")
    for words in ("我是家长", code, "林梅", "13900000777"):
        mother.say(words)
    mother.press("同意")
    an_open_order(world)
    assert lin.say("接1123-01").startswith("接好了")
    mother.say("家长撤回")
    assert mother.press("不撤了") == "好，照旧。"
    mother.say("家长撤回")
    assert mother.press("小林").startswith("好，撤回了。小林不再接单。")
    assert "您不再是志愿者了" in lin.new
    assert world.known("何静", Role.VOLUNTEER).say("接单").startswith("现在有 1 件等人去：")
    assert not is_volunteer(world, "小林")
    assert mother.say("家长撤回") == "这里没有要撤回的。"
