"""Counts at the end that no conversation was lost and none doubled, on every side."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.load import Server, counts
from bench.stub import Chats
from bench.table import Figure
from bench.talk import REPLIES_OURS, STEPS
from models.contact import Contact
from models.database import Database
from models.inbox import Inbox, InboxState
from models.order import Order
from models.outbox import Outbox, OutboxState
from models.person import Person

#: how a reply ends well: by a call, or in the answer to the post
GONE = (OutboxState.SENT, OutboxState.ANSWERED)


def ours(name: str, db: Database, chat_ids: Sequence[int]) -> Figure:
    """Every conversation is one order of one named person, every message done, every reply sent."""
    with db.reading() as session:
        faults = {
            "conversations without exactly one order": _not_one_order(session, chat_ids),
            "messages not done once": abs(
                _count(session, Inbox.state == InboxState.DONE) - len(chat_ids) * STEPS
            ),
            "replies not sent": _count(session, Outbox.state.not_in(GONE)),
        }
    return _figure(f"{name}: lost or doubled, by its books", len(chat_ids), faults)


async def peer(server: Server, chat_ids: Sequence[int]) -> Figure:
    """Every conversation ended once, as the peer's own counter says."""
    ended = await counts(server.ports[0])
    wrong = sum(ended.get(str(chat_id), 0) != 1 for chat_id in chat_ids)
    faults = {"conversations not ended once": wrong}
    what = f"{server.name}: lost or doubled, by its counter"
    return _figure(what, len(chat_ids), faults, must=False)


def replies(server: Server, chats: Chats, chat_ids: Sequence[int]) -> Figure:
    """Every chat got what belongs to one conversation, no more and no less."""
    wrong = sum(chats.said[chat_id] != server.replies for chat_id in chat_ids)
    faults = {"chats with too few or too many": wrong}
    what = f"{server.name}: lost or doubled, by what arrived"
    return _figure(what, len(chat_ids), faults, must=server.replies == REPLIES_OURS)


def _not_one_order(session: Session, chat_ids: Sequence[int]) -> int:
    rows = session.execute(
        select(Contact.address, func.count(Order.id).label("orders"))
        .join(Person, Person.id == Contact.person_id)
        .join(Order, Order.requested_by_id == Person.id)
        .where(Person.display_name.is_not(None))
        .group_by(Contact.address)
    )
    found = {row.address: row.orders for row in rows}
    return sum(found.get(str(chat_id), 0) != 1 for chat_id in chat_ids)


def _count(session: Session, condition: object) -> int:
    return session.scalar(select(func.count()).where(condition)) or 0  # type: ignore[arg-type]


def _figure(what: str, conversations: int, faults: dict[str, int], *, must: bool = True) -> Figure:
    wrong = [f"{n} {fault}" for fault, n in faults.items() if n]
    figure = ", ".join(wrong) or f"none of {conversations}"
    return Figure(what, figure, "none", not wrong, must=must)
