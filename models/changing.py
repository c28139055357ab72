"""Changing and calling off what was published: everybody hears old, new and why, once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import activity_timers, waiting_list
from models.activity import (
    LIVE,
    OPEN,
    PLANNED,
    Activity,
    ActivityChange,
    ActivityRole,
    ActivityState,
)
from models.activity_rights import require_lead
from models.community import Community
from models.companion import leave_behind
from models.errors import Refused
from models.person import Person
from models.publishing import check_plan, note
from models.sign_up import COMING, SignUp, SignUpState
from models.signing_up import people_at
from models.words import N_

S = SignUpState
#: what can be changed, each a column
COLUMNS = (
    "title",
    "place",
    "starts_at",
    "ends_at",
    "leader_id",
    "deputy_id",
    "risk_note",
    "about",
    "min_age",
)
#: with one of these another, whoever said 来 is asked anew
MOVES = frozenset({"place", "starts_at", "ends_at"})


def check_may_change(session: Session, activity: Activity, by: Person, at: datetime) -> None:
    """Raise Refused unless `by` may still change it."""
    require_lead(session, activity, by, at)
    if activity.state not in PLANNED:
        raise Refused(N_("这个活动现在改不了了。\n看别的，写“活动”。"))


def change(
    session: Session,
    activity: Activity,
    new: Mapping[str, Any],
    reason: str,
    by: Person,
    at: datetime,
) -> ActivityChange:
    """Change some columns. Raises Refused for what could not be published like that either."""
    check_may_change(session, activity, by, at)
    changed = {
        name: [_plain(getattr(activity, name)), _plain(value)]
        for name, value in new.items()
        if name in COLUMNS and getattr(activity, name) != value
    }
    if not changed:
        raise Refused(N_("跟原来一样，没有改。"))
    for name, value in new.items():
        setattr(activity, name, value)
    check_plan(activity, at)
    if MOVES & changed.keys():
        for mine in people_at(session, activity, *COMING):
            mine.state, mine.confirmed_at, mine.at_risk_at = S.APPLIED, None, None
        _plan_anew(session, activity, at)
    row = ActivityChange(
        activity_id=activity.id, changed=changed, reason=reason, by_id=by.id, at=at
    )
    row.community_id = activity.community_id
    session.add(row)
    note(session, activity, "changed", by, at)
    session.flush()
    return row


def _plan_anew(session: Session, activity: Activity, at: datetime) -> None:
    if activity.state in OPEN:
        community = session.get_one(Community, activity.community_id)
        activity_timers.plan(session, community, activity, at)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def set_places(
    session: Session, activity: Activity, role: ActivityRole, places: int, by: Person, at: datetime
) -> None:
    """More room, or less: nobody who has a place loses it. Raises Refused."""
    check_may_change(session, activity, by, at)
    if not 1 <= places <= 100_000:
        raise Refused(N_("名额写一个数，比如“10”。"), ask="places")
    role.places = places
    waiting_list.recount(session, activity, role)


def call_off(
    session: Session, activity: Activity, reason: str, by: Person, at: datetime
) -> list[SignUp]:
    """取消活动; returns whose place or turn is gone, to be told. Raises Refused."""
    require_lead(session, activity, by, at)
    if activity.state not in (ActivityState.DRAFT, *LIVE):
        raise Refused(N_("这个活动已经过去了，取消不了。"))
    told = people_at(session, activity, *COMING, S.WAITLIST)
    for mine in told:
        waiting_list.end_offer(session, mine)
        mine.state, mine.cancelled_at, mine.at_risk_at = S.CANCELLED, at, None
    leave_behind(session, [each.id for each in told])
    activity.state, activity.cancel_reason = ActivityState.CANCELLED, reason
    activity_timers.clear(session, activity)
    note(session, activity, "cancelled", by, at)
    session.flush()
    return told
