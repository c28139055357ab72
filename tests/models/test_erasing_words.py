"""Words beside the order of somebody else go from the workers' chats when their writer leaves.

Script: leave.
"""

from models.membership import Role
from tests.models.test_erasing import NAME, PHONE, ROOM, WORDS, found, later
from tests.transcript import World


def test_words_beside_the_order_of_somebody_else_leave_the_workers_chats(
    small_world: World,
) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    her = small_world.someone("her-address-7")
    for words in (f"{WORDS}，3号楼2单元{ROOM}，明天下午", PHONE, "行", f"叫我{NAME}"):
        her.say(words)
    liu = small_world.known("刘洋", Role.RESIDENT)
    liu.say(f"我妈家水龙头坏了，3号楼2单元{ROOM}，明天下午，{PHONE}")
    liu.press("知道，同意")
    liu.press("是同一件")
    assert "水龙头坏了" in sun.say("看原话1123-01")
    assert "水龙头坏了" in sun.card
    sun.say("清单")
    liu.say("退出")
    liu.say("1")
    later(small_world)
    assert "水龙头坏了" not in sun.card
    assert "漏到楼下" in sun.card, "hers stay"
    small_world.wait(days=2)
    later(small_world, 2)
    assert found(small_world.db, "水龙头坏了") == []
    assert found(small_world.db, WORDS)


def test_words_of_an_order_that_was_merged_go_with_their_writer(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    her = small_world.someone("her-address-7")
    for words in (f"{WORDS}，3号楼2单元{ROOM}，明天下午", PHONE, "行", f"叫我{NAME}"):
        her.say(words)
    he = small_world.known("何静", Role.RESIDENT)
    he.say(f"厨房水管坏了一根，3号楼2单元{ROOM}，明天下午，{PHONE}")
    he.press("不是")
    he.say("行")
    sun.press("并单")
    assert "厨房水管坏了一根" in sun.card
    assert WORDS in sun.card
    her.say("退出")
    her.say("1")
    later(small_world)
    assert WORDS not in sun.card
    small_world.wait(days=2)
    later(small_world, 2)
    assert found(small_world.db, WORDS) == []
    assert found(small_world.db, "厨房水管坏了一根")


def test_what_a_worker_read_before_a_call_goes_with_whoever_it_was_about(
    small_world: World,
) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    chen = small_world.known("陈桂芳", Role.RESIDENT)
    chen.say("想找人理发，5号楼1单元201，周五上午，13900000456")
    chen.say("行")
    liu = small_world.known("刘洋", Role.RESIDENT)
    liu.say("我妈想理个发，5号楼1单元201，周五上午")
    liu.press("知道，同意")
    liu.say("13900000456")
    liu.press("是同一件")
    assert "1123-01：陈桂芳，139 0000 0456" in sun.press("打过电话了")
    sun.press("可以")
    chen.say("取消这单1123-01")
    chen.press("取消这单")
    chen.say("退出")
    chen.say("1")
    later(small_world)
    small_world.wait(days=2)
    later(small_world, 2)
    assert found(small_world.db, "陈桂芳，") == []
