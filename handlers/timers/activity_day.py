"""An activity begins, ends, waits to be settled, and is told of the day after.

After downtime all of these still happen, once: the states follow the clock, and the results are
news for three days.
"""

from collections.abc import Sequence
from datetime import timedelta

from handlers.activities.telling import tell_staff
from handlers.engine.chat import Told
from handlers.timers.firing import Firing, subject_id
from models.activity import LIVE, OPEN, Activity, ActivityState
from models.activity_timers import plan_unsettled
from models.sign_up import SignUpState
from models.signing_up import people_at
from models.timer import Timer

#: results are news for so long
NEWS = timedelta(days=3)


def starts(firing: Firing, timers: Sequence[Timer]) -> None:
    """It goes on from now; drafts that nobody published are over."""
    for activity in _these(firing, timers):
        if activity.state in OPEN and activity.starts_at <= firing.now:
            activity.state = ActivityState.RUNNING


def ends(firing: Firing, timers: Sequence[Timer]) -> None:
    """The leader is asked to settle it, and asked again two working days later."""
    for activity in _these(firing, timers):
        if activity.state in LIVE and activity.ends_at <= firing.now:
            activity.state = ActivityState.ENDED
            _tell_leaders(firing, activity, "leader_ends")
            community = firing.community(activity.community_id)
            plan_unsettled(firing.session, community, activity, firing.now)


def unsettled(firing: Firing, timers: Sequence[Timer]) -> None:
    """Minutes are owed within ten working days: the leader and the staff hear of it."""
    for activity in _these(firing, timers):
        if activity.state is ActivityState.ENDED:
            _tell_leaders(firing, activity, "activity_unsettled")
            tell_staff(firing, activity, "activity_unsettled", but=activity.leads)


def results(firing: Firing, timers: Sequence[Timer]) -> None:
    """What came of it and one's own minutes, to whoever was there."""
    for activity in _these(firing, timers):
        if activity.state is ActivityState.SETTLED:
            for mine in people_at(firing.session, activity, SignUpState.ATTENDED):
                values = {"activity": activity.id}
                told = Told(mine.person_id, "activity_result", values, not_after=firing.now + NEWS)
                firing.told.append(told)


def _these(firing: Firing, timers: Sequence[Timer]) -> list[Activity]:
    ids = sorted({subject_id(timer.subject) for timer in timers})
    return [Activity.locked(firing.session, activity_id) for activity_id in ids]


def _tell_leaders(firing: Firing, activity: Activity, notice: str) -> None:
    for person_id in activity.leads:
        firing.tell(person_id, notice, activity=activity.id)
