"""Days of the year that activities belong to by their date alone (domain.md section 10)."""

from datetime import date, timedelta

from borax.calendars.lunardate import LunarDate

from models.words import N_

OTHER, DEDICATION = "other", "dedication_day"
OCCASIONS: dict[str, str] = {
    DEDICATION: N_("奉献日"),
    "lei_feng": N_("学雷锋日"),
    "service_week": N_("3·18 活动周"),
    "volunteer_day": N_("国际志愿者日"),
    "double_ninth": N_("重阳"),
    OTHER: N_("活动"),
}


def occasion_on(day: date) -> str:
    """What the day itself stands for; the 3·18 week is the one from Monday that holds 18 March."""
    if (day.month, day.day) == (3, 5):
        return "lei_feng"
    monday = day - timedelta(days=day.weekday())
    if monday <= date(day.year, 3, 18) < monday + timedelta(days=7):
        return "service_week"
    if (day.month, day.day) == (12, 5):
        return "volunteer_day"
    lunar = LunarDate.from_solar(day)
    if (lunar.month, lunar.day, lunar.leap) == (9, 9, 0):
        return "double_ninth"
    return OTHER
