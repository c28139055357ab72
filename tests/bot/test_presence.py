"""Living and dead processes on PostgreSQL: what a dead one held is taken back, no one else's."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.presence import Presence
from bot.taking_back import take_back
from models.database import Database, open_database
from models.outbox import Outbox, OutboxState
from models.vault import Vault
from tests.transcript import World

pytestmark = pytest.mark.postgres


def held_by(db: Database, owner: str, state: OutboxState) -> None:
    """Let `owner` hold the only outbox row."""
    with db.patient.begin() as connection:
        values = {"state": state, "lease_owner": owner}
        connection.execute(update(Outbox).values(values))


def test_rows_of_the_dead_are_taken_back_and_of_the_living_not(
    postgres_url: str, vault: Vault
) -> None:
    db = open_database(postgres_url, vault)
    world = World(db)
    world.someone("李婶").say("您好")
    later = world.now + timedelta(seconds=1)
    other = Presence(open_database(postgres_url, vault), "other")
    mine = Presence(db, "mine")
    other.begin()
    mine.begin()
    with db.patient.begin() as connection:
        connection.execute(update(Outbox).values(lease_until=later + timedelta(hours=1)))
    held_by(db, "other", OutboxState.LEASED)
    assert take_back(db, later, mine.dead()) == (0, 0)
    other.end()
    assert mine.dead() == ["other"]
    assert take_back(db, later, mine.dead()) == (1, 0)
    held_by(db, "gone", OutboxState.SENDING)
    assert take_back(db, later, mine.dead()) == (0, 1)
    with db.reading() as session:
        row = session.scalars(select(Outbox)).one()
        assert (row.state, row.doubts) == (OutboxState.DUE, 1)
    mine.end()
    world.runner.close()
    db.close()
