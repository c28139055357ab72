"""询单, door after door: who was met, what came of it, and whose order it is (chats.md 5).

Scripts: doorstep, next_door, door_round.
"""

import pytest
from sqlalchemy import select, update

from models.contact import Contact
from models.home_enquiry import HomeEnquiry
from models.membership import Role
from tests.chats.test_doorstep import a_worker, enquiries, orders, written
from tests.transcript import World


@pytest.mark.row("O12")
def test_every_door_is_kept_and_its_needs_become_orders(world: World) -> None:
    zhao = written(world)
    assert zhao.press("同楼下一户").startswith("好，6号楼。写门、姓名、要帮什么。")
    world.restart()
    assert zhao.say("3门103 没人").startswith("记下了：没人。\n下一户？")
    assert zhao.say("3门104 李桂兰 没事").startswith("记下了：没事。")
    zhao.press("同楼下一户")
    assert zhao.say("3门201 不同意").startswith("好，不发。记下了：没同意。")
    zhao.press("同楼下一户")
    zhao.say("3门202 赵福 水龙头漏水 明天上午")
    zhao.press("同意")
    zhao.press("打给家人")
    zhao.say("儿子 13900000999")
    assert zhao.press("完了").startswith("好。今天问了 5 户，写了 2 张单。")
    assert zhao.say("走访") == (
        "今天问了 5 户：\n"
        "6号楼3单元102 张**：上门理发 1123-01\n"
        "6号楼3单元103：没人\n"
        "6号楼3单元104：没事\n"
        "6号楼3单元201：没同意\n"
        "6号楼3单元202 赵*：家里小修 1123-02"
    )
    assert enquiries(world) == [
        ("6", "3", "102", "order"),
        ("6", "3", "103", "nobody_home"),
        ("6", "3", "104", "no_need"),
        ("6", "3", "201", "said_no"),
        ("6", "3", "202", "order"),
    ]
    assert [each.news_to for each in orders(world)] == ["station", "family"]
    with world.db.reading() as session:
        kept = session.scalars(select(HomeEnquiry).order_by(HomeEnquiry.id)).all()
        assert [each.order_id for each in kept if each.order_id] == [
            each.id for each in orders(world)
        ]
        assert {each.worker_id for each in kept} == {orders(world)[0].requested_by_id}
        assert [each.person_id for each in kept][1:4] == [None, None, None]


@pytest.mark.row("O12")
@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        (["没人"], "nobody_home"),
        (["没事"], "no_need"),
        (["不同意"], "said_no"),
        (["李桂兰", "没事"], "no_need"),
    ],
)
def test_a_door_alone_is_answered_in_one_word(
    small_world: World, answers: list[str], kept: str
) -> None:
    zhao = a_worker(small_world)
    asked = zhao.say("询单 6号楼3门104")
    assert asked == "怎么称呼？写姓名就行。\n1 没说\n2 没人\n3 没事"
    for answer in answers:
        said = zhao.say(answer)
    assert "下一户？" in said
    assert enquiries(small_world) == [("6", "3", "104", kept)]
    assert orders(small_world) == []


def test_who_says_nothing_is_wrong_and_then_names_it_is_heard(small_world: World) -> None:
    zhao = a_worker(small_world)
    assert "请人上门，灯不亮，" in zhao.say("询单 6号楼3门104 李桂兰 没事 灯不亮 明天上午")


def test_a_round_is_the_workers_own_and_of_today(small_world: World) -> None:
    zhao = written(small_world)
    zhao.press("完了")
    assert "今天还没上门问过。" in small_world.known("孙丽", Role.COORDINATOR).say("走访")
    assert "要社区的人来定" in small_world.known("李婶", Role.RESIDENT).say("走访")
    small_world.wait(days=1)
    assert zhao.say("走访").startswith("今天还没上门问过。")


def test_a_phone_in_the_line_is_rung_before_they_come(small_world: World) -> None:
    zhao = a_worker(small_world)
    asked = zhao.say("询单 6号楼3门102 王奶奶 水龙头漏水 明天上午 13900000123")
    assert "名字、门牌和电话，只给来的人看。" in asked
    zhao.press("同意")
    zhao.press("站里转告")
    [order] = orders(small_world)
    assert order.phone == "13900000123"
    assert "13900000123" not in order.raw_text


def test_the_word_again_begins_another_building_and_asks_nothing_twice(small_world: World) -> None:
    zhao = written(small_world)
    assert zhao.say("询单 5号楼1门201 没事").startswith("记下了：没事。\n下一户？")
    done = zhao.press("完了")
    assert done.startswith("好。今天问了 2 户，写了 1 张单。")
    assert "接着刚才的" not in done


def test_the_same_person_is_found_again_and_a_second_one_is_another(small_world: World) -> None:
    zhao = written(small_world)
    for line in (
        "询单 6号楼3门102 张德福 想有人陪着聊聊天 下周三下午",
        "询单 6号楼3门102 马秀珍 想有人陪着聊聊天 下周三下午",
    ):
        zhao.say(line)
        if "马秀珍" in line:
            zhao.press("另写一张")
        zhao.press("同意")
        zhao.press("站里转告")
    first, second, third = orders(small_world)
    assert first.served_person_id == second.served_person_id
    assert third.served_person_id != first.served_person_id


def test_who_has_a_chat_and_says_they_live_there_is_not_taken_for_him(small_world: World) -> None:
    liar = small_world.someone("骗子")
    liar.say("想理发，6号楼3门102，周六上午，13900000999")
    liar.say("1")
    liar.say("张德福")
    zhao = a_worker(small_world)
    zhao.say("询单 6号楼3门102 张德福 水龙头漏水 这周都行")
    zhao.press("同意")
    zhao.press("站里转告")
    first, second = orders(small_world)
    assert first.served_person_id != second.served_person_id
    assert "1123-02" not in liar.new


def test_an_order_that_is_there_already_takes_her_words_instead(world: World) -> None:
    zhao = written(world)
    asked = zhao.say("询单 6号楼3门102 马秀珍 他头发长了，要理发 周五上午")
    assert asked.startswith("这一户已有 1123-01：\n上门理发，今天（23号 周一）到这周日（29号）。")
    assert asked.endswith("这句话并进去吗？\n1 并进去\n2 另写一张")
    world.restart()
    assert zhao.press("并进去").startswith("并进 1123-01 了，原来的话也在。\n下一户？")
    [order] = orders(world)
    assert order.raw_text.endswith("这周都行\n他头发长了，要理发，周五上午")
    assert enquiries(world) == [("6", "3", "102", "order")] * 2


def test_the_words_to_read_are_in_the_language_of_the_place(small_world: World) -> None:
    zhao = a_worker(small_world)
    with small_world.db.session() as session:
        session.execute(update(Contact).values(language="en"))
    asked = zhao.say("/door Building 6 unit 3 room 102 Zhang Defu haircut this week")
    assert asked.startswith("Read this aloud:\n“我记的是：请人帮忙：上门理发，")
    assert "我替您发出去，您同意吗？”" in asked
    assert asked.endswith("1 Agrees\n2 Change it\n3 Says no")
    assert zhao.press("Agrees").startswith("If something changes, who tells them?")
    slip = zhao.press("The station")
    assert "Copy this slip for them:\n上门理发，等电话定日子\n不收钱" in slip
    assert "Another door?" in slip
