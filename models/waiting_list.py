"""The waiting list (候补) moves by itself: a place that is free is offered to who waits longest.

Each is asked alone and has a time to answer, which does not run while they sleep. A place that
is offered is kept: it is nobody else's until the answer or the end of that time.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activity import OPEN, Activity, ActivityRole, ActivityState, places_at
from models.community import Community
from models.companion import Companion
from models.person import Person
from models.quiet import quiet_end
from models.sign_up import COMING, SignUp, SignUpState
from models.timer import clear_timer, set_timer

S = SignUpState
ANSWER = "place_answer"
#: who has less time than this before it starts is not asked any more
LEAST = timedelta(minutes=30)


def ask_next(
    session: Session, community: Community, activity: Activity, role: ActivityRole, at: datetime
) -> list[SignUp]:
    """Offer the places that are free to those who wait; returns whom to ask, longest first.

    Whoever is silent about coming holds a place that may turn out free: it is offered too.
    """
    if not activity.is_open(at):
        return []
    free = _free(session, role)
    asked: list[SignUp] = []
    for each in waiting(session, role)[:free]:
        until = answer_by(community, session.get_one(Person, each.person_id), activity, at)
        if until is None:
            break
        each.answer_by = until
        set_timer(session, activity.community_id, ANSWER, each.subject, until)
        asked.append(each)
    recount(session, activity, role)
    return asked


def waiting(session: Session, role: ActivityRole) -> list[SignUp]:
    """Who waits for this role and has not been asked, longest first."""
    rows = select(SignUp).where(
        SignUp.role_id == role.id, SignUp.state == S.WAITLIST, SignUp.answer_by.is_(None)
    )
    return list(session.scalars(rows.order_by(SignUp.applied_at, SignUp.id)))


def position_of(session: Session, mine: SignUp) -> int:
    """Which one in the queue of the role: 1 is asked next."""
    before = select(func.count()).where(
        SignUp.role_id == mine.role_id,
        SignUp.state == S.WAITLIST,
        (SignUp.applied_at < mine.applied_at)
        | ((SignUp.applied_at == mine.applied_at) & (SignUp.id <= mine.id)),
    )
    return session.scalar(before) or 0


def last_in_line(session: Session, role: ActivityRole, at: datetime) -> datetime:
    """A moment behind everybody who waits, so that nobody is pushed back after being told."""
    newest = session.scalar(
        select(func.max(SignUp.applied_at)).where(
            SignUp.role_id == role.id, SignUp.state == S.WAITLIST
        )
    )
    return at if newest is None or newest < at else newest + timedelta(microseconds=1)


def answer_by(
    community: Community, person: Person, activity: Activity, at: datetime
) -> datetime | None:
    """Until when this person may think, UTC; None when there is no time left to ask.

    `community.answer_minutes` of the day: nobody's time runs out in their quiet hours.
    """
    asked = quiet_end(community, person, at) or at
    last = activity.starts_at - LEAST
    if asked + LEAST > last:
        return None
    until = asked + timedelta(minutes=community.answer_minutes)
    morning = quiet_end(community, person, until)
    if morning is not None:
        until = morning + timedelta(minutes=community.answer_minutes)
    return min(until, last)


def end_offer(session: Session, mine: SignUp) -> None:
    """They have answered, or their time is over."""
    mine.answer_by = None
    clear_timer(session, ANSWER, mine.subject)


def recount(session: Session, activity: Activity, role: ActivityRole) -> None:
    """Count the places left anew, under the lock of the activity; full or not follows from it."""
    session.flush()
    role.places_left = max(0, role.places - _taken(session, role))
    session.flush()
    if activity.state in OPEN:
        left = places_at(session, activity)[1]
        activity.state = ActivityState.RECRUITING if left else ActivityState.FULL
    session.flush()


def _taken(session: Session, role: ActivityRole) -> int:
    """Places that somebody has, or was offered, with those who come along."""
    mine = SignUp.role_id == role.id
    offered = (SignUp.state == S.WAITLIST) & SignUp.answer_by.is_not(None)
    taken = mine & (SignUp.state.in_(COMING) | offered)
    more = select(func.count()).select_from(Companion).join(SignUp).where(taken)
    rows = select(func.count()).select_from(SignUp).where(taken)
    return (session.scalar(rows) or 0) + (session.scalar(more) or 0)


def _free(session: Session, role: ActivityRole) -> int:
    """Places to offer: the free ones, and those of whoever has been silent."""
    silent = select(func.count()).where(
        SignUp.role_id == role.id, SignUp.state.in_(COMING), SignUp.at_risk_at.is_not(None)
    )
    session.flush()
    return role.places - _taken(session, role) + (session.scalar(silent) or 0)
