"""对了，楼道灯也坏了: a second matter in the middle of the first is kept and comes next (chats 17).

Scripts: post_need.
"""

from models.membership import Role
from tests.asking import orders
from tests.transcript import World


def test_a_second_matter_waits_for_the_first(small_world: World) -> None:
    li = small_world.someone("李婶")
    asked = li.say("水龙头漏水，明天上午，7号楼1单元1308")
    question = asked.rsplit("\n", 1)[-1]
    said = li.say("对了楼道灯也坏了")
    assert said.startswith("楼道灯记下了，等这张办好就说它。")
    assert said.endswith(question)
    small_world.restart()
    assert "我念一遍" in li.say("13900000078")
    assert li.say("行").startswith("发出去了")
    assert len(orders(small_world)) == 1
    second = li.press("不写")
    assert "接着刚才的：" in second
    assert "拍张照片发来" in second  # in her own hallway, so that where needs no asking
    card = li.press("没有照片")
    assert card.startswith("我念一遍\n帮什么  公共隐患（楼道灯也坏了）")
    assert li.say("行").startswith("发出去了")
    kinds = [order.kind for order in orders(small_world)]
    assert sorted(kinds) == ["home_repair", "public_hazard"]


def test_it_waits_at_the_card_too_and_taking_the_first_back_brings_it_up(
    small_world: World,
) -> None:
    li = small_world.known("李建国", Role.RESIDENT)
    card = li.say("水龙头漏水，明天上午，7号楼1单元1308，13900000078")
    assert "我念一遍" in card
    said = li.say("还有，楼道灯坏了")
    assert said.startswith("楼道灯记下了")
    assert "漏水" in said
    left = li.say("取消")
    assert "接着刚才的：" in left
    assert orders(small_world) == []


def test_more_about_the_same_matter_is_no_second_one(small_world: World) -> None:
    li = small_world.someone("李婶")
    li.say("水龙头漏水")
    assert "记下了，等这张" not in li.say("对了，厨房水管也漏")
    assert "记下了，等这张" not in li.say("对了我家7号楼1单元1308")


def test_two_matters_in_first_words_become_two_drafts(world: World) -> None:
    li = world.someone("李婶")
    said = li.say(
        "水龙头漏水，明天上午来修，另外想请人周五上午陪我去区医院复查，7号楼1单元1308，13900000078"
    )
    assert (
        said.startswith("陪同就医记下了，等这张办好就说它。")
        or "记下了，等这张办好就说它。" in said
    )
    assert "我念一遍" in said
    assert "11月24日 周二上午8点到12点" in said
    world.restart()
    assert li.say("行").startswith("发出去了")
    second = li.press("不写")
    assert "接着刚才的：" in second
    while "我念一遍" not in second:
        second = li.say("1")
    assert "11月27日 周五" in second
    assert "7号楼1单元1308" in second
    assert li.say("行").startswith("发出去了")
    assert sorted(each.kind for each in orders(world)) == ["home_repair", "medical_escort"]


def test_a_question_beside_a_need_is_no_second_draft(small_world: World) -> None:
    li = small_world.someone("李婶")
    said = li.say("水龙头漏水，明天上午，7号楼1单元1308，13900000078，另外想问问哪天有理发")
    assert "记下了，等这张" not in said
    assert "我念一遍" in said


def test_the_second_comes_up_when_the_first_is_taken_back(small_world: World) -> None:
    li = small_world.someone("李婶")
    li.say("水龙头漏水，明天上午，7号楼1单元1308，13900000078，还有件事，周六想请人来理个发")
    left = li.say("取消")
    assert "接着刚才的：" in left
    assert "理" in left
    assert orders(small_world) == []
