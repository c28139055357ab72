"""A family hears who comes, arrived, left and how it was, unless she would rather not (chats.md 4).

Scripts: family_off, family_on, own_yes, rate_done.
"""

from models.membership import Role
from tests.asking import gives_a_chat_to_her, goes_and_leaves, has_asked, rings, the_order
from tests.transcript import World
from tests.visits import change, volunteer


def test_the_family_hears_nothing_once_she_says_so(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    zhou = world.known("周凯", Role.VOLUNTEER)
    he = volunteer(world, "何静")
    change(world, "何静", sex="f")
    liu = has_asked(world)
    rings(sun, "同意", "可以说")
    chen = gives_a_chat_to_her(world, "陈桂芳")
    assert "这要本人说了算" in liu.say("家里可以知道1123-01")
    assert chen.say("家里不用知道").startswith("好，家里不再收到消息。")
    world.restart()
    sun.press("通过")
    sun.press("放开接单")
    for helper in (zhou, he):
        helper.press("接单")
    assert "有人来了：周凯、何静" in chen.new
    told = "\n".join([liu.new, liu.card, liu.say("我的"), liu.say("号码")])
    for word in ("周凯", "何静", "志愿者", the_order(world).code):
        assert word not in told
    assert "这件事由本人接着办" in told
    assert chen.say("家里可以知道").startswith("好，谁去、办得怎样，告诉家里。")
    assert "谁来  周凯、何静" in liu.card


def test_a_worker_may_say_it_for_her(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    has_asked(small_world)
    assert sun.say("别告诉家里1123-01").startswith("好，家里不再收到消息。")
    assert the_order(small_world).family_is_off
    assert sun.say("家里不用知道").startswith("现在没有家里替您写的事。")


def test_the_family_hears_how_it_was_when_she_says_it_herself(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    he = volunteer(small_world, "何静")
    change(small_world, "何静", sex="f")
    liu = has_asked(small_world)
    rings(sun, "同意", "可以说")
    chen = gives_a_chat_to_her(small_world, "陈桂芳")
    sun.press("通过")
    sun.press("放开接单")
    for helper in (zhou, he):
        helper.press("接单")
    code = the_order(small_world).code
    told = liu.new
    assert "您替家里约的事，有人去了：\n周凯、何静" in told
    assert code not in told
    assert "号码  本人手机上有（人到了由本人念）" in liu.card
    assert liu.say("号码") == "1123-01 的号码在本人手机上，\n人到了由本人念。"
    assert code not in liu.card
    assert f"号码是 {code}" in chen.say("号码")
    goes_and_leaves(small_world, (zhou, he), code)
    told = liu.new
    assert "周凯到了。" in told
    assert str(the_order(small_world).code_out) not in told
    assert str(the_order(small_world).code_out) in chen.new
    chen.press("办好了")
    assert "1123-01 问过了：办好了。" in liu.new


def test_she_who_keeps_the_family_out_is_asked_and_answers_herself(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    has_asked(small_world)
    rings(sun, "同意", "可以说")
    chen = gives_a_chat_to_her(small_world, "陈桂芳")
    chen.say("家里不用知道")
    sun.press("问一句")
    sun.say("几点复查？")
    assert "“几点复查？”" in chen.new
    assert "这句是回社区问您的吗？" in chen.say("上午十点")
    assert chen.press("是，转给社区").startswith("好，转给社区了。")
    assert "上午十点" in sun.new
