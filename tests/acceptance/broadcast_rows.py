"""The rows of a notice to many: the people it is meant for, and what became of each message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import insert, select, update

from models.account import ensure_account
from models.community import Community, home_community
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database
from models.membership import Membership, Role
from models.notice import LIVES, Audience, Notice, NoticeState
from models.outbox import GaveUp, Lane, Outbox, OutboxState
from models.person import Person
from tests.broadcasting import WORDS


@dataclass(frozen=True, slots=True)
class Row:
    """One message, the number of the chat it goes to, and the process that has it."""

    id: int
    chat: int
    state: OutboxState
    reason: GaveUp | None
    attempts: int
    doubts: int
    owner: str | None


def fill(db: Database, coordinator: int, volunteers: Sequence[int], at: datetime) -> None:
    """A community of these people, each with a chat of that number; it has no quiet hours.

    A desk must have made the first rows, and nobody may have written to it yet.
    """
    with db.session() as session:
        community = home_community(session)
        awake = {"quiet_from": time.max, "quiet_until": time.min}
        session.execute(update(Community).values(awake))
        account_id = ensure_account(session, community, "telegram", "main").id
        of = {"community_id": community.id}
    new = {**of, "created_at": at}
    known = {**new, "account_id": account_id}
    chats = dict(enumerate([coordinator, *volunteers], 1))
    roles = {n: Role.COORDINATOR if n == 1 else Role.VOLUNTEER for n in chats}
    addresses = {n: str(chat) for n, chat in chats.items()}
    made: dict[type[Any], list[dict[str, Any]]] = {
        Person: [{**new, "id": n, "display_name": f"志{n}"} for n in chats],
        Contact: [{**known, "id": n, "person_id": n, "address": addresses[n]} for n in chats],
        Conversation: [{**of, "contact_id": n, "changed_at": at} for n in chats],
        Membership: [{**of, "person_id": n, "role": roles[n], "since": at} for n in chats],
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
        Contact.address,
        Outbox.state,
        Outbox.reason,
        Outbox.attempts,
        Outbox.doubts,
        Outbox.lease_owner,
    )
    rows = select(*columns).join(Contact, Contact.id == Outbox.contact_id)
    with db.read.connect() as connection:
        found = connection.execute(rows.where(Outbox.lane == Lane.BULK).order_by(Outbox.id)).all()
    return [Row(row.id, int(row.address), *row[2:]) for row in found]


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
