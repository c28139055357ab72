"""Delivery of many messages at once: one look at all of them, and no more marked than is called."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.channels.contract import Outgoing, Pace, SendError, Trouble
from bot.clock import Surroundings
from bot.delivery import Delivery
from bot.expanding import expand_once
from bot.pacing import AT_ONCE
from models.account import Account
from models.contact import Contact
from models.membership import Role
from models.notice import Notice
from models.opt_out import NoticeKind, OptOut
from models.outbox import GaveUp, Lane, Outbox, OutboxState
from models.person import Person
from tests.acceptance.swift import Clock, SwiftLoop, swift_time
from tests.bot.difficult import Difficult, made_difficult
from tests.broadcasting import crowd
from tests.queued import queued
from tests.transcript import World

#: fast, but each call has a moment of its own
PACE = Pace(20, 0, 3)
_BULK = Outbox.lane == Lane.BULK


class Hanging(Difficult):
    """Answers no call."""

    async def send(self, _message: Outgoing) -> str:
        return await asyncio.get_running_loop().create_future()


@pytest.fixture(autouse=True)
def _on_a_swift_clock(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, no call comes later than its moment."""
    monkeypatch.setattr(world, "deliver", lambda: deliver(world))


def deliver(world: World, *, while_time_passes: bool = False) -> None:
    """Send everything that is due; the world's clock stands meanwhile, or goes with the loop."""

    async def drain() -> None:
        with swift_time() as clock:
            if while_time_passes:
                world.delivery = timed_delivery(world, clock)
            await world.delivery.drain()

    with asyncio.Runner(loop_factory=SwiftLoop) as runner:
        runner.run(drain())


def die_while_calls_hang(world: World, pace: Pace, after_seconds: float) -> None:
    """The process ends where it stands after so many seconds in which no call was answered."""
    world.channel = Hanging(pace)
    world.restart()

    async def live() -> None:
        with swift_time():
            delivering = asyncio.create_task(world.delivery.drain())
            await asyncio.wait([delivering], timeout=after_seconds)

    with asyncio.Runner(loop_factory=SwiftLoop) as runner:
        runner.run(live())


def timed_delivery(world: World, clock: Clock) -> Delivery:
    clock.at_least(world.now)
    channels, around = {world.account_id: world.channel}, Surroundings(now=clock.now)
    return Delivery(world.db, world.runner, channels, around, "while time passes")


def many(world: World, count: int) -> None:
    """A notice to so many people, each of them with its row."""
    world.known("孙丽", Role.COORDINATOR)
    crowd(world, count)
    with world.db.session() as session:
        author = session.scalars(select(Person).filter_by(display_name="孙丽")).one()
        same = {"community_id": world.community_id, "author_id": author.id}
        session.add(Notice(**same, text="停水", audience="everyone", created_at=world.now))
    while expand_once(world.db, world.around):
        pass


def states(world: World) -> list[OutboxState]:
    """Of the notice's rows, in the order in which they go out."""
    with world.db.reading() as session:
        return list(session.scalars(select(Outbox.state).where(_BULK).order_by(Outbox.id)))


def reasons(world: World) -> list[GaveUp | None]:
    """Why they were not sent, in the same order."""
    with world.db.reading() as session:
        return list(session.scalars(select(Outbox.reason).where(_BULK).order_by(Outbox.id)))


def test_one_that_cannot_be_worded_takes_none_along(world: World) -> None:
    many(world, 3)
    channel = made_difficult(world)
    with world.db.session() as session:
        second = select(func.min(Outbox.id) + 1).where(_BULK).scalar_subquery()
        broken = {"notice": "nobody knows", "values": {}}
        session.execute(update(Outbox).where(Outbox.id == second).values(content=broken))
    world.deliver()
    assert states(world) == [OutboxState.SENT, OutboxState.GAVE_UP, OutboxState.SENT]
    assert reasons(world)[1] is GaveUp.INVALID
    assert len(channel.texts) == 2


def test_one_whose_words_were_erased_takes_none_along(world: World) -> None:
    made_difficult(world)
    erased, whole = (
        queued(world.db, world.now, OutboxState.DUE, content=content)[0]
        for content in ({}, {"said": {"text": "在的"}})
    )
    world.deliver()
    with world.db.reading() as session:
        assert session.get_one(Outbox, erased).reason is GaveUp.ERASED
        assert session.get_one(Outbox, whole).state is OutboxState.SENT


def test_each_reader_of_a_look_is_asked_what_they_want(world: World) -> None:
    many(world, 3)
    channel = made_difficult(world)
    with world.db.session() as session:
        reader = session.scalars(select(Contact).filter_by(address="p1")).one()
        off = {"community_id": world.community_id, "kind": NoticeKind.NEWS, "at": world.now}
        session.add(OptOut(**off, person_id=reader.person_id))
    world.deliver()
    assert reasons(world) == [None, GaveUp.OPTED_OUT, None]
    assert [each.address for each in channel.sent] == ["p0", "p2"]


def test_only_what_is_being_called_is_marked(world: World) -> None:
    many(world, 3)
    channel = made_difficult(world, PACE)
    seen: list[list[OutboxState]] = []
    channel.difficulty = lambda _message: seen.append(states(world))
    deliver(world, while_time_passes=True)
    waiting, going, sent = OutboxState.LEASED, OutboxState.SENDING, OutboxState.SENT
    assert seen == [[going, waiting, waiting], [sent, going, waiting], [sent, sent, going]]
    assert states(world) == [sent] * 3


def test_while_calls_hang_no_more_are_marked_than_may_be_called(world: World) -> None:
    many(world, AT_ONCE + 15)
    die_while_calls_hang(world, Pace(1000, 0, 3), after_seconds=10)
    assert Counter(states(world)) == {OutboxState.SENDING: AT_ONCE, OutboxState.LEASED: 15}


def test_after_a_death_what_had_waited_for_its_moment_goes_out(world: World) -> None:
    many(world, 3)
    die_while_calls_hang(world, PACE, after_seconds=0.02)
    channel = made_difficult(world, PACE)
    world.deliver()
    assert states(world) == [OutboxState.UNCERTAIN, OutboxState.SENT, OutboxState.SENT]
    assert len(channel.sent) == 2


def test_what_was_on_its_way_is_not_called_once_the_account_is_told_to_wait(world: World) -> None:
    many(world, 4)
    channel = made_difficult(world, PACE)
    channel.difficulty = lambda _message: SendError(Trouble.BUSY, 30)
    world.deliver()
    assert len(channel.tried) == 2
    assert states(world) == [OutboxState.DUE] * 4
    channel.difficulty = lambda _message: None
    world.wait(seconds=29)
    assert channel.sent == []
    world.wait(seconds=2)
    assert len(channel.sent) == 4


def test_busy_chats_among_others_that_are_served_stop_nobody_else(world: World) -> None:
    many(world, 4)
    channel = made_difficult(world, PACE)
    channel.difficulty = lambda _message: (
        SendError(Trouble.BUSY, 30) if len(channel.tried) in (1, 3) else None
    )
    world.deliver()
    assert [each.address for each in channel.sent] == ["p1", "p3"]
    with world.db.reading() as session:
        assert session.scalars(select(Account.paused_until)).one() is None


def test_rows_that_fall_due_are_found_though_answers_never_pause(world: World) -> None:
    channel = made_difficult(world)
    world.known("李婶", Role.RESIDENT)
    asyncio.run(world.delivery.once())
    later = world.now + timedelta(seconds=5)
    queued(world.db, world.now, OutboxState.DUE, due_at=later, content={"said": {"text": "在的"}})

    async def talk() -> None:
        """What is handed goes out, without the look that `drain` begins with."""
        for _step in range(9):
            await world.delivery.once()
            await asyncio.sleep(0)

    world.deliver = lambda: asyncio.run(talk())  # type: ignore[method-assign]
    for _second in range(8):
        world.someone("李婶").say("帮助")
    assert channel.texts.count("在的") == 1


def test_a_call_that_missed_its_moment_takes_another(world: World) -> None:
    channel = made_difficult(world, PACE)
    pacer, moment = world.delivery.pacer, world.now

    async def call() -> None:
        with world.db.patient.begin() as connection:
            pacer.draw(connection, world.account_id, moment)
        world.now += timedelta(seconds=0.3)
        async with pacer.call(world.account_id, moment) as pause:
            assert pause == 0
        assert not pacer.take(world.account_id, world.now)

    asyncio.run(call())
    assert channel.tried == []


def test_while_many_calls_hang_no_more_of_what_can_wait_is_taken_up(world: World) -> None:
    made_difficult(world, PACE)
    pacer = world.delivery.pacer

    async def hang(calls: int) -> int | None:
        if not calls:
            return pacer.room(world.account_id, world.now)
        async with pacer.call(world.account_id, world.now):
            return await hang(calls - 1)

    assert asyncio.run(hang(29))
    assert asyncio.run(hang(30)) == 0
    assert asyncio.run(hang(0))
