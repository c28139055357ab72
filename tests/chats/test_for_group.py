"""发群: what a worker pastes into the building's group, and the word that works as a first message.

Scripts: for_group, claim, signup, sign_up, join_role.
"""

from dataclasses import replace

import pytest

from models.membership import Role
from tests.activities import activity_of, published, states
from tests.broadcasting import send_out
from tests.finding import PRIVATE, opened
from tests.transcript import World


@pytest.mark.row("V5")
def test_a_call_for_the_group_names_nobody_and_no_door(world: World) -> None:
    sun, _li = opened(world)
    world.around = replace(world.around, address="https://linli.example.org")
    said = sun.say("发群1123-01")
    assert said.startswith(
        "下面这条可以贴到群里，\n里面没有电话、门牌和姓名。\n带码的图一分钟内发到这里。\n"
        "【葵园社区】有件事等人帮忙\n代办跑腿，免费帮邻居\n"
        "时间  11月24日 周二下午2点到6点\n地点  3号楼\n"
    )
    assert said.endswith("还要  1 位\n想去：跟邻里写“接1123-01”")
    assert not [each for each in PRIVATE if each in said]
    world.wait(seconds=1)
    assert sun.new == (
        "1123-01 的图在这里，\n存下来，跟文字一起发到群里：\nhttps://linli.example.org/group/order-1123-01.png"
    )


def test_without_a_public_address_it_says_that_there_is_no_picture(world: World) -> None:
    sun, _li = opened(world)
    sun.say("发群1123-01")
    world.wait(seconds=1)
    assert sun.new.startswith("1123-01 的图做不了：\n我们的网页还没有公开的地址。")


def test_alone_it_asks_which_or_takes_the_only_one(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    assert sun.say("发群") == "现在没有要贴到群里的。\n放开接单、发了活动或者通知，\n再写“发群”。"
    opened(world)
    assert "“接1123-01”" in sun.say("发群")
    published(world)
    assert sun.say("发群").startswith("哪一条贴到群里？")
    world.restart()
    said = sun.press("暖冬")
    assert "【葵园社区】暖冬\n12月5日 周六上午9点到11点半\n葵园广场\n" in said
    assert said.endswith("想来：跟邻里写“报名1205-01”")


def test_only_staff_make_it_and_only_of_what_is_open(world: World) -> None:
    sun, li = opened(world)
    assert li.say("发群1123-01").startswith("这件事要社区的人来定。")
    zhou = world.known("周凯", Role.VOLUNTEER)
    zhou.say("接1123-01")
    assert sun.say("发群1123-01") == "这张单现在不等人接。\n先按“放开接单”，再写“发群”。"
    assert sun.say("发群1123-09").startswith("这个活动找不到了。")


def test_a_notice_loses_the_mobile_number_that_stands_in_it(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    world.known("李婶", Role.RESIDENT)
    sun.say("通知")
    sun.say("周三上午停水。有事打张师傅 13900000123，站里 022-8000 0123")
    sun.say("全体")
    sun.press("下一步")
    sun.press("发出")
    send_out(world)
    said = sun.say("发群")
    assert "139****0123，站里 022-8000 0123\n有事跟邻里说，写一句话就行。" in said
    assert "带码的图" not in said


@pytest.mark.parametrize("first", ["接1123-01", "接 1123－01。", "我接112301", "接单1123-01"])
def test_the_word_of_a_call_is_the_first_message_of_a_stranger(world: World, first: str) -> None:
    opened(world)
    wang = world.someone("王芳")
    assert wang.say(first).startswith("谢谢您愿意帮忙。\n写上称呼和手机号")
    world.restart()
    assert wang.say("王芳 13900000456").startswith("登记志愿者\n称呼  王芳\n电话  139 0000 0456")
    said = wang.press("登记")
    assert said.startswith("登记好了，王芳，欢迎您。\n接好了，谢谢您。门牌和电话在卡上。")


def test_a_stranger_who_says_who_they_are_is_not_asked_for_the_number_again(world: World) -> None:
    opened(world)
    wang = world.someone("王芳")
    assert wang.say("接1123-01 我是王芳 13900000456").startswith("谢谢您愿意帮忙。")
    assert "电话  139 0000 0456" in wang.say("王芳")


def test_a_stranger_who_comes_too_late_is_told_before_signing_up(world: World) -> None:
    opened(world)
    world.known("周凯", Role.VOLUNTEER).say("接1123-01")
    wang = world.someone("王芳")
    late = "谢谢您。这张单现在不用人去了。\n还有别的，写“接单”就能看。"
    assert wang.say("接1123-01") == late
    assert wang.say("接1123-77").startswith("这张单找不到")


def test_the_code_of_the_picture_does_the_same_as_the_word(world: World) -> None:
    opened(world)
    wang = world.someone("王芳")
    start = {"kind": "start", "data": {"code": "o_1123-01"}}
    assert wang.send(start).startswith("谢谢您愿意帮忙。")
    wrong = {"kind": "start", "data": {"code": "a_1123-01"}}
    assert world.someone("何静").send(wrong).startswith("这个活动找不到了。")


def test_abroad_the_word_waits_for_the_yes(far: World) -> None:
    opened(far)
    wang = far.someone("王芳")
    wang.say("接1123-01")
    assert wang.press("可以").startswith("好。\n谢谢您愿意帮忙。\n写上称呼和手机号")


def test_the_word_of_an_activity_leads_a_stranger_to_a_place(world: World) -> None:
    published(world)
    wang = world.someone("王芳")
    assert wang.say("报名1205-01").startswith("“暖冬”，想做哪样？\n1 擦窗\n2 修小家电")
    assert wang.press("擦窗").startswith("谢谢您愿意帮忙。")
    world.restart()
    wang.say("王芳 13900000456")
    assert "给您留好了，擦窗。" in wang.press("登记")
    assert "王芳" in states(world)
    assert activity_of(world).title == "暖冬"
