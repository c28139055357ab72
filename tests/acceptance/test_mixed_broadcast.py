"""A notice to people of every channel while much goes wrong: once each, and nobody else waits."""

from pathlib import Path

import pytest

from models.outbox import OutboxState
from tests.acceptance.broadcast import Size
from tests.acceptance.broadcast_checks import at_percent
from tests.acceptance.forking import Forking
from tests.acceptance.mixed_broadcast import a_mixed_broadcast, people_writing
from tests.acceptance.mixed_checks import check_each_once, check_report, figures, seconds_waited

pytestmark = [pytest.mark.row("G4"), pytest.mark.postgres]
KILLS = 3
#: the longest that one in a hundred may wait who asks something meanwhile
SECONDS = 1.0
SIZES = [
    Size(1_500, 30, processes=2),
    pytest.param(Size(10_000, 60, processes=2), marks=pytest.mark.soak),
]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.chats}")
async def test_a_notice_on_all_channels_comes_once_at_most_through_three_kills(
    forking: Forking, postgres_url: str, tmp_path: Path, size: Size
) -> None:
    async with a_mixed_broadcast(forking, postgres_url, tmp_path, size, seed=13) as broadcast:
        async with people_writing(broadcast):
            await broadcast.announce()
            for n in range(1, KILLS + 1):
                # early: another process may take its time to come, while the rest go on
                part = size.chats // KILLS // 3
                await broadcast.done(part * n - broadcast.chance.randint(0, part // 2))
                await broadcast.loses(broadcast.fleet.running[0])
            await broadcast.over()
        await broadcast.calm()
        found = check_each_once(broadcast)
        check_report(broadcast, found)
        print(figures(broadcast, found))  # noqa: T201 - shown with -s, and by a soak
        assert any(broadcast.deaths)
        held = sum(len(each) for each in broadcast.deaths)  # one call is to several
        assert found[OutboxState.SENT] > 0.9 * (size.chats - held)
        assert broadcast.fleet.trouble == []
        for each in broadcast.platforms:
            assert each.api.violations == []
            waited = at_percent(seconds_waited(broadcast, each), 99)
            assert waited < SECONDS * broadcast.crowding, each.channel
