"""Requests about one's own data (权利请求): export, correct, leave; when each was answered."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.person import Person

#: what is said to people: 10 分钟内做好
COPY_WITHIN = timedelta(minutes=10)
#: what the law calls in time, as we say it: 15 天内
ANSWERED_WITHIN = timedelta(days=15)


class RightsRequest(Owned, Base):
    """One request of one person. That it was asked is kept, not what was had."""

    __tablename__ = "rights_request"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    #: "export", "correct" or "leave"
    kind: Mapped[str] = mapped_column(String(8))
    #: "open", "done" or "taken_back"
    state: Mapped[str] = mapped_column(String(12), default="open")
    at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def subject(self) -> str:
        """How buttons and timers name it."""
        return f"request:{self.id}"

    def answer(self, at: datetime, state: str = "done") -> None:
        """It is answered, or taken back."""
        self.state, self.done_at = state, at


def open_request(session: Session, person: Person, kind: str) -> RightsRequest | None:
    """The request of this kind that waits for its answer, if there is one."""
    rows = select(RightsRequest).filter_by(person_id=person.id, kind=kind, state="open")
    return session.scalar(rows.order_by(RightsRequest.id).limit(1))


def request(
    session: Session, person: Person, kind: str, at: datetime, within: timedelta = ANSWERED_WITHIN
) -> RightsRequest:
    """Write down that it was asked."""
    made = RightsRequest(
        community_id=person.community_id, person_id=person.id, kind=kind, at=at, due_at=at + within
    )
    made.state = "open"
    session.add(made)
    session.flush()
    return made


class Tombstone(Owned, Base):
    """Somebody has left; applied again to every backup that is brought back."""

    __tablename__ = "tombstone"

    id: Mapped[Key]
    #: no foreign key: an older backup may not know them, a newer row must not be lost
    person_id: Mapped[int] = mapped_column(BigKey, unique=True)
    at: Mapped[datetime] = mapped_column(Instant)
