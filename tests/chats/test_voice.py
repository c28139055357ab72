"""语音: nobody is asked to type what she has said; a worker hears it and reads it back.

Scripts: voice_came, hear_voice, write_down, voice_right, voice_wrong.
"""

from sqlalchemy import select

from models.audit import Audit
from models.call_request import CallRequest
from models.media import MediaState
from models.membership import Role
from models.order import Order
from tests.chats.test_media import media_of, of_orders, send, shown
from tests.duty import NIGHT, alerts
from tests.transcript import Someone, World

KEPT = "语音存好了。\n社区的人会听，听完回您。\n要紧的别等：110、120、119。"


def speak(world: World, who: Someone) -> str:
    return send(who, media_of(world, who, "voice"), kind="voice")


def test_a_voice_becomes_a_published_order_without_a_word_typed_about_it(world: World) -> None:
    """A first message in her own voice: her phone and door are all she writes."""
    sun = world.known("孙丽", Role.WORKER)
    wang = world.someone("王秀英")
    wang.say("您好")
    assert speak(world, wang) == KEPT
    assert "发来语音" in sun.card
    assert "语音  1 段" in sun.card
    assert sun.press("听录音").startswith("语音 1 段：")
    assert shown(sun) == (1,)
    world.restart()
    sun.press("写下来")
    sun.say("厨房灯不亮了，明天上午找人看看")
    assert wang.new == (
        "社区听了您的语音，记的是：\n“厨房灯不亮了，明天上午找人看看”\n对不对？\n"
        "可以写：“就是这件事”  “不是这样”"
    )
    assert "到哪里去？" in wang.say("就是这件事")
    assert "留个电话吧" in wang.say("3号楼2单元501")
    wang.say("13900000123")
    assert "发出去了，单号 1123-01。" in wang.say("行")
    assert of_orders(world) == {1: 1}
    assert "发来语音" not in sun.say("清单")


def test_what_was_heard_wrongly_stays_on_the_list_and_makes_nothing(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    wang = small_world.known("王秀英", Role.RESIDENT)
    speak(small_world, wang)
    sun.press("听录音")
    sun.press("写下来")
    sun.say("要人陪着去医院")
    assert wang.press("不是这样") == "好，社区的人再听一遍，再问您。"
    assert sun.new == "语音记的那句，本人说不对。\n再听一遍，或者打个电话。"
    assert "发来语音" in sun.say("清单")
    assert wang.say("就是这件事").startswith("这件说过了。")
    with small_world.db.reading() as session:
        assert session.scalars(select(Order)).all() == []
        assert session.scalars(select(CallRequest)).one().done_at is None


def test_at_night_she_hears_when_somebody_listens(small_world: World) -> None:
    wang = small_world.known("王秀英", Role.RESIDENT)
    small_world.at(NIGHT)
    assert speak(small_world, wang) == (
        "语音存好了。\n今天上午8点起有人听，听完回您。\n要紧的别等：110、120、119。"
    )


def test_a_voice_in_the_middle_of_something_goes_on_the_list_and_costs_nothing(
    world: World,
) -> None:
    sun = world.known("孙丽", Role.WORKER)
    wang = world.known("王秀英", Role.RESIDENT)
    wang.say("厨房灯不亮了，3号楼2单元501，明天上午")
    said = speak(world, wang)
    assert said.startswith(KEPT + "\n留个电话吧")
    assert "发来语音" in sun.card
    world.restart()
    assert "我念一遍" in wang.say("13900000123")
    wang.say("行")
    assert of_orders(world) == {1: 1}


def test_only_staff_hear_it_and_it_is_written_down(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    wang = small_world.known("王秀英", Role.RESIDENT)
    speak(small_world, wang)
    assert "社区的人来定" in zhou.say("听录音")
    assert "社区的人来定" in zhou.say("写下来")
    assert "这件说过了" in zhou.say("就是这件事")
    sun.say("听录音")
    with small_world.db.reading() as session:
        assert len(session.scalars(select(Audit).filter_by(action="saw_media")).all()) == 1
    assert "照片或语音" in wang.say("谁看过")


def test_a_voice_that_still_lies_at_its_platform_is_said_to_come(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    wang = small_world.known("王秀英", Role.RESIDENT)
    send(wang, media_of(small_world, wang, "voice", MediaState.WANTED), kind="voice")
    assert sun.press("听录音") == "还在取，过一会儿再听。"


def test_a_voice_after_an_emergency_reaches_whoever_was_called(small_world: World) -> None:
    zhao = small_world.known("赵倩", Role.WORKER)
    wang = small_world.someone("王秀英")
    wang.say("我妈摔了起不来")
    speak(small_world, wang)
    assert "急事那边又写来一句（120）。" in zhao.new
    zhao.press("我来联系")
    assert shown(zhao) == (1,)
    assert len(alerts(small_world)) == 1
