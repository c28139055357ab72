"""少收通知: a volunteer turns a kind of notice off and on again.

Scripts: quieter, louder.
"""

from models.membership import Role
from tests.chats.test_claiming import an_open_order
from tests.transcript import World


def test_a_volunteer_who_wants_no_calls_gets_none(world: World) -> None:
    zhou = world.known("周凯", Role.VOLUNTEER)
    asked = zhou.say("少收通知")
    assert asked == (
        "哪种不想收？\n您自己的单照样告诉您。\n1 接单提醒\n2 写一半提醒\n3 社区通知\n4 照旧"
    )
    world.restart()
    assert zhou.say("上一步").startswith("这是第一步了。")
    assert zhou.say("取消").startswith("好，这件先不办了。")
    zhou.say("少收通知")
    assert zhou.say("1").startswith("好，这种不再发给您。")
    an_open_order(world)
    assert "接单" not in zhou.labels
    assert zhou.say("接单").startswith("现在有 1 件等人去：")


def test_it_can_be_turned_on_again(small_world: World) -> None:
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    assert zhou.say("多收通知") == "现在都收着呢。嫌多，写“少收通知”。"
    zhou.say("少收通知")
    assert zhou.say("照旧") == "好，照旧。"
    for kind in ("1", "1", "1"):
        zhou.say("少收通知")
        zhou.say(kind)
    assert zhou.say("少收通知").startswith("能关的都关着了。")
    zhou.say("多收通知")
    assert zhou.press("接单提醒") == "好，有了就告诉您。"
    an_open_order(small_world)
    assert "接单" in zhou.labels


def test_no_reminder_for_who_wants_none(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    li.say("少收通知")
    li.press("写一半提醒")
    li.say("水龙头漏水，7号楼1单元1308")
    small_world.wait(hours=3)
    assert li.new == ""
