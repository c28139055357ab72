"""What goes along when two records of one person become one: what is open, promised or chosen.

What is over stays where it was written and is read over `models.same_person.person_ids_of`.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select, true, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.activity import LIVE, Activity
from models.activity_rule import ActivityTemplate
from models.address import Door
from models.assignment import Assignment
from models.base import Base
from models.calendar import CalendarFeed
from models.call_request import CallRequest
from models.contact import Contact
from models.guardian import GuardianCode
from models.hand_over import HandOver
from models.keeping import OrderKeeper
from models.membership import Membership
from models.opt_out import OptOut
from models.order import ENDED, Order
from models.person import ActsFor, Person
from models.qualification import Qualification
from models.relay_line import RelayLine
from models.sign_up import Attendance, SignUp
from models.standing_help import StandingHelp, StandingState
from models.suggestion import Suggestion
from models.team import Team, TeamMember
from models.trust import Trust
from models.visit import Visit
from models.volunteer_profile import VolunteerProfile

Column = InstrumentedAttribute[Any]


def move_rows(session: Session, gone_id: int, stays_id: int) -> dict[str, list[int]]:
    """Let open rows name who stays; returns their ids by table and column, for the way back."""
    moved = {}
    for column, which in _moving(stays_id):
        table = column.class_
        rows = select(table.id).where(column == gone_id, which).order_by(table.id)
        ids = list(session.scalars(rows))
        if ids:
            _set(session, column, ids, gone_id, stays_id)
            moved[_name(column)] = ids
    return moved


def move_back(session: Session, moved: dict[str, list[int]], gone_id: int, stays_id: int) -> None:
    """Give back what was moved, but for what somebody else has got since."""
    for column, _which in _moving(stays_id):
        _set(session, column, moved.get(_name(column), []), stays_id, gone_id)


def _set(session: Session, column: Column, ids: list[int], now: int, then: int) -> None:
    table = column.class_
    rows = update(table).where(table.id.in_(ids), column == now)
    session.execute(
        rows.values({column.key: then}), execution_options={"synchronize_session": False}
    )


def _name(column: Column) -> str:
    return f"{column.class_.__tablename__}.{column.key}"


def _moving(stays_id: int) -> list[tuple[Column, ColumnElement[bool]]]:
    order, visited = _of_open_orders(), _of_live_activities()
    open_order, everything = Order.state.not_in(ENDED), true()
    lives = Activity.state.in_(LIVE)
    stands = StandingHelp.state != StandingState.ENDED
    return [
        (Contact.person_id, everything),
        (Person.merged_into_id, everything),
        (Order.requested_by_id, open_order),
        (Order.served_person_id, open_order),
        (Order.wants_person_id, open_order),
        (Assignment.person_id, Assignment.order_id.in_(order) & _free(Assignment, stays_id)),
        (Visit.person_id, Visit.order_id.in_(order) & _free(Visit, stays_id)),
        *_looked_after(stays_id),
        (RelayLine.from_person_id, RelayLine.order_id.in_(order)),
        (RelayLine.to_person_id, RelayLine.order_id.in_(order)),
        (SignUp.person_id, SignUp.activity_id.in_(visited) & _free(SignUp, stays_id)),
        (Attendance.person_id, Attendance.activity_id.in_(visited)),
        (Activity.leader_id, lives),
        (Activity.deputy_id, lives),
        (ActivityTemplate.leader_id, everything),
        (StandingHelp.served_person_id, stands),
        (StandingHelp.requested_by_id, stands),
        (Membership.person_id, _free(Membership, stays_id)),
        (VolunteerProfile.person_id, _free(VolunteerProfile, stays_id)),
        (Qualification.person_id, _free(Qualification, stays_id)),
        (Trust.person_id, _free(Trust, stays_id)),
        (TeamMember.person_id, _free(TeamMember, stays_id)),
        (Team.leader_id, everything),
        (OptOut.person_id, _free(OptOut, stays_id)),
        (ActsFor.person_id, _free(ActsFor, stays_id)),
        (ActsFor.for_person_id, _free_of(ActsFor, stays_id, "for_person_id", "person_id", "scope")),
        (GuardianCode.minor_id, everything),
        (Door.contact_person_id, everything),
        (CalendarFeed.person_id, everything),
        (CallRequest.person_id, CallRequest.done_at.is_(None)),
    ]


def _looked_after(stays_id: int) -> list[tuple[Column, ColumnElement[bool]]]:
    """What only they may see, hold or answer: it would be nobody's under the old record."""
    return [
        (OrderKeeper.person_id, _free(OrderKeeper, stays_id)),
        (HandOver.person_id, true()),
        (Suggestion.author_id, true()),
        (Suggestion.keeper_id, true()),
        (Suggestion.answered_by_id, true()),
    ]


def _of_open_orders() -> Select[int]:
    return select(Order.id).where(Order.state.not_in(ENDED))


def _of_live_activities() -> Select[int]:
    return select(Activity.id).where(Activity.state.in_(LIVE))


#: what a person may have once: one row for each of these
_ONCE: dict[type[Base], tuple[str, ...]] = {
    Assignment: ("order_id",),
    Visit: ("order_id",),
    OrderKeeper: ("order_id",),
    SignUp: ("activity_id",),
    Membership: ("community_id", "role"),
    VolunteerProfile: (),
    Qualification: ("skill",),
    Trust: ("kind",),
    TeamMember: ("team_id",),
    OptOut: ("kind",),
    ActsFor: ("for_person_id", "scope"),
}


def _free(mapped: type[Base], stays_id: int) -> ColumnElement[bool]:
    """Who stays has no such row already."""
    return _free_of(mapped, stays_id, "person_id", *_ONCE[mapped])


def _free_of(mapped: type[Base], stays_id: int, whose: str, *once: str) -> ColumnElement[bool]:
    other: Any = aliased(mapped)
    same = [getattr(other, each) == getattr(mapped, each) for each in once]
    return ~exists().where(getattr(other, whose) == stays_id, *same)
