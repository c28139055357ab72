"""Figures of activities: planned and held, who came, whom they served, minutes; by month or theme.

Counted from the rows each time; places people held are person-times (人次), not people.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from models.activity import Activity, ActivityState
from models.community import Community
from models.companion import Companion
from models.figures_span import Span
from models.service_record import STANDING, ServiceRecord
from models.sign_up import SignUp, SignUpState


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the activities of one span of time. `minutes` are those in the book, agreed to or not."""

    planned: int
    held: int
    cancelled: int
    came: int
    #: came along with them (带人一起)
    along: int
    served: int
    minutes: int


def figures_of(session: Session, community: Community, span: Span, occasion: str = "") -> Figures:
    """Of those that begin in this span, and are held for that occasion where one is named."""
    mine = _within(community, span, occasion)
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
    there = (SignUp.activity_id.in_(ids), SignUp.state == SignUpState.ATTENDED)
    came = select(func.count()).where(*there)
    along = select(func.count(Companion.id)).join(SignUp, SignUp.id == Companion.sign_up_id)
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
        along=session.scalar(along.where(*there)) or 0,
        served=int(row[3]),
        minutes=int(session.scalar(minutes) or 0),
    )


def _within(community: Community, span: Span, occasion: str) -> list[Any]:
    since, until = span.moments(community)
    rows = [
        Activity.community_id == community.id,
        Activity.starts_at >= since,
        Activity.starts_at < until,
    ]
    return [*rows, Activity.occasion == occasion] if occasion else rows
