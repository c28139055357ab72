"""The pages: three doors, the chat, the sample community's two windows."""

from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web import lines
from bot.web.sessions import Session, csrf_of, pane_of, remember, session_of, token_hash
from bot.web.shown import Shown, shown
from bot.web.site import Site, language_of
from bot.web.stations import called, keep_scanned
from bot.web.words import script_words
from handlers.alert_news import nobody_there
from handlers.emergency import hear
from handlers.emergency_answers import answer
from handlers.engine.said import KEPT_TEXT
from handlers.language import _, pgettext, speaking
from handlers.menu import greeting
from models.community import Community
from models.contact import Contact
from models.conversation import Conversation
from models.database import is_passing
from models.membership import ROLE_LABELS, STAFF, Role, roles_of
from models.person import Person

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ChatPage:
    """What a chat page shows of the rows."""

    lines: list[Shown]
    last_sequence: int
    is_asking: bool
    name: str
    role: Role | None
    #: large letters as said in the chat: "1" or "0"; "" of nobody known
    told_large: str


async def home(request: Request) -> Response:
    """GET /: three large doors."""
    site: Site = request.app.state.site
    community = await site.runner.read(site.community)
    sample = community.is_sample and site.is_from_here(request)
    response = site.page(
        request,
        "doors.html",
        title=lambda: _title(community),
        phone=community.station_phone,
        sample=sample,
    )
    keep_scanned(request, response)
    return response


async def chat(request: Request) -> Response:
    """GET /chat: the chat as it stands, readable without script."""
    site: Site = request.app.state.site
    session = await session_of(site, request)
    community = await site.runner.read(site.community)
    language = language_of(request)
    page = await site.runner.read(_load, site, session.contact_id, language)
    words = _words(site, session, community, page)
    response = site.page(request, "chat.html", **words, typed=called(request))
    response.headers["cache-control"] = "no-store"
    if session.is_fresh:
        remember(site, session, response)
    return response


async def try_it(request: Request) -> Response:
    """GET /try: two people of the sample community side by side."""
    site: Site = request.app.state.site
    community = await site.runner.read(site.community)
    if not (community.is_sample and site.is_from_here(request)):
        return site.page(request, "message.html", 404, say=lambda: _("这里没有这一页。"))
    return site.page(
        request, "try.html", title=lambda: _title(community), people=lambda: _demo_people()
    )


def _demo_people() -> list[dict[str, Any]]:
    return [
        {"who": "resident", "name": "李婶", "about": _("居民，74 岁"), "pane": "left"},
        {"who": "volunteer", "name": "王敏", "about": _("志愿者，护士"), "pane": "right"},
        {"who": "volunteer2", "name": "周凯", "about": _("志愿者，会水电小修"), "pane": "right"},
        {"who": "worker", "name": "陈静", "about": _("协调员，看单子"), "pane": "right"},
    ]


def _title(community: Community) -> str:
    return _("{name}邻里").format(name=community.name)


def _load(site: Site, contact_id: int | None, language: str) -> ChatPage:
    if contact_id is None:
        return ChatPage([], 0, False, "", None, "")
    zone, now = site.zone(), site.around.now()
    with site.db.reading() as session:
        connection = session.connection()
        sequence = lines.last_sequence(connection, contact_id)
        rows = lines.latest(connection, contact_id)
        asking = session.scalar(
            select(Conversation.script).where(Conversation.contact_id == contact_id)
        )
        contact = session.get_one(Contact, contact_id)
        person = session.get(Person, contact.person_id) if contact.person_id else None
        roles = roles_of(session, person, now)
    role = next((each for each in (*STAFF, Role.VOLUNTEER, Role.RESIDENT) if each in roles), None)
    bubbles = [shown(row, zone, now, language) for row in rows]
    large = "" if person is None else "1" if person.large_text else "0"
    return ChatPage(
        bubbles, sequence, asking is not None, person.display_name if person else "", role, large
    )


def _words(site: Site, session: Session, community: Community, page: ChatPage) -> dict[str, Any]:
    return {
        "lines": page.lines,
        "pane": session.pane,
        "csrf": csrf_of(site, session),
        "who": token_hash(session.token)[:16],
        "title": lambda: page.name or _title(community),
        "subtitle": lambda: _subtitle(community, page),
        "face": page.name[:1],
        "greeting": lambda: greeting(community),
        "cmds": "asking" if page.is_asking else "idle",
        "commands": lambda: _commands(page.role),
        "last_sequence": page.last_sequence,
        "phone": community.station_phone,
        "strings": script_words,
        "told_large": page.told_large,
    }


def _subtitle(community: Community, page: ChatPage) -> str:
    if page.role is not None and page.name:
        return _(ROLE_LABELS[page.role])
    if community.station_phone:
        return _("站里电话 {phone}").format(phone=community.station_phone)
    return ""


def _commands(role: Role | None) -> list[tuple[str, str]]:
    mine = (pgettext("button", "我的"), "我的")
    human = (pgettext("button", "找社区"), "找社区")
    if role in STAFF:
        return [
            (pgettext("button", "清单"), "清单"),
            mine,
            (pgettext("button", "帮助"), "帮助"),
            human,
        ]
    if role is Role.VOLUNTEER:
        hours = (pgettext("button", "时长"), "时长")
        return [(pgettext("button", "接单"), "接单"), mine, hours, human]
    help_me = (pgettext("button", "找人帮忙"), "找人帮忙")
    return [help_me, mine, (pgettext("button", "我来帮忙"), "我来帮忙"), human]


async def database_away(request: Request, error: Exception) -> Response:
    """Nothing was accepted; her page keeps her words and posts them again.

    An emergency is answered all the same, from a text that needs no database.
    """
    if not is_passing(error):
        raise error
    log.warning("database away", error=type(error).__name__)
    site: Site = request.app.state.site
    with speaking(language_of(request)):
        alarm = await _alarm_in(request)
        words = alarm or _("我这边出了点问题，您写的都在。\n过几分钟再发一次就行。")
    if "application/json" in request.headers.get("accept", ""):
        told = {"ok": False, "say": words, "alarm": bool(alarm)}
        response: Response = JSONResponse(told, 503)
    else:
        response = site.page(request, "message.html", 503, say=words, link="/chat")
    response.headers["retry-after"] = "5"
    return response


async def _alarm_in(request: Request) -> str:
    """The answer to an emergency in what was posted, or nothing."""
    if request.method != "POST":
        return ""
    try:
        text = (await request.form(max_files=1, max_fields=20)).get("text")
    except HTTPException:
        return ""
    found = hear(text[:KEPT_TEXT]) if isinstance(text, str) else None
    return answer(found, nobody_there()) if found else ""


async def not_found(request: Request, _error: Exception) -> Response:
    """Any address that is no page of ours."""
    site: Site = request.app.state.site
    with speaking(language_of(request)):
        words = _("这里没有这一页。")
    return site.page(request, "message.html", 404, say=words, link="/", pane=pane_of(request))
