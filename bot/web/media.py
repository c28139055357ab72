"""Photos and voice in the web chat: taken in without EXIF, kept encrypted, shown to few."""

import asyncio
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.pictures import CONTENT_TYPE, NotAPicture, TooManyPixels, Undrawable, redrawn
from bot.recognising import MAX_VOICE
from bot.storage import Storage
from bot.web.sessions import Session, open_session, session_of
from bot.web.site import Site
from handlers.language import _
from models.attached import may_see
from models.contact import Contact, meet
from models.inbox import Inbox
from models.media import Media, MediaState
from models.order import Order
from models.person import Person
from models.voices import may_hear

VOICE_TYPES = ("audio/webm", "audio/ogg", "audio/mp4", "audio/mpeg", "audio/wav", "audio/aac")


class Unusable(Exception):
    """A file we cannot take; its sentence goes to the person."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it is kept."""

    kind: str
    content_type: str
    data: bytes
    seconds: int


async def keep(
    site: Site, session: Session, key: str, form: FormData, upload: UploadFile
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Keep an uploaded file; returns the inbox payload and her own bubble.

    Raises Unusable for a file that cannot be used.
    """
    data = await upload.read()
    seconds = str(form.get("seconds", ""))
    length = min(int(seconds), 120) if seconds.isdecimal() and len(seconds) < 5 else 0
    file = await asyncio.to_thread(
        _usable, data, upload.content_type or "", str(form.get("kind", "")), length
    )
    media_id = await site.runner.aside(_keep, site, session, key, file)
    shown = {"kind": file.kind, "media": media_id, "seconds": file.seconds}
    return {"kind": file.kind, "media": [media_id]}, shown


def _usable(data: bytes, content_type: str, kind: str, seconds: int) -> Kept:
    base = content_type.partition(";")[0].strip().lower()
    if base in VOICE_TYPES or (kind == "voice" and base == "video/webm"):
        if len(data) > MAX_VOICE or not data:
            raise Unusable(_("语音太长了，一分钟以内就行。"))
        return Kept("voice", base, data, seconds)
    return Kept("photo", CONTENT_TYPE, _picture(data), 0)


def _picture(data: bytes) -> bytes:
    try:
        return redrawn(data)
    except TooManyPixels as error:
        raise Unusable(_("照片太大了，小一点再发。")) from error
    except (NotAPicture, Undrawable) as error:
        raise Unusable(_("这个文件看不了。发照片或语音就行。")) from error


def _keep(site: Site, session: Session, key: str, file: Kept) -> int:
    at = site.around.now()
    name = Storage(site.settings.storage.path, site.db.vault).keep(file.data)
    with site.db.patient.begin() as connection:
        contact_id = session.contact_id or meet(
            connection, site.community_id, site.account_id, session.address, at
        )
        open_session(connection, session, contact_id, at)
        before = connection.scalar(
            select(Inbox.payload).filter_by(
                account_id=site.account_id, key=f"{session.address}:{key}"[:128]
            )
        )
        if before is not None and before.get("media"):
            return int(before["media"][0])
        row = insert(Media).values(
            community_id=site.community_id,
            contact_id=contact_id,
            kind=file.kind,
            content_type=file.content_type,
            size=len(file.data),
            seconds=file.seconds,
            state=MediaState.STORED,
            sha256=name,
            created_at=at,
        )
        return connection.execute(row.returning(Media.id)).scalar_one()


def address_of(site: Site, contact_id: int) -> str:
    """The address of a contact that has one already."""
    with site.db.read.connect() as connection:
        return connection.execute(
            select(Contact.address).where(Contact.id == contact_id)
        ).scalar_one()


async def show(request: Request) -> Response:
    """GET /media/<id>: for whoever sent it, and for the people of its order."""
    site: Site = request.app.state.site
    session = await session_of(site, request)
    media_id = request.path_params["id"]
    found = await site.runner.read(_find, site, session.contact_id, media_id)
    if found is None:
        return PlainTextResponse("", 404)
    kind, content_type, name = found
    try:
        data = await asyncio.to_thread(
            Storage(site.settings.storage.path, site.db.vault).read, name
        )
    except FileNotFoundError:
        return PlainTextResponse("", 404)
    where = f'attachment; filename="{media_id}"' if kind == "file" else "inline"
    headers = {"cache-control": "private, max-age=3600", "content-disposition": where}
    return _ranged(request, data, content_type, headers)


def _ranged(request: Request, data: bytes, content_type: str, headers: dict[str, str]) -> Response:
    """Part of it where a player asks for a part, as Safari always does."""
    headers = {**headers, "accept-ranges": "bytes"}
    unit, _eq, span = request.headers.get("range", "").partition("=")
    first, _dash, last = span.partition("-")
    if unit != "bytes" or not first.isdecimal() or int(first) >= len(data):
        return Response(data, media_type=content_type, headers=headers)
    end = min(int(last), len(data) - 1) if last.isdecimal() else len(data) - 1
    headers["content-range"] = f"bytes {int(first)}-{end}/{len(data)}"
    return Response(data[int(first) : end + 1], 206, headers, content_type)


def _find(site: Site, contact_id: int | None, media_id: int) -> tuple[str, str, str] | None:
    """Kind, type and hash, for somebody who may see it."""
    with site.db.reading() as session:
        media = session.get(Media, media_id)
        contact = session.get(Contact, contact_id) if contact_id else None
        if media is None or media.sha256 is None or contact is None:
            return None
        if media.contact_id != contact.id and not _is_of_its_order(site, session, media, contact):
            return None
        return media.kind, media.content_type, media.sha256


def _is_of_its_order(site: Site, session: Any, media: Media, contact: Contact) -> bool:
    order = session.get(Order, media.order_id) if media.order_id else None
    person = session.get(Person, contact.person_id) if contact.person_id else None
    at = site.around.now()
    is_seen = order is not None and may_see(session, order, person, at)
    return is_seen or may_hear(session, media, person, at)
