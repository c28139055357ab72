"""POST /chat/say: one message from a browser, durable before it is answered, harmless twice."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.accepting import Inbound
from bot.web import lines, media
from bot.web.sessions import Session, csrf_of, open_session, remember, session_of
from bot.web.site import Site, language_of
from bot.web.stations import note_station, scanned
from handlers.language import _, speaking

LONGEST_KEY = 64
LONGEST_TEXT = 5_000
MAX_BYTES = 12 * 1024 * 1024
READ_SECONDS = 30
#: a browser's clock may be ahead by this much before its order is not believed
AHEAD = timedelta(minutes=5)


class Unwelcome(Exception):
    """A post that cannot be taken; its sentence goes to the person."""

    def __init__(self, say: str, status: int = 400) -> None:
        """`say` is already in her language."""
        super().__init__(say)
        self.say, self.status = say, status


@dataclass(frozen=True, slots=True)
class Post:
    """What a browser posted, checked. `shown` is her own bubble."""

    key: str
    order: int
    payload: dict[str, Any]
    shown: dict[str, Any]


async def say(request: Request) -> Response:
    """Take one message; 200 or 303 only after it is committed."""
    site: Site = request.app.state.site
    session = await session_of(site, request)
    with speaking(language_of(request)):
        try:
            response = await _take(site, request, session)
        except Unwelcome as error:
            response = _refusal(site, request, error)
    if session.is_fresh:
        remember(site, session, response)
    return response


async def _take(site: Site, request: Request, session: Session) -> Response:
    form = await _form(request)
    try:
        if form.get("csrf") != csrf_of(site, session):
            raise Unwelcome(_("这一页放久了，刷新一下再发。写的都在。"), 403)
        if not site.pace.allows(session.token):
            raise Unwelcome(_("发得太快了，歇几秒再发。"), 429)
        post = await _read(site, session, form)
    finally:
        await form.close()
    inbound = Inbound(
        site.account_id,
        site.community_id,
        await _address(site, session),
        f"{session.address}:{post.key}"[:128],
        post.order,
        site.around.now(),
        post.payload,
    )

    def beside(connection: Connection, contact_id: int) -> None:
        open_session(connection, session, contact_id, inbound.said_at)
        shown = {**post.shown, "text": _label(connection, contact_id, post)}
        bubble = lines.Bubble(
            inbound.community_id, contact_id, "in", shown, inbound.said_at, key=post.key
        )
        lines.append(connection, bubble)
        if code := scanned(request):
            note_station(connection, inbound.community_id, contact_id, code)

    accepted = await site.receiver.receive(inbound, beside)
    site.hub.wake(accepted.contact_id)
    site.hub.wake(0)
    site.around.reach("say.answering")
    if _wants_json(request):
        return JSONResponse({"ok": True})
    return RedirectResponse(f"/chat{session.query}#end", 303)


def _label(connection: Connection, contact_id: int, post: Post) -> str:
    if post.payload["kind"] == "press":
        return lines.label_of(connection, contact_id, post.payload["token"])
    return str(post.shown.get("text", ""))


async def _address(site: Site, session: Session) -> str:
    if session.contact_id is None:
        return session.address
    return await site.runner.read(media.address_of, site, session.contact_id)


async def _form(request: Request) -> FormData:
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or len(length) > 9 or int(length) > MAX_BYTES:
        raise Unwelcome(_("太大了，收不下。照片小一点再发。"), 413)
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await request.form(max_files=1, max_fields=20, max_part_size=256 * 1024)
    except TimeoutError as error:
        raise Unwelcome(_("网太慢，没收全。再发一次就行。"), 408) from error
    except (HTTPException, UnicodeDecodeError, ValueError) as error:
        raise Unwelcome(_("没收到您写的。再写一次就行。")) from error


async def _read(site: Site, session: Session, form: FormData) -> Post:
    key = _text(form, "key")[:LONGEST_KEY] or site.around.token()
    order = _order(_text(form, "order"), site.around.now())
    upload = form.get("media")
    if isinstance(upload, UploadFile) and upload.filename:
        try:
            payload, shown = await media.keep(site, session, key, form, upload)
        except media.Unusable as error:
            raise Unwelcome(str(error), 415) from error
        return Post(key, order, payload, shown)
    if token := _text(form, "press"):
        return Post(key, order, {"kind": "press", "token": token[:64]}, {"kind": "press"})
    if _text(form, "lat"):
        where = _where(form)
        return Post(key, order, {"kind": "place", "data": where}, {"kind": "location", **where})
    text = _text(form, "text").strip()
    if not text:
        raise Unwelcome(_("还没写字。写一句再发。"))
    text = text[:LONGEST_TEXT]
    return Post(key, order, {"kind": "text", "text": text}, {"kind": "text", "text": text})


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    text = value if isinstance(value, str) else ""
    return text.replace("\x00", "").encode(errors="ignore").decode()  # no lone surrogates


def _where(form: FormData) -> dict[str, float]:
    try:
        lat, lon = float(_text(form, "lat")), float(_text(form, "lon"))
    except ValueError as error:
        raise Unwelcome(_("位置没收到。写楼号、单元和门牌也行。")) from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Unwelcome(_("位置没收到。写楼号、单元和门牌也行。"))
    return {"lat": lat, "lon": lon}


def _order(text: str, now: datetime) -> int:
    """The browser's own counter in milliseconds, unless it is not to be believed."""
    latest = int((now + AHEAD).timestamp() * 1000)
    if text.isascii() and text.isdecimal() and len(text) < 16 and int(text) <= latest:
        return int(text)
    return int(now.timestamp() * 1000)


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _refusal(site: Site, request: Request, error: Unwelcome) -> Response:
    if _wants_json(request):
        return JSONResponse({"ok": False, "say": error.say}, error.status)
    return site.page(request, "message.html", error.status, say=error.say, link="/chat")
