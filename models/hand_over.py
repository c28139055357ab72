"""A hand-over (交接): papers of somebody's that whoever runs an errand took, and gave back.

Each has a yes or a no of hers: both sides hold the same receipt, and nothing is only said.
"""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.assignment import Assignment, AssignmentState, assignment_of
from models.base import Base, BigKey, Instant, Key, Owned
from models.errors import Refused
from models.keeping import keeps
from models.order import ENDED, Order
from models.person import Person
from models.vault import Secret
from models.words import N_

TAKEN, RETURNED = "taken", "returned"
WAY_LABELS = {TAKEN: N_("收走了"), RETURNED: N_("交还了")}


class HandOver(Owned, Base):
    """Papers that changed hands once, for one order."""

    __tablename__ = "hand_over"

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(BigKey, ForeignKey("service_order.id"), index=True)
    #: who took them or gave them back
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    #: TAKEN or RETURNED
    way: Mapped[str] = mapped_column(String(8))
    what: Mapped[str | None] = mapped_column(Secret)
    at: Mapped[datetime] = mapped_column(Instant)
    #: whether she says so, too; None: not answered
    is_right: Mapped[bool | None] = mapped_column(Boolean)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def subject(self) -> str:
        """How buttons name it: hand:5."""
        return f"hand:{self.id}"


def trail(session: Session, order: Order) -> list[HandOver]:
    """All of an order, oldest first."""
    rows = select(HandOver).filter_by(order_id=order.id)
    return list(session.scalars(rows.order_by(HandOver.id)))


def held(session: Session, order: Order) -> HandOver | None:
    """What was taken and is not back yet."""
    rows = trail(session, order)
    return rows[-1] if rows and rows[-1].way == TAKEN else None


def in_hand(session: Session, person: Person) -> list[Order]:
    """The orders whose papers this person took and has not given back."""
    rows = select(Order).join(HandOver, HandOver.order_id == Order.id)
    rows = rows.where(HandOver.person_id == person.id, HandOver.way == TAKEN).distinct()
    last = ((each, held(session, each)) for each in session.scalars(rows.order_by(Order.id)))
    return [order for order, hand in last if hand is not None and hand.person_id == person.id]


def to_be_taken(session: Session, person: Person) -> list[Order]:
    """The orders this person goes for whose papers nobody has taken yet."""
    rows = select(Order).join(Assignment, Assignment.order_id == Order.id)
    rows = rows.where(
        Assignment.person_id == person.id,
        Assignment.state == AssignmentState.ACCEPTED,
        Order.papers.is_not(None),
        Order.state.not_in(ENDED),
    )
    found = session.scalars(rows.order_by(Order.id))
    return [each for each in found if held(session, each) is None]


def unanswered(session: Session, person: Person) -> list[HandOver]:
    """What this person has not said yes or no to, newest first."""
    theirs = or_(Order.requested_by_id == person.id, Order.served_person_id == person.id)
    rows = select(HandOver).join(Order, Order.id == HandOver.order_id)
    rows = rows.where(theirs, HandOver.is_right.is_(None)).order_by(HandOver.id.desc())
    return list(session.scalars(rows.limit(10)))


def take(session: Session, order: Order, by: Person, what: str, at: datetime) -> HandOver:
    """收材料. Raises Refused for who does not go, and while something is held already."""
    must_go(session, order, by)
    if order.papers is None or order.has_ended:
        raise Refused(N_("这张单没有要收的材料。"))
    if held(session, order) is not None:
        raise Refused(N_("材料已经收了。\n办完写“交还材料”。"))
    return _write(session, order, by, TAKEN, what, at)


def give_back(session: Session, order: Order, by: Person, at: datetime) -> HandOver:
    """交还材料: everything that was taken; also after the order has ended, and by who went before.

    By whoever took it, or by a keeper who has seen it come back. Raises Refused for anybody else.
    """
    taken = held(session, order)
    if taken is None or not (taken.person_id == by.id or keeps(session, order, by, at)):
        raise Refused(N_("您手上没有这张单的材料。"))
    return _write(session, order, by, RETURNED, taken.what or "", at)


def answer(session: Session, hand: HandOver, by: Person, at: datetime, *, is_right: bool) -> Order:
    """对, 不对: by her, once. Raises Refused for anybody else, and for a second answer.

    Her side may be two people: whoever comes second waits for the first, and reads it anew.
    """
    order = Order.locked(session, hand.order_id)
    session.refresh(hand)
    if not order.is_of(by):
        raise Refused(N_("这张单不是您的，不用回。"))
    if hand.is_right is not None:
        raise Refused(N_("这一笔您回过了，记着呢。"))
    hand.is_right, hand.answered_at = is_right, at
    session.flush()
    return order


def must_go(session: Session, order: Order, person: Person) -> None:
    """Raise Refused for anybody but those who go: what she hands over is told to nobody else."""
    mine = assignment_of(session, order, person)
    if mine is None or mine.state not in (AssignmentState.ACCEPTED, AssignmentState.COMPLETED):
        raise Refused(N_("这张单不在您手上，收不了材料。"))


def _write(
    session: Session, order: Order, by: Person, way: str, what: str, at: datetime
) -> HandOver:
    row = {"community_id": order.community_id, "order_id": order.id, "person_id": by.id}
    made = HandOver(**row, way=way, what=what, at=at)
    session.add(made)
    order.note(session, f"papers_{way}", by, at)
    session.flush()
    return made
