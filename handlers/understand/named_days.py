"""Words of time that name a day: 除夕前两天, 国庆期间, 腊月二十三, 初六, 年前."""

from collections.abc import Callable
from datetime import date, timedelta

from handlers.understand.day import Days, Wrong, one
from handlers.understand.festivals import festival, lasts, lunar_day, new_year
from handlers.understand.numerals import number

_AROUND = {"一": 1, "两": 2, "二": 2, "三": 3}


def _festival(pieces: dict[str, str], today: date) -> Days | None:
    name = pieces["fe"]
    long = timedelta(lasts(name))
    day = festival(name, today - long + timedelta(1))
    if day is None:
        return None
    if "fe_z" in pieces:
        return one(max(day + long - timedelta(1), today))
    if "fe_n" in pieces and lasts(name) > 1:
        return Days(max(day, today), day + long - timedelta(1))
    if "fe_a" not in pieces and "fe_b" not in pieces:
        return Days(max(day, today), max(day, today), after=day + long)
    moved = _AROUND.get(pieces.get("fe_a", ""), 0) - _AROUND.get(pieces.get("fe_b", ""), 0)
    day += timedelta(moved)
    return one(day) if day >= today else None


def _lunar(pieces: dict[str, str], today: date) -> Days | None:
    day = lunar_day(pieces["lu_m"], pieces["lu_d"], today)
    return None if day is None else one(day)


def _lunar_day(pieces: dict[str, str], today: date) -> Days | None:
    """大年初三 and 年三十 are of the new year; 初六 alone is the next sixth by the moon."""
    if "ly_b" in pieces:
        day = lunar_day("", pieces["ly_b"], today)
    elif number(pieces["ly_d"]) in (29, 30):
        day = festival("除夕", today)
    else:
        day = lunar_day("正", pieces["ly_d"], today) if "大" in pieces["ly"] else None
    return None if day is None else one(day)


def _new_year(_pieces: dict[str, str], today: date) -> Days:
    return one(new_year(today))


NAMED: dict[str, Callable[[dict[str, str], date], Days | Wrong | None]] = {
    "lunar": _lunar,
    "lunar_day": _lunar_day,
    "festival": _festival,
    "new_year": _new_year,
}
