"""A text that promises something by an hour names a timer that guards it.

A new promise goes into GUARDS with the scheduled kind that keeps it, or says so when it slips.
"""

import re

import pytest

from handlers.timers import TIMERS
from tests.house import texts

#: what sounds like a promise of ours with a time in it
PROMISE = re.compile(
    r"前[,，]?\s*(?:社区)?(?:给\S*(?:回话|打电话)|告诉您)|前\s*回话|\{when\}发，|"
    r"(?:分钟|小时|天|工作日)内(?:\S*删掉|做好|给您回话|回您)|提醒您|会叫您|再问(?:下一批|您一句)|"
    r"一天没回|每次提前|\{clock\}后(?:发|到)"
)
#: a piece of the text -> the kinds that guard it; "notice": its row begins at starts_at, and the
#: expander looks each second; "quiet": the row in the outbox waits for the end of quiet hours
GUARDS: dict[str, tuple[str, ...]] = {
    "前给您回话": ("review_due", "poor_answer", "suggestion_due"),
    "{clock} 前回话": ("review_due",),
    "有急事会叫您": ("alert_next",),
    "前，社区给{whom}打电话": ("review_due",),
    "前告诉您\n谁来、几点来": ("poor_answer",),
    "前给您打电话": ("poor_answer",),
    "答应了{due}前回话": ("poor_answer",),
    "明天上午10点提醒您再打": ("call_back",),
    "半小时没人接，再问下一批": ("next_batch", "nobody_yet"),
    "十分钟没人接就再问下一批": ("next_batch", "nobody_yet"),
    "10 分钟内做好": ("export",),
    "前一天提醒您": ("activity_eve",),
    "15 天内删掉": ("erase_person", "erase_chat", "erase_news"),
    "一天没回": ("unanswered",),
    "每次提前七天问人": ("standing_help",),
    "我再问您一句才退": ("leave_waits",),
    "{when}发，": ("notice",),
    "{clock}后发，": ("quiet",),
    "{clock}后到": ("quiet",),
}
BESIDE_TIMERS = {"notice", "quiet"}


def promises() -> list[str]:
    """Every text that promises something by an hour."""
    said = ("\n".join(each.words) for each in texts.texts())
    return sorted({words for words in said if PROMISE.search(words)})


def test_every_promise_names_its_guard() -> None:
    unguarded = [words for words in promises() if not any(piece in words for piece in GUARDS)]
    assert unguarded == []


def test_no_guard_stands_for_nothing() -> None:
    said = promises()
    idle = [piece for piece in GUARDS if not any(piece in words for words in said)]
    assert idle == []


def test_every_guard_is_a_scheduled_kind() -> None:
    kinds = {kind for each in GUARDS.values() for kind in each}
    assert kinds - set(TIMERS) - BESIDE_TIMERS == set()


@pytest.mark.parametrize(
    "words",
    [
        "{due}前给您回话。",
        "明天上午10点提醒您再打。",
        "好，10 分钟内做好，发到这里。",
        "到{until}还没人，会叫您。",
        "好，{when}发，一共 {n} 位。",
    ],
)
def test_a_promise_is_heard(words: str) -> None:
    assert PROMISE.search(words)


@pytest.mark.parametrize(
    "words", ["来之前给您打一个。", "找到了告诉您。", "{until}前回就行。", "10 分钟内有效"]
)
def test_what_has_no_hour_of_ours_is_none(words: str) -> None:
    assert not PROMISE.search(words)
