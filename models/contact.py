"""A contact: one private chat of one account. Groups are addresses, never contacts."""

from datetime import datetime

from sqlalchemy import (
    Boolean,
    Connection,
    ForeignKey,
    String,
    UniqueConstraint,
    bindparam,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.conversation import Conversation
from models.ready import Ready
from models.upsert import insert_new


class Contact(Owned, Base):
    """One private chat. Who it belongs to is learnt later; a typed phone number proves nobody."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("account_id", "address"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id"))
    address: Mapped[str] = mapped_column(String(128))
    person_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    language: Mapped[str] = mapped_column(String(8), default="")
    #: until when the platform lets us write first; None where it does not matter
    window_until: Mapped[datetime | None] = mapped_column(Instant)
    stopped_at: Mapped[datetime | None] = mapped_column(Instant)
    next_send_at: Mapped[datetime | None] = mapped_column(Instant)
    #: on a foreign platform: the wording of the notice she agreed to, "" before she is asked
    #: (models.consent)
    overseas: Mapped[str] = mapped_column(String(16), default="")
    #: told first here, of several chats of one person (在哪儿收)
    is_chosen: Mapped[bool] = mapped_column(Boolean, default=False)
    #: the actions of the card that their next word may answer by a digit (bot/digits.py)
    digits: Mapped[str] = mapped_column(String(255), default="", server_default="")
    #: the station whose code she scanned last: where she asked from
    station_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("station.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)


_KNOWN = Ready(
    select(Contact.id).where(
        Contact.account_id == bindparam("account_id"), Contact.address == bindparam("address")
    )
)


def meet(
    connection: Connection, community_id: int, account_id: int, address: str, at: datetime
) -> int:
    """The id of the contact with this address, made with its conversation row on first sight.

    Safe when many processes meet the same address at once.
    """
    which = {"account_id": account_id, "address": address}
    known = _KNOWN.scalar(connection, which)
    if known is not None:
        return int(known)
    blank = {"language": "", "overseas": "", "is_chosen": False, "digits": ""}
    contact = {"community_id": community_id, **which, **blank, "created_at": at}
    insert_new(connection, Contact, contact)
    contact_id = int(_KNOWN.scalar(connection, which))
    insert_new(
        connection,
        Conversation,
        {"contact_id": contact_id, "community_id": community_id, "changed_at": at},
    )
    return contact_id


def seat(
    connection: Connection, account_id: int, community_id: int, person_id: int, at: datetime
) -> int:
    """The chat of this person on this account, made when there is none: one for all browsers."""
    known = connection.scalar(
        select(Contact.id)
        .where(Contact.account_id == account_id, Contact.person_id == person_id)
        .limit(1)
    )
    if known is not None:
        return known
    contact_id = meet(connection, community_id, account_id, f"p:{person_id}", at)
    connection.execute(update(Contact).where(Contact.id == contact_id).values(person_id=person_id))
    return contact_id


def chats_of(session: Session, person_id: int) -> list[Contact]:
    """The living chats of this person, the oldest first."""
    rows = select(Contact).where(Contact.person_id == person_id, Contact.stopped_at.is_(None))
    return list(session.scalars(rows.order_by(Contact.id)))


def chosen_chat(session: Session, person_id: int) -> int | None:
    """The chat in which this person is told things first; None: the one they wrote in last."""
    rows = select(Contact.id).where(Contact.person_id == person_id, Contact.is_chosen)
    return session.scalar(rows.order_by(Contact.id).limit(1))


def choose_chat(session: Session, person_id: int, contact_id: int | None) -> None:
    """Tell this person things in that chat first, from now on; None: where they wrote last."""
    theirs = update(Contact).where(Contact.person_id == person_id)
    session.execute(theirs.values(is_chosen=Contact.id == contact_id if contact_id else False))
