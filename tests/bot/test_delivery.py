"""Delivery: what may go now, what comes of trouble, and what is never sent twice."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.channels.contract import SendError, Trouble
from bot.queueing import queue_told
from bot.taking_back import take_back
from handlers.engine.chat import Told
from models.account import Account
from models.contact import Contact
from models.membership import Role
from models.outbox import GaveUp, Lane, Outbox, OutboxState
from models.person import Person
from tests.bot.difficult import made_difficult, once
from tests.transcript import ZONE, World

NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=ZONE)


def person_id(world: World, name: str) -> int:
    with world.db.reading() as session:
        return session.scalars(select(Person.id).filter_by(display_name=name)).one()


def tell(world: World, name: str, notice: str = "trouble", lane: Lane = Lane.NOTICE) -> None:
    """Queue a notice for somebody, as a turn of somebody else would."""
    told = Told(person_id(world, name), notice, {}, lane=lane)
    with world.db.patient.begin() as connection:
        queue_told(
            connection, [told], f"test{world.now.timestamp()}{name}{notice}{lane}", world.now
        )
        if lane is Lane.BULK:
            connection.execute(update(Outbox).where(Outbox.lane == lane).values(may_repeat=False))


def rows(world: World) -> list[Outbox]:
    """All but the greetings, oldest first."""
    with world.db.reading() as session:
        return list(session.scalars(select(Outbox).where(Outbox.kind != "reply").order_by("id")))


@pytest.fixture
def li(world: World) -> World:
    """A world where 李婶 is known."""
    world.known("李婶", Role.RESIDENT)
    return world


def test_a_notice_in_the_night_waits_for_the_morning(li: World) -> None:
    channel = made_difficult(li)
    li.at(NIGHT)
    tell(li, "李婶")
    li.deliver()
    assert channel.texts == []
    assert rows(li)[0].due_at == datetime(2026, 11, 24, 8, tzinfo=ZONE)
    li.at(datetime(2026, 11, 24, 8, 0, 1, tzinfo=ZONE))
    assert len(channel.texts) == 1


def test_an_answer_comes_at_any_hour(li: World) -> None:
    channel = made_difficult(li)
    li.at(NIGHT)
    li.someone("李婶").say("帮助")
    assert channel.texts[-1].startswith("有事要帮忙")


def test_an_emergency_wakes_the_staff(world: World) -> None:
    world.known("孙丽", Role.WORKER)
    world.known("李婶", Role.RESIDENT)
    channel = made_difficult(world)
    world.at(NIGHT)
    world.someone("李婶").say("我家煤气漏了，头晕")
    titles = [each.content.card.title for each in channel.sent if each.content.card]
    assert "急事（119）" in titles


def test_what_is_too_old_is_given_up_with_that_reason(li: World) -> None:
    made_difficult(li)
    tell(li, "李婶")
    with li.db.patient.begin() as connection:
        late = li.now - timedelta(seconds=1)
        connection.execute(update(Outbox).where(Outbox.kind != "reply").values(not_after=late))
    li.deliver()
    assert (rows(li)[0].state, rows(li)[0].reason) == (OutboxState.GAVE_UP, GaveUp.TOO_OLD)


def test_who_blocked_us_is_left_alone_until_they_write_again(li: World) -> None:
    channel = made_difficult(li)
    channel.difficulty = once(Trouble.BLOCKED)
    tell(li, "李婶")
    tell(li, "李婶", "nudge")
    li.deliver()
    assert [row.reason for row in rows(li)] == [GaveUp.BLOCKED, GaveUp.BLOCKED]
    assert len(channel.tried) == 1
    with li.db.reading() as session:
        assert session.scalars(select(Contact.stopped_at)).one() is not None
    li.someone("李婶").say("帮助")
    with li.db.reading() as session:
        assert session.scalars(select(Contact.stopped_at)).one() is None
    assert channel.texts[-1].startswith("有事要帮忙")


def test_a_refused_message_is_given_up_and_the_next_one_goes(li: World) -> None:
    channel = made_difficult(li)
    channel.difficulty = once(Trouble.REJECTED)
    tell(li, "李婶")
    tell(li, "李婶", "nudge")
    li.deliver()
    assert [row.state for row in rows(li)] == [OutboxState.GAVE_UP, OutboxState.SENT]
    assert rows(li)[0].reason is GaveUp.REJECTED


def test_what_may_have_arrived_goes_once_more_and_is_counted(li: World) -> None:
    channel = made_difficult(li)
    channel.difficulty = once(Trouble.UNCERTAIN)
    tell(li, "李婶")
    li.deliver()
    assert channel.texts == []
    li.wait(seconds=6)
    assert len(channel.texts) == 1
    assert (rows(li)[0].state, rows(li)[0].doubts) == (OutboxState.SENT, 1)


def test_what_is_in_doubt_a_second_time_stays_in_doubt(li: World) -> None:
    channel = made_difficult(li)
    channel.difficulty = lambda _message: SendError(Trouble.UNCERTAIN)
    tell(li, "李婶")
    for _try in range(4):
        li.wait(minutes=20)
    assert len(channel.tried) == 2
    assert (rows(li)[0].state, rows(li)[0].doubts) == (OutboxState.UNCERTAIN, 2)


def test_a_notice_to_many_that_may_have_arrived_is_never_sent_again(li: World) -> None:
    channel = made_difficult(li)
    channel.difficulty = once(Trouble.UNCERTAIN)
    tell(li, "李婶", lane=Lane.BULK)
    li.wait(minutes=20)
    take_back(li.db, li.now, None)
    li.wait(minutes=20)
    assert len(channel.tried) == 1
    assert (rows(li)[0].state, rows(li)[0].doubts) == (OutboxState.UNCERTAIN, 1)


def test_a_chat_told_to_wait_is_written_to_no_sooner(li: World) -> None:
    channel = made_difficult(li)
    channel.difficulty = once(Trouble.BUSY, retry_after=30)
    tell(li, "李婶")
    li.deliver()
    li.someone("李婶").say("帮助")
    li.wait(seconds=20)
    assert len(channel.tried) == 1
    li.wait(seconds=12)
    li.wait(seconds=2)
    assert [text[:4] for text in channel.texts] == ["我这边出", "有事要帮"]
    assert all(row.state is OutboxState.SENT for row in rows(li))


def test_when_several_chats_are_told_to_wait_the_whole_account_does(world: World) -> None:
    for name in ("李婶", "王敏", "周凯"):
        world.known(name, Role.RESIDENT)
    channel = made_difficult(world)
    channel.difficulty = lambda _message: (
        SendError(Trouble.BUSY, 30) if len(channel.tried) < 3 else None
    )
    tell(world, "李婶")
    tell(world, "王敏")
    world.deliver()
    tell(world, "周凯")
    world.wait(seconds=1)
    with world.db.reading() as session:
        assert session.scalars(select(Account.paused_until)).one() is not None


def test_trouble_that_passes_is_tried_again_for_a_day(li: World) -> None:
    channel = made_difficult(li)
    channel.difficulty = lambda _message: SendError(Trouble.BUSY)
    tell(li, "李婶")
    for _hour in range(23):
        li.wait(hours=1)
    assert rows(li)[0].state is OutboxState.DUE
    for _hour in range(12):
        li.wait(hours=1)
    assert rows(li)[0].reason is GaveUp.ERROR_LIMIT


def test_what_could_not_be_knocked_for_waits_with_her_and_is_not_given_up(li: World) -> None:
    channel = made_difficult(li)
    channel.difficulty = lambda _message: SendError(Trouble.BUSY, then_held=True)
    tell(li, "李婶")
    for _hour in range(36):
        li.wait(hours=1)
    held = rows(li)[0]
    assert (held.state, held.reason) == (OutboxState.DUE, GaveUp.NO_WINDOW)


def test_an_answer_overtakes_a_notice_to_many(li: World) -> None:
    channel = made_difficult(li)
    tell(li, "李婶", lane=Lane.BULK)
    tell(li, "李婶", "nudge")
    li.deliver()
    assert [row.kind for row in rows(li)] == ["trouble", "nudge"]
    assert [text[:2] for text in channel.texts] == ["刚才", "我这"]


def test_more_than_seven_notices_to_many_in_a_week_wait(li: World) -> None:
    channel = made_difficult(li)
    for _day in range(9):
        tell(li, "李婶", lane=Lane.BULK)
        li.wait(hours=1)
    assert len(channel.texts) == 7
    li.wait(days=7)
    li.wait(hours=12)
    assert len(channel.texts) == 9


def test_after_a_restart_an_answer_does_not_overtake_what_was_left_behind(li: World) -> None:
    """A dead process held an answer; the next message's answer waits behind it."""
    channel = made_difficult(li)
    channel.difficulty = lambda _message: SendError(Trouble.BUSY)
    li.someone("李婶").say("帮助")
    channel.difficulty = lambda _message: None
    li.restart()
    li.someone("李婶").say("时长")
    li.wait(seconds=6)
    assert [text[:4] for text in channel.texts] == ["有事要帮", channel.texts[1][:4]]
    assert channel.moments == sorted(channel.moments)
