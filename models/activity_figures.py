"""Figures of activities: planned and held, who came, whom they served, minutes; by month or theme.

Counted from the rows each time; places people held are person-times (人次), not people.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from models.activity import Activity, ActivityState
from models.community import Community
from models.service_record import STANDING, ServiceRecord
from models.sign_up import SignUp, SignUpState


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the activities of one span of time. `minutes` are those in the book, agreed to or not."""

    planned: int
    held: int
    cancelled: int
    came: int
    served: int
    minutes: int


def figures_of(
    session: Session, community: Community, first: date, last: date, occasion: str = ""
) -> Figures:
    """Of those that begin from `first` to `last`, local dates, both included."""
    mine = _within(community, first, last, occasion)
    held = Activity.state == ActivityState.SETTLED
    row = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(case((held, 1), else_=0)), 0),
            func.coalesce(
                func.sum(case((Activity.state == ActivityState.CANCELLED, 1), else_=0)), 0
            ),
            func.coalesce(func.sum(Activity.served_count), 0),
        ).where(*mine, Activity.state != ActivityState.DRAFT)
    ).one()
    ids = select(Activity.id).where(*mine)
    came = select(func.count()).where(
        SignUp.activity_id.in_(ids), SignUp.state == SignUpState.ATTENDED
    )
    subjects = [f"activity:{each}" for each in session.scalars(ids)]
    minutes = select(func.coalesce(func.sum(ServiceRecord.minutes), 0)).where(
        ServiceRecord.subject.in_(subjects),
        ServiceRecord.state.in_(STANDING),
    )
    return Figures(
        planned=int(row[0]),
        held=int(row[1]),
        cancelled=int(row[2]),
        came=session.scalar(came) or 0,
        served=int(row[3]),
        minutes=int(session.scalar(minutes) or 0),
    )


def _within(community: Community, first: date, last: date, occasion: str) -> list[Any]:
    begins = datetime.combine(first, time(0), community.zone)
    ends = datetime.combine(last + relativedelta(days=1), time(0), community.zone)
    rows = [
        Activity.community_id == community.id,
        Activity.starts_at >= begins,
        Activity.starts_at < ends,
    ]
    return [*rows, Activity.occasion == occasion] if occasion else rows


def month_of(on: date) -> tuple[date, date]:
    """The first and the last day of that month."""
    first = on.replace(day=1)
    return first, first + relativedelta(months=1, days=-1)


def year_of(on: date) -> tuple[date, date]:
    """The first and the last day of that year."""
    return on.replace(month=1, day=1), on.replace(month=12, day=31)
