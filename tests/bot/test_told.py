"""What somebody has been told holds no further reply back, marked or not."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.accepting import Inbound, accept
from bot.channels.contract import Channel, Outgoing
from bot.riding import REMEMBERED, Chance, Told
from bot.turns import Done
from handlers.content import Content
from models.outbox import Outbox, OutboxState
from tests.transcript import World


class Waiting(Channel):
    """A channel whose webhook waits for its answer."""

    name = "waiting"

    async def send(self, out: Outgoing) -> str:
        raise NotImplementedError

    def riding(self, address: str, content: Content) -> dict[str, Any] | None:
        return {"to": address, "text": content.text}


@pytest.fixture
def says(world: World) -> Callable[[str, int], Done]:
    """Says something; `told` is the newest row that is known to have arrived."""
    channel = Waiting()

    def say(text: str, told: int) -> Done:
        key = f"k:{text}"
        payload = {"kind": "text", "text": text}
        inbound = Inbound(world.account_id, world.community_id, "王敏", key, 1, world.now, payload)
        contact_id = accept(world.db, world.around, inbound, patient=True).contact_id
        chance = Chance(key, channel, lambda _at: True)
        with world.db.patient.begin() as connection:
            done = world.turns.take_locked(connection, contact_id, chance, told)
        assert done is not None
        return done

    return say


def test_a_reply_rides_behind_one_that_was_told_and_is_not_marked(
    world: World, says: Callable[[str, int], Done]
) -> None:
    first = says("帮助", 0).ride
    assert first is not None
    second = says("隐私", first.outbox_id).ride
    assert second is not None
    assert second.outbox_id > first.outbox_id
    with world.db.reading() as session:
        states = {row.id: row.state for row in session.query(Outbox)}
    assert set(states.values()) == {OutboxState.ANSWERING}


def test_it_does_not_ride_behind_one_that_may_not_have_arrived(
    says: Callable[[str, int], Done],
) -> None:
    assert says("帮助", 0).ride is not None
    behind = says("隐私", 0)
    assert behind.ride is None
    assert len(behind.replies) == 1


def test_only_so_many_contacts_are_remembered() -> None:
    told = Told()
    for contact_id in range(1, REMEMBERED + 2):
        told.note(contact_id, contact_id * 10)
    assert (told.of(1), told.of(2), told.of(REMEMBERED + 1)) == (0, 20, (REMEMBERED + 1) * 10)
