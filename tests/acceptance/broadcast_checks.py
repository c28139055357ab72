"""Whether a notice to many went out as promised: once at most, every doubt marked, reasons true."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence

from bot.pacing import AT_ONCE
from models.outbox import GaveUp, OutboxState
from tests.acceptance.broadcast import Broadcast, Question
from tests.acceptance.broadcast_rows import Row, bulk, late_answers
from tests.telegram_api import Wrong
from tests.telegram_api.faults import DOUBTFUL
from tests.telegram_api.record import Call

#: the beginning of what everybody who writes is answered
ANSWER = "有事要帮忙"
#: what the platform must have said for each reason
STATUS = {GaveUp.BLOCKED: 403, GaveUp.REJECTED: 400}
#: a pause that the platform asked for, with the catching up
PAUSE_SECONDS = 2.0


def check_each_once(broadcast: Broadcast) -> Counter[str]:
    """Everybody has one row, which says what happened; returns how many of each kind."""
    rows, calls = bulk(broadcast.db), broadcast.news_by_chat
    assert sorted(each.chat for each in rows) == sorted(broadcast.volunteers)
    for row in rows:
        _check_row(row, calls.get(row.chat, []))
    _check_doubts(broadcast, [row for row in rows if row.state is OutboxState.UNCERTAIN])
    return Counter(each.reason or each.state for each in rows)


def _check_row(row: Row, calls: Sequence[Call]) -> None:
    """What it says is what the platform knows."""
    about = (row, calls)
    assert len(calls) <= row.attempts, about
    arrived = [each.carried_out for each in calls]
    match row.state:
        case OutboxState.SENT:
            assert arrived.count(True) == 1, about
            assert arrived[-1], about
            assert row.doubts == 0, about
        case OutboxState.GAVE_UP:
            assert row.reason in STATUS, about
            assert calls, about
            assert calls[-1].status == STATUS[row.reason], about
            assert not any(arrived), about
        case OutboxState.UNCERTAIN:
            assert arrived.count(True) <= 1, about
            assert row.doubts == 1, about
        case _:
            raise AssertionError(about)


def _check_doubts(broadcast: Broadcast, uncertain: Sequence[Row]) -> None:
    """What was under way at a kill is in doubt; of the rest, only what was never answered."""
    in_flight = {row.id for held in broadcast.deaths for row in held}
    assert in_flight <= {row.id for row in uncertain}
    assert max(len(held) for held in broadcast.deaths) < 2 * AT_ONCE
    calls, doubtful = broadcast.news_by_chat, {each.value for each in DOUBTFUL}
    others = [row for row in uncertain if row.id not in in_flight]
    unexplained = [row for row in others if _last_fault(calls, row) not in doubtful]
    # nobody knows whom a call was for that was dropped unread, and a process that lives may have
    # taken back what a dead one held before we looked
    taken_back = AT_ONCE if broadcast.size.processes > 1 else 0
    assert len(unexplained) <= broadcast.api.faults.count(Wrong.UNREAD) + taken_back, unexplained


def _last_fault(calls: dict[int, list[Call]], row: Row) -> str:
    mine = calls.get(row.chat)
    return mine[-1].fault if mine else ""


def check_report(broadcast: Broadcast, found: Counter[str]) -> None:
    """The coordinator was told the truth."""
    [told] = [each for each in broadcast.coordinator.texts if "发完了" in each]
    lost = found[GaveUp.BLOCKED] + found[GaveUp.REJECTED]
    doubtful = found[OutboxState.UNCERTAIN]
    assert f"已送到 {found[OutboxState.SENT]} 位。" in told
    assert (f"说不准到没到的 {doubtful} 位，没再发。" in told) == bool(doubtful)
    assert (f"没送到 {lost} 位：" in told) == bool(lost)


def answered(calls: Sequence[Call], asked: Sequence[Question]) -> list[tuple[float, float]]:
    """When each of them asked, and when they were answered. Everybody must have been."""
    answers: defaultdict[int, list[float]] = defaultdict(list)
    for call in calls:
        if call.carried_out and ANSWER in str(call.params.get("text", "")):
            answers[call.chat].append(call.at)
    found = []
    for each in asked:
        after = [at for at in answers[each.chat] if at >= each.at]
        assert after, f"{each} was never answered"
        found.append((each.at, after[0]))
    return found


def calm_answers(broadcast: Broadcast) -> list[tuple[float, float]]:
    """Those of the times when nobody was dead and the platform took calls.

    Without answers that met a mishap of their own, and those whose ride crossed with the wish to
    wait, of which nobody is told.
    """
    calls, injected = broadcast.api.calls, broadcast.api.faults.injected
    struck = {each.chat for each in injected} | late_answers(broadcast.db)
    struck |= {each.chat for each in calls if each.rode and not each.carried_out}
    pauses = [each.at for each in injected if each.kind is Wrong.TOO_MANY]
    gaps = [*broadcast.gaps, *((at, at + PAUSE_SECONDS) for at in pauses)]
    return [
        (asked, ended)
        for asked, ended in answered(calls, [q for q in broadcast.asked if q.chat not in struck])
        if not any(asked < until and ended > since for since, until in gaps)
    ]


def seconds_waited(broadcast: Broadcast) -> list[float]:
    """By those who were answered in calm; ascending."""
    return sorted(ended - asked for asked, ended in calm_answers(broadcast))


def calls_waited(broadcast: Broadcast) -> list[int]:
    """How many calls of the notice went before each of these answers; ascending.

    A machine that is slow is slow for both, so this tells who goes first whatever the hour.
    """
    news = [each.at for each in broadcast.news]
    return sorted(
        bisect_left(news, ended) - bisect_right(news, asked)
        for asked, ended in calm_answers(broadcast)
    )


def at_percent(ascending: Sequence[float], percent: float) -> float:
    """So many percent of them are no larger."""
    return ascending[min(int(len(ascending) * percent / 100), len(ascending) - 1)]


def figures(broadcast: Broadcast) -> str:
    """What to tell about a run."""
    heard, news, took = broadcast.news_by_chat, broadcast.news, seconds_waited(broadcast)
    held = [(len(rows), sum(row.chat in heard for row in rows)) for rows in broadcast.deaths]
    seconds = [round(at_percent(took, percent), 3) for percent in (50, 99, 100)]
    return (
        f"\n{len(news)} calls in {news[-1].at - news[0].at:.0f} s; under way at each death, and of "
        f"these at the platform: {held}; {len(took)} answers, p50, p99 and longest: {seconds} s "
        f"on a machine {broadcast.crowding:.1f} times as slow as alone, "
        f"p99 behind {at_percent(calls_waited(broadcast), 99)} calls of the notice"
    )
