"""How a span of time is said: 11月24日 周二上午8点到12点 on a card, 明天（24号 周二）上午 in talk.

Residents never read 14:00; the year is said only when it is another one.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from handlers.understand.hours import PARTS
from handlers.understand.span import TimeSpan

_WEEKDAYS = "一二三四五六日"
_NEAR = ("今天", "明天", "后天")
_END_OF_DAY = time(23, 59)
# The first hour of each name; what comes before the first is 凌晨.
_HOUR_NAMES = ((22, "夜里"), (18, "晚上"), (13, "下午"), (12, "中午"), (8, "上午"), (5, "早上"))

_DayForm = Callable[[date, datetime], str]


def say_span(span: TimeSpan, now: datetime) -> str:
    """The card form; `now` decides whether the year must be said."""
    return _say(span, now, _card_day)


def say_day(span: TimeSpan, now: datetime) -> str:
    """The talk form: 明天（24号 周二）上午."""
    if span.precision == "part":
        return _talk_day(span.start.date(), now) + _part(span)
    return _say(span, now, _talk_day)


def say_clock(moment: time | datetime) -> str:
    """下午2点, 上午9点半, 夜里12点."""
    moment = moment.time() if isinstance(moment, datetime) else moment
    return _hour_name(moment) + _clock(moment)


def _say(span: TimeSpan, now: datetime, day_form: _DayForm) -> str:
    if span.bound == "before" and span.end:
        return _say_before(span.end, now, day_form)
    day = day_form(span.start.date(), now)
    if span.bound == "after":
        is_day = span.start.time() == time(0) or span.start == now
        return f"{day}{'' if is_day else say_clock(span.start.time())}以后"
    if span.end is None:
        # Midnight is said as the end of the day before: 周二夜里12点.
        evening = span.start - timedelta(1) if span.start.time() == time(0) else span.start
        return day_form(evening.date(), now) + say_clock(span.start.time())
    if _last_day(span.start, span.end) != span.start.date():
        return _say_days(span, span.end, now, day_form)
    if span.end.time() == _END_OF_DAY and _part(span) != "夜里":
        return day
    return day + _say_hours(span, span.end.time())


def _say_before(end: datetime, now: datetime, day_form: _DayForm) -> str:
    day = day_form(end.date(), now)
    if end.time() == _END_OF_DAY:
        return "最晚" + day
    return day + ("" if end.time() == time(0) else say_clock(end.time())) + "以前"


def _last_day(start: datetime, end: datetime) -> date:
    """The day of the end; midnight belongs to the day before it."""
    is_midnight = end.time() == time(0) and end > start
    return (end - timedelta(1) if is_midnight else end).date()


def _say_days(span: TimeSpan, until: datetime, now: datetime, day_form: _DayForm) -> str:
    first, last = span.start.date(), _last_day(span.start, until)
    is_card = day_form is _card_day and (first.year, first.month) == (last.year, last.month)
    end = f"{last.day}日 周{_WEEKDAYS[last.weekday()]}" if is_card else day_form(last, now)
    text = f"{day_form(first, now)}到{end}"
    if span.part:
        return f"{text}，{span.part}"
    if until.time() in (_END_OF_DAY, time(0)):
        return text
    return f"{text}，{say_clock(until.time())}以前"


def _say_hours(span: TimeSpan, end: time) -> str:
    start = span.start.time()
    part = _part(span)
    if part and start.hour * 60 + start.minute == PARTS[part][0]:
        return f"{part}{_clock(start)}到{_clock(end)}"
    name = _hour_name(start)
    # An end is named by the hours before it: 上午…到12点, 下午…到6点.
    ends_as = _hour_name(time(end.hour - 1)) if end.minute == 0 and end.hour else _hour_name(end)
    until = _clock(end) if ends_as == name else ends_as + _clock(end)
    return f"{name}{_clock(start)}到{until}"


def _part(span: TimeSpan) -> str:
    """The part of the day as said; a span that was stored without it is known by its end."""
    if span.part or span.precision != "part" or span.end is None:
        return span.part
    start, end = (each.hour * 60 + each.minute for each in (span.start, span.end))
    fitting = (name for name, hours in PARTS.items() if hours[1] == end and hours[0] <= start)
    return next(fitting, "")


def _hour_name(moment: time) -> str:
    if moment == time(0):
        return "夜里"
    return next((name for hour, name in _HOUR_NAMES if moment.hour >= hour), "凌晨")


def _clock(moment: time) -> str:
    hour = (moment.hour - 1) % 12 + 1
    if moment.minute == 30:
        return f"{hour}点半"
    return f"{hour}点" + (f"{moment.minute:02d}分" if moment.minute else "")


def _card_day(day: date, now: datetime) -> str:
    year = "" if day.year == now.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日 周{_WEEKDAYS[day.weekday()]}"


def _talk_day(day: date, now: datetime) -> str:
    distance = (day - now.date()).days
    weekday = f"周{_WEEKDAYS[day.weekday()]}"
    if 0 <= distance < len(_NEAR):
        return f"{_NEAR[distance]}（{day.day}号 {weekday}）"
    if 0 <= distance <= 6 - now.weekday():
        return f"这{weekday}（{day.day}号）"
    if (day.year, day.month) == (now.year, now.month):
        return f"{day.day}号 {weekday}"
    year = "" if day.year == now.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}号 {weekday}"
