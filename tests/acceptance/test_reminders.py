"""Reminders that fall due together are queued once each, though processes die over them."""

import pytest

from bench.reminders import IN_SECONDS, Queued, fill, now, queue_all
from models.database import open_database
from models.vault import Vault
from tests.conftest import INDEX_KEY, KEY


def _queued(url: str, count: int) -> Queued:
    db = open_database(url, Vault([KEY], INDEX_KEY))
    fill(db, count, now())
    db.close()
    return queue_all(url, (KEY, INDEX_KEY), count)


@pytest.mark.postgres
def test_two_thousand_reminders_are_queued_once_each_though_two_processes_die(
    postgres_url: str,
) -> None:
    found = _queued(postgres_url, 2_000)
    assert (found.rows, found.most) == (2_000, 1)


@pytest.mark.soak
@pytest.mark.postgres
def test_a_hundred_thousand_reminders_of_one_minute_are_queued_within_one(
    postgres_url: str,
) -> None:
    found = _queued(postgres_url, 100_000)
    told = f"{found.seconds:.1f} s on a machine {found.crowding:.1f} times as slow as alone"
    print(f"\n100,000 reminders queued in {told}")  # noqa: T201 - for who reads it
    assert (found.rows, found.most) == (100_000, 1)
    assert found.seconds < IN_SECONDS * found.crowding
