"""Every Thursday: shifts of next week that nobody has are told to whoever keeps the duty list.

After downtime it looks once, at the week that is next by then.
"""

from collections.abc import Sequence
from datetime import timedelta

from handlers.timers.firing import Firing, subject_id
from models.duty import KEEPERS, WEEK, holes, watch_weekly
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Tell of the holes, look again in a week."""
    for community_id in sorted({subject_id(timer.subject) for timer in timers}):
        community = firing.community(community_id)
        today = community.local(firing.now).date()
        monday = today + timedelta(days=WEEK - today.weekday())
        if holes(firing.session, community, monday):
            for person_id in firing.people_with(community_id, KEEPERS):
                firing.tell(person_id, "duty_hole", first=monday.isoformat())
        watch_weekly(firing.session, community, firing.now)
