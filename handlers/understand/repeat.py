"""What comes again: 每周二四, 每月15号, 隔天, 一周两次, as an RRULE and its first day."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers.understand.numerals import NUMERAL, number
from handlers.understand.telling import is_wished

WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAYS = {name: index for index, name in enumerate("一二三四五六日")} | {"天": 6}
_N = f"[{NUMERAL}]"
_WEEK = "(?:周|星期|礼拜)"
_DAY = "[一二三四五六日天]"
_EVERY = r"(?:每个?|每隔一个?|逢)"
_JOIN = r"(?:[、,和跟及或]|还有)?"
#: an answer to 什么时候 is no longer than this
_ANSWER = 14
#: what somebody does anyway: 每周三都去老年大学
_HABIT = re.compile("都(?:去|在|要去|会|有)")
_LOOK_AHEAD = 400  # days; a rule that has no day in them has none

_WEEKLY = re.compile(
    rf"(?:(?P<other>隔|每隔一?个?|每两个?){_WEEK}|{_EVERY}{_WEEK})(?:的)?(?P<days>末"
    rf"|{_DAY}(?![次趟回遍])(?:\s?[到至\-]\s?{_WEEK}?{_DAY}|(?:{_JOIN}{_WEEK}?{_DAY})*))"
)
_WORK_WEEK = re.compile(
    rf"(?P<next>下个?|这个?|本)?{_WEEK}一(?:到|至"
    rf"|-){_WEEK}?(?P<last>[四五六日天])(?:每天|天天|(?=[,。]?(?:每天|都)|放学|下班)"
    rf"|(?=(?:[上下]午|[早晚]上){_N}{{1,3}}点))"
)
_MONTHLY_NTH = re.compile(
    rf"每个?月的?(?:(?P<nth>第{_N}|头一"
    rf"|最后一?)个?)(?:{_WEEK}(?P<day>[一二三四五六日天])|(?P<end>周末))"
)
_MONTHLY = re.compile(rf"每个?月的?(?P<days>{_N}{{1,3}}[号日](?:[和、跟,]?{_N}{{1,3}}[号日])*)")
_DAILY = re.compile(
    r"每(?:天|日)(?!.{0,2}(?:小时|钟头|分钟))|天天(?=都?(?:来|要|得|需|送)|[早中晚上下][上午])|每(?=[早晚](?:上|晨)?)"
)
_BARE = re.compile(
    rf"(?<![周期拜几{NUMERAL}])(?P<days>一三五|二四六|二四|一三|三五|一四|二五)(?=上午"
    rf"|下午|晚上?|早上?|中午|放学|都|$|[,。])"
)
_FORTNIGHT = re.compile(rf"每?隔(?:一个?|两个?)?{_WEEK}(?!{_DAY})|每两个?{_WEEK}")
_EVERY_OTHER = re.compile(r"隔天|隔日|隔一天|每隔一天|每两天")
_TIMES = re.compile(
    rf"(?:每个?|一个?)(?P<unit>周|星期|礼拜|月)(?P<n>{_N}|几)?(?:来|去|上|做|教"
    rf"|陪|给)?[^,。\d]{{0,4}}?(?P<m>{_N}|几)?(?:次|趟|回(?![来家去到老乡])|遍)"
)
#: 每天 of a story is none of a wish
_STORY = re.compile(
    r"^[^,。!?]{0,8}?(?:吵|闹|半夜|喝|骂|打(?!个?电话|扫|饭|针)|睡|失眠|哭|蹦|响|剁|楼遛|从早|刷|下楼|堵)"
)
_FOR_MONTHS = re.compile(rf"(?P<n>{_N}|半)个月")
_WEEKS_A_MONTH = 4


@dataclass(frozen=True, slots=True)
class Repeat:
    """The rule, where it stands in the text, and its days from a given one on.

    `days` is None for a rule that names no day (每周一次).
    """

    rrule: str
    at: tuple[int, int]
    days: Callable[[date], Iterator[date]] | None = None
    is_told: bool = False


def read_repeat(text: str) -> Repeat | None:
    """The first rule in a folded text; `is_told` when it is only told, not wished for."""
    for reader in (
        _monthly_nth,
        _monthly,
        _weekly,
        _bare,
        _work_week,
        _fortnight,
        _every_other,
        _daily,
        _times,
    ):
        found = reader(text)
        if found is not None:
            is_told = _HABIT.match(text, found.at[1]) or not is_wished(text, *found.at)
            return replace(found, is_told=len(text) > _ANSWER and bool(is_told))
    return None


def _weekly(text: str) -> Repeat | None:
    match = _WEEKLY.search(text)
    if match is None:
        return None
    indexes = [5, 6] if match["days"] == "末" else _indexes(match["days"])
    codes = ",".join(WEEKDAY_CODES[index] for index in indexes)
    every = ";INTERVAL=2" if match["other"] else ""
    return Repeat(f"FREQ=WEEKLY{every};BYDAY={codes}", match.span(), _on_weekdays(indexes))


def _bare(text: str) -> Repeat | None:
    """一三五晚上: the days of a week by their numbers alone."""
    match = _BARE.search(text)
    if match is None:
        return None
    indexes = _indexes(match["days"])
    codes = ",".join(WEEKDAY_CODES[index] for index in indexes)
    return Repeat(f"FREQ=WEEKLY;BYDAY={codes}", match.span(), _on_weekdays(indexes))


def _fortnight(text: str) -> Repeat | None:
    match = _FORTNIGHT.search(text)
    return None if match is None else Repeat("FREQ=WEEKLY;INTERVAL=2", match.span())


def _indexes(words: str) -> list[int]:
    named = [_WEEKDAYS[word] for word in words if word in _WEEKDAYS]
    if re.search(r"[到至\-]", words) and len(named) == 2 and named[0] < named[1]:
        return list(range(named[0], named[1] + 1))
    return sorted(set(named))


def _work_week(text: str) -> Repeat | None:
    match = _WORK_WEEK.search(text)
    if match is None:
        return None
    indexes = list(range(_WEEKDAYS[match["last"]] + 1))
    codes = ",".join(WEEKDAY_CODES[index] for index in indexes)
    days = _on_weekdays(indexes)
    if (match["next"] or "").startswith("下"):
        days = _from_next_week(days)
    return Repeat(f"FREQ=WEEKLY;BYDAY={codes}", match.span(), days)


def _from_next_week(days: Callable[[date], Iterator[date]]) -> Callable[[date], Iterator[date]]:
    return lambda start: days(start + timedelta(7 - start.weekday()))


def _on_weekdays(indexes: list[int]) -> Callable[[date], Iterator[date]]:
    return lambda start: (day for day in _days_from(start) if day.weekday() in indexes)


def _days_from(start: date) -> Iterator[date]:
    return (start + timedelta(count) for count in range(_LOOK_AHEAD))


def _monthly(text: str) -> Repeat | None:
    match = _MONTHLY.search(text)
    if match is None:
        return None
    found = (number(words) for words in re.findall(rf"({_N}{{1,3}})[号日]", match["days"]))
    numbers = [day for day in found if day is not None and 1 <= day <= 31]
    if not numbers:
        return None
    rule = "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(map(str, numbers))
    return Repeat(
        rule, match.span(), lambda start: (day for day in _days_from(start) if day.day in numbers)
    )


def _monthly_nth(text: str) -> Repeat | None:
    match = _MONTHLY_NTH.search(text)
    if match is None:
        return None
    index = _WEEKDAYS[match["day"]] if match["day"] else 5
    words = match["nth"]
    nth = -1 if words.startswith("最") else 1 if words == "头一" else number(words[1:]) or 1
    return Repeat(
        f"FREQ=MONTHLY;BYDAY={nth}{WEEKDAY_CODES[index]}",
        match.span(),
        lambda start: (day for day in _days_from(start) if _is_nth(day, nth, index)),
    )


def _is_nth(day: date, nth: int, index: int) -> bool:
    if day.weekday() != index:
        return False
    if nth == -1:
        return day.day + 7 > calendar.monthrange(day.year, day.month)[1]
    return (day.day - 1) // 7 + 1 == nth


def _daily(text: str) -> Repeat | None:
    for match in _DAILY.finditer(text):
        if not _STORY.match(text[match.end() :]):
            return Repeat("FREQ=DAILY", match.span(), _days_from)
    return None


def _every_other(text: str) -> Repeat | None:
    match = _EVERY_OTHER.search(text)
    return None if match is None else Repeat("FREQ=DAILY;INTERVAL=2", match.span())


def _times(text: str) -> Repeat | None:
    match = _TIMES.search(text)
    if match is None:
        return None
    if match["unit"] == "月":
        return Repeat("FREQ=MONTHLY", match.span())
    months = _FOR_MONTHS.search(text)
    count = (number(months["n"]) or 0) * _WEEKS_A_MONTH if months else 0
    return Repeat(f"FREQ=WEEKLY;COUNT={count}" if count else "FREQ=WEEKLY", match.span())
