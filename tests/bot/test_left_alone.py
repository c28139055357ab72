"""Chats that want peace: told so at a call beside delivery's, or held up by what nobody sends."""

import asyncio

from sqlalchemy import select, update

from bot.channels.contract import Pace
from bot.outbox_rows import take_back
from models.group_chat import GroupChat
from models.membership import Role
from models.outbox import Outbox, OutboxState
from tests.bot.difficult import made_difficult
from tests.transcript import World

PACE = Pace(calls=25, chat=1, group=3)


def newest(world: World) -> Outbox:
    with world.db.reading() as session:
        return session.scalars(select(Outbox).order_by(Outbox.id.desc()).limit(1)).one()


def test_a_chat_that_wants_peace_is_not_written_to_until_then(world: World) -> None:
    li = world.known("李婶", Role.RESIDENT)
    channel = made_difficult(world, PACE)
    asyncio.run(world.delivery.told_to_wait(world.account_id, "李婶", 20))
    assert asyncio.run(world.delivery.left_alone(world.account_id, "李婶")) == 20
    assert asyncio.run(world.delivery.left_alone(world.account_id, "王叔")) == 0
    li.say("帮助")
    assert channel.texts == []
    world.wait(seconds=21)
    assert len(channel.texts) == 1


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
    asyncio.run(world.delivery.told_to_wait(world.account_id, "-4001", 20))
    assert asyncio.run(world.delivery.left_alone(world.account_id, "-4001")) == 20


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
