"""A licence or check that somebody of the community has seen (资质证书, 核实)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.audit import Audit
from models.base import Base, BigKey, Instant, Key, Owned
from models.errors import Refused
from models.membership import STAFF, require
from models.person import Person
from models.skill import LICENSED
from models.vault import Secret
from models.words import N_


class Qualification(Owned, Base):
    """One skill of one person, proven to a worker; ends on a day or never."""

    __tablename__ = "qualification"
    __table_args__ = (
        UniqueConstraint("person_id", "skill"),
        Index("ix_qualification_community_id_skill", "community_id", "skill"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    skill: Mapped[str] = mapped_column(String(24))
    number: Mapped[str | None] = mapped_column(Secret)
    valid_until: Mapped[date | None] = mapped_column(Date)
    verified_by_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    verified_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a worker has seen: for which skill, valid until which day."""

    skill: str
    until: date | None = None


def verify(
    session: Session, person: Person, proof: Proof, by: Person, today: date, at: datetime
) -> Qualification:
    """核实资质: a worker has seen the licence. Raises Refused for one's own, or an old one."""
    require(session, by, STAFF, at)
    if person.community_id != by.community_id:
        raise Refused(N_("没找到这个人。\n写全名，或者写志愿者编号。"))
    if person.id == by.id:
        raise Refused(N_("自己的资质，要请同事来看。"))
    if proof.skill not in LICENSED:
        raise Refused(N_("这一项不用看证，自己说会就行。"))
    if proof.until is not None and proof.until < today:
        raise Refused(N_("这张证已经过期了。\n换了新证再来核实。"))
    rows = select(Qualification).filter_by(person_id=person.id, skill=proof.skill)
    seen = session.scalar(rows)
    if seen is None:
        seen = Qualification(
            community_id=person.community_id, person_id=person.id, skill=proof.skill
        )
        session.add(seen)
    seen.valid_until, seen.verified_by_id, seen.verified_at = proof.until, by.id, at
    session.add(
        Audit(
            community_id=person.community_id,
            actor_id=by.id,
            action="verified",
            subject=f"person:{person.id}",
            detail=f"{proof.skill} {proof.until or ''}".strip(),
            at=at,
        )
    )
    session.flush()
    return seen


def proven(session: Session, people: Collection[int], on: date) -> dict[int, set[str]]:
    """Which skills of these people were proven and still are on that day."""
    rows = select(Qualification.person_id, Qualification.skill).where(
        Qualification.person_id.in_(people),
        or_(Qualification.valid_until.is_(None), Qualification.valid_until >= on),
    )
    found: dict[int, set[str]] = {}
    for person_id, skill in session.execute(rows) if people else ():
        found.setdefault(person_id, set()).add(skill)
    return found
