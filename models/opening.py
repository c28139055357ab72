"""Opening hours as people write them (周一到周六 8:00–20:00), read to know when it is open."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

_DAYS = "一二三四五六日"
_DAY = "周([一二三四五六日天])"
_SPAN = re.compile(rf"{_DAY}\s*[到至~–—-]\s*{_DAY}|周(末)|{_DAY}")
_CLOCK = r"(\d{1,2})(?:[:：](\d{2})|点(半)?)"
_TO = r"\s*[到至~–—-]\s*"
_HOURS = re.compile(rf"(?:{_CLOCK})?{_TO}{_CLOCK}")
#: hours that follow no week, or that we cannot tell
_OTHER_RULES = re.compile("月|节|上学|第|除|休")
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Opening:
    """On which weekdays, Monday 0, somebody is there from when to when."""

    hours: tuple[tuple[int, time, time], ...]

    def is_open(self, local: datetime) -> bool:
        """Whether somebody is there at this moment of the place's clock."""
        day, clock = local.weekday(), local.time()
        return any(on == day and a <= clock < b for on, a, b in self.hours)

    def next_open(self, local: datetime) -> datetime:
        """The moment itself while it is open, else when it opens next."""
        if self.is_open(local):
            return local
        begins = [
            datetime.combine(local.date() + timedelta(days=ahead), opens, local.tzinfo)
            for ahead in range(_WEEK + 1)
            for on, opens, _closes in self.hours
            if (local.weekday() + ahead) % _WEEK == on
        ]
        return min(each for each in begins if each > local)


def read_opening(text: str) -> Opening | None:
    """What the words say; None when they hold no hours that follow the week."""
    if "全天" in text or "24小时" in text:
        return Opening(tuple((day, time(0), time.max) for day in range(_WEEK)))
    if _OTHER_RULES.search(text):
        return None
    found: dict[int, list[tuple[time, time]]] = {}
    before: time | None = None
    days: list[int] = []
    for part in re.split("[，,；;]", text):
        named = _read_days(part)
        days = named or days or list(range(_WEEK))
        for match in _HOURS.finditer(part):
            begins = _time(*match.groups()[:3]) if match[1] else before
            ends = _time(*match.groups()[3:])
            if begins is None or ends is None or begins >= ends:
                return None
            before = begins
            for day in days:
                found.setdefault(day, []).append((begins, ends))
    hours = tuple((day, *each) for day in sorted(found) for each in sorted(found[day]))
    return Opening(hours) if hours else None


def names_hours(text: str) -> bool:
    """Whether there are hours in it, be they ones that we can tell or not."""
    return "全天" in text or _HOURS.search(text) is not None


def _time(hour: str, minute: str | None, half: str | None) -> time | None:
    value = int(minute) if minute else 30 if half else 0
    if int(hour) == 24 and value == 0:
        return time.max
    return time(int(hour), value) if int(hour) < 24 and value < 60 else None


def _read_days(text: str) -> list[int]:
    found: list[int] = []
    for first, last, weekend, single in _SPAN.findall(text):
        if weekend:
            found += [5, 6]
        elif single:
            found.append(_day(single))
        else:
            begins, ends = _day(first), _day(last)
            length = (ends - begins) % _WEEK + 1
            found += [(begins + n) % _WEEK for n in range(length)]
    return found


def _day(name: str) -> int:
    return _DAYS.index(name.replace("天", "日"))
