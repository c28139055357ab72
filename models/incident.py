"""Incidents (事件): something went wrong or felt unsafe; only coordinators see them.

While one stands open that nobody has looked at, no new visit begins at that door.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity import Activity
from models.activity_rights import may_lead
from models.audit import note_deed
from models.base import Base, BigKey, Instant, Key, Owned
from models.errors import Refused
from models.membership import STAFF, Role, people_with, require
from models.order import Order
from models.order_event import OrderEvent
from models.person import Person
from models.sign_up import sign_up_of
from models.vault import Secret
from models.words import N_

OPEN, SEEN, SETTLED = "open", "seen", "settled"
HELP = "help"
#: who looks at reports; a cry for help reaches everybody on duty, without a word of what is wrong
LOOKERS = (Role.COORDINATOR, Role.ADMIN)


class Incident(Owned, Base):
    """One report of one person about one order, or one activity."""

    __tablename__ = "incident"

    id: Mapped[Key]
    order_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("service_order.id"), index=True)
    activity_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("activity.id"))
    reported_by_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    #: "help": wants help now, quietly; "unsafe"; "hurt"; "other"
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str | None] = mapped_column(Secret)
    #: "open", "seen" or "settled"
    state: Mapped[str] = mapped_column(String(8), default="open")
    at: Mapped[datetime] = mapped_column(Instant)
    handled_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    handled_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(Secret)

    @property
    def subject(self) -> str:
        """How its buttons name it."""
        return f"incident:{self.id}"


def report(
    session: Session, order: Order, by: Person, kind: str, text: str, at: datetime
) -> Incident:
    """需要帮忙, 出了点事: by whoever goes or is visited. Raises Refused for everybody else."""
    if not order.is_of(by) and not has_gone(session, order, by):
        raise Refused(N_("这件事要去的人或居民来说。\n急的打站里电话。"))
    row = Incident(community_id=order.community_id, order_id=order.id, kind=kind, at=at)
    return _reported_by(session, row, by, text)


def report_at_activity(
    session: Session, activity: Activity, by: Person, kind: str, text: str, at: datetime
) -> Incident:
    """出了点事, at an activity: by whoever leads it or has a place. Raises Refused."""
    mine = sign_up_of(session, activity.id, by.id)
    if mine is None and not may_lead(session, activity, by, at):
        raise Refused(N_("这件事要在场的人来说。\n急的打站里电话。"))
    row = Incident(community_id=activity.community_id, activity_id=activity.id, kind=kind, at=at)
    return _reported_by(session, row, by, text)


def _reported_by(session: Session, row: Incident, by: Person, text: str) -> Incident:
    row.reported_by_id, row.text = by.id, text or None
    session.add(row)
    session.flush()
    return row


def number_of(session: Session, row: Incident) -> str:
    """What people call the order or the activity it is about."""
    if row.activity_id is not None:
        return session.get_one(Activity, row.activity_id).number
    order = session.get(Order, row.order_id) if row.order_id is not None else None
    return order.number if order is not None else ""


def has_gone(session: Session, order: Order, person: Person) -> bool:
    """Whether this person had taken a place in the order."""
    rows = select(OrderEvent.id).filter_by(order_id=order.id, actor_id=person.id, what="accepted")
    return session.scalar(rows.limit(1)) is not None


def lookers(session: Session, community_id: int, at: datetime) -> list[int]:
    """Ids of those who may read reports."""
    return people_with(session, community_id, LOOKERS, at)


def open_incidents(session: Session, by: Person, at: datetime, limit: int = 6) -> list[Incident]:
    """What is not settled yet, the newest first. Raises Refused for who may not read reports."""
    require(session, by, LOOKERS, at)
    rows = select(Incident).where(
        Incident.community_id == by.community_id, Incident.state != SETTLED
    )
    return list(session.scalars(rows.order_by(Incident.at.desc(), Incident.id.desc()).limit(limit)))


def look_at(session: Session, incident_id: int, by: Person, at: datetime) -> Incident:
    """看一眼: read it, which is written down; the pause is over. Raises Refused."""
    require(session, by, LOOKERS, at)
    row = _of(session, incident_id, by)
    if row.state == OPEN:
        row.state, row.handled_by_id, row.handled_at = SEEN, by.id, at
    note_deed(session, row, "incident_read", by.id, at)
    session.flush()
    return row


def take(session: Session, incident_id: int, by: Person, at: datetime) -> Incident | None:
    """我来联系: the first of the staff has the cry for help; None when somebody has it already.

    Raises Refused for who is no staff, and for reports, which are not theirs to take.
    """
    require(session, by, STAFF, at)
    row = _of(session, incident_id, by)
    if row.kind != HELP:
        raise Refused(N_("这件事由协调员来看。"))
    if row.state != OPEN:
        return None
    row.state, row.handled_by_id, row.handled_at = SEEN, by.id, at
    note_deed(session, row, "help_taken", by.id, at)
    session.flush()
    return row


def settle(session: Session, incident_id: int, by: Person, outcome: str, at: datetime) -> Incident:
    """了结: what was done about it, in the coordinator's words. Raises Refused."""
    require(session, by, LOOKERS, at)
    row = _of(session, incident_id, by)
    if row.state == SETTLED:
        raise Refused(N_("这件事已经了结了。\n写“事件”看还有哪些。"))
    row.state, row.outcome = SETTLED, outcome
    row.handled_by_id, row.handled_at = by.id, at
    note_deed(session, row, "incident_settled", by.id, at)
    session.flush()
    return row


def _of(session: Session, incident_id: int, by: Person) -> Incident:
    row = session.get(Incident, incident_id, with_for_update=True)
    if row is None or row.community_id != by.community_id:
        raise Refused(N_("这件事找不到了。\n写“事件”看还有哪些。"))
    return row


def door_is_paused(session: Session, order: Order) -> bool:
    """Whether something was reported at this door, or of this person, that nobody has looked at."""
    there = (order.building, order.unit, order.room)
    reported = [order_id for order_id, _by in _reported(session, order.community_id)]
    rows = session.scalars(select(Order).where(Order.id.in_(reported))) if reported else ()
    return any(
        each.served_person_id == order.served_person_id
        # rooms are encrypted: they can be compared only here, and few incidents stand open
        or (each.room is not None and (each.building, each.unit, each.room) == there)
        for each in rows
    )


def person_is_paused(session: Session, person: Person) -> bool:
    """Whether a resident reported something of a visit that this volunteer had taken on."""
    reported = _reported(session, person.community_id)
    if not reported:
        return False
    rows = (
        select(Order)
        .join(OrderEvent, OrderEvent.order_id == Order.id)
        .where(
            Order.id.in_([order_id for order_id, _by in reported]),
            OrderEvent.what == "accepted",
            OrderEvent.actor_id == person.id,
        )
    )
    return any(
        (each.id, by) in reported
        for each in session.scalars(rows)
        for by in (each.requested_by_id, each.served_person_id)
    )


def is_anything_reported(session: Session, community_id: int) -> bool:
    """Whether something stands open here that nobody has looked at."""
    return bool(_reported(session, community_id))


def _reported(session: Session, community_id: int) -> set[tuple[int, int]]:
    """Order and reporter of what stands open; asked for alone, since it is nearly always nothing
    and every claim asks: joined with the orders it cost 30 ms among 20,000 of them."""
    rows = select(Incident.order_id, Incident.reported_by_id).filter_by(
        community_id=community_id, state=OPEN
    )
    return {(row.order_id, row.reported_by_id) for row in session.execute(rows)}
