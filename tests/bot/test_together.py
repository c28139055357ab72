"""Several people told the same in one call: who shares it, and what a death in it leaves behind."""

import asyncio
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from bot.channels.contract import Outgoing, Pace, SendError, Trouble
from handlers.content import Content
from models.contact import Contact
from models.outbox import Outbox, OutboxState
from tests.acceptance.swift import SwiftLoop, swift_time
from tests.bot.difficult import Difficult
from tests.bot.test_bulk import many, states, timed_delivery
from tests.transcript import World

PACE = Pace(20, 0, 3)


class Sociable(Difficult):
    """Takes what is for many in one call, `most` at a time."""

    def __init__(self, most: int = 1000, hangs_at: int = 0) -> None:
        super().__init__(PACE)
        self.most, self.hangs_at = most, hangs_at
        self.calls: list[list[str]] = []

    def together(self, content: Content) -> int:
        return 1 if content.buttons else self.most

    async def send_together(self, messages: Sequence[Outgoing]) -> Mapping[int, SendError]:
        self.calls.append([each.address for each in messages])
        self.sent.extend(messages)
        if len(self.calls) == self.hangs_at:
            await asyncio.get_running_loop().create_future()
        return {each.outbox_id: SendError(Trouble.REJECTED) for each in messages if self._bad(each)}

    @staticmethod
    def _bad(message: Outgoing) -> bool:
        return message.address == "p1"


def speaks(world: World, channel: Sociable) -> Sociable:
    world.channel = channel
    world.restart()
    return channel


def live(world: World) -> None:
    """Ten seconds pass in which delivery runs; then the process ends where it stands."""

    async def run() -> None:
        with swift_time() as clock:
            delivering = asyncio.create_task(timed_delivery(world, clock).run())
            await asyncio.sleep(10)
            delivering.cancel()

    with asyncio.Runner(loop_factory=SwiftLoop) as runner:
        runner.run(run())


def test_no_call_is_to_more_than_the_platform_takes(world: World) -> None:
    many(world, 45)
    channel = speaks(world, Sociable(most=20))
    live(world)
    told = [each for call in channel.calls for each in call]
    assert max(map(len, channel.calls)) == 20
    assert len(set(told)) == len(told)
    assert states(world).count(OutboxState.SENT) == 44
    assert states(world).count(OutboxState.GAVE_UP) == 1


def test_who_reads_another_language_has_a_call_of_their_own(world: World) -> None:
    many(world, 6)
    with world.db.session() as session:
        for n in (2, 4):
            session.scalars(select(Contact).filter_by(address=f"p{n}")).one().language = "en"
    channel = speaks(world, Sociable())
    live(world)
    assert sorted(sorted(call) for call in channel.calls) == [
        ["p0", "p1", "p3", "p5"],
        ["p2", "p4"],
    ]
    english = {each.content.text for each in channel.sent if each.address in ("p2", "p4")}
    assert len(english) == 1
    assert english.isdisjoint(each.content.text for each in channel.sent if each.address == "p0")


def test_a_death_in_the_middle_of_a_call_leaves_its_people_in_doubt_and_nobody_else(
    world: World,
) -> None:
    many(world, 40)
    dying = speaks(world, Sociable(most=15, hangs_at=2))

    live(world)
    hung = set(dying.calls[1])
    assert len(hung) > 1
    after = speaks(world, Sociable(most=15))
    live(world)
    with world.db.reading() as session:
        rows = select(Contact.address).join(Outbox, Outbox.contact_id == Contact.id)
        uncertain = rows.where(Outbox.state == OutboxState.UNCERTAIN)
        assert set(session.scalars(uncertain)) == hung
    told = [each.address for each in (*dying.sent, *after.sent)]
    assert len(set(told)) == len(told) == 40


def test_a_notice_with_buttons_is_told_each_alone(world: World) -> None:
    many(world, 3)
    channel = speaks(world, Sociable(most=1))
    live(world)
    assert channel.calls == []
    assert len(channel.sent) == 3
