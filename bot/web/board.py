"""/board: what is open in the community, for its staff; every press goes the way of the chat."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Rows
from starlette.requests import Request
from starlette.responses import Response

from bot.web import slip
from bot.web.sessions import Session, csrf_of, session_of
from bot.web.site import Site, language_of
from handlers.cards.alert import alert_card
from handlers.content import Content
from handlers.engine.buttons import Bearer, with_actions
from handlers.language import _, speaking
from handlers.notice import Message, Reading
from handlers.order_card import order_card
from models.alert import standing_alerts
from models.contact import Contact
from models.lore import Lore
from models.membership import STAFF, roles_of
from models.order import ENDED, STAFF_LABELS, Order, OrderState
from models.person import Person

SHOWN = 60
#: what staff can do something about comes first
FIRST = (OrderState.SUBMITTED, OrderState.APPROVED, OrderState.RATED)


@dataclass(frozen=True, slots=True)
class Board:
    """Alerts, then orders as cards: those that wait for staff, then the rest; counts by state."""

    name: str
    counts: list[tuple[str, int]]
    waiting: list[dict[str, Any]]
    others: list[dict[str, Any]]


async def board(request: Request) -> Response:
    """GET /board: needs a session opened by a one-time link of a member of staff."""
    site: Site = request.app.state.site
    session = await session_of(site, request)
    language = language_of(request)
    found = await site.runner.aside(_load, site, session.contact_id, language)
    if found is None:
        return site.page(request, "message.html", 403, say=_for_staff)
    return site.page(
        request,
        "board.html",
        title=lambda: _("{name}的清单").format(name=found.name),
        board=found,
        pane=session.pane,
        csrf=csrf_of(site, session),
        address=_address(session),
    )


def _for_staff() -> str:
    return _("清单给社区工作人员看。\n从自己的链接进来，再打开这一页。")


def _address(session: Session) -> str:
    return f"/chat/say{session.query}"


def _load(site: Site, contact_id: int | None, language: str) -> Board | None:
    at = site.around.now()
    with site.db.session() as rows, speaking(language):
        contact = rows.get(Contact, contact_id) if contact_id else None
        person = rows.get(Person, contact.person_id) if contact and contact.person_id else None
        if contact is None or not roles_of(rows, person, at).intersection(STAFF):
            return None
        reading = Reading(rows, Lore().of(rows, contact.community_id, at), person, at)
        bearer = Bearer(contact.id, contact.community_id, site.around.token)
        cards = [
            (order.state in FIRST, _card(reading, order, bearer, at))
            for order in _open_orders(rows, contact.community_id)
        ]
        return Board(
            reading.community.name,
            _counts(rows, contact.community_id),
            [*_alerts(reading, bearer, at), *(card for first, card in cards if first and card)],
            [card for first, card in cards if not first and card],
        )


def _alerts(reading: Reading, bearer: Bearer, at: datetime) -> list[dict[str, Any]]:
    """What is not closed stands before everything, without phone and place."""
    shown = []
    for alert in standing_alerts(reading.session, reading.community.id):
        message = alert_card(reading, {"alert": alert.id, "bare": True})
        if message is not None:
            made = with_actions(reading.session, message.content, message.actions, bearer, at)
            shown.append({**made.to_json(), "position": f"a{alert.id}", "slip": ""})
    return shown


def _open_orders(rows: Rows, community_id: int) -> list[Order]:
    open_ones = select(Order).where(Order.community_id == community_id, Order.state.not_in(ENDED))
    return list(rows.scalars(open_ones.order_by(Order.review_due_at, Order.id).limit(SHOWN)))


def _counts(rows: Rows, community_id: int) -> list[tuple[str, int]]:
    found = dict(
        rows.execute(
            select(Order.state, func.count())
            .where(Order.community_id == community_id, Order.state.not_in(ENDED))
            .group_by(Order.state)
        ).all()
    )
    return [(_(STAFF_LABELS[state]), found[state]) for state in OrderState if state in found]


def _card(reading: Reading, order: Order, bearer: Bearer, at: datetime) -> dict[str, Any]:
    message = order_card(reading, {"order": order.id})
    if message is None:
        return {}
    content = with_actions(reading.session, message.content, message.actions, bearer, at)
    return {**content.to_json(), "position": order.id, "slip": _slip(message, content)}


def _slip(message: Message, content: Content) -> str:
    """Where the slip of this order is printed; "" where there is none."""
    offered = zip(message.actions, content.buttons, strict=True)
    found = (button.token for action, button in offered if action.script == slip.SCRIPT)
    return next((f"/slip/{token}" for token in found), "")
