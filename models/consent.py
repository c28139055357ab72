"""Consent (同意): who agreed to what, in which words, and whether it was taken back."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Select, String, bindparam, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.contact import Contact
from models.order import ENDED, Order
from models.person import Person
from models.ready import Ready
from models.rows import settled, write
from models.same_person import person_ids_of
from models.words import N_

#: the wording of the one sentence under the card; a new wording gets a new version
NOTICE_VERSION = "2026-12"
#: the wording of the notice on a foreign platform; after a change everybody is asked again
OVERSEAS_VERSION = "2026-11"
#: in `contact.overseas`: the question was put and has no yes, or the yes was taken back. Nothing
#: about anybody goes to such a chat
UNANSWERED = "unanswered"


class Purpose(StrEnum):
    """What the consent is for (domain.md, consent.purpose)."""

    REGISTER = "register"
    SHARE_CONTACT = "share_contact"
    HEALTH = "health"
    LOCATION = "location"
    PHOTO = "photo"
    OVERSEAS_CHANNEL = "overseas_chan"
    PARTY_HOURS = "party_hours"


#: what was agreed to, for the person who did
PURPOSE_LABELS: dict[Purpose, str] = {
    Purpose.REGISTER: N_("记下您的事，好去办"),
    Purpose.SHARE_CONTACT: N_("把电话告诉办事的对方"),
    Purpose.HEALTH: N_("把身体情况告诉来的人"),
    Purpose.LOCATION: N_("到场时看一下位置"),
    Purpose.PHOTO: N_("用您的照片"),
    Purpose.OVERSEAS_CHANNEL: N_("在国外公司的软件里办事"),
    Purpose.PARTY_HOURS: N_("给您看党员60小时进度"),
}


class Consent(Owned, Base):
    """One yes of one person. A withdrawn one stays, so that it can be shown."""

    __tablename__ = "consent"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(named(Purpose))
    scope: Mapped[str] = mapped_column(String(40), default="")
    notice_version: Mapped[str] = mapped_column(String(16))
    #: "chat", "spoken" or "paper"; "proxy": somebody else's word, until the person is asked
    manner: Mapped[str] = mapped_column(String(16), default="chat")
    by_person_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    witness_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


_AGREED = Ready(
    select(Consent.id)
    .where(
        Consent.person_id.in_(person_ids_of(bindparam("of"))),
        Consent.purpose == bindparam("for", type_=Consent.purpose.type),
        Consent.notice_version == bindparam("version"),
        Consent.withdrawn_at.is_(None),
    )
    .limit(1)
)


def version_of(purpose: Purpose) -> str:
    """The wording that is shown now."""
    return OVERSEAS_VERSION if purpose is Purpose.OVERSEAS_CHANNEL else NOTICE_VERSION


def has_agreed(session: Session, person: Person, purpose: Purpose) -> bool:
    """Whether the latest wording was agreed to and not taken back."""
    which = {"of": person.id, "for": purpose, "version": version_of(purpose)}
    return _AGREED.scalar(settled(session), which) is not None


def agree(session: Session, person: Person, purpose: Purpose, at: datetime) -> None:
    """Write down the person's own yes in chat; a second yes to the same words adds nothing."""
    if not has_agreed(session, person, purpose):
        _write(session, person, purpose, at)


def agree_by_proxy(
    session: Session, person: Person, purpose: Purpose, by: Person, at: datetime
) -> None:
    """`by` says that `person` agrees; it holds until they are asked themselves."""
    if not has_agreed(session, person, purpose):
        _write(session, person, purpose, at, manner="proxy", by_person_id=by.id)


def agree_aloud(
    session: Session, person: Person, purpose: Purpose, witness: Person, at: datetime
) -> None:
    """The person's own spoken yes, heard by `witness`; it takes the place of a proxy's."""
    _end(session, person, purpose, at, manner="proxy")
    if not has_agreed(session, person, purpose):
        heard = {"by_person_id": witness.id, "witness_id": witness.id}
        _write(session, person, purpose, at, manner="spoken", **heard)


def refuse_aloud(session: Session, person: Person, purpose: Purpose, at: datetime) -> None:
    """The person's own no: whatever was said for this purpose ends."""
    _end(session, person, purpose, at)


def _write(
    session: Session, person: Person, purpose: Purpose, at: datetime, **how: str | int
) -> None:
    write(
        session,
        Consent(
            community_id=person.community_id,
            person_id=person.id,
            purpose=purpose,
            notice_version=version_of(purpose),
            given_at=at,
            **how,
        ),
    )


def _end(session: Session, person: Person, purpose: Purpose, at: datetime, **how: str) -> None:
    given = update(Consent).filter_by(purpose=purpose, **how)
    in_force = Consent.person_id.in_(person_ids_of(person.id)), Consent.withdrawn_at.is_(None)
    session.execute(
        given.where(*in_force).values(withdrawn_at=at),
        execution_options={"synchronize_session": "fetch"},
    )


def agreed(session: Session, person: Person) -> list[Consent]:
    """What this person agreed to and did not take back, oldest first."""
    return list(session.scalars(_in_force(person).order_by(Consent.given_at, Consent.id)))


def _in_force(person: Person) -> Select[Consent]:
    return select(Consent).where(
        Consent.person_id.in_(person_ids_of(person.id)), Consent.withdrawn_at.is_(None)
    )


def decline(session: Session, person: Person, purpose: Purpose, at: datetime) -> None:
    """Write down a no: a yes that was never in force, so that nobody asks again."""
    no = Consent(
        community_id=person.community_id,
        person_id=person.id,
        purpose=purpose,
        notice_version=version_of(purpose),
        given_at=at,
        withdrawn_at=at,
    )
    session.add(no)


def may_ask(session: Session, person: Person, purpose: Purpose) -> bool:
    """Whether to ask for this yes: not after a no, nor after it was taken back, in these words."""
    asked = select(Consent.id).where(
        Consent.person_id.in_(person_ids_of(person.id)),
        Consent.purpose == purpose,
        Consent.notice_version == version_of(purpose),
    )
    return session.scalar(asked.limit(1)) is None


def withdraw(session: Session, person: Person, purpose: Purpose, at: datetime) -> bool:
    """Take one yes back; what it allowed stops at once. False when there was none."""
    if purpose is Purpose.OVERSEAS_CHANNEL:
        return withdraw_overseas(session, person, at)
    given = update(Consent).where(
        Consent.person_id.in_(person_ids_of(person.id)),
        Consent.purpose == purpose,
        Consent.withdrawn_at.is_(None),
    )
    taken = session.execute(given.values(withdrawn_at=at).returning(Consent.id)).all()
    if purpose is Purpose.HEALTH:
        open_ones = update(Order).where(
            Order.served_person_id == person.id, Order.state.not_in(ENDED)
        )
        session.execute(open_ones.values(may_tell_health=False))
    return bool(taken)


def withdraw_all(session: Session, person: Person, at: datetime) -> None:
    """Take every yes back: this person leaves."""
    given = update(Consent).where(
        Consent.person_id.in_(person_ids_of(person.id)), Consent.withdrawn_at.is_(None)
    )
    session.execute(given.values(withdrawn_at=at))


def agree_overseas(session: Session, person: Person, contact_id: int, at: datetime) -> None:
    """This chat may be used from now on, on a platform whose servers are abroad."""
    agree(session, person, Purpose.OVERSEAS_CHANNEL, at)
    mark_overseas(session, contact_id, OVERSEAS_VERSION)


def mark_overseas(session: Session, contact_id: int, mark: str) -> None:
    """What this chat knows of the notice: the version agreed to, or UNANSWERED."""
    session.execute(update(Contact).where(Contact.id == contact_id).values(overseas=mark))


def withdraw_overseas(session: Session, person: Person, at: datetime) -> bool:
    """Take the yes back for all chats of this person; False when there was none."""
    given = update(Consent).where(
        Consent.person_id.in_(person_ids_of(person.id)),
        Consent.purpose == Purpose.OVERSEAS_CHANNEL,
        Consent.withdrawn_at.is_(None),
    )
    taken = session.execute(given.values(withdrawn_at=at).returning(Consent.id)).all()
    chats = update(Contact).where(Contact.person_id == person.id, Contact.overseas != "")
    session.execute(chats.values(overseas=UNANSWERED))
    return bool(taken)
