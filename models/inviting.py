"""Asking volunteers (派单): one by name, a team, small groups in turn, or who asked first.

A place is kept for whoever is asked alone until the promised hour. Saying no needs no reason and
leaves nothing behind but that this order does not ask again.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import visit_rules
from models.assignment import Assignment, AssignmentState, places_kept, volunteers_of
from models.candidates import candidates, fitting
from models.community import Community
from models.errors import Refused
from models.finding_hours import alone_until, invitation_until
from models.keeping import require_keeper, require_open
from models.membership import Role, roles_of
from models.order import Order, OrderState
from models.person import Person
from models.team import Team, TeamMember
from models.timer import set_timers
from models.upsert import insert_for
from models.words import N_

A = AssignmentState
INVITATION_OVER = "invitation_over"


def invite(session: Session, order: Order, who: Person, by: Person, at: datetime) -> datetime:
    """请一位: a place is kept for them until the hour that is returned. Raises Refused."""
    require_keeper(session, order, by, at)
    if order.state not in (OrderState.APPROVED, OrderState.DISPATCHED):
        order.move(session, OrderState.DISPATCHED, by, at)
    if Role.VOLUNTEER not in roles_of(session, who, at) or who.community_id != order.community_id:
        raise Refused(N_("这位不是咱们社区的志愿者。\n请别的人，写“派单”看名单。"))
    if order.is_of(who):
        raise Refused(N_("这是对方自己的单，要别人去。"))
    mine = session.scalar(select(Assignment).filter_by(order_id=order.id, person_id=who.id))
    _may_be_asked(mine, at)
    if order.places_left <= places_kept(session, order, at):
        raise Refused(N_("位子都问着人了，先等回话。\n不等了，按“放开接单”。"))
    if visit_rules.why_not(session, order, who, volunteers_of(session, order), at) is not None:
        raise Refused(N_("按上门的规矩，这位这次去不了。\n请别的人，写“派单”看名单。"))
    community = session.get_one(Community, order.community_id)
    until = invitation_until(community, order, at)
    _offer(session, order, [who.id], at, expires_at=until, invited_by_id=by.id, team_id=None)
    _dispatched(session, order, by, at)
    _time(session, order, [who.id], until)
    return until


def invite_again(
    session: Session, order: Order, people: Sequence[Person], by: Person, at: datetime
) -> list[Person]:
    """请原来两位: those who went before, and nobody else; who of them could be asked.

    Raises Refused when none could.
    """
    asked = []
    why = Refused(N_("原来去的人这次去不了。\n请别人，按“请别人”。"))
    for who in people:
        try:
            invite(session, order, who, by, at)
        except Refused:
            continue
        asked.append(who)
    if not asked:
        raise why
    return asked


def invite_team(
    session: Session, order: Order, team: Team, by: Person, at: datetime
) -> tuple[list[int], datetime]:
    """派给队: its members are asked together; who they are, and until when they may think."""
    require_keeper(session, order, by, at)
    require_open(order)
    if order.state not in (OrderState.APPROVED, OrderState.DISPATCHED):
        order.move(session, OrderState.DISPATCHED, by, at)
    rows = select(TeamMember.person_id).where(
        TeamMember.team_id == team.id,
        TeamMember.community_id == order.community_id,
        TeamMember.left_at.is_(None),
    )
    members = session.scalars(rows.order_by(TeamMember.id)).all()
    people, _left_out = fitting(session, order, members, at)
    if not people:
        raise Refused(N_("这个队现在没有能去的人。\n换个队，或者按“放开接单”。"))
    community = session.get_one(Community, order.community_id)
    until = invitation_until(community, order, at)
    _offer(session, order, people, at, expires_at=until, invited_by_id=by.id, team_id=team.id)
    _dispatched(session, order, by, at)
    _time(session, order, people, until)
    return people, until


def ask_group(session: Session, order: Order, at: datetime) -> list[int]:
    """The next small group for an open order: near, free, fit, least recently asked."""
    if order.state is not OrderState.DISPATCHED or not order.batches:
        return []
    if order.places_left <= places_kept(session, order, at):
        return []
    return ask_next_group(session, order, at)


def ask_next_group(session: Session, order: Order, at: datetime) -> list[int]:
    """The same for an order that is known to be open, with a place that is kept for nobody.

    A private one is offered to no group, however it came to be open.
    """
    if order.only_named:
        return []
    people = [each.person_id for each in candidates(session, order, at).listed]
    if people:
        _offer(session, order, people, at, batch=order.batches)
        order.batches += 1
        session.flush()
    return people


def offer_first(session: Session, order: Order, at: datetime) -> tuple[list[int], datetime]:
    """A place is free again: who asked to be asked first has it alone for a while."""
    until = alone_until(order, at)
    rows = select(Assignment.person_id).where(
        Assignment.order_id == order.id,
        Assignment.asks_first.is_(True),
        Assignment.state == A.EXPIRED,
    )
    waiting = session.scalars(rows.order_by(Assignment.id)).all()
    people, _left_out = fitting(session, order, waiting, at)
    if people:
        _offer(session, order, people, at, expires_at=until)
        _time(session, order, people, until)
    return people, until


def offer_alone(
    session: Session, order: Order, people: Sequence[int], at: datetime
) -> tuple[list[int], datetime]:
    """Who comes each time is asked before anybody else; who of them can, and until when."""
    until = invitation_until(session.get_one(Community, order.community_id), order, at)
    able, _left_out = fitting(session, order, people, at) if people else ([], None)
    if order.state is OrderState.APPROVED:
        order.move(session, OrderState.DISPATCHED, None, at)
    order.batches = 0 if order.only_named else 1
    session.flush()
    if able:
        _offer(session, order, able, at, expires_at=until)
        _time(session, order, able, until)
    return able, until


def close_invitations(session: Session, ids: Sequence[int], at: datetime) -> list[Assignment]:
    """The promised hour has come: those of these that have not answered, closed now."""
    rows = select(Assignment).where(
        Assignment.id.in_(ids), Assignment.state == A.OFFERED, Assignment.expires_at <= at
    )
    over = list(session.scalars(rows.order_by(Assignment.order_id, Assignment.id)))
    for each in over:
        each.state, each.asks_first = A.EXPIRED, False
    session.flush()
    return over


def _may_be_asked(mine: Assignment | None, at: datetime) -> None:
    if mine is None:
        return
    if mine.state in (A.ACCEPTED, A.COMPLETED):
        raise Refused(N_("这位已经接了这张单。"))
    if mine.state in (A.DECLINED, A.WITHDRAWN, A.NO_SHOW):
        raise Refused(N_("这位这次不方便，就不再问了。\n请别的人，写“派单”看名单。"))
    if mine.state is A.OFFERED and mine.expires_at is not None and mine.expires_at > at:
        raise Refused(N_("已经问过这位了，在等回话。"))


def _offer(
    session: Session, order: Order, people: Sequence[int], at: datetime, **values: object
) -> None:
    """One statement for all; who has a row already keeps it and is asked anew."""
    asked = {"state": A.OFFERED, "offered_at": at, **values}
    blank = {"wrong_codes": 0, "batch": 0, "asks_first": False}
    which = {"community_id": order.community_id, "order_id": order.id}
    rows = [{**blank, **which, "person_id": each, **asked} for each in people]
    session.flush()
    statement = insert_for(session, Assignment).values(rows)
    session.execute(
        statement.on_conflict_do_update(index_elements=["order_id", "person_id"], set_=asked)
    )
    session.expire_all()


def _dispatched(session: Session, order: Order, by: Person, at: datetime) -> None:
    if order.state is OrderState.APPROVED:
        order.move(session, OrderState.DISPATCHED, by, at)
    order.note(session, "invited", by, at)
    session.flush()


def _time(session: Session, order: Order, people: Sequence[int], until: datetime) -> None:
    """Guard the promised hour."""
    rows = select(Assignment.id).where(
        Assignment.order_id == order.id, Assignment.person_id.in_(people)
    )
    due = [(order.community_id, f"assignment:{each}", until) for each in session.scalars(rows)]
    set_timers(session, INVITATION_OVER, due)
