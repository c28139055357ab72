"""Who may do what with an activity: staff make them; the leader and the deputy run the day.

Every activity answers to one leader (领队负责制); staff of its community can always step in.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from models.activity import Activity
from models.errors import Refused
from models.membership import STAFF, Role, roles_of
from models.person import Person
from models.words import N_

#: who plans the calendar: rules, themes, days off
PLANNERS = (Role.COORDINATOR, Role.ADMIN)


def may_make(session: Session, person: Person | None, at: datetime) -> bool:
    """Whether this person may publish activities here."""
    return bool(roles_of(session, person, at).intersection(STAFF))


def require_maker(session: Session, person: Person | None, at: datetime) -> None:
    """Raise Refused unless `person` may publish activities."""
    if not may_make(session, person, at):
        raise Refused(N_("办活动要社区的人来发。\n有想法，写“找社区”说一声。"))


def require_planner(session: Session, person: Person | None, at: datetime) -> None:
    """Raise Refused unless `person` plans the calendar of the community."""
    if not roles_of(session, person, at).intersection(PLANNERS):
        raise Refused(N_("日历要协调员来定。\n有想法，写“找社区”说一声。"))


def may_lead(session: Session, activity: Activity, person: Person | None, at: datetime) -> bool:
    """Whether this person runs that activity: leader, deputy, or staff of its community."""
    if person is None or person.left_at is not None:
        return False
    if person.id in activity.leads:
        return True
    return person.community_id == activity.community_id and may_make(session, person, at)


def require_lead(session: Session, activity: Activity, person: Person, at: datetime) -> None:
    """Raise Refused unless `person` runs that activity."""
    if not may_lead(session, activity, person, at):
        raise Refused(N_("这件事要领队来办。\n有事写“找社区”。"))
