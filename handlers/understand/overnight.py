"""When something is held that may go on until another day: 12月5日晚上8点到第二天早上6点."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers.understand.clock import read_time
from handlers.understand.normal import plain
from handlers.understand.span import Found, Reading, TimeSpan

_TO = re.compile(r"\s*(?:到|至|-|~|until|to)\s*(?P<next>第二天|次日|隔天|转天|the next day)?\s*的?")
_DATED = re.compile(r"(?:\d{1,2}月)?\d{1,2}[日号]")
_MORNING = re.compile(r"凌晨|清晨|一?早|早上|上午|天亮")
#: 第二天6点 is in the morning
_BARE, _IN_THE_MORNING = re.compile(r"(?:[1-9]|1[01])(?!\d)\s*[点:]"), "早上"
#: o'clock; what begins then and goes on until a morning ends on the day after
EVENING = 17


def read_held(text: str, now: datetime, day: date | None = None) -> Reading:
    """From when to when; `day` is one agreed on before. As read_time where it is on one day."""
    words = plain(text)
    for match in _TO.finditer(words):
        first = read_time(text[: match.start()], now, day)
        if not isinstance(first, Found) or first.span.precision != "minute":
            continue
        last = _end(text, match, first.span.start, now)
        if last is not None and first.span.start < last.span.start:
            at = (first.at[0], match.end() + last.at[1])
            span = TimeSpan(first.span.start, last.span.start, "range", words[slice(*at)])
            return Found(span, at, has_day=first.has_day)
    return read_time(text, now, day)


def _end(text: str, to: re.Match[str], begins: datetime, now: datetime) -> Found | None:
    """The moment behind 到, where that is on another day."""
    rest = text[to.end() :]
    if to["next"] and _BARE.match(plain(rest)):
        found = _end(text[: to.end()] + _IN_THE_MORNING + rest, to, begins, now)
        moved = len(_IN_THE_MORNING)
        return found and replace(found, at=(found.at[0], found.at[1] - moved))
    goes_on = begins.hour >= EVENING and _MORNING.match(plain(rest))
    if to["next"] or goes_on:
        last = read_time(rest, now, begins.date() + timedelta(days=1))
    elif _DATED.match(plain(rest)):
        last = read_time(rest, begins)
    else:
        return None
    return last if isinstance(last, Found) and last.span.precision == "minute" else None
