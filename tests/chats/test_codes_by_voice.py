"""The digits said aloud, asked for by voice, and read out by a worker (chats.md 7).

Scripts: my_code, read_codes, check_in, hear_voice, write_down, voice_right.
"""

from sqlalchemy import select

from models.audit import Audit
from models.membership import Role
from tests.chats.test_media import media_of, send
from tests.transcript import Someone, World
from tests.visits import orders_of, two_going


def test_the_code_is_said_and_asked_for_by_voice(world: World) -> None:
    """Where the platform writes down what it hears, a voice is as good as its words."""
    going = two_going(world)
    world.wait(days=1)
    going.zhou.say("我到了")
    digits = "，".join("零一二三四五六七八九"[int(each)] for each in going.order.code)
    assert "号码是 4 位数字" in _spoken(going.zhou, "我到了呀")
    world.restart()
    assert "签好了" in _spoken(going.zhou, f"{digits}。")
    assert going.order.code in _spoken(going.wang, "号码。")


def test_a_voice_nobody_wrote_down_is_heard_by_a_worker_and_gets_the_code(world: World) -> None:
    going = two_going(world)
    _ = _spoken(going.wang, "")
    assert "发来语音" in going.sun.card
    going.sun.press("听录音")
    going.sun.press("写下来")
    assert going.sun.say("上一步").startswith("这是第一步了。")
    going.sun.say("取消")
    going.sun.press("听录音")
    going.sun.press("写下来")
    going.sun.say("想问到场的号码")
    world.restart()
    assert "记的是：\n“想问到场的号码”" in going.wang.new
    assert going.order.code in going.wang.say("就是这件事")
    assert len(orders_of(world)) == 1
    assert "发来语音" not in going.sun.say("清单")


def _spoken(someone: Someone, words: str) -> str:
    """A voice, with what the platform heard of it."""
    return send(someone, media_of(someone.world, someone, "voice"), kind="voice", text=words)


def test_a_worker_reads_the_codes_out_and_that_is_written_down(world: World) -> None:
    going = two_going(world)
    order = going.order
    said = going.sun.press("念号码")
    assert f"到的时候念 {order.code}\n办好了再念 {order.code_out}" in said
    assert str(order.password) in said
    with world.db.reading() as session:
        rows = select(Audit).filter_by(action="codes_read", subject=order.subject)
        assert session.scalars(rows).one().actor_id is not None
    assert "要社区的人来定" in going.zhou.say("念号码1123-01")
    auditor = world.known("审核", Role.AUDITOR)
    assert "要社区的人来定" in auditor.say("念号码1123-01")
