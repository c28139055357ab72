"""Somebody on a call list has not been told yet: staff are told again, until nobody is left.

Guards what was promised to the author: whoever no chat reaches is rung up.
"""

from collections.abc import Sequence
from datetime import datetime

from handlers.engine.chat import Told
from handlers.timers.firing import Firing
from models.call_list import how_many_wait, looked_at_again
from models.membership import STAFF
from models.notice import GOING, Notice
from models.timer import Timer, set_timer

KIND = "calls_left"


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """One message for each of the staff and list; and again later, while it is not too late."""
    for timer in timers:
        _calls, notice_id, community_id = timer.subject.split(":")
        notice = firing.session.get(Notice, int(notice_id))
        if notice is None or _is_over(notice, firing.now):
            continue
        if not how_many_wait(firing.session, notice.id, int(community_id)):
            continue
        for person_id in firing.people_with(int(community_id), STAFF):
            values = {"notice": notice.id, "fresh": notice.is_safety}
            told = Told(person_id, "calls_to_make", values, f"calls:{notice.id}")
            firing.told.append(told)
        again = looked_at_again(notice, firing.now)
        set_timer(firing.session, int(community_id), KIND, timer.subject, again)


def _is_over(notice: Notice, now: datetime) -> bool:
    return notice.state not in GOING or (notice.not_after is not None and notice.not_after <= now)
