"""Working days (工作日): the community's own table, then decreed days off, then Monday to Friday.

The library knows only the years whose days off were decreed (2004-2026 as it is); what comes later
is every Monday to Friday until the table says otherwise.
"""

from datetime import date, timedelta

import chinese_calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.calendar import CalendarOverride


def is_workday(session: Session, community_id: int, day: date) -> bool:
    """Whether people work on this day, make-up Saturdays included."""
    said = session.scalar(
        select(CalendarOverride.kind).filter_by(community_id=community_id, day=day)
    )
    if said is not None:
        return said == "work"
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def add_workdays(session: Session, community_id: int, day: date, n: int) -> date:
    """The `n`-th working day after `day`, or before it when `n` is negative."""
    step, left = timedelta(days=1 if n > 0 else -1), abs(n)
    while left:
        day += step
        left -= is_workday(session, community_id, day)
    return day
