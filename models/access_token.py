"""The access token of one account at its platform: fetched by one process, used by all.

A platform gives each account few tokens a day, and a new one ends the one before; so no process
fetches for itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, ForeignKey, Integer, String, Update, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.upsert import insert_new
from models.vault import Secret

#: how long one process may take to fetch
LEASE = timedelta(seconds=20)
#: clocks of two machines may differ by this much
SKEW = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose token it is, and which process holds it."""

    community_id: int
    account_id: int
    owner: str


class AccessToken(Owned, Base):
    """The token of one account, if it has one yet, and who is fetching the next."""

    __tablename__ = "access_token"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id"), unique=True)
    #: "" before the first
    token: Mapped[str] = mapped_column(Secret, default="")
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    #: how often one was fetched
    fetches: Mapped[int] = mapped_column(Integer, default=0)
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None] = mapped_column(Instant)


def read_token(connection: Connection, account_id: int) -> tuple[str, datetime | None, int]:
    """The token, "" before the first, until when it is good, and how often one was fetched."""
    columns = select(AccessToken.token, AccessToken.expires_at, AccessToken.fetches)
    row = connection.execute(columns.where(AccessToken.account_id == account_id)).first()
    return (row.token, row.expires_at, row.fetches) if row is not None else ("", None, 0)


def may_fetch(connection: Connection, whose: Holder, fetches: int, at: datetime) -> bool:
    """Take the right to fetch the next token after `fetches` of them.

    False while another process has it, or when one has been fetched since that was read.
    """
    first = {"community_id": whose.community_id, "account_id": whose.account_id}
    insert_new(connection, AccessToken, {**first, "token": "", "fetches": 0})
    free = or_(
        AccessToken.lease_owner.is_(None),
        AccessToken.lease_owner == whose.owner,
        AccessToken.lease_until < at - SKEW,
    )
    taken = update(AccessToken).where(
        AccessToken.account_id == whose.account_id, AccessToken.fetches == fetches, free
    )
    values = {"lease_owner": whose.owner, "lease_until": at + LEASE}
    return bool(connection.execute(taken.values(values)).rowcount)


def _held(account_id: int, owner: str) -> Update:
    return update(AccessToken).where(
        AccessToken.account_id == account_id, AccessToken.lease_owner == owner
    )


def keep_token(
    connection: Connection, account_id: int, owner: str, token: str, expires_at: datetime
) -> None:
    """The next token, for everybody. Nothing when the right to fetch it was lost meanwhile."""
    mine = update(AccessToken).where(
        AccessToken.account_id == account_id, AccessToken.lease_owner == owner
    )
    connection.execute(
        mine.values(
            token=token,
            expires_at=expires_at,
            fetches=AccessToken.fetches + 1,
            lease_owner=None,
            lease_until=None,
        )
    )


def give_up_fetching(connection: Connection, account_id: int, owner: str) -> None:
    """Let another process try."""
    mine = update(AccessToken).where(
        AccessToken.account_id == account_id, AccessToken.lease_owner == owner
    )
    connection.execute(mine.values(lease_owner=None, lease_until=None))
