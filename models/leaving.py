"""Leaving (退出): who may, what has to be settled first, what is cut at once.

What names a person goes in the turn in which they leave; their words follow in slices within
minutes (models/erasing.py). The hours stay for ten years, without a name.
"""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from models.activity_leaving import leave_activities
from models.address import Door
from models.assignment import Assignment, AssignmentState
from models.call_list import CallItem
from models.call_request import CallRequest
from models.consent import withdraw_all
from models.contact import Contact
from models.doubles import forget_joined
from models.errors import Refused
from models.guardian import GuardianCode
from models.home_enquiry import HomeEnquiry
from models.joining import Joining
from models.linking import LinkCode
from models.membership import Membership, Role, people_with, roles_of
from models.opt_out import OptOut
from models.order import ENDED, Order, OrderState
from models.pasted_line import PastedLine
from models.person import ActsFor, Person
from models.qualification import Qualification
from models.rights_request import RightsRequest, Tombstone, open_request, request
from models.same_person import person_ids_of
from models.service_record import ServiceRecord
from models.team import Team, TeamMember
from models.text_message import TextMessage
from models.trust import Trust
from models.volunteer_profile import VolunteerProfile
from models.web import OneTimeLink, close_sessions
from models.words import N_

KIND = "leave"
#: nobody is expected any more, only a word is
_SETTLED = (*ENDED, OrderState.DONE, OrderState.RATED)


def require_may_leave(session: Session, person: Person, at: datetime) -> None:
    """Raise Refused for the last one who looks after a community."""
    if Role.COORDINATOR not in roles_of(session, person, at):
        return
    roles = (Role.COORDINATOR, Role.ADMIN)
    if set(people_with(session, person.community_id, roles, at)) <= {person.id}:
        raise Refused(
            N_("您是这里最后一位协调员，\n居民的单子会没人管。\n先请一位同事接上，再退出。")
        )


def open_orders(session: Session, person: Person) -> list[Order]:
    """What would be left in the air: asked by or for them, or promised; soonest first."""
    promised = select(Assignment.order_id).where(
        Assignment.person_id == person.id, Assignment.state == AssignmentState.ACCEPTED
    )
    rows = select(Order).where(
        or_(
            Order.requested_by_id == person.id,
            Order.served_person_id == person.id,
            Order.id.in_(promised),
        ),
        Order.state.not_in(_SETTLED),
    )
    return list(session.scalars(rows.order_by(Order.starts_at, Order.id)))


def waiting_to_leave(session: Session, person: Person) -> RightsRequest | None:
    """The wish to leave that waits for an order to end, if there is one."""
    return open_request(session, person, KIND)


def ask_to_leave(session: Session, person: Person, at: datetime) -> None:
    """Write down the wish to leave; asked twice it stands once."""
    require_may_leave(session, person, at)
    if waiting_to_leave(session, person) is None:
        request(session, person, KIND, at)


def take_back(session: Session, person: Person, at: datetime) -> bool:
    """不退了: everything stays as it is; False when there was nothing to take back."""
    wish = waiting_to_leave(session, person)
    if wish is None:
        return False
    wish.answer(at, "taken_back")
    session.flush()
    return True


def leave(session: Session, person: Person, at: datetime, said_in: int = 0) -> list[int]:
    """Leave for good; returns the ids of the chats whose words are to be erased. Raises Refused.

    Browsers are shut out at once; that of `said_in`, the chat where they said so, knows nobody any
    more and is shut out when its words go, so that the goodbye is read.
    """
    ask_to_leave(session, person, at)
    if open_orders(session, person):
        raise Refused(N_("还有单子没办完。\n先取消或者办完，再退出。"))
    _close_unrated(session, person, at)
    wish = waiting_to_leave(session, person)
    if wish is not None:
        wish.answer(at)
    close_sessions(session, person.id, at, said_in)
    return cut(session, person, at)


def _close_unrated(session: Session, person: Person, at: datetime) -> None:
    """No word will come any more: closed without praise or blame."""
    rows = select(Order).where(
        or_(Order.requested_by_id == person.id, Order.served_person_id == person.id),
        Order.state.in_((OrderState.DONE, OrderState.RATED)),
    )
    for order in session.scalars(rows.order_by(Order.id).with_for_update()):
        order.move(session, OrderState.CLOSED, person, at)


def cut(session: Session, person: Person, at: datetime) -> list[int]:
    """Take away what names this person and what they are here; leave a tombstone."""
    chats = list(session.scalars(select(Contact.id).filter_by(person_id=person.id)))
    session.execute(update(Contact).where(Contact.id.in_(chats)).values(person_id=None))
    for each in records_of_person(session, person):
        _cut_record(session, each, at)
    return chats


def records_of_person(session: Session, person: Person) -> list[Person]:
    """This person, and whoever was merged into them."""
    rows = select(Person).where(Person.id.in_(person_ids_of(person.id)))
    return list(session.scalars(rows.order_by(Person.id)))


def _cut_record(session: Session, person: Person, at: datetime) -> None:
    _forget_who(person)
    person.left_at = at
    withdraw_all(session, person, at)
    leave_activities(session, person, at)
    _end_roles(session, person, at)
    forget_joined(session, person)
    for column in (
        *(Qualification.person_id, Trust.person_id, OptOut.person_id, TeamMember.person_id),
        *(ActsFor.person_id, ActsFor.for_person_id, OneTimeLink.person_id, CallRequest.person_id),
        *(GuardianCode.minor_id, LinkCode.person_id),
        *(CallItem.person_id, TextMessage.person_id, PastedLine.person_id),
    ):
        session.execute(delete(column.class_).where(column == person.id))
    for column in (Team.leader_id, Door.contact_person_id):
        values = {column.key: None}
        session.execute(update(column.class_).where(column == person.id).values(values))
    wanted = update(Order).where(
        Order.community_id == person.community_id,
        Order.state.in_(set(OrderState) - ENDED),  # by the index: this is part of a turn
        Order.wants_person_id == person.id,
    )
    session.execute(wanted.values(wants_person_id=None))
    door = update(HomeEnquiry).where(HomeEnquiry.person_id == person.id)
    session.execute(door.values(unit="", room=None))
    kept = or_(Joining.stays_id == person.id, Joining.gone_id == person.id)
    session.execute(update(Joining).where(kept).values(moved=None))
    raise_stone(session, person, at)
    session.flush()


def _forget_who(person: Person) -> None:
    person.display_name = person.unit = person.building = person.language = person.sex = ""
    person.legal_name = person.phone = person.phone_index = person.room = None
    person.phone_verified_at = person.is_adult = person.building_id = person.birth_year = None
    person.care = person.quiet_from = person.quiet_until = person.hushed_until = None
    person.large_text = False


def _end_roles(session: Session, person: Person, at: datetime) -> None:
    """Roles end; of the profile the number stays, by which a certificate can be asked for."""
    ended = update(Membership).where(
        Membership.person_id == person.id, or_(Membership.until.is_(None), Membership.until > at)
    )
    session.execute(ended.values(until=at))
    profile = update(VolunteerProfile).where(VolunteerProfile.person_id == person.id)
    nothing: dict[str, list[str]] = {"skills": [], "kinds": [], "slots": [], "skipped": []}
    session.execute(profile.values(**nothing, minutes_per_week=None, rests_until=None))


def raise_stone(session: Session, person: Person, at: datetime) -> None:
    """Say that they have left, and when; for every backup that is brought back later."""
    stone = session.scalar(select(Tombstone).filter_by(person_id=person.id))
    if stone is None:
        stone = Tombstone(community_id=person.community_id, person_id=person.id)
        session.add(stone)
    stone.at = at


def has_hours(session: Session, person: Person) -> bool:
    """Whether the hours book holds anything of theirs, which stays without a name."""
    rows = select(ServiceRecord.id).where(ServiceRecord.person_id.in_(person_ids_of(person.id)))
    return session.scalar(rows.limit(1)) is not None


def number_of(session: Session, person: Person) -> str:
    """The volunteer's number, by which hours can be shown after leaving; "" without one."""
    rows = select(VolunteerProfile.number).filter_by(person_id=person.id)
    return session.scalar(rows) or ""
