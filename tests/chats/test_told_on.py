"""News of an order written at a door, told on by the worker who wrote it (chats.md 5).

Scripts: passed_on, slip, arrival, claim, check_in, check_out.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from models.audit import Audit
from models.membership import Membership, Role
from models.order import Order, OrderState
from models.person import Person
from models.watching import watch_wish
from tests.chats.test_call_back import calls, claimed, claims, only, visited
from tests.chats.test_doorstep import written
from tests.transcript import World


@pytest.mark.row("O2")
def test_the_worker_hears_who_comes_and_the_code_and_tells_it_on(world: World) -> None:
    zhao, _sun, _volunteers = claimed(world)
    assert (
        "1123-01 有人去了：周凯、马立国。\n"
        "今天（23号 周一）到这周日（29号）到，到场号码 4826。\n"
        "暗号“海棠”，答对了再开门。\n"
        "请打电话告诉张德福，\n"
        "号码抄到纸条上。" in zhao.new
    )
    assert "抄到纸条上，再打电话告诉" in zhao.card
    assert "4826" in zhao.card
    assert zhao.press("转告了") == "好，1123-01 记下了：转告了。"
    assert calls(world) == [("door", "yes")]
    slip = zhao.press("纸条")
    assert slip.startswith("理发，11月23日 周一到29日 周日\n不收钱，不看存折，不卖东西")
    assert slip.endswith("先问暗号，答“海棠”再开门\n到场号码 4826\n办好了再念 4827")
    assert "张德福" not in slip
    assert "102" not in slip


def test_the_slip_names_the_hour_once_it_is_known(small_world: World) -> None:
    volunteers = [small_world.known(name, Role.VOLUNTEER) for name in ("周凯", "马立国")]
    zhao = written(small_world)
    zhao.press("完了")
    zhao.press("通过")
    zhao.press("放开接单")
    for volunteer in volunteers:
        volunteer.press("接单")
    volunteers[0].say("明天上午9点")
    assert zhao.press("纸条").startswith("理发，11月24日 周二上午9点\n不收钱")


def test_the_word_and_both_codes_reach_who_has_no_chat(small_world: World) -> None:
    zhao = written(small_world)
    zhao.press("完了")
    volunteers = [small_world.known(name, Role.VOLUNTEER) for name in ("周凯", "马立国")]
    zhao.press("通过")
    zhao.press("放开接单")
    for volunteer in volunteers:
        volunteer.press("接单")
    with small_world.db.session() as session:
        session.execute(update(Order).values(password="石榴", code_out="5290"))
    for volunteer in volunteers:
        volunteer.press("再说")
    assert "暗号“石榴”，答对了再开门。\n请打电话告诉张德福，" in zhao.new
    assert zhao.press("纸条").endswith("先问暗号，答“石榴”再开门\n到场号码 4826\n办好了再念 5290")
    with small_world.db.reading() as session:
        seen = session.scalars(select(Audit).filter_by(action="read_slip")).one()
        assert seen.subject == only(small_world).subject


@pytest.mark.parametrize(
    ("answer", "asked", "through", "told"),
    [
        (
            "打给家人",
            "家里哪一位？",
            "女儿 13900000456",
            "请打给张德福的家人（女儿 13900000456），",
        ),
        ("邻居转告", "哪一位邻居？", "103 李婶", "请跟张德福的邻居（103 李婶）说一声，"),
    ],
)
def test_family_and_neighbours_are_told_by_the_worker(
    small_world: World, answer: str, asked: str, through: str, told: str
) -> None:
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    ma = small_world.known("马立国", Role.VOLUNTEER)
    zhao = small_world.known("赵倩", Role.WORKER)
    zhao.say("询单 6号楼3门102 张德福 想理发 这周都行")
    zhao.press("同意")
    assert zhao.press(answer).startswith(asked)
    if answer == "打给家人":
        assert zhao.say("女儿").startswith("电话要写全，11 位。")
    assert zhao.say(through).startswith("好了，单号 1123-01。")
    zhao.press("完了")
    assert f"有变动  {answer}" in zhao.card
    zhao.press("通过")
    zhao.press("放开接单")
    claims(zhou)
    claims(ma)
    assert told in zhao.new


def test_a_refusal_is_told_on_by_the_worker_too(small_world: World) -> None:
    zhao = written(small_world)
    zhao.press("完了")
    sun = small_world.known("孙丽", Role.COORDINATOR)
    sun.say("婉拒1123-01")
    sun.say("理发店每月上门，请打 8000 0456")
    assert "1123-01 婉拒了：\n“理发店每月上门，请打 8000 0456”\n请告诉张德福一声。" in zhao.new


def test_a_question_of_a_colleague_is_answered_by_whoever_stood_at_the_door(
    small_world: World,
) -> None:
    zhao = written(small_world)
    zhao.press("完了")
    sun = small_world.known("孙丽", Role.COORDINATOR)
    sun.say("问一句1123-01")
    sun.say("有没有地方放推子")
    assert "社区想问一句：\n“有没有地方放推子”" in zhao.new
    zhao.say("答一句1123-01")
    assert zhao.say("桌子边上有插座").startswith("好，转给社区了。")
    assert only(small_world).raw_text.endswith("桌子边上有插座")


def test_the_worker_hears_that_they_came_and_left(small_world: World) -> None:
    zhao, _sun, _volunteers = visited(small_world)
    news = zhao.new
    assert "1123-01：周凯到了。" in news
    assert (
        "1123-01：周凯说忙完了。\n办好了再念 4827，纸条上有。\n张德福打来问，就念给他听。" in news
    )
    assert news.count("办好了再念") == 1
    assert "1123-01：周凯、马立国说忙完了。\n请打给张德福，问一声怎么样。" in news
    assert "事办好了吗？" not in news


def test_the_hour_that_was_named_is_told_on(small_world: World) -> None:
    volunteers = [small_world.known(name, Role.VOLUNTEER) for name in ("周凯", "马立国")]
    zhao = written(small_world, "询单 6号楼3门102 张德福 想理发 下不了床 明天上午")
    zhao.press("完了")
    zhao.press("通过")
    zhao.press("放开接单")
    for volunteer in volunteers:
        volunteer.press("接单")
        assert "有人去了" not in zhao.new
    volunteers[0].say("9点半")
    assert "有人去了：周凯、马立国。\n明天（24号 周二）上午9点半到，到场号码 4826。" in zhao.new


def test_who_came_without_the_code_is_asked_after_by_the_worker(small_world: World) -> None:
    zhao, _sun, volunteers = claimed(small_world)
    _ = zhao.new
    volunteers[0].say("我到了")
    volunteers[0].press("拿不到")
    assert "1123-01：周凯到了，拿不到号码。\n请给居民打个电话问一声。" in zhao.new


def test_that_nobody_was_found_is_told_on_too(small_world: World) -> None:
    zhao = written(small_world)
    zhao.press("完了")
    small_world.wait(days=8)
    assert only(small_world).state is OrderState.EXPIRED
    assert "没找到人，单子先收起了。\n请告诉张德福一声，说声对不起。" in zhao.new
    assert "什么时候" in zhao.press("换个时间")


def test_news_goes_to_the_station_once_the_workers_role_has_ended(world: World) -> None:
    zhao = written(world)
    zhao.press("完了")
    sun = world.known("孙丽", Role.COORDINATOR)
    zhou = world.known("周凯", Role.VOLUNTEER)
    ma = world.known("马立国", Role.VOLUNTEER)
    with world.db.session() as session:
        zhao_id = session.scalars(select(Person.id).filter_by(display_name="赵倩")).one()
        ended = update(Membership).where(Membership.person_id == zhao_id)
        session.execute(ended.values(until=world.now))
    sun.say("通过1123-01")
    sun.say("放开接单1123-01")
    _ = zhao.new
    claims(zhou)
    claims(ma)
    assert "请打电话告诉张德福" in sun.new
    heard = zhao.new
    assert "4826" not in heard
    assert "张德福" not in heard
    assert "4826" not in zhao.say("号码")
    assert "要写它的人来取消" in zhao.say("取消这单1123-01") + zhao.say("1")
    assert "要社区的人来定" in zhao.say("纸条1123-01")
    assert only(world).state is OrderState.CLAIMED


def test_staff_ring_about_a_woman_where_nobody_could_be_asked(small_world: World) -> None:
    zhao = written(small_world)
    zhao.press("完了")
    zhao.press("通过")
    zhao.press("放开接单")
    with small_world.db.session() as session:
        order = session.scalars(select(Order)).one()
        order.wants_woman = True
        watch_wish(session, order, small_world.now)
    _ = zhao.new
    small_world.wait(hours=8)
    told = zhao.new
    assert "1123-01 要一位女志愿者，还没找到。\n请打个电话问居民：谁来都行吗？" in told
    assert "也问了居民" not in told


def test_at_the_latest_hour_the_worker_hears_what_to_tell(world: World) -> None:
    zhao = written(world)
    zhao.press("完了")
    zhao.press("通过")
    zhao.press("放开接单")
    _ = zhao.new
    world.restart()
    world.at(world.now.replace(day=29, hour=21, minute=59))
    told = zhao.new
    assert "（29号 周日）的还没凑齐人，接着找。\n请告诉张德福一声。" in told
    assert "您看怎么办" not in told
    assert "让社区打给我" not in told
    assert "换到什么时候？" in zhao.say("换个时间1123-01")


def test_a_quarter_of_an_hour_late_the_worker_is_asked_to_ring(small_world: World) -> None:
    zhao, _sun, volunteers = claimed(small_world)
    with small_world.db.session() as session:
        order = session.scalars(select(Order)).one()
        end = order.ends_at
    assert end is not None
    _ = zhao.new
    small_world.at(end + timedelta(minutes=16))
    told = zhao.new
    assert "1123-01 过了一刻钟，还没人签到。\n请打给张德福，问一声人来了没有。" in told
    assert "来了吗" not in told
    assert "到了写“我到了”" in volunteers[0].new
    assert zhao.press("人没来") == (
        "1123-01 记下了。\n请打电话问居民怎么办。\n可以写：“换个时间”  “不用了”"
    )


def test_a_week_without_a_word_is_said_to_the_worker_in_hers(small_world: World) -> None:
    zhao, _sun, _volunteers = visited(small_world)
    _ = zhao.new
    small_world.wait(days=7, minutes=1)
    told = zhao.new
    assert "1123-01 一周没问着怎么样，先收起了。" in told
    assert "想说说怎么样" not in told
