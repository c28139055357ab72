"""When an activity is looked at again: the invitations, the reminders, its beginning and its end.

Each occurrence names the planned moment, so moving an activity replaces what was planned.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity import Activity
from models.community import Community
from models.timer import Timer, clear_timer, set_timer
from models.workdays import add_workdays

#: a week before: everybody who could come hears of what a rule made, and who comes is reminded;
#: once more, if places are left the day before
INVITE, LAST_CALL = "activity_invite", "activity_last_call"
#: 明天还来吗; whoever is silent is a risk; the morning of the day
EVE, SILENT, MORNING = "activity_eve", "activity_silent", "activity_morning"
STARTS, ENDS, UNSETTLED = "activity_starts", "activity_ends", "activity_unsettled"
RESULTS = "activity_results"
#: the address of the screen that people scan, to whoever leads
SCREEN = "sign_in_screen"
AHEAD = (INVITE, LAST_CALL, EVE, SILENT, MORNING, STARTS)
ALL = (*AHEAD, ENDS, UNSETTLED, RESULTS)

INVITED_DAYS_BEFORE = 7
INVITED_AT = time(10)
#: two hours after 还来吗
SILENT_AT = time(20)
#: the morning reminder comes so long before, but wakes nobody
MORNING_BEFORE = timedelta(hours=2)
#: nobody has settled it: so many working days later the leader is asked again, and staff hear
UNSETTLED_WORKDAYS, UNSETTLED_AT = 2, time(10)
RESULTS_AT = time(10)


def plan(session: Session, community: Community, activity: Activity, at: datetime) -> None:
    """Set what lies ahead, in place of what was planned before."""
    clear(session, activity)
    for kind, due_at in _moments(community, activity):
        if due_at > at or kind in (STARTS, ENDS):
            set_timer(session, activity.community_id, kind, activity.subject, due_at)


def clear(session: Session, activity: Activity) -> None:
    """Nothing is to happen any more, or something else."""
    for kind in ALL:
        clear_timer(session, kind, activity.subject)


def _moments(community: Community, activity: Activity) -> Iterator[tuple[str, datetime]]:
    starts = community.local(activity.starts_at)
    yield INVITE, _on(community, starts, INVITED_DAYS_BEFORE, INVITED_AT)
    if activity.rule_id is not None:
        yield LAST_CALL, _on(community, starts, 1, INVITED_AT)
    yield EVE, _on(community, starts, 1, community.eve_at)
    yield SILENT, silent_at(community, activity)
    opens = _on(community, starts, 0, community.quiet_until)
    yield MORNING, max(opens, activity.starts_at - MORNING_BEFORE)
    yield STARTS, activity.starts_at
    yield ENDS, activity.ends_at


def silent_at(community: Community, activity: Activity) -> datetime:
    """Until when a 还来吗 is to be answered, UTC."""
    return _on(community, community.local(activity.starts_at), 1, SILENT_AT)


def plan_unsettled(
    session: Session, community: Community, activity: Activity, at: datetime
) -> None:
    """Look two working days later whether it was settled: minutes are owed within ten."""
    on = community.local(at).date()
    day = add_workdays(session, community.id, on, UNSETTLED_WORKDAYS)
    due = community.moment(day, UNSETTLED_AT)
    set_timer(session, activity.community_id, UNSETTLED, activity.subject, due)


def plan_results(session: Session, community: Community, activity: Activity, at: datetime) -> None:
    """The day after it was settled, in the morning."""
    due = _on(community, community.local(at), -1, RESULTS_AT)
    set_timer(session, activity.community_id, RESULTS, activity.subject, due)


def give_screen(session: Session, activity: Activity, person_id: int, at: datetime) -> None:
    """Tell this leader once where the screen for signing in is."""
    subject = f"{activity.subject}@{person_id}"
    if session.scalar(select(Timer.id).filter_by(kind=SCREEN, subject=subject)) is None:
        set_timer(session, activity.community_id, SCREEN, subject, at)


def _on(community: Community, local: datetime, days_before: int, clock: time) -> datetime:
    return community.moment(local.date() - timedelta(days=days_before), clock)
