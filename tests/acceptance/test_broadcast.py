"""A notice to many while much goes wrong: nobody gets it twice, and nobody else has to wait."""

from collections import Counter
from pathlib import Path

import pytest

from models.outbox import GaveUp, OutboxState
from tests.acceptance.broadcast import Broadcast, Size, a_broadcast, people_writing
from tests.acceptance.broadcast_checks import (
    at_percent,
    calls_waited,
    check_each_once,
    check_report,
    figures,
    seconds_waited,
)
from tests.acceptance.broadcast_rows import bulk
from tests.acceptance.forking import Forking
from tests.telegram_api import Wrong

pytestmark = pytest.mark.row("G4")
#: where a process dies, one after the other; at "" it is killed at any moment
DEATHS = {
    "refused": ("notice.before_commit", "delivery.sending", ""),
    "unheard": ("notice.expanded", "delivery.one_sent", ""),
}
#: mishaps after which the desk knows that nothing was said
KNOWN = (Wrong.BROKEN, Wrong.GATEWAY, Wrong.SLOW)
#: and those that leave a doubt
UNKNOWN = (Wrong.DROPPED, Wrong.UNREAD, Wrong.LOST, Wrong.LOST, Wrong.HELD)


#: one after the other
KILLS = 10


def _make_trouble(broadcast: Broadcast, variant: str, held_seconds: float) -> None:
    """One chat in a hundred is blocked, one refuses us, and chance strikes many other calls.

    It strikes early, so that whoever is tried again later is left in peace. What is held ends by
    itself after `held_seconds`, or with 0 when the desk gives it up.
    """
    faults, chance, chats = broadcast.api.faults, broadcast.chance, broadcast.volunteers
    some = chance.sample(chats, len(chats) // 50)
    for blocked in some[::2]:
        broadcast.api.chat(blocked).blocked = True
    for refusing in some[1::2]:
        faults.add(Wrong.BAD, chat=refusing, times=0)
    early = range(1, len(chats) // 2)
    for kind in KNOWN if variant == "refused" else (*KNOWN, *UNKNOWN):
        times = 3 if kind is Wrong.HELD else len(chats) // 200
        for nth in chance.sample(early, times):
            faults.add(kind, nth=nth, seconds=held_seconds)
    for nth in chance.sample(early, 3):
        faults.add(Wrong.TOO_MANY, nth=nth)
    faults.add(Wrong.TOO_MANY, nth=chance.choice(early), whole_bot=True)


async def _announce_and_die(broadcast: Broadcast, points: tuple[str, ...]) -> None:
    """The notice begins, and at each of these points the process that is oldest dies.

    At which hit of it is chance; another process follows at once.
    """
    chance, tenth = broadcast.chance, len(broadcast.volunteers) // 10
    most = {"delivery.sending": tenth // 3, "delivery.one_sent": tenth}
    for n, point in enumerate(points):
        oldest = broadcast.fleet.running[0]
        if point:
            oldest.die_at(point, chance.randint(1, most.get(point, 2)))
        if n == 0:
            await broadcast.announce()
        if not point:
            await broadcast.calls_made(chance.randint(1, 3 * tenth))
        await broadcast.loses(oldest, killed=not point)


async def _whole(broadcast: Broadcast, points: tuple[str, ...]) -> None:
    """It goes out through all of that while people write, and everything is as promised."""
    async with people_writing(broadcast):
        await _announce_and_die(broadcast, points)
        await broadcast.over("发完了")
    await broadcast.calm()
    found = check_each_once(broadcast)
    check_report(broadcast, found)
    assert found[OutboxState.SENT] > 0.8 * len(broadcast.volunteers)
    assert broadcast.fleet.trouble == []
    assert broadcast.api.violations == []
    # it takes a second to call so often
    assert at_percent(calls_waited(broadcast), 99) < broadcast.size.pace


@pytest.mark.parametrize("variant", DEATHS)
async def test_a_notice_reaches_everybody_once_at_most_whatever_goes_wrong(
    forking: Forking, sqlite_url: str, tmp_path: Path, variant: str
) -> None:
    async with a_broadcast(forking, sqlite_url, tmp_path, Size(1_000, 250), seed=3) as broadcast:
        _make_trouble(broadcast, variant, held_seconds=1)
        await _whole(broadcast, DEATHS[variant])


@pytest.mark.soak
@pytest.mark.parametrize("variant", DEATHS)
async def test_a_notice_reaches_ten_thousand_once_at_most_whatever_goes_wrong(
    forking: Forking, sqlite_url: str, tmp_path: Path, variant: str
) -> None:
    async with a_broadcast(forking, sqlite_url, tmp_path, Size(10_000, 250), seed=5) as broadcast:
        _make_trouble(broadcast, variant, held_seconds=0)
        await _whole(broadcast, DEATHS[variant])
        print(figures(broadcast))  # noqa: T201 - they are what a soak is for
        assert at_percent(seconds_waited(broadcast), 99) < broadcast.crowding


@pytest.mark.soak
@pytest.mark.parametrize("size", [Size(12_000, 250), Size(120_000, 400)])
async def test_a_notice_survives_ten_kills_and_nobody_has_it_twice(
    forking: Forking, sqlite_url: str, tmp_path: Path, size: Size
) -> None:
    """Doubts are no more than what was being called when a process was killed."""
    async with a_broadcast(forking, sqlite_url, tmp_path, size, seed=11) as broadcast:
        async with people_writing(broadcast):
            await broadcast.announce()
            for _n in range(KILLS):
                await broadcast.calls_made(broadcast.chance.randint(1, size.chats // KILLS // 2))
                await broadcast.loses(broadcast.fleet.running[0], killed=True)
            await broadcast.over("发完了")
        await broadcast.calm()
        found = check_each_once(broadcast)
        check_report(broadcast, found)
        print(figures(broadcast))  # noqa: T201 - they are what a soak is for
        assert len(broadcast.deaths) == KILLS
        assert found[OutboxState.UNCERTAIN] <= sum(len(held) for held in broadcast.deaths)
        assert broadcast.api.violations == []


@pytest.mark.postgres
async def test_two_processes_bring_a_notice_once_at_most_though_both_die(
    forking: Forking, postgres_url: str, tmp_path: Path
) -> None:
    async with a_broadcast(forking, postgres_url, tmp_path, Size(600, 100, 2), seed=7) as broadcast:
        _make_trouble(broadcast, "unheard", held_seconds=1)
        await _whole(broadcast, ("delivery.one_sent", "delivery.sending", ""))


async def test_a_stopped_notice_reaches_nobody_any_more(
    forking: Forking, sqlite_url: str, tmp_path: Path
) -> None:
    async with a_broadcast(forking, sqlite_url, tmp_path, Size(500, 100), seed=0) as broadcast:
        await broadcast.announce()
        await broadcast.calls_made(150)
        coordinator = broadcast.coordinator
        coordinator.say("停止通知")
        await coordinator.reads("停了，还没发的不再发。")
        before = len(broadcast.news)
        await broadcast.over("”停了。")
        await broadcast.calm()
        sent = len(broadcast.news)
        assert sent - before < 0.5 * broadcast.size.pace  # what had its moment already
        found = Counter(each.reason or each.state for each in bulk(broadcast.db))
        assert found == {OutboxState.SENT: sent, GaveUp.TOO_OLD: 500 - sent}
        assert f"已送到 {sent} 位。\n其余 {500 - sent} 位没发。" in coordinator.texts[-1]
        assert broadcast.api.violations == []
