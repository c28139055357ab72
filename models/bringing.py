"""Bringing people along (带人一起): each takes a place, and a minor comes with their own guardian.

The activity is locked by the caller, like for signing up.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from models import waiting_list
from models.activity import Activity, ActivityRole
from models.companion import Companion, companions_of, leave_behind
from models.errors import Refused
from models.minors import is_minor
from models.person import Person
from models.sign_up import COMING, SignUp, sign_up_of
from models.signing_up import must_be_open
from models.words import N_

#: more come as a team, which talks to the station
MOST = 4


def may_bring(session: Session, activity: Activity, person: Person, at: datetime) -> SignUp:
    """The sign-up of whoever may bring others along. Raises Refused."""
    must_be_open(activity, at)
    mine = sign_up_of(session, activity.id, person.id)
    if mine is None or mine.state not in COMING:
        raise Refused(N_("您自己先报上，再带人。\n想来，写“活动”。"))
    if is_minor(person, at):
        raise Refused(N_("没满 18 岁不能带人。\n请家里大人来报。"))
    if session.get_one(ActivityRole, mine.role_id).skill:
        raise Refused(N_("这一项要会的，得本人来报。"))
    return mine


def room_for(session: Session, mine: SignUp) -> int:
    """How many may come along: places that are left, and those their companions have already.

    Who waits was there first: while somebody does, nobody new is brought along.
    """
    role = session.get_one(ActivityRole, mine.role_id)
    now = len(companions_of(session, mine))
    return now if waiting_list.waiting(session, role) else min(MOST, now + role.places_left)


def check_room(session: Session, mine: SignUp) -> None:
    """Raise Refused where nobody may come along, and nobody does."""
    if not room_for(session, mine):
        raise Refused(N_("位子满了，带不了人。\n请他们自己报名，排上候补。"))


def bring(
    session: Session,
    activity: Activity,
    mine: SignUp,
    names: list[str],
    at: datetime,
    *,
    minors: bool,
) -> None:
    """These come along instead of whoever did before; a name may be "". Raises Refused."""
    room = room_for(session, mine)
    if len(names) > room:
        raise Refused(
            N_("位子不够，最多能带 {n} 位。\n别的人请自己报名，排上候补。"), ask="how_many", n=room
        )
    if minors and activity.min_age:
        # how old they are is not asked; by their own sign-up it is known
        raise Refused(
            N_("这个活动要满 {age} 岁。\n没满18岁的，请他们自己报名。"), age=activity.min_age
        )
    leave_behind(session, [mine.id])
    for name in names:
        row = Companion(sign_up_id=mine.id, name=name, is_minor=minors, brought_at=at)
        row.community_id = activity.community_id
        session.add(row)
    waiting_list.recount(session, activity, session.get_one(ActivityRole, mine.role_id))
