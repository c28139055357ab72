"""Making an activity: written down as a draft, published once it says everything it has to say.

Regulation art. 12: a call for volunteers is true and names the possible risks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from models import activity_timers, audit, hours_gates
from models.activity import Activity, ActivityRole, ActivityState
from models.activity_rights import require_maker
from models.calendar import theme_of
from models.community import Community, next_number
from models.errors import Refused
from models.person import Person
from models.words import N_

#: longer ones need a reason: the hours book has a gate there (domain.md section 2)
LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Task:
    """What people do there, for how many there is room, and the skill it takes ("" none)."""

    name: str
    places: int
    skill: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything an activity says of itself. Instants are UTC-aware."""

    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    tasks: Sequence[Task]
    risk_note: str = ""
    leader_id: int | None = None
    about: str = ""
    occasion: str = "other"
    category: str = ""
    station_id: int | None = None
    min_age: int = 0
    is_easy: bool = False
    long_reason: str = ""
    #: where it comes from
    template_id: int | None = None
    copied_from_id: int | None = None
    rule_id: int | None = None
    rule_day: date | None = None


def draft(
    session: Session,
    community: Community,
    plan: Plan,
    by: Person | None,
    key: str,
    at: datetime,
) -> Activity:
    """Write it down for nobody's eyes yet; `key` makes the codes of its day, 128 random bits."""
    on = community.local(plan.starts_at).date()
    # orders and activities share the counter of a day, so that a number means one thing
    count = next_number(session, community, "order", on)
    theme = theme_of(session, community.id, on)
    activity = Activity(
        community_id=community.id,
        number=f"{on:%m%d}-{count:02d}",
        state=ActivityState.DRAFT,
        theme_id=theme.id if theme else None,
        made_by_id=by.id if by else None,
        code_key=key,
        created_at=at,
        **_said(plan),
    )
    session.add(activity)
    session.flush()
    for sort, task in enumerate(plan.tasks):
        role = ActivityRole(activity_id=activity.id, name=task.name, places=task.places, sort=sort)
        role.community_id, role.places_left, role.skill = community.id, task.places, task.skill
        session.add(role)
    session.flush()
    return activity


def _said(plan: Plan) -> dict[str, object]:
    own = set(Plan.__slots__) - {"tasks"}
    return {name: getattr(plan, name) for name in own}


def publish(
    session: Session, community: Community, activity: Activity, by: Person | None, at: datetime
) -> None:
    """Open it for everybody; `by` None: a rule made it. Raises Refused with what is missing."""
    if by is not None:
        require_maker(session, by, at)
    if activity.state is not ActivityState.DRAFT:
        raise Refused(N_("这个活动已经发过了。\n要改，写“改活动”。"))
    check_plan(activity, at)
    activity.state, activity.published_at = ActivityState.RECRUITING, at
    note(session, activity, "published", by, at)
    activity_timers.plan(session, community, activity, at)
    session.flush()


def check_plan(plan: Plan | Activity, at: datetime) -> None:
    """Raise Refused for what may not be published like that; `ask` names what to say."""
    if plan.starts_at <= at:
        raise Refused(N_("这个时间已经过了。\n想定哪天？比如“下周六上午9点”。"), ask="when")
    if plan.ends_at <= plan.starts_at:
        raise Refused(N_("几点到几点？\n像“周六上午9点到11点半”。"), ask="when")
    if plan.ends_at - plan.starts_at > hours_gates.LONGEST:
        raise Refused(N_("一次最长 24 小时。\n长的分几次发，行吗？"), ask="when")
    if plan.ends_at - plan.starts_at > LONGEST and not plan.long_reason:
        raise Refused(N_("一次最长 12 小时。\n长的分两次发，行吗？"), ask="when")
    if not plan.risk_note.strip():
        raise Refused(
            N_("要写清当心什么，大家才好报名。\n比如“擦窗只擦里面，不登高”。"), ask="risk"
        )
    if plan.leader_id is None:
        raise Refused(N_("每个活动要有一位领队。\n谁来领队？写名字就行。"), ask="whom")


def note(session: Session, activity: Activity, what: str, by: Person | None, at: datetime) -> None:
    """Write down who decided what about it."""
    audit.note_deed(session, activity, f"activity_{what}", by.id if by else None, at)


def was_noted(session: Session, activity: Activity, what: str) -> bool:
    """Whether that was written down of it."""
    return audit.was_noted(session, activity, f"activity_{what}")
