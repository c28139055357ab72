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
    assert "我念一遍，就差时间" in second
    card = li.say("明天上午")
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
