"""What a community did in a week, a month or a year: the figures that are asked for from above.

All derived from orders, activities and the hours book as they stand. An order counts where it came
in, and once more where it ended; one that was merged into another counts as that one.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import case, func, select, type_coerce
from sqlalchemy.orm import Session

from models.activity import Activity, ActivityState
from models.community import Community
from models.evaluation import Evaluation, Outcome
from models.figures_span import Span
from models.order import Order, OrderState
from models.person import Person
from models.service_record import STANDING, Evidence, RecordState, ServiceRecord

#: an activity that took place
HELD = (ActivityState.ENDED, ActivityState.SETTLED)


@dataclass(slots=True)
class CommunityFigures:
    """The figures of one span."""

    #: orders that came in
    came: int = 0
    #: closed, and nobody said that it was not done
    done: int = 0
    #: ended otherwise, by how: an OrderState or an Outcome
    not_done: Counter[OrderState | Outcome] = field(default_factory=Counter)
    #: closed ones, and those of them of which somebody said how it was
    closed: int = 0
    rated: int = 0
    #: 人次, by orders that were done and at activities
    served: int = 0
    #: activities that took place
    activities: int = 0
    #: different people with time in the book
    volunteers: int = 0
    #: minutes that count, by evidence
    minutes: dict[Evidence, int] = field(default_factory=dict)
    #: minutes that still wait for a yes
    waiting: int = 0


def community_figures(session: Session, community: Community, span: Span) -> CommunityFigures:
    """All figures of one span."""
    found = CommunityFigures()
    since, until = span.moments(community)
    came = select(func.count()).where(
        Order.community_id == community.id,
        Order.created_at >= since,
        Order.created_at < until,
        Order.merged_into_id.is_(None),
    )
    found.came = session.scalar(came) or 0
    _ended(session, community.id, (since, until), found)
    _activities(session, community.id, (since, until), found)
    _hours(session, community.id, span, found)
    return found


def _ended(
    session: Session, community_id: int, within: tuple[datetime, datetime], found: CommunityFigures
) -> None:
    # as an expression: by the bare column SQLite would walk through all orders in its order
    state_of = type_coerce(func.lower(Order.state), Order.state.type)
    rows = (
        select(state_of, Evaluation.outcome, func.count(), func.sum(Order.served_count))
        .outerjoin(Evaluation, Evaluation.order_id == Order.id)
        .where(
            Order.community_id == community_id,
            Order.closed_at >= within[0],
            Order.closed_at < within[1],
            Order.merged_into_id.is_(None),
        )
        .group_by(state_of, Evaluation.outcome)
    )
    for state, outcome, count, served in session.execute(rows):
        closed = state is OrderState.CLOSED
        found.closed += count if closed else 0
        found.rated += count if closed and outcome is not None else 0
        if closed and outcome in (None, Outcome.DONE):
            found.done += count
            found.served += int(served)
        else:
            found.not_done[outcome if closed and outcome else state] += count


def _activities(
    session: Session, community_id: int, within: tuple[datetime, datetime], found: CommunityFigures
) -> None:
    rows = select(func.count(), func.coalesce(func.sum(Activity.served_count), 0)).where(
        Activity.community_id == community_id,
        Activity.state.in_(HELD),
        Activity.starts_at >= within[0],
        Activity.starts_at < within[1],
    )
    found.activities, served = session.execute(rows).one()
    found.served += int(served)


def _hours(session: Session, community_id: int, span: Span, found: CommunityFigures) -> None:
    # states are told apart afterwards: asked for, they would lead SQLite down the wrong index
    within = (
        ServiceRecord.community_id == community_id,
        ServiceRecord.served_on.between(span.first, span.last),
    )
    rows = (
        select(ServiceRecord.state, ServiceRecord.evidence, func.sum(ServiceRecord.minutes))
        .where(*within)
        .group_by(ServiceRecord.state, ServiceRecord.evidence)
    )
    for state, evidence, minutes in session.execute(rows):
        if state is RecordState.APPROVED:
            found.minutes[evidence] = int(minutes)
        elif state is RecordState.PENDING:
            found.waiting += int(minutes)
    stands = func.max(case((ServiceRecord.state.in_(STANDING), 1), else_=0))
    # by groups, for PostgreSQL sorts all rows for a count of different ones; of a sum, for SQLite
    # would go through everybody's page instead of down the one index
    person = (ServiceRecord.person_id + 0).label("person")
    who = select(person).where(*within).group_by(person).having(stands == 1).subquery()
    counted = session.scalar(select(func.count()).select_from(who)) or 0
    found.volunteers = counted - _counted_twice(session, community_id, span)


def _counted_twice(session: Session, community_id: int, span: Span) -> int:
    """How many of them are somebody else's other record: merged people are one."""
    rows = select(Person.id, Person.merged_into_id).where(
        Person.merged_into_id.is_not(None), Person.community_id == community_id
    )
    lives_on = {row.id: row.merged_into_id for row in session.execute(rows)}
    if not lives_on:
        return 0
    stands = select(ServiceRecord.person_id).where(
        ServiceRecord.person_id.in_({*lives_on, *lives_on.values()}),
        ServiceRecord.community_id == community_id,
        ServiceRecord.served_on.between(span.first, span.last),
        ServiceRecord.state.in_(STANDING),
    )
    found = set(session.scalars(stands.distinct()))
    return len(found) - len({lives_on.get(each, each) for each in found})
