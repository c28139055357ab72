"""Relay (转话): what the two of an order say through us, without each other's number."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.assignment import volunteers_of
from models.audit import Audit
from models.base import Base, BigKey, Instant, Key, Owned
from models.errors import Refused
from models.keeping import require_keeper
from models.membership import STAFF, require
from models.order import Order
from models.person import Person
from models.vault import Secret
from models.words import N_

#: lines of one person about one order in a day
MOST = 20


class RelayLine(Owned, Base):
    """One line from one side of an order to the other."""

    __tablename__ = "relay_line"

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(BigKey, ForeignKey("service_order.id"), index=True)
    from_person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    to_person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Secret)
    at: Mapped[datetime] = mapped_column(Instant)
    #: the other side found it not right, and staff may read it
    reported_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def subject(self) -> str:
        """How buttons name it: line:12."""
        return f"line:{self.id}"


def other_side(session: Session, order: Order, person: Person) -> list[int]:
    """Whom this person's words go to: those who go, or those who asked. Raises Refused.

    Only the two sides of an order that is under way talk through us; everybody else is told no
    more than that this is not theirs.
    """
    helpers = [each.id for each in volunteers_of(session, order)]
    asking = [each for each in order.asking_side if each not in helpers]
    if person.id in helpers:
        found = asking
    elif order.is_of(person):
        found = helpers
    else:
        raise Refused(N_("这张单不在您手上，转不了话。"))
    if order.has_ended:
        raise Refused(N_("这张单办完了，不再转话。\n有事写“找社区”。"))
    if not found:
        raise Refused(N_("还没有人接，等有人了再转。"))
    return found


def pass_on(
    session: Session, order: Order, person: Person, text: str, to: Collection[int], at: datetime
) -> list[RelayLine]:
    """Keep one line for each of `to`, who are on the other side. Raises Refused."""
    allowed = set(other_side(session, order, person))
    day = select(func.count(func.distinct(RelayLine.at))).where(
        RelayLine.order_id == order.id,
        RelayLine.from_person_id == person.id,
        RelayLine.at > at - timedelta(days=1),
    )
    if (session.scalar(day) or 0) >= MOST:
        raise Refused(N_("今天转得够多了。\n还有事，写“找社区”。"))
    lines = [
        RelayLine(
            community_id=order.community_id,
            order_id=order.id,
            from_person_id=person.id,
            to_person_id=person_id,
            text=text,
            at=at,
        )
        for person_id in to
        if person_id in allowed
    ]
    session.add_all(lines)
    session.flush()
    return lines


def line_to(session: Session, person: Person, line_id: int) -> RelayLine:
    """A line that was written to this person. Raises Refused."""
    found = session.get(RelayLine, line_id)
    if found is None or found.to_person_id != person.id:
        raise Refused(N_("这句话不是给您的。"))
    return found


def newest_line_to(session: Session, person: Person) -> int:
    """The number of the newest line that was written to this person; 0 for none."""
    rows = select(RelayLine.id).filter_by(to_person_id=person.id)
    return session.scalar(rows.order_by(RelayLine.id.desc()).limit(1)) or 0


def report(session: Session, line: RelayLine, at: datetime) -> bool:
    """举报: staff may read what was said between these two; False when it was said before."""
    if line.reported_at is not None:
        return False
    line.reported_at = at
    session.flush()
    return True


def reported_talk(session: Session, worker: Person, line_id: int, at: datetime) -> list[RelayLine]:
    """What the two of a reported line said, oldest first; that it was read is written down.

    Raises Refused for who does not look after the order, and for lines that nobody has reported.
    """
    require(session, worker, STAFF, at)
    line = session.get(RelayLine, line_id)
    if line is None or line.community_id != worker.community_id or line.reported_at is None:
        raise Refused(N_("没有人举报过，不能看。"))
    require_keeper(session, session.get_one(Order, line.order_id), worker, at)
    two = (line.from_person_id, line.to_person_id)
    rows = select(RelayLine).where(
        RelayLine.order_id == line.order_id,
        RelayLine.from_person_id.in_(two),
        RelayLine.to_person_id.in_(two),
    )
    session.add(
        Audit(
            community_id=worker.community_id,
            actor_id=worker.id,
            action="read_relay",
            subject=f"order:{line.order_id}",
            at=at,
        )
    )
    return list(session.scalars(rows.order_by(RelayLine.at, RelayLine.id)))
