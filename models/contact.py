"""A contact: one private chat of one account. Groups are addresses, never contacts."""

from datetime import datetime

from sqlalchemy import Connection, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.conversation import Conversation
from models.upsert import insert_for


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
    created_at: Mapped[datetime] = mapped_column(Instant)


def meet(
    connection: Connection, community_id: int, account_id: int, address: str, at: datetime
) -> int:
    """The id of the contact with this address, made with its conversation row on first sight.

    Safe when many processes meet the same address at once.
    """
    known = connection.scalar(
        select(Contact.id).where(Contact.account_id == account_id, Contact.address == address)
    )
    if known is not None:
        return known
    made = insert_for(connection, Contact).values(
        community_id=community_id,
        account_id=account_id,
        address=address,
        language="",
        created_at=at,
    )
    connection.execute(made.on_conflict_do_nothing(index_elements=["account_id", "address"]))
    contact_id = connection.execute(
        select(Contact.id).where(Contact.account_id == account_id, Contact.address == address)
    ).scalar_one()
    row = insert_for(connection, Conversation).values(
        contact_id=contact_id, community_id=community_id, changed_at=at
    )
    connection.execute(row.on_conflict_do_nothing(index_elements=["contact_id"]))
    return contact_id
