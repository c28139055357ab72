"""Signing up (报名): a place for whoever comes first, a place in the queue for the rest.

The activity is locked first, so that the queue is fair; the place itself is one conditional update.
"""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import waiting_list
from models.activity import Activity, ActivityRole, ActivityState
from models.companion import leave_behind
from models.errors import Refused
from models.fitness import check_fit, check_task
from models.overlaps import check_free
from models.person import Person
from models.sign_up import COMING, SignUp, SignUpState, sign_up_of
from models.upsert import insert_new
from models.words import N_

S = SignUpState


def join(
    session: Session, activity: Activity, role: ActivityRole, person: Person, at: datetime
) -> SignUp:
    """Take a place, or one in the queue when all are taken. Raises Refused.

    `activity` is locked by the caller.
    """
    must_be_open(activity, at)
    mine = sign_up_of(session, activity.id, person.id)
    if mine is not None and mine.state in COMING:
        raise Refused(N_("您已经报上了。\n来不了了，写“来不了”就行。"))
    if mine is not None and mine.state is S.WAITLIST and mine.answer_by is not None:
        return accept(session, activity, person, at)
    check_fit(session, activity, role, person, at)
    check_free(session, activity, person)
    if mine is not None and mine.state is S.WAITLIST and mine.role_id == role.id:
        return mine
    return _placed(session, activity, role, person, at)


def _placed(
    session: Session, activity: Activity, role: ActivityRole, person: Person, at: datetime
) -> SignUp:
    """A place if there is one, else the last in the queue."""
    mine = sign_up_of(session, activity.id, person.id)
    # who waits was there first: a place that has just come free is theirs
    has_place = not waiting_list.waiting(session, role) and _take(session, role)
    mine = mine or _new_row(session, activity, role, person, at)
    mine.role_id, mine.cancelled_at, mine.confirmed_at, mine.at_risk_at = role.id, None, None, None
    if has_place:
        mine.state, mine.applied_at = S.APPLIED, at
    else:
        mine.applied_at = waiting_list.last_in_line(session, role, at)
        mine.state = S.WAITLIST
    waiting_list.recount(session, activity, role)
    return mine


def check_entry(
    session: Session, activity: Activity, role: ActivityRole, person: Person | None, at: datetime
) -> None:
    """Raise Refused where a worker cannot enter somebody; None is whoever is new here."""
    must_be_open(activity, at)
    if person is None:
        if role.skill:
            raise Refused(N_("这一项要会的，本人登记过才能报"))
        return
    mine = sign_up_of(session, activity.id, person.id)
    if mine is not None and mine.state is S.CANCELLED:
        raise Refused(N_("本人说过来不了"))
    if mine is None:
        check_task(session, activity, role, person, at)
        check_free(session, activity, person)


def enter(
    session: Session,
    activity: Activity,
    role: ActivityRole,
    person: Person,
    by: Person,
    at: datetime,
) -> SignUp:
    """A place for somebody whose name a worker reads from a list; who did it is kept.

    Nobody has to have registered for that. What stands in the way `check_entry` has looked at.
    """
    mine = sign_up_of(session, activity.id, person.id)
    if mine is not None and mine.state is not S.CANCELLED:
        return mine
    mine = _placed(session, activity, role, person, at)
    mine.added_by_id = by.id
    session.flush()
    return mine


def must_be_open(activity: Activity, at: datetime) -> None:
    """Raise Refused when nobody can sign up for it any more."""
    if activity.state is ActivityState.CANCELLED:
        raise Refused(N_("这个活动取消了，不用报名了。\n看别的，写“活动”。"))
    if not activity.is_open(at):
        raise Refused(N_("这个活动现在报不了名了。\n看别的，写“活动”。"))


def _take(session: Session, role: ActivityRole) -> bool:
    """One of the places left, if there is one: of k who come at once exactly n get True."""
    taken = session.execute(
        update(ActivityRole)
        .where(ActivityRole.id == role.id, ActivityRole.places_left > 0)
        .values(places_left=ActivityRole.places_left - 1)
        .execution_options(synchronize_session=False)
    )
    session.refresh(role)
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def _new_row(
    session: Session, activity: Activity, role: ActivityRole, person: Person, at: datetime
) -> SignUp:
    values = {
        "community_id": activity.community_id,
        "activity_id": activity.id,
        "person_id": person.id,
        "role_id": role.id,
        "state": S.CANCELLED,
        "applied_at": at,
        "is_walk_in": False,
        "may_share_story": False,
    }
    insert_new(session.connection(), SignUp, values)
    found = select(SignUp).filter_by(activity_id=activity.id, person_id=person.id)
    return session.scalars(found).one()


def accept(session: Session, activity: Activity, person: Person, at: datetime) -> SignUp:
    """我来: the place that was offered to who waited. Raises Refused."""
    mine = sign_up_of(session, activity.id, person.id)
    if mine is None or mine.state is not S.WAITLIST or mine.answer_by is None:
        raise Refused(N_("这个位子现在没在等您。\n看还有哪些，写“活动”。"))
    must_be_open(activity, at)
    check_free(session, activity, person)
    waiting_list.end_offer(session, mine)
    mine.state, mine.confirmed_at = S.CONFIRMED, at
    waiting_list.recount(session, activity, session.get_one(ActivityRole, mine.role_id))
    return mine


def taken_in(
    session: Session, activity: Activity, role: ActivityRole, person: Person, at: datetime
) -> SignUp:
    """Came without a place: what it takes of age and skill holds for them, too."""
    check_fit(session, activity, role, person, at)
    mine = sign_up_of(session, activity.id, person.id)
    mine = mine or _new_row(session, activity, role, person, at)
    waiting_list.end_offer(session, mine)
    mine.role_id, mine.state, mine.cancelled_at = role.id, S.APPLIED, None
    return mine


def give_up(session: Session, activity: Activity, person: Person, at: datetime) -> SignUp | None:
    """来不了, 不排了: the place or the turn is free; None when there was neither.

    No reason, no count. Somebody who never signed up is not asked about this one again.
    """
    mine = sign_up_of(session, activity.id, person.id)
    if mine is not None and mine.state not in (*COMING, S.WAITLIST):
        return None
    had_one = mine is not None
    if mine is None:
        role = session.scalars(
            select(ActivityRole).filter_by(activity_id=activity.id).order_by(ActivityRole.id)
        ).first()
        if role is None:
            return None
        mine = _new_row(session, activity, role, person, at)
    cancel(session, activity, mine, at)
    return mine if had_one else None


def cancel(session: Session, activity: Activity, mine: SignUp, at: datetime) -> None:
    """Free what this sign-up holds."""
    waiting_list.end_offer(session, mine)
    leave_behind(session, [mine.id])
    mine.state, mine.cancelled_at, mine.at_risk_at = S.CANCELLED, at, None
    waiting_list.recount(session, activity, session.get_one(ActivityRole, mine.role_id))


def confirm(session: Session, activity: Activity, person: Person, at: datetime) -> SignUp:
    """来: said again. Raises Refused for whoever has no place."""
    mine = sign_up_of(session, activity.id, person.id)
    if mine is None or mine.state not in COMING:
        raise Refused(N_("您还没有报这个活动。\n想来，写“活动”再报。"))
    mine.state, mine.confirmed_at, mine.at_risk_at = S.CONFIRMED, at, None
    session.flush()
    return mine


def people_at(session: Session, activity: Activity, *states: SignUpState) -> list[SignUp]:
    """Sign-ups in these states, those first who signed up first."""
    rows = select(SignUp).where(SignUp.activity_id == activity.id, SignUp.state.in_(states))
    return list(session.scalars(rows.order_by(SignUp.applied_at, SignUp.id)))
