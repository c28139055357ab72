"""Chats that want peace: told so at a call beside delivery's, or held up by what nobody sends."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.channels.contract import Pace
from bot.taking_back import take_back
from models.group_chat import GroupChat
from models.membership import Role
from models.outbox import Outbox, OutboxState
from tests.bot.difficult import made_difficult
from tests.transcript import World

PACE = Pace(calls=25, chat=1, group=3)


def newest(world: World) -> Outbox:
    with world.db.reading() as session:
        return session.scalars(select(Outbox).order_by(Outbox.id.desc()).limit(1)).one()


def left_alone(world: World, address: str) -> timedelta:
    peace = world.delivery.peace
    return asyncio.run(peace.left_alone_until(world.account_id, address)) - world.now


def test_a_chat_that_wants_peace_is_not_written_to_until_then(world: World) -> None:
    li = world.known("李婶", Role.RESIDENT)
    channel = made_difficult(world, PACE)
    asyncio.run(world.delivery.peace.told_to_wait(world.account_id, "李婶", 20))
    assert left_alone(world, "李婶") == timedelta(seconds=20)
    assert left_alone(world, "王叔") == timedelta(0)
    li.say("帮助")
    assert channel.texts == []
    world.wait(seconds=21)
    assert len(channel.texts) == 1


def test_of_two_calls_that_wait_the_second_heeds_what_the_first_was_told(world: World) -> None:
    world.known("李婶", Role.RESIDENT)
    made_difficult(world, PACE)
    peace, slept = world.delivery.peace, []

    async def told_meanwhile(seconds: float) -> None:
        """The time passes; whoever was first is told to wait for three seconds more."""
        slept.append(seconds)
        world.now += timedelta(seconds=seconds)
        if len(slept) == 1:
            await peace.told_to_wait(world.account_id, "李婶", 3)

    with pytest.MonkeyPatch.context() as patch:
        asyncio.run(peace.told_to_wait(world.account_id, "李婶", 2))
        patch.setattr("bot.peace.sleep", told_meanwhile)
        assert asyncio.run(peace.may_call(world.account_id, "李婶"))
    assert slept == [2, 3]
    asyncio.run(peace.told_to_wait(world.account_id, "李婶", 16))
    assert not asyncio.run(peace.may_call(world.account_id, "李婶", most=15))


def test_a_group_may_want_peace_too(world: World) -> None:
    with world.db.session() as session:
        session.add(
            GroupChat(
                community_id=world.community_id,
                account_id=world.account_id,
                address="-4001",
                title="3号楼",
                created_at=world.now,
            )
        )
    made_difficult(world, PACE)
    asyncio.run(world.delivery.peace.told_to_wait(world.account_id, "-4001", 20))
    assert left_alone(world, "-4001") == timedelta(seconds=20)


def test_a_reply_that_rode_from_a_process_that_died_holds_nothing_up(world: World) -> None:
    li = world.known("李婶", Role.RESIDENT)
    channel = made_difficult(world, PACE)
    li.say("帮助")
    with world.db.session() as session:
        riding = {"state": OutboxState.ANSWERING, "lease_owner": "dead", "due_at": world.now}
        session.execute(update(Outbox).where(Outbox.id == newest(world).id).values(**riding))
    take_back(world.db, world.now, ["another"])
    assert newest(world).state is OutboxState.ANSWERING
    take_back(world.db, world.now, ["dead"])
    assert (newest(world).state, newest(world).doubts) == (OutboxState.ANSWERED, 0)
    li.say("隐私")
    assert len(channel.texts) == 2
