"""The access token of one account at its platform: fetched by one process, used by all.

A platform gives each account few tokens a day, and a new one ends the one before; so no process
fetches for itself.
"""

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


def read_token(connection: Connection, account_id: int) -> tuple[str, datetime | None]:
    """The token, "" before the first, and until when it is good."""
    columns = select(AccessToken.token, AccessToken.expires_at)
    row = connection.execute(columns.where(AccessToken.account_id == account_id)).first()
    return (row.token, row.expires_at) if row is not None else ("", None)


def may_fetch(
    connection: Connection, community_id: int, account_id: int, owner: str, at: datetime
) -> bool:
    """Take the right to fetch the next token; False while another process has it."""
    row = {"community_id": community_id, "account_id": account_id, "token": "", "fetches": 0}
    insert_new(connection, AccessToken, row)
    free = or_(
        AccessToken.lease_owner.is_(None),
        AccessToken.lease_owner == owner,
        AccessToken.lease_until < at - SKEW,
    )
    taken = update(AccessToken).where(AccessToken.account_id == account_id, free)
    values = {"lease_owner": owner, "lease_until": at + LEASE}
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
