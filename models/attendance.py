"""Who was there (到场): by the changing code of the day (day_code.py), or the leader's roster."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import signing_up, waiting_list
from models.activity import LIVE, Activity, ActivityRole, ActivityState, roles_at
from models.activity_rights import require_lead
from models.errors import Refused
from models.person import Person
from models.service_record import Evidence
from models.sign_up import COMING, Attendance, SignUp, SignUpState, sign_up_of
from models.words import N_

S = SignUpState
#: who helps to set up comes before it starts, who clears away stays on
EARLY, LATE = timedelta(hours=1), timedelta(hours=2)
#: in and out at most so often for one person (domain.md section 2)
STRETCHES = 3


def is_on(activity: Activity, at: datetime) -> bool:
    """Whether people can sign in there now."""
    is_held = activity.state not in (
        ActivityState.DRAFT,
        ActivityState.CANCELLED,
        ActivityState.SETTLED,
    )
    return is_held and activity.starts_at - EARLY <= at <= activity.ends_at + LATE


def activity_now(
    session: Session, person: Person, at: datetime, states: Collection[SignUpState] = COMING
) -> Activity | None:
    """The activity that this person stands so to (has a place at) and can sign in to now."""
    rows = (
        select(Activity)
        .join(SignUp, SignUp.activity_id == Activity.id)
        .where(
            SignUp.person_id == person.id,
            SignUp.state.in_(states),
            Activity.starts_at <= at + EARLY,
            Activity.ends_at >= at - LATE,
        )
        .order_by(Activity.starts_at, Activity.id)
    )
    return next((each for each in session.scalars(rows) if is_on(each, at)), None)


def on_now(session: Session, community_id: int, at: datetime) -> list[Activity]:
    """The activities of a community that people can sign in to now."""
    rows = select(Activity).where(
        Activity.community_id == community_id,
        Activity.starts_at <= at + EARLY,
        Activity.ends_at >= at - LATE,
    )
    return [each for each in session.scalars(rows.order_by(Activity.id)) if is_on(each, at)]


def signed_in_at(session: Session, person: Person) -> Activity | None:
    """The activity this person is at, by their own sign-in or the leader's roster."""
    rows = (
        select(Activity)
        .join(Attendance, Attendance.activity_id == Activity.id)
        .where(
            Attendance.person_id == person.id,
            Attendance.out_at.is_(None),
            Activity.state.in_((*LIVE, ActivityState.ENDED)),
        )
    )
    return session.scalar(rows.order_by(Attendance.id.desc()).limit(1))


def must_be_on(activity: Activity, at: datetime) -> None:
    """Raise Refused unless people can sign in there now."""
    if not is_on(activity, at):
        raise Refused(N_("这个活动现在不能签到。\n看几点开始，写“活动”。"))


def is_listed(session: Session, activity: Activity, person: Person) -> bool:
    """Whether they have a place there, or were there already."""
    mine = sign_up_of(session, activity.id, person.id)
    return mine is not None and mine.state in (*COMING, S.ATTENDED)


def sign_in(
    session: Session, activity: Activity, person: Person, evidence: Evidence, at: datetime
) -> Attendance:
    """They are there from now on. Raises Refused for who is not on the list, or there already."""
    must_be_on(activity, at)
    mine = sign_up_of(session, activity.id, person.id)
    if mine is None or mine.state not in (*COMING, S.ATTENDED):
        raise Refused(N_("名单上还没有您，来了就好。\n请领队按“加人”，把您加上。"))
    stretches = stretches_of(session, activity, person.id)
    if any(each.out_at is None for each in stretches):
        raise Refused(N_("您已经签到了，不用再签。\n先走的话，写“我走了”。"))
    if len(stretches) >= STRETCHES:
        raise Refused(N_("今天进出三次了，记满了。\n有出入，跟领队说一声。"))
    return _come(session, activity, mine, evidence, person.id, at)


def _come(
    session: Session,
    activity: Activity,
    mine: SignUp,
    evidence: Evidence,
    noted_by_id: int,
    in_at: datetime,
) -> Attendance:
    mine.state, mine.at_risk_at = S.ATTENDED, None
    row = Attendance(
        community_id=activity.community_id,
        activity_id=activity.id,
        person_id=mine.person_id,
        in_at=in_at,
        evidence=evidence.value,
        noted_by_id=noted_by_id,
    )
    session.add(row)
    session.flush()
    return row


def sign_out(session: Session, activity: Activity, person: Person, at: datetime) -> Attendance:
    """我走了, before the end: their own word for when. Raises Refused for who never came."""
    row = next(
        (each for each in stretches_of(session, activity, person.id) if each.out_at is None), None
    )
    if row is None:
        raise Refused(N_("您还没签到。\n到了写“签到”，念领队的号码。"))
    row.out_at, row.out_evidence = max(at, row.in_at), Evidence.SELF.value
    session.flush()
    return row


def stretches_of(session: Session, activity: Activity, person_id: int) -> list[Attendance]:
    """Each stretch of one person there, first one first."""
    rows = select(Attendance).filter_by(activity_id=activity.id, person_id=person_id)
    return list(session.scalars(rows.order_by(Attendance.in_at, Attendance.id)))


def call_roll(
    session: Session, activity: Activity, present: Collection[int], by: Person, at: datetime
) -> int:
    """点名: the leader saw these people (ids); returns how many are new.

    Who is called within the first quarter was there from the start. Raises Refused.
    """
    require_lead(session, activity, by, at)
    must_be_on(activity, at)
    came = 0
    on_time = at <= activity.starts_at + (activity.ends_at - activity.starts_at) / 4
    for mine in signing_up.people_at(session, activity, *COMING):
        if mine.person_id in present:
            in_at = activity.starts_at if on_time else at
            _come(session, activity, mine, Evidence.ROSTER, by.id, in_at)
            came += 1
    return came


def walk_in(
    session: Session, activity: Activity, person: Person, by: Person, at: datetime
) -> SignUp:
    """加人: somebody came without a place and the leader takes them in. Raises Refused."""
    require_lead(session, activity, by, at)
    must_be_on(activity, at)
    mine = sign_up_of(session, activity.id, person.id)
    if mine is not None and mine.state in (*COMING, S.ATTENDED):
        raise Refused(N_("名单上有这一位了。\n写“点名”就能记上。"))
    role = _roomiest(session, activity)
    mine = signing_up.taken_in(session, activity, role, person, at)
    mine.is_walk_in, mine.added_by_id = True, by.id
    waiting_list.recount(session, activity, role)
    _come(session, activity, mine, Evidence.ROSTER, by.id, max(at, activity.starts_at))
    return mine


def _roomiest(session: Session, activity: Activity) -> ActivityRole:
    return max(roles_at(session, activity), key=lambda each: (each.places_left, -each.sort))
