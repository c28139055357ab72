"""A doorstep enquiry (入户询单): a worker was at a door; who was met and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.membership import STAFF, require
from models.order import Order
from models.person import Person
from models.posting import Place
from models.vault import Secret
from models.words import N_


class EnquiryOutcome(StrEnum):
    """What came of it."""

    ORDER = "order"
    NO_NEED = "no_need"
    SAID_NO = "said_no"
    NOBODY_HOME = "nobody_home"


class HomeEnquiry(Owned, Base):
    """One door, one visit of a worker. Its order, if there came one, is named."""

    __tablename__ = "home_enquiry"

    id: Mapped[Key]
    worker_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    building: Mapped[str] = mapped_column(String(16), default="")
    unit: Mapped[str] = mapped_column(String(16), default="")
    room: Mapped[str | None] = mapped_column(Secret)
    #: "order", "no_need", "said_no" or "nobody_home"
    outcome: Mapped[str] = mapped_column(String(16))
    order_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("service_order.id"))
    at: Mapped[datetime] = mapped_column(Instant)


OUTCOME_LABELS: dict[EnquiryOutcome, str] = {
    EnquiryOutcome.ORDER: N_("写了单"),
    EnquiryOutcome.NO_NEED: N_("没事"),
    EnquiryOutcome.SAID_NO: N_("没同意"),
    EnquiryOutcome.NOBODY_HOME: N_("没人"),
}


@dataclass(frozen=True, slots=True)
class Met:
    """Which door, and what came of it. Who said no or was not there is named only if known."""

    place: Place
    outcome: EnquiryOutcome
    person: Person | None = None
    order: Order | None = None


def keep_enquiry(session: Session, worker: Person, met: Met, at: datetime) -> HomeEnquiry:
    """Write down that a worker asked at this door. Raises Refused for anybody else."""
    require(session, worker, STAFF, at)
    row = HomeEnquiry(
        community_id=worker.community_id,
        worker_id=worker.id,
        person_id=met.person.id if met.person else None,
        building=met.place.building,
        unit=met.place.unit,
        room=met.place.room or None,
        outcome=met.outcome.value,
        order_id=met.order.id if met.order else None,
        at=at,
    )
    session.add(row)
    session.flush()
    return row


def enquiries_since(session: Session, worker: Person, since: datetime) -> list[HomeEnquiry]:
    """The doors this worker asked at since then, the first one first."""
    rows = select(HomeEnquiry).where(HomeEnquiry.worker_id == worker.id, HomeEnquiry.at >= since)
    return list(session.scalars(rows.order_by(HomeEnquiry.at, HomeEnquiry.id)))
