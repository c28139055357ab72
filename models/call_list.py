"""The call list (电话单) of an urgent notice: whoever no chat reaches is rung up, and ticked off.

A line is made for everybody who has nothing of it before their eyes: without a chat, with one that
is shut now, or where it did not arrive. Whoever got it by chat or text message meanwhile drops out.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Integer,
    UniqueConstraint,
    and_,
    case,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.account import Account
from models.audience import Circle, is_meant_now
from models.audit import note_deed
from models.base import Base, BigKey, Instant, Key, Owned, named
from models.contact import Contact
from models.keeping import keeps
from models.notice import GOING, Notice, Urgency
from models.order import Order
from models.outbox import GaveUp, Outbox, OutboxState
from models.person import Person
from models.reaches import Reaches
from models.reaching import has_it, is_reached_now
from models.relay_line import RelayLine
from models.text_message import TextMessage, TextState
from models.upsert import insert_for
from models.visit import Visit

#: staff are told again of a list on which somebody still waits
AGAIN = {Urgency.SAFETY: timedelta(minutes=30)}
AGAIN_OTHERWISE = timedelta(hours=2)


class CallState(StrEnum):
    """waiting: to be rung; told: somebody has told them; stale: no longer true, nobody rings."""

    WAITING = "waiting"
    TOLD = "told"
    STALE = "stale"


class WhyCalled(StrEnum):
    """Why no chat will do: there is none; it is shut now; it did not arrive, or nobody knows."""

    NO_CHAT = "no_chat"
    SHUT = "shut"
    FAILED = "failed"


class CallItem(Owned, Base):
    """One person to be told of one notice by somebody's voice."""

    __tablename__ = "call_item"
    __table_args__ = (
        UniqueConstraint("notice_id", "person_id"),
        UniqueConstraint("outbox_id"),
        Index("ix_call_item_community_id_state", "community_id", "state"),
    )

    id: Mapped[Key]
    #: the notice to many they are to be told of; None: it is a message of their own
    notice_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("notice.id"))
    #: that message, held because their chat is shut; it goes by a rule of its own, so no reference
    outbox_id: Mapped[int | None] = mapped_column(BigKey)
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    state: Mapped[CallState] = mapped_column(named(CallState), default=CallState.WAITING)
    why: Mapped[WhyCalled] = mapped_column(named(WhyCalled))
    #: how often nobody picked up
    tries: Mapped[int] = mapped_column(Integer, default=0)
    made_at: Mapped[datetime] = mapped_column(Instant)
    done_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    done_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def subject(self) -> str:
        """How the audit log names it, and what it is about."""
        return f"notice:{self.notice_id}" if self.notice_id else f"message:{self.outbox_id}"


_LOST = (OutboxState.GAVE_UP, OutboxState.UNCERTAIN)


def list_unreached(connection: Connection, notice: Notice, circle: Circle, at: datetime) -> int:
    """A line for everybody meant whom no chat reaches now; returns how many are new.

    To be called when all rows of the notice are made.
    """
    mine = and_(
        Outbox.notice_id == notice.id,
        Outbox.contact_id == Contact.id,
        Contact.person_id == Person.id,
        Account.id == Outbox.account_id,
    )
    reached = exists().where(mine, is_reached_now(at))
    has_row = exists().where(mine)
    why = case((has_row, WhyCalled.SHUT.value), else_=WhyCalled.NO_CHAT.value)
    people = select(*_line(notice.id, why, at)).where(is_meant_now(circle), ~reached)
    return _insert(connection, people)


def list_failed(connection: Connection, notice_id: int, at: datetime) -> int:
    """A line for everybody whose message was given up or is in doubt; returns how many are new."""
    lost = exists().where(
        Outbox.notice_id == notice_id,
        Outbox.state.in_(_LOST),
        Outbox.contact_id == Contact.id,
        Contact.person_id == Person.id,
    )
    people = select(*_line(notice_id, literal(WhyCalled.FAILED.value), at)).where(lost)
    return _insert(connection, people)


_COLUMNS = ("community_id", "notice_id", "person_id", "state", "why", "tries", "made_at")


def _line(notice_id: int, why: ColumnElement[str], at: datetime) -> list[ColumnElement[object]]:
    return [
        Person.community_id.expression,
        literal(notice_id, CallItem.notice_id.type),
        Person.id.expression,
        literal(CallState.WAITING, CallItem.state.type),
        why,
        literal(0, CallItem.tries.type),
        literal(at, CallItem.made_at.type),
    ]


def _insert(connection: Connection, people: object) -> int:
    made = insert_for(connection, CallItem).from_select(list(_COLUMNS), people)
    kept = made.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return int(connection.execute(kept).rowcount)


def _waits() -> ColumnElement[bool]:
    """Nobody has told them, and neither has a chat or a text message."""
    texted = exists().where(
        TextMessage.notice_id == CallItem.notice_id,
        TextMessage.person_id == CallItem.person_id,
        TextMessage.state == TextState.SENT,
    )
    return and_(
        CallItem.state == CallState.WAITING,
        ~texted,
        ~has_it(CallItem.notice_id.expression, CallItem.person_id.expression),
    )


def waiting(session: Session, notice: Notice, community_id: int) -> list[CallItem]:
    """Whom to ring in this community, those first whom nobody has tried yet."""
    rows = select(CallItem).where(
        CallItem.notice_id == notice.id, CallItem.community_id == community_id, _waits()
    )
    return list(session.scalars(rows.order_by(CallItem.tries, CallItem.id)))


def still_waits(session: Session, notice_id: int, person_id: int) -> bool:
    """Whether this person has still not heard of it."""
    rows = select(CallItem.id).where(
        CallItem.notice_id == notice_id, CallItem.person_id == person_id, _waits()
    )
    return session.scalar(rows) is not None


def how_many_wait(session: Session, notice_id: int, community_id: int) -> int:
    """How many those are."""
    rows = select(func.count()).where(
        CallItem.notice_id == notice_id, CallItem.community_id == community_id, _waits()
    )
    return session.scalar(rows) or 0


def newest_list(session: Session, community_id: int, at: datetime) -> Notice | None:
    """The last notice for which somebody here is still to be rung; None when all are told."""
    rows = (
        select(Notice)
        .join(CallItem, CallItem.notice_id == Notice.id)
        .where(CallItem.community_id == community_id, Notice.state.in_(GOING), _waits())
        .where(Notice.not_after > at)
    )
    return session.scalar(rows.order_by(Notice.id.desc()).limit(1))


def list_held(connection: Connection, kinds: Collection[str], at: datetime) -> list[int]:
    """A line for each message of these kinds that is held because its reader's chat is shut.

    Returns the communities that have new ones.
    """
    known = exists().where(CallItem.outbox_id == Outbox.id)
    held = (
        select(
            Outbox.community_id,
            Outbox.id,
            Contact.person_id,
            literal(CallState.WAITING, CallItem.state.type),
            literal(WhyCalled.SHUT, CallItem.why.type),
            literal(0, CallItem.tries.type),
            literal(at, CallItem.made_at.type),
        )
        .join(Contact, Contact.id == Outbox.contact_id)
        .where(*_is_held(), Outbox.kind.in_(kinds), Contact.person_id.is_not(None), ~known)
    )
    of = ("community_id", "outbox_id", "person_id", "state", "why", "tries", "made_at")
    made = insert_for(connection, CallItem).from_select(list(of), held)
    kept = made.on_conflict_do_nothing().returning(CallItem.community_id)
    return sorted(set(connection.scalars(kept)))


def any_held(connection: Connection, kinds: Collection[str]) -> bool:
    """Whether there is a held message of these kinds that has no line yet."""
    known = exists().where(CallItem.outbox_id == Outbox.id)
    rows = select(Outbox.id).where(*_is_held(), Outbox.kind.in_(kinds), ~known)
    return connection.scalar(rows.limit(1)) is not None


def last_line(session: Session) -> int:
    """The id of the newest line of all lists; 0 without one."""
    return session.scalar(select(func.max(CallItem.id))) or 0


def _is_held() -> tuple[ColumnElement[bool], ...]:
    behind_windows = select(Account.id).where(Account.reaches == Reaches.IN_WINDOW)
    return (
        Outbox.account_id.in_(behind_windows),
        Outbox.state == OutboxState.DUE,
        Outbox.reason == GaveUp.NO_WINDOW,
        Outbox.notice_id.is_(None),
    )


def waiting_alone(session: Session, worker: Person, at: datetime) -> list[tuple[CallItem, Outbox]]:
    """Who is to be told something of their own, with the message; not tried yet first.

    What is about a private order is there for those alone who look after it.
    """
    rows = (
        select(CallItem, Outbox)
        .join(Outbox, Outbox.id == CallItem.outbox_id)
        .where(
            CallItem.community_id == worker.community_id,
            CallItem.state == CallState.WAITING,
            *_is_held(),
        )
    )
    found = session.execute(rows.order_by(CallItem.tries, CallItem.id))
    return [(item, held) for item, held in found if _may_read(session, held, worker, at)]


def _may_read(session: Session, held: Outbox, worker: Person, at: datetime) -> bool:
    values = (held.content or {}).get("values", {})
    about = session.get(Visit, values.get("visit", 0)) or session.get(
        RelayLine, values.get("line", 0)
    )
    order_id = values.get("order") if about is None else about.order_id
    order = session.get(Order, order_id) if order_id else None
    return order is None or not order.only_named or keeps(session, order, worker, at)


def looked_at_again(notice: Notice, at: datetime) -> datetime:
    """When staff are told of its list once more."""
    return at + AGAIN.get(notice.urgency, AGAIN_OTHERWISE)


def tick(
    session: Session, item_id: int, by: Person, at: datetime, *, told: bool
) -> CallItem | None:
    """Somebody was told, or did not pick up; written down. None when a colleague was faster."""
    values = {"state": CallState.TOLD, "done_by_id": by.id, "done_at": at}
    mine = update(CallItem).where(
        CallItem.id == item_id,
        CallItem.community_id == by.community_id,
        CallItem.state == CallState.WAITING,
    )
    done = session.execute(mine.values(**values if told else {"tries": CallItem.tries + 1}))
    if not done.rowcount:  # type: ignore[attr-defined]
        return None
    item = session.get_one(CallItem, item_id, populate_existing=True)
    deed = "call_told" if told else "call_no_answer"
    note_deed(session, item, deed, by.id, at, f"person:{item.person_id}")
    return item
