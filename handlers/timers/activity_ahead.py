"""Before an activity: the invitation, the last call, 明天还来吗, silence, the morning of the day.

After downtime: the invitation and the morning's word come late while it lies ahead; 还来吗 is
dropped on the day itself, and nobody's silence counts who was asked late. Each reads the activity
anew, so one that was called off or moved says nothing of what was planned before.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from handlers.activities.telling import move_up
from handlers.engine.chat import Told
from handlers.timers.firing import Firing, subject_id
from models.activity import Activity, ActivityState
from models.activity_calls import call_by_rule
from models.sign_up import COMING, SignUpState
from models.signing_up import people_at
from models.timer import Timer

#: whoever has said yes within so long is not asked again on the same day
JUST_SAID = timedelta(hours=12)
#: who signed up so lately knows without a reminder a week before
JUST_SIGNED_UP = timedelta(days=2)
#: later than this nobody can be said to have been silent: they were asked late, too
LATE = timedelta(hours=1)


def _ahead(
    firing: Firing, timers: Sequence[Timer], late: timedelta | None = None
) -> Iterator[Activity]:
    """Those that are open and lie ahead, locked in the order of their ids.

    Timers that are later than `late` are dropped.
    """
    ids = [
        subject_id(timer.subject)
        for timer in timers
        if late is None or firing.now - timer.due_at <= late
    ]
    for activity_id in sorted(ids):
        activity = Activity.locked(firing.session, activity_id)
        if activity.is_open(firing.now):
            yield activity


def invite(firing: Firing, timers: Sequence[Timer]) -> None:
    """A week before: volunteers, in slices, by a notice; who has a place already; the leader."""
    for activity in _ahead(firing, timers):
        if activity.rule_id is not None:
            call_by_rule(firing.session, activity, firing.now)
        for mine in people_at(firing.session, activity, *COMING):
            if mine.applied_at < firing.now - JUST_SIGNED_UP:
                _tell(firing, mine.person_id, "activity_week", activity)
        _tell_leader(firing, activity, "leader_week")


def last_call(firing: Firing, timers: Sequence[Timer]) -> None:
    """The day before, where places are left; whoever answered the first time is left in peace."""
    for activity in _ahead(firing, timers):
        if activity.state is ActivityState.RECRUITING:
            call_by_rule(firing.session, activity, firing.now)


def eve(firing: Firing, timers: Sequence[Timer]) -> None:
    """18:00 the day before: 还来吗; the leader hears how many there are."""
    for activity in _ahead(firing, timers):
        if _is_today(firing, activity):
            continue
        for mine in people_at(firing.session, activity, *COMING):
            just_said = mine.confirmed_at is not None and (
                mine.confirmed_at > firing.now - JUST_SAID
            )
            if not just_said:
                _tell(firing, mine.person_id, "still_attending", activity)
        _tell_leader(firing, activity, "leader_eve")


def silent(firing: Firing, timers: Sequence[Timer]) -> None:
    """20:00: whoever was asked and has not said it is a risk, and the next on the list is asked."""
    for activity in _ahead(firing, timers, LATE):
        for mine in people_at(firing.session, activity, SignUpState.APPLIED):
            mine.at_risk_at = firing.now
        firing.session.flush()
        _tell_leader(firing, activity, "leader_silent")
        move_up(firing, activity)


def morning(firing: Firing, timers: Sequence[Timer]) -> None:
    """The day itself: where and when, to whoever comes; the leader's list."""
    for activity in _ahead(firing, timers):
        for mine in people_at(firing.session, activity, *COMING):
            _tell(firing, mine.person_id, "activity_morning", activity)
        _tell_leader(firing, activity, "leader_morning")


def _is_today(firing: Firing, activity: Activity) -> bool:
    local = firing.community(activity.community_id).local
    return local(activity.starts_at).date() == local(firing.now).date()


def _tell(firing: Firing, person_id: int, notice: str, activity: Activity) -> None:
    values = {"activity": activity.id}
    firing.told.append(Told(person_id, notice, values, not_after=activity.starts_at))


def _tell_leader(firing: Firing, activity: Activity, notice: str) -> None:
    for person_id in activity.leads:
        _tell(firing, person_id, notice, activity)
