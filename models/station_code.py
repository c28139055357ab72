"""The code of a station at one account of a platform: made once, printed as often as needed.

WeChat gives an account 100,000 of them that last, so none is made twice.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.account import Account
from models.base import Base, BigKey, Instant, Key, Owned


class StationCode(Owned, Base):
    """What the code says: an address of the platform's, that opens the account at this station."""

    __tablename__ = "station_code"
    __table_args__ = (UniqueConstraint("account_id", "station_id"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id"))
    station_id: Mapped[int] = mapped_column(BigKey, ForeignKey("station.id"))
    link: Mapped[str] = mapped_column(String(255))
    made_at: Mapped[datetime] = mapped_column(Instant)


def codes_of(session: Session, station_id: int) -> dict[str, str]:
    """The links of this station by the names of their accounts, oldest first."""
    rows = (
        select(Account.name, StationCode.link)
        .join(Account, Account.id == StationCode.account_id)
        .where(StationCode.station_id == station_id)
        .order_by(StationCode.id)
    )
    return {row.name: row.link for row in session.execute(rows)}
