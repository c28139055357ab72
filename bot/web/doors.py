"""The three doors, one-time links, and who gets a session by which of them.

In the sample community, and only for somebody on this machine, a door makes a fresh link to one
of the sample people. Anywhere else a door opens the chat, and staff need a link of their own.
"""

from datetime import datetime, timedelta
from typing import get_args

from sqlalchemy import Connection, insert, update
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.sample import Who, demo_person
from bot.web.sessions import Session, open_session, pane_of, remember, token_hash
from bot.web.site import Site
from handlers.language import _
from models.contact import seat
from models.person import Person
from models.web import OneTimeLink

LINK_LIVES = timedelta(minutes=15)
DEMO: dict[str, Who] = {who: who for who in get_args(Who)}


async def door(request: Request) -> Response:
    """POST /doors/<who>."""
    site: Site = request.app.state.site
    who, pane = request.path_params["who"], pane_of(request)
    query = f"?pane={pane}" if pane else ""
    community = await site.runner.read(site.community)
    if who in DEMO and community.is_sample and site.is_from_here(request):
        token = await site.runner.aside(_demo_link, site, DEMO[who])
        return RedirectResponse(f"/enter/{token}{query}", 303)
    if who == "worker":
        return site.page(request, "message.html", say=_only_by_link, phone=community.station_phone)
    return RedirectResponse(f"/chat{query}", 303)


async def enter(request: Request) -> Response:
    """GET /enter/<token>: once, within 15 minutes."""
    site: Site = request.app.state.site
    session = Session(site.around.token(), pane_of(request), None, is_fresh=True)
    entered = await site.runner.aside(_enter, site, request.path_params["token"], session)
    if not entered:
        return site.page(request, "message.html", 410, say=_worn_out)
    response = RedirectResponse(f"/chat{session.query}", 303)
    remember(site, session, response)
    return response


def _only_by_link() -> str:
    return _("工作人员从自己的链接进来。\n还没有链接，请管理的同事发一个。")


def _worn_out() -> str:
    return _("这个链接用过了，或者过了时间。\n请再要一个新的。")


def make_link(connection: Connection, person: Person, token: str, at: datetime) -> None:
    """Write a one-time link for somebody; the address is /enter/<token>."""
    connection.execute(
        insert(OneTimeLink).values(
            community_id=person.community_id,
            token_hash=token_hash(token),
            person_id=person.id,
            expires_at=at + LINK_LIVES,
        )
    )


def _demo_link(site: Site, who: Who) -> str:
    token = site.around.token()
    with site.db.session() as rows:
        make_link(rows.connection(), demo_person(rows, who), token, site.around.now())
    return token


def _enter(site: Site, token: str, session: Session) -> bool:
    at = site.around.now()
    with site.db.session() as rows:
        used = rows.execute(
            update(OneTimeLink)
            .where(
                OneTimeLink.token_hash == token_hash(token),
                OneTimeLink.used_at.is_(None),
                OneTimeLink.expires_at > at,
            )
            .values(used_at=at)
            .returning(OneTimeLink.person_id)
        )
        person_id = used.scalar_one_or_none()
        if person_id is None:
            return False
        connection = rows.connection()
        contact_id = seat(connection, site.account_id, site.community_id, person_id, at)
        open_session(connection, session, contact_id, at)
    return True
