"""Text messages: for what is urgent alone, once each, every doubt marked and then rung up."""

import asyncio
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.calling_up import CallingUp
from bot.channels.sms.sending import Texting
from bot.config_sms import SmsSection
from bot.expanding import expand_once
from models.call_list import how_many_wait
from models.membership import Role
from models.notice import Notice
from models.text_message import TextMessage, TextState
from tests.broadcasting import send_out
from tests.channels.sms.stand_in import StandIn, stand_in
from tests.transcript import Someone, World
from tests.windows import gives_phone

TODAY, SAFETY = "今天下午2点到6点停水，请存好水。", "台风今晚到，请关好窗，别出门。"
ZHANG, LI = "13900000456", "13900000789"


def settings(url: str) -> SmsSection:
    """A gateway at that address."""
    return SmsSection(
        url=url,
        key=SecretStr("secret"),
        sign="葵园社区",
        today_template="T1",
        safety_template="T2",
        pace=1000,
        seconds=0.2,
    )


def announced(world: World, text: str = TODAY, answer: str = "要") -> Someone:
    """孙丽 has sent it; 张德福 and 李婶 have no chat."""
    sun = world.known("孙丽", Role.COORDINATOR)
    gives_phone(world, "张德福", ZHANG, "6")
    gives_phone(world, "李婶", LI, "3")
    sun.say("通知")
    sun.say(text)
    if "是通知内容" in sun.labels:
        sun.press("是通知内容")
    sun.say("全体")
    if answer in sun.labels:
        sun.press(answer)
    if "下一步" in sun.labels:
        sun.press("下一步")
        sun.press("发出")
    calling = CallingUp(texts=True)
    while expand_once(world.db, world.around, calling=calling):
        pass
    world.deliver()
    return sun


def texts(world: World, gateway: StandIn) -> Texting:
    """What sends the texts that are due."""
    return Texting(world.db, world.runner, world.around, settings(gateway.url))


def states(world: World) -> list[TextState]:
    with world.db.reading() as session:
        return list(session.scalars(select(TextMessage.state).order_by(TextMessage.id)))


def waiting(world: World) -> int:
    with world.db.reading() as session:
        notice = session.scalars(select(Notice)).one()
        return how_many_wait(session, notice.id, world.community_id)


async def in_thread(world: World, text: str = TODAY, answer: str = "要") -> None:
    """The chat beside the loop that sends."""
    await asyncio.to_thread(announced, world, text, answer)


async def test_whoever_has_no_chat_gets_a_text_and_leaves_the_list(world: World) -> None:
    await in_thread(world)
    assert waiting(world) == 2
    async with stand_in() as gateway:
        await texts(world, gateway).tick()
        await texts(world, gateway).tick()
        assert gateway.sent == [ZHANG, LI]
        assert gateway.keys[0] == "Bearer secret"
        assert gateway.calls[0] == {
            "phone": ZHANG,
            "sign": "葵园社区",
            "template": "T1",
            "id": "linli-1",
            "params": {"community": "葵园社区", "words": TODAY, "phone": "8000 0123"},
        }
    assert states(world) == [TextState.SENT] * 2
    assert waiting(world) == 0


@pytest.mark.parametrize("fault", ["500", "slow", "lost", "dropped"])
async def test_a_doubt_is_marked_never_sent_again_and_rung_up(world: World, fault: str) -> None:
    await in_thread(world)
    async with stand_in(fault) as gateway:
        for _n in range(3):
            await texts(world, gateway).tick()
            world.now += timedelta(minutes=10)
        assert len(gateway.calls) == 2
        assert gateway.sent.count(ZHANG) <= 1
    assert states(world) == [TextState.UNCERTAIN, TextState.SENT]
    assert waiting(world) == 1


@pytest.mark.parametrize("fault", ["429", "401"])
async def test_what_was_surely_not_taken_goes_later_and_once(world: World, fault: str) -> None:
    await in_thread(world)
    async with stand_in(fault) as gateway:
        sending = texts(world, gateway)
        await sending.tick()
        assert gateway.sent == []
        await sending.tick()
        assert len(gateway.calls) == 1
        world.now += timedelta(minutes=6)
        await sending.tick()
        assert sorted(gateway.sent) == sorted([ZHANG, LI])
    assert states(world) == [TextState.SENT] * 2


async def test_a_refusal_is_final_and_rung_up(world: World) -> None:
    await in_thread(world)
    async with stand_in("400") as gateway:
        await texts(world, gateway).tick()
        assert gateway.sent == [LI]
    assert states(world) == [TextState.GAVE_UP, TextState.SENT]
    assert waiting(world) == 1


async def test_a_gateway_that_is_away_is_tried_again(world: World) -> None:
    await in_thread(world)
    async with stand_in() as gateway:
        away = StandIn(url="http://127.0.0.1:9/send")
        await texts(world, away).tick()
        assert states(world) == [TextState.DUE] * 2
        world.now += timedelta(minutes=1)
        await texts(world, gateway).tick()
        assert sorted(gateway.sent) == sorted([ZHANG, LI])


async def test_a_process_that_dies_before_the_result_leaves_a_doubt(world: World) -> None:
    await in_thread(world)
    async with stand_in() as gateway:
        dying = texts(world, gateway)
        await world.runner.aside(dying._begin, 1)
        await texts(world, gateway).tick()
        assert gateway.sent == [LI]
        world.now += timedelta(minutes=3)
        await texts(world, gateway).tick()
        assert gateway.sent == [LI]
    assert states(world) == [TextState.UNCERTAIN, TextState.SENT]


async def test_by_night_only_safety_goes_out(world: World) -> None:
    world.now = world.now.replace(hour=22)
    await in_thread(world)
    async with stand_in() as gateway:
        await texts(world, gateway).tick()
        assert gateway.sent == []
        world.now += timedelta(hours=10, minutes=5)
        await texts(world, gateway).tick()
        assert gateway.sent == [ZHANG, LI]


async def test_what_is_about_safety_goes_by_its_own_template_at_once(world: World) -> None:
    world.now = world.now.replace(hour=22)
    await in_thread(world, SAFETY)
    async with stand_in() as gateway:
        await texts(world, gateway).tick()
        assert [each["template"] for each in gateway.calls] == ["T2", "T2"]


async def test_news_are_never_sent_by_text(world: World) -> None:
    await in_thread(world, "下个月办灯会，欢迎来看。")
    assert states(world) == []
    await asyncio.to_thread(send_out, world)
    assert states(world) == []


async def test_whoever_was_told_meanwhile_gets_none(world: World) -> None:
    await in_thread(world)
    zhao = world.someone("孙丽")
    await asyncio.to_thread(zhao.say, "电话单")
    await asyncio.to_thread(zhao.say, "1")
    async with stand_in() as gateway:
        await texts(world, gateway).tick()
        assert gateway.sent == [LI]
    assert states(world) == [TextState.GAVE_UP, TextState.SENT]
