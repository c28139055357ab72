"""/slip/<token>: the slip of one order on paper, for the worker to whom its button was given.

The token is that of her own button 纸条 and random like every button's; in anybody else's hands,
or without a staff session, it opens nothing, and nobody learns whether it is a true one.
"""

from dataclasses import dataclass

from jinja2 import Environment
from sqlalchemy import select
from sqlalchemy.orm import Session as Rows
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.web.sessions import session_of
from bot.web.site import Site
from handlers.language import _, speaking
from handlers.slip import Slip, note_reading, slip_of
from models.button import ActionButton
from models.community import Community
from models.contact import Contact
from models.errors import Refused
from models.lore import Lore
from models.order import Order
from models.person import Person
from models.speaking import may_print

SCRIPT = "slip"


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on it: no name, no phone but the station's, no door."""

    community: Community
    number: str
    slip: Slip


async def slip(request: Request) -> Response:
    """GET /slip/<token>: a page to print; who opened it is written down."""
    site: Site = request.app.state.site
    session = await session_of(site, request)
    token = request.path_params["token"]
    paper = await site.runner.aside(_load, site, session.contact_id, token)
    if paper is None:
        return site.page(request, "message.html", 403, say=_for_staff)
    response = HTMLResponse(draw(site.pages, paper))
    response.headers["cache-control"] = "no-store"
    return response


def draw(pages: Environment, paper: Paper) -> str:
    """The page in the language of the place, whatever the worker's browser asks for."""
    own = paper.community.language
    with speaking(own):
        return pages.get_template("slip.html").render(
            lang="en" if own == "en" else "zh-CN", paper=paper, slip=paper.slip
        )


def _for_staff() -> str:
    return _("纸条给写它的工作人员打印。\n从自己的链接进来，在清单上按“打印”。")


def _load(site: Site, contact_id: int | None, token: str) -> Paper | None:
    at = site.around.now()
    with site.db.session() as rows:
        person = _person(rows, contact_id)
        order = _order(rows, person, token)
        if person is None or order is None:
            return None
        try:
            may_print(rows, order, person, at)
        except Refused:
            return None
        known = Lore().of(rows, order.community_id, at)
        with speaking(known.community.language):
            paper = slip_of(rows, order, known, at)
        note_reading(rows, order, person, "printed_slip", at)
        return Paper(known.community, order.number, paper)


def _person(rows: Rows, contact_id: int | None) -> Person | None:
    contact = rows.get(Contact, contact_id) if contact_id else None
    return rows.get(Person, contact.person_id) if contact and contact.person_id else None


def _order(rows: Rows, person: Person | None, token: str) -> Order | None:
    """The order of a button that was given to this person in any of their chats."""
    if person is None:
        return None
    found = rows.scalar(
        select(ActionButton.subject)
        .join(Contact, Contact.id == ActionButton.contact_id)
        .where(
            ActionButton.token == token,
            ActionButton.script == SCRIPT,
            Contact.person_id == person.id,
        )
    )
    return rows.get(Order, int(found.partition(":")[2])) if found else None
