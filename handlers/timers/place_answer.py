"""Somebody who waits was offered a place and has not answered: the next one is asked.

Guards 中午12点半前回我就行. After downtime the place moves on as soon as we are back.
"""

from collections.abc import Sequence

from handlers.activities.telling import move_up
from handlers.timers.firing import Firing, subject_id
from models.activity import Activity, ActivityRole
from models.sign_up import SignUp, SignUpState
from models.signing_up import cancel
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Take the offers back whose time is over."""
    for timer in timers:
        mine = firing.session.get(SignUp, subject_id(timer.subject))
        if mine is None:
            continue
        activity = Activity.locked(firing.session, mine.activity_id)
        firing.session.refresh(mine)
        is_open = mine.state is SignUpState.WAITLIST and mine.answer_by is not None
        if not is_open or (mine.answer_by is not None and mine.answer_by > firing.now):
            continue
        cancel(firing.session, activity, mine, firing.now)
        firing.tell(mine.person_id, "place_gone", activity=activity.id)
        move_up(firing, activity, firing.session.get_one(ActivityRole, mine.role_id))
