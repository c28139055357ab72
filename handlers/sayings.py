"""How moments, lengths and names are said to people (chats.md: the table of forms)."""

from datetime import date, datetime, time

from handlers.language import _, language, ngettext
from handlers.understand import saying
from handlers.understand.place import Place
from handlers.understand.saying import say_day, say_span
from handlers.understand.saying_en import say_clock_en, say_day_en, say_moment_en, say_span_en
from handlers.understand.span import Bound, Precision, TimeSpan
from models.order import Order


def say_moment(moment: datetime, now: datetime) -> str:
    """A moment soon to come: 今天下午1点, 明天（24号 周二）上午10点. Both in local time."""
    if language() == "en":
        return say_moment_en(moment, now)
    if moment.date() == now.date():
        return _("今天") + say_clock(moment.time())
    return say_day(TimeSpan(moment, None, "minute", ""), now)


def say_clock(moment: time) -> str:
    """A time of the clock: 上午9点半."""
    return say_clock_en(moment) if language() == "en" else saying.say_clock(moment)


def say_time(span: TimeSpan, now: datetime) -> str:
    """A span on a card: 11月24日 周二上午8点到12点."""
    return say_span_en(span, now) if language() == "en" else say_span(span, now)


def say_date(day: date, now: datetime) -> str:
    """A whole day as on a card: 12月31日 周四."""
    start, end = (datetime.combine(day, each, now.tzinfo) for each in (time(0), time(23, 59)))
    return say_time(TimeSpan(start, end, "day", ""), now)


def say_when(span: TimeSpan, now: datetime) -> str:
    """A span in talk: 明天（24号 周二）上午."""
    return say_day_en(span, now) if language() == "en" else say_day(span, now)


def order_span(order: Order, zone_of: datetime) -> TimeSpan:
    """The order's time on the clock of `zone_of`; a part of the day is said by its hours."""
    zone = zone_of.tzinfo
    end = order.ends_at.astimezone(zone) if order.ends_at else None
    precision: Precision = "minute" if order.precision == "minute" else "range"
    bound: Bound = "before" if order.bound == "before" else "after" if order.bound else ""
    return TimeSpan(order.starts_at.astimezone(zone), end, precision, "", bound=bound)


def say_minutes(minutes: int) -> str:
    """1小时25分, 45分钟, 2小时."""
    if not minutes:
        return _("不到1分钟")
    hours, rest = divmod(abs(minutes), 60)
    if not hours:
        return ngettext("{n}分钟", "{n}分钟", rest).format(n=rest)
    if not rest:
        return ngettext("{n}小时", "{n}小时", hours).format(n=hours)
    return _("{hours}小时{minutes}分").format(hours=hours, minutes=rest)


def say_place(place: Place | Order) -> str:
    """3号楼2单元501, or the landmark in her words; the full door."""
    return _joined(say_entrance(place), place.room or "") or (place.landmark or "")


def say_entrance(place: Place | Order) -> str:
    """3号楼2单元; what staff see on a list."""
    unit = _("{unit}单元").format(unit=place.unit) if place.unit else ""
    return _joined(say_building(place.building), unit)


def say_building(building: str) -> str:
    """3号楼; all that strangers may see."""
    return _("{building}号楼").format(building=building) if building else ""


def _joined(*parts: str) -> str:
    """Chinese runs the parts of a door together, English counts them off."""
    return (", " if language() == "en" else "").join(part for part in parts if part)
