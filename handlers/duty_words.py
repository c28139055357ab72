"""Shifts as coordinators write and read them: 周三晚上, 每周末白天, 11月28日晚上, 8点 20点."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.engine.reader import Offering
from handlers.engine.said import Answer
from handlers.language import _
from handlers.sayings import say_date
from handlers.understand.clock import read_time
from handlers.understand.free_hours import DAY_LABELS, read_slots
from handlers.understand.normal import fold
from handlers.understand.span import Found
from models.duty import WEEK, Part, Shift
from models.errors import Invalid
from models.volunteer_profile import WEEKDAYS
from models.words import N_

PART_LABELS = {Part.DAY: N_("白天"), Part.NIGHT: N_("晚上")}
_NIGHT = re.compile(r"晚上?|夜里|夜间|夜班|晚班|夜|\bnights?\b|\bevenings?\b")
_DAY = re.compile(r"白天|白班|日班|上午|早上|下午|\bdaytime\b|\bdays\b")
_WEEKDAY = re.compile(
    r"周[一二三四五六日天末]|星期|礼拜|每天|天天|平时|平日|工作日|every ?day|weekend|weekday"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
)
_EACH = re.compile(r"每|天天|平时|平日|工作日|周末|every|weekend|weekdays")
#: this week's or next week's, and no other
_THAT = re.compile(r"[这本下]个?(?:周|星期|礼拜)|\b(?:this|next) ")
_CLOCK = re.compile(
    r"(?P<late>晚上?|下午|夜里)?(?:早上?|上午)?(?P<hour>\d{1,2})(?::(?P<minute>\d\d)|点(?P<half>半)?|$|(?=\s))"
)


@dataclass(frozen=True, slots=True)
class Shifts:
    """Weekdays (0 = Monday) or one date, and which halves; `weekly` None: not said which."""

    parts: tuple[Part, ...]
    days: tuple[int, ...] = ()
    on: date | None = None
    weekly: bool | None = None

    def say(self, now: datetime, *, weekly: bool) -> str:
        """每周三晚上, or 11月25日 周三晚上."""
        parts = [_(PART_LABELS[part]) for part in self.parts]
        if not weekly:
            day = say_date(self.on or now.date(), now)
            return _("、").join(_("{day}{part}").format(day=day, part=each) for each in parts)
        if len(self.days) == WEEK:
            return _("、").join(_("每天{part}").format(part=each) for each in parts)
        labels = [_(DAY_LABELS[WEEKDAYS[day]]) for day in self.days]
        return _("、").join(
            _("每{day}{part}").format(day=day, part=each) for day in labels for each in parts
        )


def read_shifts(text: str, now: datetime) -> Shifts | None:
    """The shifts these words name, on the clock of `now`; None for none."""
    words = fold(text).strip().lower()
    parts = tuple(
        part
        for part, found in ((Part.DAY, _DAY.search(words)), (Part.NIGHT, _NIGHT.search(words)))
        if found
    ) or (Part.DAY, Part.NIGHT)
    if _WEEKDAY.search(words) and not _THAT.search(words):
        slots = read_slots(_DAY.sub("", _NIGHT.sub("", words)))
        days = tuple(dict.fromkeys(WEEKDAYS.index(each.partition("_")[0]) for each in slots))
        if len(days) == 1 and not _EACH.search(words):
            ahead = (days[0] - now.weekday()) % WEEK
            return Shifts(parts, days, now.date() + timedelta(days=ahead))
        return Shifts(parts, days, weekly=True) if days else None
    reading = read_time(words, now)
    return (
        Shifts(parts, on=reading.span.start.date(), weekly=False)
        if isinstance(reading, Found)
        else None
    )


class WhichShifts(Offering[Shifts]):
    """The shifts that somebody is put on, read relative to the moment they were said."""

    def __init__(self, zone: ZoneInfo) -> None:
        """`zone` is the community's."""
        super().__init__()
        self._zone = zone

    def read_words(self, answer: Answer) -> dict[str, Any]:
        """As JSON. Raises Invalid."""
        found = self.spot(answer)
        if found is None:
            raise Invalid(N_("哪一班没看懂。\n像“周三晚上”“11月28日白天”这样写。"))
        return found

    def spot(self, answer: Answer) -> dict[str, Any] | None:
        """The shifts in any words."""
        found = read_shifts(answer.text, answer.said_at.astimezone(self._zone))
        return to_json(found) if found else None

    def load(self, value: Any) -> Shifts:
        """The shifts of what was kept."""
        return from_json(value)


def to_json(shifts: Shifts) -> dict[str, Any]:
    """For answers and notices."""
    on = shifts.on.isoformat() if shifts.on else None
    return {
        "parts": list(shifts.parts),
        "days": list(shifts.days),
        "on": on,
        "weekly": shifts.weekly,
    }


def from_json(value: Mapping[str, Any]) -> Shifts:
    """What `to_json` made."""
    on = date.fromisoformat(value["on"]) if value["on"] else None
    parts = tuple(Part(each) for each in value["parts"])
    return Shifts(parts, tuple(value["days"]), on, value["weekly"])


def split_line(line: str, now: datetime) -> tuple[str, str]:
    """周三晚上 赵倩 孙丽 as when and who; either is "" when it is not there."""
    words = [each for each in re.split(r"[\s,，、]+", line.strip()) if each]
    for n in range(1, len(words) + 1):
        if read_shifts(" ".join(words[:n]), now):
            while n < len(words) and (_NIGHT.fullmatch(words[n]) or _DAY.fullmatch(words[n])):
                n += 1
            return " ".join(words[:n]), " ".join(words[n:])
    return "", line.strip()


def read_hand_over(text: str) -> tuple[time, time] | None:
    """8点 20点, 早7:30 晚7:30: when a day begins and when a night does; None if it cannot be."""
    found = [_clock(match) for match in _CLOCK.finditer(fold(text))]
    if len(found) != 2:
        return None
    morning, evening = found
    if morning is None or evening is None:
        return None
    if evening.hour <= 12:
        evening = evening.replace(hour=evening.hour % 12 + 12)
    return (morning, evening) if time(4) <= morning <= time(12) < evening else None


def _clock(match: re.Match[str]) -> time | None:
    hour, minute = int(match["hour"]), int(match["minute"] or (30 if match["half"] else 0))
    hour += 12 if match["late"] and hour < 12 else 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def say_people(names: Sequence[str]) -> str:
    """赵倩，再叫孙丽: in the order they are called."""
    if not names:
        return _("空着")
    rest = _("、").join(names[1:])
    return _("{first}，再叫{rest}").format(first=names[0], rest=rest) if rest else names[0]


def say_shift(shift: Shift, now: datetime) -> str:
    """12月2日 周三晚上."""
    return _("{day}{part}").format(day=say_date(shift.on, now), part=_(PART_LABELS[shift.part]))
