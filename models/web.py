"""The web chat's own rows: sessions behind signed cookies, one-time links, and what is shown."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, Select, String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.contact import Contact
from models.person import Person
from models.vault import SecretJson, Vault, vault_of


class WebSession(Owned, Base):
    """One browser (or one pane of it). The cookie holds the token, the row only its hash."""

    __tablename__ = "web_session"

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


def close_sessions(session: Session, person_id: int, at: datetime, but: int = 0) -> None:
    """Shut all browsers of this person out: pages, the board and open streams end.

    `but` is a chat whose page stays, so that what is said there now can still be read.
    """
    theirs = select(Contact.id).where(Contact.person_id == person_id, Contact.id != but)
    session.execute(
        update(WebSession)
        .where(WebSession.contact_id.in_(theirs), WebSession.revoked_at.is_(None))
        .values(revoked_at=at)
        .execution_options(synchronize_session=False)
    )
    links = update(OneTimeLink).where(
        OneTimeLink.person_id == person_id, OneTimeLink.used_at.is_(None)
    )
    session.execute(links.values(used_at=at).execution_options(synchronize_session=False))


class OneTimeLink(Owned, Base):
    """A link that opens a session for a person once, for 15 minutes, or their copy, for a day."""

    __tablename__ = "one_time_link"

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class DeviceCode(Owned, Base):
    """Eight digits that move a chat to another browser, once, for ten minutes (换设备)."""

    __tablename__ = "device_code"

    id: Mapped[Key]
    code_hash: Mapped[str] = mapped_column(String(64), index=True)
    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"))
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


DEVICE_CODE_LIVES = timedelta(minutes=10)


def device_hash(vault: Vault, code: str) -> str:
    """What the database knows of a code: keyed, because eight digits could be tried out."""
    return vault.index(f"device:{code}")


def give_device_code(session: Session, contact: Contact, code: str, at: datetime) -> None:
    """Let whoever types `code` in another browser within ten minutes take over this chat."""
    vault = vault_of(session.connection().engine)
    session.add(
        DeviceCode(
            community_id=contact.community_id,
            code_hash=device_hash(vault, code),
            contact_id=contact.id,
            expires_at=at + DEVICE_CODE_LIVES,
        )
    )


def take_device_code(session: Session, code: str, at: datetime) -> int | None:
    """The contact whose code this is, used up; None for a wrong, used or old one."""
    vault = vault_of(session.connection().engine)
    taken = session.execute(
        update(DeviceCode)
        .where(
            DeviceCode.code_hash == device_hash(vault, code),
            DeviceCode.used_at.is_(None),
            DeviceCode.expires_at > at,
        )
        .values(used_at=at)
        .returning(DeviceCode.contact_id)
    )
    return taken.scalars().first()


COPY_LIVES = timedelta(days=1)


def copy_hash(vault: Vault, token: str) -> str:
    """What the database knows of a link to a copy: keyed, so that it opens no session as well."""
    return vault.index(f"copy:{token}")


def give_copy_link(session: Session, person: Person, token: str, at: datetime) -> datetime:
    """Let whoever has `token` read this person's copy once; returns until when."""
    until = at + COPY_LIVES
    session.add(
        OneTimeLink(
            community_id=person.community_id,
            token_hash=copy_hash(vault_of(session.connection().engine), token),
            person_id=person.id,
            expires_at=until,
        )
    )
    return until


def copy_link(session: Session, token: str, at: datetime) -> int | None:
    """Whose copy this link opens, still unused; None for a wrong, used or old one."""
    return session.scalar(_good_copy(session, token, at))


def take_copy_link(session: Session, token: str, at: datetime) -> int | None:
    """Whose copy this link opens, used up with it; of two at once one gets it."""
    good = _good_copy(session, token, at).with_only_columns(OneTimeLink.id)
    taken = update(OneTimeLink).where(
        OneTimeLink.id.in_(good.scalar_subquery()), OneTimeLink.used_at.is_(None)
    )
    used = session.execute(taken.values(used_at=at).returning(OneTimeLink.person_id))
    return used.scalars().first()


def figures_hash(vault: Vault, way: str) -> str:
    """What the database knows of a link to figures: `way` is week/2026-11-23/token."""
    return vault.index(f"figures:{way}")


def give_figures_link(session: Session, person: Person, way: str, at: datetime) -> datetime:
    """Let whoever has the link read these figures for a day; returns until when."""
    until = at + COPY_LIVES
    row = OneTimeLink(
        community_id=person.community_id,
        token_hash=figures_hash(vault_of(session.connection().engine), way),
        person_id=person.id,
        expires_at=until,
    )
    session.add(row)
    return until


def figures_link(session: Session, way: str, at: datetime) -> Person | None:
    """For whom this link was made, while it is good. It is not used up: it names nobody."""
    rows = (
        select(Person)
        .join(OneTimeLink, OneTimeLink.person_id == Person.id)
        .where(
            OneTimeLink.token_hash == figures_hash(vault_of(session.connection().engine), way),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > at,
        )
    )
    return session.scalar(rows)


def _good_copy(session: Session, token: str, at: datetime) -> Select[int]:
    return select(OneTimeLink.person_id).where(
        OneTimeLink.token_hash == copy_hash(vault_of(session.connection().engine), token),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > at,
    )


class ChatLine(Owned, Base):
    """One bubble of a web chat. `sequence` grows with every new or changed line of a contact."""

    __tablename__ = "chat_line"
    __table_args__ = (
        UniqueConstraint("contact_id", "position"),
        UniqueConstraint("contact_id", "sequence"),
        UniqueConstraint("outbox_id"),
        Index("ix_chat_line_contact_id_key", "contact_id", "key"),
    )

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"))
    position: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int] = mapped_column(Integer)
    #: "in" (hers) or "out" (the desk's)
    direction: Mapped[str] = mapped_column(String(3))
    #: the key made in the browser, for her own lines
    key: Mapped[str] = mapped_column(String(64), default="")
    #: a delivery tried twice shows once
    outbox_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("outbox.id"))
    content: Mapped[Any] = mapped_column(SecretJson)
    at: Mapped[datetime] = mapped_column(Instant)


class ChatHead(Owned, Base):
    """The last sequence of one web chat; taking the next one locks only this row."""

    __tablename__ = "chat_head"

    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"), primary_key=True)
    last: Mapped[int] = mapped_column(Integer, default=0)
