"""What others were told about somebody who has left, found by the orders it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, select, update
from sqlalchemy.orm import Session

from models.alert import Alert
from models.answers import answers_about, answers_naming, numbers_of
from models.contact import Contact
from models.doubles import written_into
from models.erasing import MOVING, orders_of, promised_by
from models.membership import STAFF, Membership
from models.order import ENDED, Order
from models.outbox import Lane, Outbox
from models.sign_up import SignUp
from models.sweeping import SLICE
from models.web import ChatLine


@dataclass(frozen=True, slots=True)
class News:
    """What others were told about somebody and what they did here, beyond `after` by id."""

    person_id: int
    after: int
    until: datetime


def erase_news(session: Session, news: News, limit: int = SLICE) -> int | None:
    """Erase what others were told of them in the next rows; where to go on, None at the end.

    The rows name orders and people by id; the words may have been filled in at that time. An
    answer to somebody else tells it by the number of an order, or by a button to invite them.
    """
    orders = _touched(session, news.person_id)
    lists = _listed(session, news.person_id)
    rows = session.execute(
        select(Outbox.id, Outbox.content, Outbox.subject, Outbox.community_id, Outbox.contact_id)
        .where(
            Outbox.id > news.after,
            Outbox.created_at <= news.until,
            Outbox.lane != Lane.BULK,
            Outbox.state.not_in(MOVING),
        )
        .order_by(Outbox.id)
        .limit(limit)
    ).all()
    about = [
        row.id
        for row in rows
        if row.subject in lists or _is_about(row.content, row.subject, orders, news.person_id)
    ]
    about += answers_about(session, rows, news.person_id, orders_of(news.person_id))
    about += _beside_others(session, rows, news.person_id)
    _erase_sent(session, about)
    return rows[-1].id if rows else None


def _beside_others(session: Session, rows: Sequence[Row[Any]], person_id: int) -> list[int]:
    """What staff were shown of orders of others with this person's words beside.

    Cards of open orders are drawn anew without (`open_beside`); nobody but staff saw it.
    """
    orders = written_into(person_id, orders_of(person_id))
    staff = set(session.scalars(_chats_of_staff([row.contact_id for row in rows])))
    shown = [row for row in rows if row.contact_id in staff]
    over = set(session.scalars(orders.where(Order.state.in_(ENDED))))
    about = [row.id for row in shown if _is_about(row.content, row.subject, over, person_id)]
    return about + answers_naming(shown, numbers_of(session, orders))


def _chats_of_staff(contact_ids: Sequence[int | None]) -> Select[int]:
    return (
        select(Contact.id)
        .join(Membership, Membership.person_id == Contact.person_id)
        .where(Contact.id.in_(contact_ids), Membership.role.in_(STAFF))
    )


def open_beside(session: Session, person_id: int) -> list[Order]:
    """Open orders of others beside whose words theirs are shown: their cards are to be renewed."""
    orders = written_into(person_id, orders_of(person_id))
    rows = select(Order).where(Order.id.in_(orders), Order.state.not_in(ENDED))
    return list(session.scalars(rows.order_by(Order.id)))


def _touched(session: Session, person_id: int) -> set[int]:
    orders = orders_of(person_id), promised_by(person_id)
    return {number for rows in orders for number in session.scalars(rows)}


def _listed(session: Session, person_id: int) -> set[str]:
    """The subjects of the leaders' lists on which they stood, and of their alerts."""
    rows = select(SignUp.activity_id).filter_by(person_id=person_id)
    alerts = select(Alert.id).filter_by(person_id=person_id)
    return {
        *(f"roster:{activity_id}" for activity_id in session.scalars(rows)),
        *(f"alert:{alert_id}" for alert_id in session.scalars(alerts)),
    }


def _is_about(content: Any, subject: str, orders: set[int], person_id: int) -> bool:
    kind, _colon, number = subject.partition(":")
    if kind == "order" and number.isdecimal() and int(number) in orders:
        return True
    values = (content or {}).get("values") or {}
    people = (values.get("who"), values.get("by"), values.get("person"))
    return values.get("order") in orders or person_id in people


def _erase_sent(session: Session, ids: Sequence[int]) -> None:
    """The message is as if never told; its bubble goes from the web chat it stood in."""
    if not ids:
        return
    session.execute(delete(ChatLine).where(ChatLine.outbox_id.in_(ids)))
    session.execute(update(Outbox).where(Outbox.id.in_(ids)).values(content={}))
