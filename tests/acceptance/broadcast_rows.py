"""The rows of a notice to many: the people it is meant for, and what became of each message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import insert, select, update

from models.account import Account, ensure_account
from models.community import Community, home_community
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database
from models.membership import Membership, Role
from models.notice import LIVES, Audience, Notice, NoticeState
from models.outbox import GaveUp, Lane, Outbox, OutboxState
from models.person import Person
from tests.broadcasting import WORDS

#: a chat: the name of its channel, and its address there
Chat = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One message, the chat it goes to, and the process that has it."""

    id: int
    to: Chat
    state: OutboxState
    reason: GaveUp | None
    attempts: int
    doubts: int
    owner: str | None

    @property
    def chat(self) -> int:
        """The number of a chat at Telegram."""
        return int(self.to[1])


def at_telegram(numbers: Iterable[int]) -> list[Chat]:
    """The private chats of these numbers."""
    return [("telegram", str(each)) for each in numbers]


def fill(db: Database, chats: Sequence[Chat], at: datetime) -> None:
    """A coordinator and volunteers, each with one of these chats; it has no quiet hours.

    A desk must have made the first rows, and nobody may have written to it yet.
    """
    with db.session() as session:
        community = home_community(session)
        awake = {"quiet_from": time.max, "quiet_until": time.min}
        session.execute(update(Community).values(awake))
        names = {channel for channel, _address in chats}
        accounts = {each: ensure_account(session, community, each, "main").id for each in names}
        of = {"community_id": community.id}
    new = {**of, "created_at": at}
    known = {n: (accounts[channel], address) for n, (channel, address) in enumerate(chats, 1)}
    roles = {n: Role.COORDINATOR if n == 1 else Role.VOLUNTEER for n in known}
    made: dict[type[Any], list[dict[str, Any]]] = {
        Person: [{**new, "id": n, "display_name": f"志{n}"} for n in known],
        Contact: [
            {**new, "id": n, "person_id": n, "account_id": account_id, "address": address}
            for n, (account_id, address) in known.items()
        ],
        Conversation: [{**of, "contact_id": n, "changed_at": at} for n in known],
        Membership: [{**of, "person_id": n, "role": roles[n], "since": at} for n in known],
    }
    with db.patient.begin() as rows:
        for table, values in made.items():
            rows.execute(insert(table), values)
        if not db.is_sqlite:  # it counts on from what it gave out itself
            for name in (Person.__tablename__, Contact.__tablename__):
                counter = f"pg_get_serial_sequence('{name}', 'id')"
                rows.exec_driver_sql(f"SELECT setval({counter}, {len(chats)})")


def announce(db: Database, at: datetime) -> None:
    """The coordinator's notice to all volunteers has been approved just now."""
    with db.session() as session:
        session.add(
            Notice(
                community_id=home_community(session).id,
                author_id=1,
                text=WORDS,
                audience=Audience.VOLUNTEERS,
                state=NoticeState.QUEUED,
                created_at=at,
                not_after=at + LIVES,
            )
        )


def bulk(db: Database) -> list[Row]:
    """The rows of notices."""
    columns = (
        Outbox.id,
        Account.channel,
        Contact.address,
        Outbox.state,
        Outbox.reason,
        Outbox.attempts,
        Outbox.doubts,
        Outbox.lease_owner,
    )
    rows = select(*columns).join(Contact, Contact.id == Outbox.contact_id)
    rows = rows.join(Account, Account.id == Contact.account_id)
    with db.read.connect() as connection:
        found = connection.execute(rows.where(Outbox.lane == Lane.BULK).order_by(Outbox.id)).all()
    return [Row(row.id, (row.channel, row.address), *row[3:]) for row in found]


def under_way(db: Database, pid: int) -> list[Row]:
    """Those that the process of this id was calling, as far as anybody can know."""
    is_owner = f"-{pid}-"
    return [
        each
        for each in bulk(db)
        if each.state is OutboxState.SENDING and is_owner in (each.owner or "")
    ]


def late_answers(db: Database) -> set[int]:
    """Chats where an answer met a mishap, so that it went a second time."""
    answers = select(Contact.address).join(Outbox, Outbox.contact_id == Contact.id)
    late = answers.where(Outbox.lane == Lane.REPLY, (Outbox.attempts > 1) | (Outbox.doubts > 0))
    with db.read.connect() as rows:
        return {int(address) for address in rows.scalars(late)}
