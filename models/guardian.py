"""A guardian's consent (监护人同意): eight digits the minor passes on, or a yes at the station."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.consent import Consent, Purpose, version_of
from models.errors import Refused
from models.membership import Role, grant
from models.minors import AGES, GUARDIAN, is_minor, youngest_age
from models.person import ActsFor, Person
from models.vault import vault_of
from models.words import N_

CODE_LIVES = timedelta(days=3)
#: what a wrong number is called in the audit log
WRONG = "wrong_guardian_code"


class GuardianCode(Owned, Base):
    """Eight digits by which a minor's guardian finds them, once; only a keyed hash is kept."""

    __tablename__ = "guardian_code"

    id: Mapped[Key]
    code_hash: Mapped[str] = mapped_column(String(64), index=True)
    minor_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


def _hash(session: Session, code: str) -> str:
    return vault_of(session.connection().engine).index(f"guardian:{code}")


def give_guardian_code(session: Session, minor: Person, code: str, at: datetime) -> None:
    """Let a guardian find this minor by `code`; earlier codes of theirs are over."""
    earlier = update(GuardianCode).where(
        GuardianCode.minor_id == minor.id, GuardianCode.used_at.is_(None)
    )
    session.execute(earlier.values(used_at=at))
    session.add(
        GuardianCode(
            community_id=minor.community_id,
            code_hash=_hash(session, code),
            minor_id=minor.id,
            expires_at=at + CODE_LIVES,
        )
    )


def minor_of_code(session: Session, community_id: int, code: str, at: datetime) -> Person | None:
    """The minor whose code this is; None for a wrong, used or old one."""
    rows = (
        select(Person)
        .join(GuardianCode, GuardianCode.minor_id == Person.id)
        .where(
            GuardianCode.community_id == community_id,
            GuardianCode.code_hash == _hash(session, code),
            GuardianCode.used_at.is_(None),
            GuardianCode.expires_at > at,
        )
    )
    return session.scalar(rows.limit(1))


def entrust(
    session: Session, minor: Person, guardian: Person, at: datetime, witness: Person | None = None
) -> None:
    """The guardian says yes: from now on the minor is a volunteer, and somebody answers for them.

    A `witness` is the worker who heard it at the station. Raises Refused.
    """
    if guardian.id == minor.id or is_minor(guardian, at):
        raise Refused(N_("要满 18 岁的家长来点头。\n请家长用自己的手机写。"))
    if guardian.community_id != minor.community_id or not is_minor(minor, at):
        raise Refused(N_("这个孩子不用家长点头了。"))
    if witness is None and youngest_age(minor.birth_year or at.year, at) < AGES.alone:
        raise Refused(N_("还没到 14 岁，请一起到站里来办。"))
    row = session.scalar(
        select(ActsFor).filter_by(person_id=guardian.id, for_person_id=minor.id, scope=GUARDIAN)
    )
    if row is None:
        row = ActsFor(person_id=guardian.id, for_person_id=minor.id, scope=GUARDIAN)
        row.community_id = minor.community_id
        session.add(row)
    row.agreed_by, row.agreed_at, row.ended_at = "station" if witness else "guardian", at, None
    session.add(
        Consent(
            community_id=minor.community_id,
            person_id=minor.id,
            purpose=Purpose.REGISTER,
            notice_version=version_of(Purpose.REGISTER),
            manner="spoken" if witness else "chat",
            by_person_id=guardian.id,
            witness_id=witness.id if witness else None,
            given_at=at,
        )
    )
    used = update(GuardianCode).where(
        GuardianCode.minor_id == minor.id, GuardianCode.used_at.is_(None)
    )
    session.execute(used.values(used_at=at))
    grant(session, minor, Role.VOLUNTEER, at, witness or guardian)
    session.flush()


def children_of(session: Session, guardian: Person) -> list[Person]:
    """The minors this person answers for."""
    rows = (
        select(Person)
        .join(ActsFor, ActsFor.for_person_id == Person.id)
        .where(
            ActsFor.person_id == guardian.id,
            ActsFor.scope == GUARDIAN,
            ActsFor.ended_at.is_(None),
        )
    )
    return list(session.scalars(rows.order_by(Person.id)))


def take_back(session: Session, guardian: Person, minor: Person, at: datetime) -> None:
    """The guardian's yes is over; the consent that rested on it, too."""
    rows = select(ActsFor).filter_by(
        person_id=guardian.id, for_person_id=minor.id, scope=GUARDIAN, ended_at=None
    )
    row = session.scalar(rows)
    if row is None:
        raise Refused(N_("这里没有要撤回的。"))
    row.ended_at = at
    given = update(Consent).where(
        Consent.person_id == minor.id,
        Consent.by_person_id == guardian.id,
        Consent.withdrawn_at.is_(None),
    )
    session.execute(given.values(withdrawn_at=at))
    session.flush()
