"""Counts at the end that no conversation was lost and none doubled, on both sides."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.load import Server, counts
from bench.table import Figure
from bench.talk import STEPS
from models.contact import Contact
from models.database import Database
from models.inbox import Inbox, InboxState
from models.order import Order
from models.outbox import Outbox, OutboxState
from models.person import Person


def ours(db: Database, chats: list[int]) -> Figure:
    """Every conversation is one order of one named person, every message done, every reply sent."""
    with db.reading() as session:
        faults = {
            "conversations without exactly one order": _not_one_order(session, chats),
            "messages not done once": abs(
                _count(session, Inbox.state == InboxState.DONE) - len(chats) * STEPS
            ),
            "replies not sent": _count(session, Outbox.state != OutboxState.SENT),
        }
    return _figure("ours: lost or doubled", len(chats), faults)


async def peer(server: Server, chats: list[int]) -> Figure:
    """Every conversation ended once, as the peer's own counter says."""
    ended = await counts(server.port)
    wrong = sum(ended.get(str(chat), 0) != 1 for chat in chats)
    return _figure("peer: lost or doubled", len(chats), {"conversations not ended once": wrong})


async def replies(server: Server, api_port: int, chats: list[int]) -> Figure:
    """Every chat got what belongs to one conversation, no more and no less."""
    said = await counts(api_port)
    wrong = sum(said.get(str(chat), 0) != server.replies for chat in chats)
    what = f"{server.name}: replies at the stand-in"
    return _figure(what, len(chats), {"chats with too few or too many": wrong})


def _not_one_order(session: Session, chats: list[int]) -> int:
    rows = session.execute(
        select(Contact.address, func.count(Order.id))
        .join(Person, Person.id == Contact.person_id)
        .join(Order, Order.requested_by_id == Person.id)
        .where(Person.display_name.is_not(None))
        .group_by(Contact.address)
    )
    found = {int(address): orders for address, orders in rows}
    return sum(found.get(chat, 0) != 1 for chat in chats)


def _count(session: Session, condition: object) -> int:
    return session.scalar(select(func.count()).where(condition)) or 0  # type: ignore[arg-type]


def _figure(what: str, conversations: int, faults: dict[str, int]) -> Figure:
    wrong = [f"{n} {fault}" for fault, n in faults.items() if n]
    figure = ", ".join(wrong) or f"none of {conversations} conversations"
    return Figure(what, figure, "none", not wrong, must=True)
