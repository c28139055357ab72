"""What stands behind a timer of an activity or of the calendar, for tests/downtime.py."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from models.activity import Activity, ActivityRole, ActivityState
from models.activity_rule import ActivityRule, ActivityTemplate
from models.calendar_feed import feed_for
from models.sign_up import SignUp, SignUpState
from tests.transcript import ZONE

if TYPE_CHECKING:
    from tests.downtime import Case

A, S = ActivityState, SignUpState
SUN, ZHOU = "孙丽", "周凯"
Makes = Callable[["Case"], str]


def gathering(case: "Case", state: ActivityState) -> Activity:
    """孙丽 leads it; one place is left."""
    made = Activity(
        community_id=case.world.community_id,
        number="1123-02",
        state=state,
        title="暖冬",
        leader_id=case.people[SUN].id,
        starts_at=case.starts_at,
        ends_at=case.starts_at + timedelta(hours=2),
        code_key="0" * 32,
        created_at=case.world.now,
    )
    case.session.add(made)
    case.session.flush()
    return made


def held(state: ActivityState) -> Makes:
    """An activity in that state, and nobody on its list."""
    return lambda case: gathering(case, state).subject


def signed_up(case: "Case", activity: Activity, state: SignUpState, **more: Any) -> SignUp:
    """周凯 stands so to it since three days ago."""
    same = {"community_id": activity.community_id, "activity_id": activity.id}
    role = ActivityRole(**same, name="擦窗", places=2, places_left=1)
    case.session.add(role)
    case.session.flush()
    since = case.world.now - timedelta(days=3)
    mine = SignUp(**same, role_id=role.id, state=state, applied_at=since, **more)
    mine.person_id = case.people[ZHOU].id
    case.session.add(mine)
    case.session.flush()
    return mine


def comes(case: "Case") -> str:
    """He has a place there."""
    activity = gathering(case, A.RECRUITING)
    signed_up(case, activity, S.APPLIED)
    return activity.subject


def came(case: "Case") -> str:
    """He was there, and it was settled."""
    activity = gathering(case, A.SETTLED)
    signed_up(case, activity, S.ATTENDED)
    return activity.subject


def offered(case: "Case") -> str:
    """He waits, was offered a place and has not answered."""
    activity = gathering(case, A.FULL)
    return signed_up(case, activity, S.WAITLIST, answer_by=case.world.now).subject


def dedicated(case: "Case") -> str:
    """A rule names one day of the year: the one it is about."""
    here = {"community_id": case.world.community_id}
    clock = {"starts": time(9), "minutes": 120}
    template = ActivityTemplate(**here, **clock, title="奉献日", leader_id=case.people[SUN].id)
    template.roles = [{"name": "擦窗", "places": 2, "skill": ""}]
    case.session.add(template)
    case.session.flush()
    local = case.starts_at.astimezone(ZONE)
    day = {"kind": "date", "month": local.month, "day": local.day}
    case.session.add(ActivityRule(**here, **day, name="奉献日", template_id=template.id))
    return f"community:{case.world.community_id}"


def calendar(case: "Case") -> str:
    """He asked for the address of his calendar."""
    feed = feed_for(case.session, case.people[ZHOU], case.world.now, own=True)
    return f"feed:{feed.id}@{case.people[ZHOU].id}"


def on_screen(case: "Case") -> str:
    """孙丽 asked for the code of the day, and phones reach our pages."""
    case.world.address = "https://linli.example.org"
    return f"{gathering(case, A.FULL).subject}@{case.people[SUN].id}"


#: for each kind: what it is set for, and what people are told when it fires in time
ACTIVITIES: dict[str, tuple[Makes, str]] = {
    "activity_ends": (held(A.FULL), "leader_ends"),
    "activity_eve": (comes, "still_attending"),
    "activity_invite": (comes, "activity_week"),
    "activity_last_call": (held(A.RECRUITING), "broadcast"),
    "activity_morning": (comes, "activity_morning"),
    "activity_results": (came, "activity_result"),
    "activity_silent": (comes, "leader_silent"),
    "activity_starts": (comes, ""),
    "activity_unsettled": (held(A.ENDED), "activity_unsettled"),
    "calendar_day": (dedicated, "days_made"),
    "calendar_link": (calendar, "calendar_link"),
    "place_answer": (offered, "place_gone"),
    "sign_in_screen": (on_screen, "sign_in_screen"),
}
