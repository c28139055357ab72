"""Each morning: the days that rules make, three months ahead; a word when next year is not known.

After downtime it looks once, not once for each day that was missed.
"""

from collections.abc import Sequence
from datetime import date

from handlers.timers.firing import Firing, subject_id
from models.activity_rights import PLANNERS
from models.community import Community
from models.dedication_days import look_daily, make_days
from models.timer import Timer
from models.workdays import is_next_year_missing


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Make the days, tell the planners, look again tomorrow."""
    for community_id in sorted({subject_id(timer.subject) for timer in timers}):
        community = firing.community(community_id)
        made = make_days(firing.session, community, firing.new_token, firing.now)
        planners = firing.people_with(community_id, PLANNERS)
        for activity in (*made.published, *made.drafts):
            for person_id in planners:
                firing.tell(person_id, "days_made", activity=activity.id)
        _ask_for_holidays(firing, community, planners)
        look_daily(firing.session, community, firing.now)


def _ask_for_holidays(firing: Firing, community: Community, planners: Sequence[int]) -> None:
    """On the first of November and each Monday after it, until somebody has told us."""
    today = community.local(firing.now).date()
    is_day = today.weekday() == 0 or today == date(today.year, 11, 1)
    if is_day and is_next_year_missing(firing.session, community.id, today):
        for person_id in planners:
            firing.tell(person_id, "holidays_missing")
