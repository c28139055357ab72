"""Whether a notice went out on every channel as promised, whatever was done to it."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import func, select

from bot.pacing import AT_ONCE
from models.contact import Contact
from models.database import Database
from models.outbox import GaveUp, OutboxState
from models.web import ChatLine
from tests.acceptance.broadcast_checks import at_percent
from tests.acceptance.broadcast_rows import Chat, Row, bulk
from tests.acceptance.mixed_broadcast import MixedBroadcast
from tests.acceptance.mixed_platforms import BATCH, Fate, Platform

REASONS = {
    Fate.BLOCKED: GaveUp.BLOCKED,
    Fate.REJECTED: GaveUp.REJECTED,
    Fate.CLOSED: GaveUp.NO_WINDOW,
}
#: what WeChat shows when the desk has not answered any of three posts: it has not taken it
BROKEN = "故障"


def check_each_once(broadcast: MixedBroadcast) -> Counter[str]:
    """Everybody has one row, and it says what happened; returns how many of each kind."""
    rows = bulk(broadcast.db)
    assert sorted(each.to for each in rows) == sorted(broadcast.meant)
    arrived = _arrived(broadcast)
    shared = {(p.channel, who) for p in broadcast.platforms for who in p.in_doubtful_calls()}
    in_flight = {row.id for held in broadcast.deaths for row in held}
    in_flight |= {row.id for row in rows if row.to in shared and row.doubts}
    wrong = [
        (row, broadcast.fates[row.to], arrived[row.to], row.id in in_flight)
        for row in rows
        if not _is_true(row, broadcast.fates[row.to], arrived[row.to], row.id in in_flight)
    ]
    assert wrong == []
    most = AT_ONCE * (len(broadcast.platforms) + BATCH)
    assert all(len(held) < most for held in broadcast.deaths)
    return Counter(each.reason or each.state for each in rows)


def _is_true(row: Row, fate: Fate, arrived: int, in_flight: bool) -> bool:
    if row.state is OutboxState.UNCERTAIN:
        return row.doubts == 1 and arrived <= 1 and (in_flight or fate is Fate.DOUBTFUL)
    if in_flight or row.doubts:
        return False
    if row.state is OutboxState.GAVE_UP:
        return arrived == 0 and row.reason is REASONS.get(fate)
    # a call to several meets one mishap: beside who was refused in it, another's does not come
    is_spared = fate is Fate.DOUBTFUL and row.to[0] == "wecom"
    is_smooth = is_spared or fate in (Fate.FINE, Fate.TRIED_AGAIN)
    return row.state is OutboxState.SENT and arrived == 1 and is_smooth


def _arrived(broadcast: MixedBroadcast) -> Counter[Chat]:
    """How often it came to each."""
    found = Counter(
        {
            (platform.channel, address): count
            for platform in broadcast.platforms
            for address, count in platform.arrived().items()
        }
    )
    found.update(_on_pages(broadcast.db))
    return found


def _on_pages(db: Database) -> Mapping[Chat, int]:
    lines = select(Contact.address, func.count(ChatLine.id)).join_from(ChatLine, Contact)
    with db.read.connect() as rows:
        pages = rows.execute(lines.group_by(Contact.address)).all()
        return {("web", address): count for address, count in pages}


def check_report(broadcast: MixedBroadcast, found: Counter[str]) -> None:
    """The coordinator was told the truth."""
    [told] = [each for each in broadcast.coordinator.texts if "发完了" in each]
    lost = sum(found[each] for each in REASONS.values())
    assert f"已送到 {found[OutboxState.SENT]} 位。" in told
    assert f"说不准到没到的 {found[OutboxState.UNCERTAIN]} 位，没再发。" in told
    assert f"没送到 {lost} 位：" in told


def seconds_waited(broadcast: MixedBroadcast, platform: Platform) -> list[float]:
    """By those who asked there while nobody was dead; ascending. Everybody must be answered."""
    answers = platform.answers()
    failed = {who for who, _at, text in platform.heard() if BROKEN in text}
    found = []
    for (channel, address), asked in broadcast.asked:
        if channel != platform.channel or address in failed:
            continue
        after = [at for at in answers.get(address, ()) if at >= asked]
        assert after, f"{address} was never answered at {channel}"
        if not any(asked < until and after[0] > since for since, until in broadcast.gaps):
            found.append(after[0] - asked)
    return sorted(found)


def figures(broadcast: MixedBroadcast, found: Counter[str]) -> str:
    """What to tell about a run."""
    waits = {
        each.channel: [
            round(at_percent(seconds_waited(broadcast, each), part), 3) for part in (50, 99, 100)
        ]
        for each in broadcast.platforms
    }
    held = [len(each) for each in broadcast.deaths]
    return (
        f"\n{dict(found)}; under way at each death: {held}; p50, p99 and longest wait: {waits} s "
        f"on a machine {broadcast.crowding:.1f} times as slow as alone"
    )
