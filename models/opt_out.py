"""What somebody would rather not hear: one row for each kind of notice they turned off."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, delete, exists, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.contact import Contact
from models.outbox import Outbox
from models.person import Person
from models.upsert import insert_new
from models.words import N_


class NoticeKind(StrEnum):
    """Kinds of notices that can be turned off. News of one's own orders cannot."""

    TASKS = "tasks"
    REMINDERS = "reminders"
    NEWS = "news"


NOTICE_LABELS: dict[NoticeKind, str] = {
    NoticeKind.TASKS: N_("接单提醒"),
    NoticeKind.REMINDERS: N_("写一半提醒"),
    NoticeKind.NEWS: N_("社区通知"),
}


class OptOut(Owned, Base):
    """This person turned this kind off, at that moment; turning it on again deletes the row."""

    __tablename__ = "opt_out"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    kind: Mapped[NoticeKind] = mapped_column(named(NoticeKind))
    at: Mapped[datetime] = mapped_column(Instant)


def opt_out(session: Session, person: Person, kind: NoticeKind, at: datetime) -> None:
    """Turn a kind off; twice is the same as once."""
    row = {"community_id": person.community_id, "person_id": person.id, "kind": kind, "at": at}
    insert_new(session.connection(), OptOut, row)


def opt_in(session: Session, person: Person, kind: NoticeKind) -> None:
    """Turn a kind on again."""
    session.execute(delete(OptOut).where(OptOut.person_id == person.id, OptOut.kind == kind))


def turned_off(session: Session, person: Person) -> list[NoticeKind]:
    """What this person does not want to hear, in the order of the kinds."""
    kinds = set(session.scalars(select(OptOut.kind).filter_by(person_id=person.id)))
    return [kind for kind in NoticeKind if kind in kinds]


def turned_off_by(session: Session, notice_id: int, since: datetime) -> int:
    """How many who got this notice to many have turned news off since then."""
    got_it = exists().where(Outbox.notice_id == notice_id, Outbox.contact_id == Contact.id)
    rows = (
        select(func.count(OptOut.id.distinct()))
        .join(Contact, Contact.person_id == OptOut.person_id)
        .where(OptOut.kind == NoticeKind.NEWS, OptOut.at >= since, got_it)
    )
    return session.scalar(rows) or 0
