"""From one time of the clock to another: 晚上9点到早上8点, 22:00-7:00, 10 pm to 7 am."""

from datetime import time

from handlers.understand.hours import Clock, clock_of, is_open, minutes_of, part_of
from handlers.understand.normal import fold
from handlers.understand.time_words import words_of_time

_DAY = 24 * 60
#: what begins then ends on the same afternoon
_BY_DAY = ("中午", "下午")


def read_two_clocks(text: str) -> tuple[time, time] | None:
    """Both, when there are just two. An hour without a part of the day begins in the evening and
    ends in the morning."""
    found: list[tuple[Clock, str]] = []
    part = ""
    for word in words_of_time(fold(text)):
        part = part_of(word) or part
        clock = clock_of(word)
        if isinstance(clock, Clock):
            found.append((clock, part))
            part = ""
    if len(found) != 2:
        return None
    (first, evening), (last, morning) = found
    begins = minutes_of(first, evening or ("晚上" if is_open(first, "") else ""))
    if not morning and evening in _BY_DAY:
        morning = "下午"
    ends = minutes_of(last, morning)
    if is_open(last, morning):
        ends = last.hour * 60 + last.minute
    return _time(begins), _time(ends)


def _time(minutes: int) -> time:
    hour, minute = divmod(minutes % _DAY, 60)
    return time(hour, minute)
