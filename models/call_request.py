"""A call request (找社区): somebody wants to speak with a human; stands on the workers' list."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.contact import Contact
from models.errors import Refused
from models.membership import STAFF, require
from models.order import Order
from models.person import Person
from models.vault import Secret
from models.words import N_


class CallRequest(Owned, Base):
    """One chat that asked for a human, until a worker says it is done."""

    __tablename__ = "call_request"

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    order_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("service_order.id"))
    #: "asked", "misread", "unfilled", "no_code", "poor", "voice"
    why: Mapped[str] = mapped_column(String(16), default="asked")
    at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    done_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    #: what a worker heard in a voice, until the speaker has said whether it is so
    heard: Mapped[str | None] = mapped_column(Secret)
    heard_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))

    @property
    def subject(self) -> str:
        """How buttons and cards name it: call:12."""
        return f"call:{self.id}"


def ask_for_call(
    session: Session,
    contact: Contact,
    at: datetime,
    why: str = "asked",
    order: Order | None = None,
) -> tuple[CallRequest, bool]:
    """Put a chat on the workers' list, once as long as nobody has rung; True when it is new.

    What is about an order waits apart from what is about none.
    """
    order_id = order.id if order else None
    rows = select(CallRequest).filter_by(contact_id=contact.id, order_id=order_id, done_at=None)
    waiting = session.scalar(rows.order_by(CallRequest.id).limit(1))
    if waiting is not None:
        return waiting, False
    made = CallRequest(
        community_id=contact.community_id,
        contact_id=contact.id,
        person_id=contact.person_id,
        order_id=order_id,
        why=why,
        at=at,
    )
    session.add(made)
    session.flush()
    return made, True


def waiting_calls(session: Session, community_id: int) -> list[CallRequest]:
    """Who waits for a call, longest first."""
    rows = select(CallRequest).filter_by(community_id=community_id, done_at=None)
    return list(session.scalars(rows.order_by(CallRequest.at, CallRequest.id)))


def own_call(session: Session, worker: Person, call_id: int, at: datetime) -> CallRequest:
    """A request of the worker's own community, locked. Raises Refused for anybody else."""
    require(session, worker, STAFF, at)
    if not call_id:
        raise Refused(N_("没看出是哪一位。写“清单”，\n在那一位下面按。"))
    found = session.get(CallRequest, call_id, with_for_update=True)
    if found is None or found.community_id != worker.community_id:
        raise Refused(N_("这一位不在清单上了。"))
    return found


def called_back(session: Session, worker: Person, call: CallRequest, at: datetime) -> bool:
    """打过了; False when a colleague was faster."""
    if call.done_at is not None:
        return False
    call.done_at, call.done_by_id = at, worker.id
    session.flush()
    return True


def answer_calls(session: Session, order: Order, why: str, by: Person, at: datetime) -> None:
    """The calls about this order that were asked for with that reason have been made."""
    session.execute(
        update(CallRequest)
        .where(
            CallRequest.order_id == order.id,
            CallRequest.why == why,
            CallRequest.done_at.is_(None),
        )
        .values(done_at=at, done_by_id=by.id)
    )
