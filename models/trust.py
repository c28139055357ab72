"""Trust (信任): who may visit alone, and who was checked for work with children; given by name."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.audit import Audit
from models.base import Base, BigKey, Instant, Key, Owned
from models.errors import Refused
from models.membership import STAFF, Role, people_with, require, roles_of
from models.person import Person
from models.words import N_

ALONE, CHILDREN = "alone", "children"


class Trust(Owned, Base):
    """One person is trusted with something by somebody, until a day."""

    __tablename__ = "trust"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    #: "alone": visits without a second one; "children": vetted for work with minors
    kind: Mapped[str] = mapped_column(String(16))
    given_by_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime] = mapped_column(Instant)


def is_trusted(session: Session, person: Person, kind: str, at: datetime) -> bool:
    """Whether somebody of the community has trusted this person with `kind`, and still does."""
    rows = select(Trust.id).where(
        Trust.person_id == person.id,
        Trust.community_id == person.community_id,
        Trust.kind == kind,
        Trust.given_at <= at,
        Trust.until > at,
    )
    return session.scalar(rows.limit(1)) is not None


def volunteers_named(session: Session, community_id: int, name: str, at: datetime) -> list[Person]:
    """The volunteers who are called exactly that, the first to come first."""
    rows = select(Person).where(
        Person.community_id == community_id,
        Person.display_name == name,
        Person.left_at.is_(None),
        Person.id.in_(people_with(session, community_id, (Role.VOLUNTEER,), at)),
    )
    return list(session.scalars(rows.order_by(Person.id)))


def give_trust(
    session: Session, person: Person, kind: str, until: datetime, by: Person, at: datetime
) -> Trust:
    """信任, 核实: from now until a day, by this worker's word. Raises Refused."""
    require(session, by, STAFF, at)
    if person.community_id != by.community_id:
        raise Refused(N_("这位登记在别的社区。\n请那边的社区来办。"))
    if person.id == by.id:
        raise Refused(N_("不能给自己办。\n请一位同事来办。"))
    if person.is_adult is False:
        raise Refused(N_("还没满 18 岁，不能单独去。\n满了再来办。"))
    if Role.VOLUNTEER not in roles_of(session, person, at):
        raise Refused(N_("这位还没登记成志愿者。\n请先写“我来帮忙”。"))
    if until <= at:
        raise Refused(N_("这一天已经过了。\n到哪天为止？"), ask="until")
    row = session.scalar(select(Trust).filter_by(person_id=person.id, kind=kind))
    if row is None:
        row = Trust(community_id=person.community_id, person_id=person.id, kind=kind)
        session.add(row)
    row.given_by_id, row.given_at, row.until = by.id, at, until
    _write_down(session, "trust_given", person, f"{kind} {until:%Y-%m-%d}", by, at)
    return row


def end_trust(session: Session, person: Person, kind: str, by: Person, at: datetime) -> None:
    """It ends now; the row stays and says who had given it. Raises Refused when there is none."""
    require(session, by, STAFF, at)
    row = session.scalar(
        select(Trust).filter_by(person_id=person.id, kind=kind, community_id=by.community_id)
    )
    if row is None or row.until <= at:
        raise Refused(N_("这一项本来就没有，不用收回。"))
    row.until = at
    _write_down(session, "trust_ended", person, kind, by, at)


def _write_down(
    session: Session, action: str, person: Person, detail: str, by: Person, at: datetime
) -> None:
    session.add(
        Audit(
            community_id=person.community_id,
            actor_id=by.id,
            action=action,
            subject=f"person:{person.id}",
            detail=detail,
            at=at,
        )
    )
    session.flush()
