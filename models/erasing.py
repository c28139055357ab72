"""Erasing (删掉): what is left of somebody who has gone, in slices, wherever it stands.

Three walks, each harmless when done twice: what belongs to the person and their orders; one private
chat; and what others were told about them (models.erasing_news). What stays names nobody: orders
with kind, building and time, the minutes in the hours book, the consents as withdrawn, and that
they left.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.alert import Alert
from models.assignment import Assignment
from models.base import Base
from models.button import ActionButton
from models.calendar import CalendarFeed
from models.call_log import CallLog
from models.call_request import CallRequest
from models.companion import Companion
from models.contact import Contact
from models.conversation import Conversation
from models.duty import DutyTurn
from models.evaluation import Evaluation
from models.forgetting import ERASED
from models.hand_over import HandOver
from models.home_enquiry import HomeEnquiry
from models.hours_objection import HoursObjection
from models.inbox import Inbox, InboxState
from models.incident import Incident
from models.keeping import OrderKeeper
from models.linking import LinkCode
from models.media import Media
from models.order import Order
from models.order_event import OrderEvent
from models.outbox import Outbox, OutboxState, SentMessage
from models.push_window import PushWindow
from models.relay_line import RelayLine
from models.same_person import person_ids_of
from models.sign_up import SignUp
from models.subscription import Subscription
from models.suggestion import Suggestion
from models.sweeping import SLICE, is_not_newest, is_there
from models.web import ChatLine, DeviceCode, WebSession

#: whose words an order holds that somebody else asked for: theirs who asked, but for these
OF_THE_STATION = ("door", "station")
#: a platform may bring a message again for so long; until then its key has to be known
KEYS_LIVE = timedelta(hours=48)
MOVING = (OutboxState.LEASED, OutboxState.SENDING, OutboxState.ANSWERING)


@dataclass(frozen=True, slots=True)
class Chat:
    """One private chat up to the moment its person left; what was said later is another's."""

    contact_id: int
    until: datetime


def orders_of(person_id: int) -> Select[int]:
    """Ids of the orders whose words are this person's, or about them."""
    ids = person_ids_of(person_id)
    own = and_(Order.requested_by_id.in_(ids), Order.relation.not_in(OF_THE_STATION))
    return select(Order.id).where(or_(Order.served_person_id.in_(ids), own))


def promised_by(person_id: int) -> Select[int]:
    """Ids of the orders this person was asked for or came forward for."""
    return select(Assignment.order_id).where(Assignment.person_id.in_(person_ids_of(person_id)))


def erase_person(session: Session, person_id: int, limit: int = SLICE) -> int:
    """Erase the next rows of this person and their orders; returns how many, 0 at the end."""
    done = 0
    for column, whose in _words(person_id):
        if done < limit:
            done += _blank(session, column, whose, limit - done)
    for table, whose in _rows(person_id):
        if done < limit:
            done += _delete(session, table, whose, limit - done)
    return done


def _words(person_id: int) -> list[tuple[InstrumentedAttribute[Any], ColumnElement[bool]]]:
    ids, orders = person_ids_of(person_id), orders_of(person_id)
    order = Order.id.in_(orders)
    told = or_(
        OrderEvent.order_id.in_(orders),
        and_(
            OrderEvent.order_id.in_(promised_by(person_id)),
            OrderEvent.actor_id.in_(ids),
            OrderEvent.what.in_(("withdrawn", "result")),
        ),
    )
    rated = or_(Evaluation.rater_id.in_(ids), Evaluation.order_id.in_(orders))
    went = or_(Assignment.person_id.in_(ids), Assignment.order_id.in_(orders))
    door = or_(HomeEnquiry.person_id.in_(ids), HomeEnquiry.order_id.in_(orders))
    told_us = or_(Incident.reported_by_id.in_(ids), Incident.order_id.in_(orders))
    signed_up = select(SignUp.id).where(SignUp.person_id.in_(ids))
    objected = HoursObjection.person_id.in_(ids)
    gave = Suggestion.author_id.in_(ids)
    came = SignUp.person_id.in_(ids)
    alerted = Alert.person_id.in_(ids)
    of_order = (
        *(Order.raw_text, Order.unit, Order.room, Order.landmark, Order.phone, Order.wish),
        *(Order.door_note, Order.code, Order.code_out, Order.password, Order.reject_reason),
        *(Order.sensitive, Order.papers),
    )
    return [
        *((column, order) for column in of_order),
        (OrderEvent.reason, told),
        *((column, rated) for column in (Evaluation.comment, Evaluation.thanks)),
        (Assignment.reason, went),
        (HandOver.what, HandOver.order_id.in_(orders)),
        (CallLog.note, CallLog.order_id.in_(orders)),
        *((column, door) for column in (HomeEnquiry.unit, HomeEnquiry.room)),
        *((column, alerted) for column in (Alert.words, Alert.place, Alert.outcome)),
        *((column, told_us) for column in (Incident.text, Incident.outcome)),
        *((column, came) for column in (SignUp.excuse, SignUp.story)),
        (Companion.name, Companion.sign_up_id.in_(signed_up)),
        *((column, gave) for column in (Suggestion.text, Suggestion.answer, Suggestion.result)),
        *((column, objected) for column in (HoursObjection.text, HoursObjection.answer)),
    ]


def _rows(person_id: int) -> list[tuple[type[Base], ColumnElement[bool]]]:
    ids, orders = person_ids_of(person_id), orders_of(person_id)
    line = or_(
        RelayLine.from_person_id.in_(ids),
        RelayLine.to_person_id.in_(ids),
        RelayLine.order_id.in_(orders),
    )
    feeds = CalendarFeed.person_id.in_(ids)
    return [
        (RelayLine, line),
        (Media, Media.order_id.in_(orders)),
        (CalendarFeed, feeds),
        (DutyTurn, DutyTurn.person_id.in_(ids)),
        (OrderKeeper, OrderKeeper.person_id.in_(ids)),
    ]


def _blank(
    session: Session,
    column: InstrumentedAttribute[Any],
    whose: ColumnElement[bool],
    limit: int,
) -> int:
    table = column.class_.__table__
    plain = table.c[column.key]
    ids = _ids(session, table, and_(whose, is_there(plain)), limit)
    if ids:
        blank = None if plain.nullable else ""
        session.execute(update(table).where(table.c.id.in_(ids)).values({plain.name: blank}))
    return len(ids)


def _table(mapped: type[Base]) -> Any:
    return mapped.__table__


def _delete(
    session: Session, mapped: type[Base], whose: ColumnElement[bool], limit: int = SLICE
) -> int:
    table = _table(mapped)
    ids = _ids(session, table, whose, limit)
    if ids:
        session.execute(delete(table).where(table.c.id.in_(ids)))
    return len(ids)


def _ids(session: Session, table: Any, whose: ColumnElement[bool], limit: int) -> list[int]:
    return list(session.scalars(select(table.c.id).where(whose).order_by(table.c.id).limit(limit)))


def erase_chat(session: Session, chat: Chat, at: datetime, limit: int = SLICE) -> int:
    """Erase the next rows of this chat; returns how many. At the end, 0, the chat is nobody's."""
    done = 0
    for table, whose in _of_chat(chat, at):
        if done < limit:
            done += _delete(session, table, whose, limit - done)
    if not done:
        _close(session, chat, at)
    return done


def keys_until(session: Session, chat: Chat, at: datetime) -> datetime | None:
    """When the keys of what was heard last may go, too; None when nothing is left of it."""
    rows = select(Inbox.id).where(
        Inbox.contact_id == chat.contact_id, Inbox.accepted_at <= chat.until
    )
    over = chat.until + KEYS_LIVE
    return over if over > at and session.scalar(rows.limit(1)) is not None else None


def _of_chat(chat: Chat, at: datetime) -> list[tuple[type[Base], ColumnElement[bool]]]:
    of, until = chat.contact_id, chat.until
    heard = and_(
        Inbox.contact_id == of,
        Inbox.accepted_at <= min(until, at - KEYS_LIVE),
        Inbox.state != InboxState.ACCEPTED,
        is_not_newest(_table(Inbox)),
    )
    said = and_(
        Outbox.contact_id == of,
        Outbox.created_at <= until,
        Outbox.state.not_in(MOVING),
        is_not_newest(_table(Outbox)),
    )
    return [
        (ChatLine, and_(ChatLine.contact_id == of, ChatLine.at <= until)),
        (ChatLine, ChatLine.outbox_id.in_(select(Outbox.id).where(said))),
        (Outbox, said),
        (Inbox, heard),
        (Media, and_(Media.contact_id == of, Media.created_at <= until)),
        (SentMessage, and_(SentMessage.contact_id == of, SentMessage.sent_at <= until)),
        (ActionButton, and_(ActionButton.contact_id == of, ActionButton.created_at <= until)),
        (CallRequest, and_(CallRequest.contact_id == of, CallRequest.at <= until)),
        (DeviceCode, and_(DeviceCode.contact_id == of, DeviceCode.expires_at <= at)),
        (LinkCode, and_(LinkCode.contact_id == of, LinkCode.expires_at <= at)),
        (LinkCode, and_(LinkCode.typed_contact_id == of, LinkCode.expires_at <= at)),
    ]


def _close(session: Session, chat: Chat, at: datetime) -> None:
    """What was heard of late keeps its key alone; the address goes, unless somebody is there."""
    late = and_(Inbox.contact_id == chat.contact_id, Inbox.accepted_at <= chat.until)
    session.execute(update(Inbox).where(late).values(payload=ERASED, answer=None))
    last = and_(Outbox.contact_id == chat.contact_id, Outbox.created_at <= chat.until)
    session.execute(update(Outbox).where(last).values(content={}))
    contact = session.get(Contact, chat.contact_id)
    if contact is None or contact.person_id is not None:
        return
    contact.address, contact.language, contact.overseas = f"left:{contact.id}", "", ""
    contact.digits = ""
    contact.station_id = contact.window_until = None
    contact.stopped_at = at
    idle = update(Conversation).where(Conversation.contact_id == contact.id)
    session.execute(idle.values(state=None, script=None))
    session.execute(delete(WebSession).where(WebSession.contact_id == contact.id))
    session.execute(delete(PushWindow).where(PushWindow.contact_id == contact.id))
    session.execute(delete(Subscription).where(Subscription.contact_id == contact.id))
    session.flush()
