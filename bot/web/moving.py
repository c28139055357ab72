"""/move: a chat comes over from another browser, by the eight digits said there."""

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.sessions import Session, csrf_of, open_session, pane_of, remember, session_of
from bot.web.site import Site
from handlers.language import _
from models.web import take_device_code

#: tries of one browser before it rests; all browsers together have the pace of one
TRIES = 5


async def page(request: Request) -> Response:
    """GET /move: one field."""
    site: Site = request.app.state.site
    session = await session_of(site, request)
    response = _draw(site, request, session, "")
    if session.is_fresh:
        remember(site, session, response)
    return response


async def move(request: Request) -> Response:
    """POST /move: take the chat over, or say what to do."""
    site: Site = request.app.state.site
    session = await session_of(site, request)
    form = await request.form(max_files=0, max_fields=5)
    code = re.sub(r"\D", "", str(form.get("code", "")))[:12]
    if form.get("csrf") != csrf_of(site, session):
        return _draw(site, request, session, "old", 403)
    if not site.tries.allows(session.token) or not site.pace.allows("/move"):
        return _draw(site, request, session, "wait", 429)
    fresh = Session(site.around.token(), pane_of(request), None, is_fresh=True)
    if not await site.runner.aside(_take, site, code, fresh):
        return _draw(site, request, session, "wrong", 422)
    response = RedirectResponse(f"/chat{fresh.query}", 303)
    remember(site, fresh, response)
    return response


def _take(site: Site, code: str, session: Session) -> bool:
    at = site.around.now()
    with site.db.session() as rows:
        contact_id = take_device_code(rows, code, at)
        if contact_id is None:
            return False
        open_session(rows.connection(), session, contact_id, at)
    return True


def _draw(site: Site, request: Request, session: Session, why: str, status: int = 200) -> Response:
    return site.page(
        request,
        "move.html",
        status,
        csrf=csrf_of(site, session),
        pane=session.pane,
        why=lambda: _why(why),
    )


def _why(why: str) -> str:
    return {
        "": "",
        "old": _("这一页放久了，再写一次。"),
        "wait": _("试了好几次了，歇 10 分钟再试。\n也可以在旧手机上再要一个号码。"),
        "wrong": _("这个号码对不上，或者过了 10 分钟。\n在旧手机上写“换设备”，再要一个。"),
    }[why]
