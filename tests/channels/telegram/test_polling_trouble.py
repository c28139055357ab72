"""Polling: what is said and done when something is in its way, and who may poll at all."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.channels.telegram.lease import Lease
from models.database import Database, open_database
from models.vault import Vault
from tests.channels.telegram.arriving import Clock, message
from tests.channels.telegram.fetching import Polling, away
from tests.transcript import World


@pytest.fixture
async def polling() -> AsyncIterator[Polling]:
    """Everything is taken at once."""
    made = Polling()
    yield made
    await made.stop()


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (
            Conflict("Conflict: terminated by other getUpdates request"),
            "another process or program polls",
        ),
        (NetworkError("Bad Gateway"), "no word from Telegram"),
        (TimedOut(), "no word from Telegram"),
        (RecursionError(), "polling failed"),
    ],
)
async def test_trouble_is_said_in_words_and_waits_grow(
    polling: Polling, capsys: pytest.CaptureFixture[str], error: Exception, says: str
) -> None:
    polling.failures = [error] * 8
    await polling.start()
    await polling.clock.run(1000)
    pauses = [each for each in polling.clock.waits if each != 10]
    assert len(pauses) == 8
    for n, pause in enumerate(pauses):
        assert min(2**n, 60) <= pause <= min(2**n, 60) * 1.2
    said = capsys.readouterr().out
    assert says in said
    assert "secret" not in said
    await polling.arrive(message(3))
    assert polling.keys == ["u3"]


async def test_a_webhook_set_meanwhile_is_taken_away_again(
    polling: Polling, capsys: pytest.CaptureFixture[str]
) -> None:
    webhook = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook"
    polling.failures = [Conflict(webhook)]
    await polling.start()
    await polling.clock.run(2)
    assert polling.bot.deleted == 2
    assert "gave this bot a webhook" in capsys.readouterr().out


async def test_a_wrong_token_is_said_and_tried_seldom(
    polling: Polling, capsys: pytest.CaptureFixture[str]
) -> None:
    polling.failures = [InvalidToken()]
    await polling.start()
    await polling.clock.run(299)
    assert "mend its token" in capsys.readouterr().out
    assert len(polling.bot.asked) == 1
    await polling.clock.run(2)
    assert len(polling.bot.asked) == 2


async def test_telegrams_own_wish_is_granted(
    polling: Polling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # as the wire has it
    polling.failures = [RetryAfter(17)]
    await polling.start()
    assert 17 in polling.clock.waits


# --- the lease ---------------------------------------------------------------------------------


async def test_nobody_polls_while_another_process_does(polling: Polling) -> None:
    polling.lease.others = True
    await polling.start()
    await polling.clock.run(60)
    assert polling.bot.asked == []
    polling.lease.others = False
    await polling.clock.run(11)
    assert len(polling.bot.asked) == 1


async def test_a_lost_lease_ends_the_poll_and_a_free_one_begins_it_again(polling: Polling) -> None:
    await polling.start()
    polling.lease.others = True
    await polling.clock.run(11)
    assert (len(polling.bot.asked), polling.lease.given_back) == (1, 0)
    await polling.clock.run(60)
    assert len(polling.bot.asked) == 1
    polling.lease.others = False
    await polling.clock.run(11)
    assert (len(polling.bot.asked), polling.bot.deleted) == (2, 2)


async def test_an_end_while_waiting_for_the_lease_is_quick(polling: Polling) -> None:
    polling.lease.others = True
    await polling.start()
    await polling.stop()
    assert polling.lease.given_back == 0


async def test_a_lease_the_database_cannot_tell_of_is_kept_while_it_holds(
    polling: Polling, monkeypatch: pytest.MonkeyPatch
) -> None:
    await polling.start()

    async def fails() -> bool:
        raise away()

    monkeypatch.setattr(polling.lease, "take", fails)
    await polling.clock.run(25)
    await polling.arrive(message(1))
    assert polling.keys == ["u1"]
    polling.lease.is_held = False
    await polling.clock.run(11)
    asked = len(polling.bot.asked)
    await polling.arrive(message(2))
    assert len(polling.bot.asked) == asked


# --- the lease on the account's row --------------------------------------------------------------


def lease_of(db: Database, world: World, clock: Clock, owner: str) -> Lease:
    return Lease(db, world.runner, clock.around, world.account_id, owner)


@pytest.mark.postgres
async def test_one_of_two_processes_has_the_lease(postgres_url: str, vault: Vault) -> None:
    db = open_database(postgres_url, vault)
    world, clock = World(db), Clock()
    one, two = (lease_of(db, world, clock, name) for name in ("one", "two"))
    assert not one.is_held
    assert [await one.take(), await two.take()] == [True, False]
    clock.now += timedelta(seconds=24)
    assert [one.is_held, await one.take(), await two.take()] == [True, True, False]
    clock.now += timedelta(seconds=26)
    assert [one.is_held, await two.take()] == [False, False]
    clock.now += timedelta(seconds=10)
    assert [await two.take(), await one.take()] == [True, False]
    await one.give_back()
    assert await one.take() is False
    await two.give_back()
    assert [two.is_held, await one.take()] == [False, True]
    world.runner.close()
    db.close()


async def test_a_file_has_one_process_so_a_dead_ones_lease_is_taken_at_once(
    small_world: World,
) -> None:
    clock = Clock()
    assert await lease_of(small_world.db, small_world, clock, "before").take()
    assert await lease_of(small_world.db, small_world, clock, "after").take()
