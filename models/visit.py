"""A visit (上门): who came when, proven by the four digits the resident reads out."""

import hmac
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.assignment import CODE_TRIES, Assignment, AssignmentState, assignment_of
from models.base import Base, BigKey, Instant, Key, Owned, named
from models.community import Community
from models.errors import Refused
from models.order import Order, OrderState
from models.person import Person
from models.service_record import Evidence, ServiceRecord, record_service
from models.words import N_

#: how long before the agreed hour a code works without a question
EARLY = timedelta(hours=2)


class Visit(Owned, Base):
    """One volunteer's time at the place, from check-in to check-out."""

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("order_id", "person_id"),)

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(BigKey, ForeignKey("service_order.id"))
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    in_at: Mapped[datetime] = mapped_column(Instant)
    in_evidence: Mapped[Evidence] = mapped_column(named(Evidence))
    out_at: Mapped[datetime | None] = mapped_column(Instant)
    out_evidence: Mapped[Evidence | None] = mapped_column(named(Evidence))


def is_early(order: Order, at: datetime) -> bool:
    """Whether the visit would begin well before the agreed hour; the two may have agreed so."""
    return at < order.starts_at - EARLY


def check_in(session: Session, order: Order, person: Person, code: str, at: datetime) -> Visit:
    """我到了: the code proves it. Raises Refused; a wrong code asks again (`ask="code"`)."""
    mine = assignment_of(session, order, person)
    if mine is None or mine.state is not AssignmentState.ACCEPTED:
        raise Refused(N_("这张单不在您手上。\n写“我的”看您接的单。"))
    if visit_of(session, order, person) is not None:
        raise Refused(N_("您已经签到了。\n忙完写“我走了”。"))
    if mine.wrong_codes >= CODE_TRIES:
        raise Refused(N_("号码试了 5 次都不对。\n请打站里电话，社区帮您记到场。"))
    if not hmac.compare_digest(code.encode(), order.code.encode()):
        left = CODE_TRIES - mine.wrong_codes - 1
        raise Refused(N_("这个号码对不上，再听一遍？\n还能试 {left} 次。"), ask="code", left=left)
    visit = Visit(
        community_id=order.community_id,
        order_id=order.id,
        person_id=person.id,
        in_at=at,
        in_evidence=Evidence.CODE,
    )
    session.add(visit)
    if is_early(order, at):
        order.note(session, "started_early", person, at)
    if order.state is not OrderState.IN_SERVICE:
        order.move(session, OrderState.IN_SERVICE, person, at)
    session.flush()
    return visit


def count_wrong_code(session: Session, assignment_id: int) -> None:
    """One try less; written by the turn itself, because the refusal rolls the rest back."""
    session.execute(
        update(Assignment)
        .where(Assignment.id == assignment_id)
        .values(wrong_codes=Assignment.wrong_codes + 1)
    )


def check_out(
    session: Session, community: Community, order: Order, person: Person, at: datetime
) -> ServiceRecord:
    """我走了: the minutes go into the book, pending until the resident or a worker agrees."""
    visit = visit_of(session, order, person)
    if visit is None:
        raise Refused(N_("您还没签到。\n到了写“我到了”。"))
    if visit.out_at is not None:
        raise Refused(N_("您已经签退了。\n写“时长”看记了多少。"))
    visit.out_at, visit.out_evidence = at, Evidence.SELF
    mine = assignment_of(session, order, person)
    if mine is not None:
        mine.state = AssignmentState.COMPLETED
    record = record_service(session, community, order, visit.person_id, (visit.in_at, at), at)
    session.flush()
    if not _someone_is_inside(session, order):
        order.move(session, OrderState.DONE, person, at)
    return record


def visit_of(session: Session, order: Order, person: Person) -> Visit | None:
    """This person's visit to this order, if it has begun."""
    return session.scalar(select(Visit).filter_by(order_id=order.id, person_id=person.id))


def _someone_is_inside(session: Session, order: Order) -> bool:
    count = session.scalar(
        select(func.count()).where(Visit.order_id == order.id, Visit.out_at.is_(None))
    )
    return bool(count)
