"""Who was there (到场): by the changing code of the day, or by the leader's roster.

Four digits are made from the activity's key and the time; they are good for ten minutes and ten
more, so that a photo of them sent around is worth nothing the next hour.
"""

import hashlib
import hmac
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import signing_up, waiting_list
from models.activity import OPEN, Activity, ActivityRole, ActivityState, roles_at
from models.activity_rights import require_lead
from models.audit import Audit, note_deed
from models.errors import Refused
from models.person import Person
from models.service_record import Evidence
from models.sign_up import COMING, Attendance, SignUp, SignUpState, sign_up_of
from models.words import N_

S = SignUpState
CODE_CHANGES = timedelta(minutes=10)
#: who helps to set up comes before it starts, who clears away stays on
EARLY, LATE = timedelta(hours=1), timedelta(hours=2)
#: wrong digits allowed for one person at one activity
TRIES = 5
#: in and out at most so often for one person (domain.md section 2)
STRETCHES = 3
WRONG = "wrong_activity_code"


def code_at(activity: Activity, at: datetime) -> str:
    """The four digits of this moment, without a leading 0."""
    window = int(at.timestamp() // CODE_CHANGES.total_seconds())
    digest = hmac.new(activity.code_key.encode(), str(window).encode(), hashlib.sha256).digest()
    return str(1000 + int.from_bytes(digest[:8], "big") % 9000)


def code_until(at: datetime) -> datetime:
    """Until when the digits of this moment are surely good, UTC."""
    long = CODE_CHANGES.total_seconds()
    return datetime.fromtimestamp((at.timestamp() // long + 2) * long, UTC)


def is_on(activity: Activity, at: datetime) -> bool:
    """Whether people can sign in there now."""
    is_held = activity.state not in (
        ActivityState.DRAFT,
        ActivityState.CANCELLED,
        ActivityState.SETTLED,
    )
    return is_held and activity.starts_at - EARLY <= at <= activity.ends_at + LATE


def activity_now(session: Session, person: Person, at: datetime) -> Activity | None:
    """The activity that this person has a place at and can sign in to now."""
    rows = (
        select(Activity)
        .join(SignUp, SignUp.activity_id == Activity.id)
        .where(
            SignUp.person_id == person.id,
            SignUp.state.in_(COMING),
            Activity.starts_at <= at + EARLY,
            Activity.ends_at >= at - LATE,
        )
        .order_by(Activity.starts_at, Activity.id)
    )
    return next((each for each in session.scalars(rows) if is_on(each, at)), None)


def signed_in_at(session: Session, person: Person) -> Activity | None:
    """The activity this person is at, by their own sign-in or the leader's roster."""
    rows = (
        select(Activity)
        .join(Attendance, Attendance.activity_id == Activity.id)
        .where(
            Attendance.person_id == person.id,
            Attendance.out_at.is_(None),
            Activity.state.in_((ActivityState.RUNNING, ActivityState.ENDED, *OPEN)),
        )
    )
    return session.scalar(rows.order_by(Attendance.id.desc()).limit(1))


def check_code(
    session: Session, activity: Activity, person: Person, said: str, at: datetime
) -> None:
    """Raise Refused unless `said` is the code of now, or of ten minutes ago."""
    _must_be_on(activity, at)
    if _wrong_so_far(session, activity, person) >= TRIES:
        raise Refused(N_("号码试了 5 次都不对。\n请领队点名时记上您。"))
    good = (code_at(activity, at), code_at(activity, at - CODE_CHANGES))
    if not any(hmac.compare_digest(said.encode(), each.encode()) for each in good):
        raise Refused(N_("这个号码对不上。\n请领队再念一遍现在的号码。"), ask="code")


def _must_be_on(activity: Activity, at: datetime) -> None:
    if not is_on(activity, at):
        raise Refused(N_("这个活动现在不能签到。\n看几点开始，写“活动”。"))


def _wrong_so_far(session: Session, activity: Activity, person: Person) -> int:
    rows = select(func.count()).where(
        Audit.action == WRONG, Audit.subject == activity.subject, Audit.actor_id == person.id
    )
    return session.scalar(rows) or 0


def note_wrong_code(session: Session, activity: Activity, person_id: int, at: datetime) -> None:
    """One try less."""
    note_deed(session, activity, WRONG, person_id, at)


def is_listed(session: Session, activity: Activity, person: Person) -> bool:
    """Whether they have a place there, or were there already."""
    mine = sign_up_of(session, activity.id, person.id)
    return mine is not None and mine.state in (*COMING, S.ATTENDED)


def sign_in(
    session: Session, activity: Activity, person: Person, evidence: Evidence, at: datetime
) -> Attendance:
    """They are there from now on. Raises Refused for who is not on the list, or there already."""
    _must_be_on(activity, at)
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
    _must_be_on(activity, at)
    came = 0
    on_time = at <= activity.starts_at + activity_quarter(activity)
    for mine in signing_up.people_at(session, activity, *COMING):
        if mine.person_id in present:
            in_at = activity.starts_at if on_time else at
            _come(session, activity, mine, Evidence.ROSTER, by.id, in_at)
            came += 1
    return came


def activity_quarter(activity: Activity) -> timedelta:
    """A quarter of how long it lasts."""
    return (activity.ends_at - activity.starts_at) / 4


def walk_in(
    session: Session, activity: Activity, person: Person, by: Person, at: datetime
) -> SignUp:
    """加人: somebody came without a place and the leader takes them in. Raises Refused."""
    require_lead(session, activity, by, at)
    _must_be_on(activity, at)
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
