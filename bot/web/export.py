"""/export/<token>: somebody's own copy, to read and to take along, once.

Opening the address shows one button and uses nothing up: chat programs look at a link before its
reader does. The press uses it up and draws everything, the file to keep inside the page, so that
nothing is left to be fetched a second time.
"""

import base64
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.plain import body
from bot.web.sessions import session_of
from bot.web.site import Site
from handlers.content import Content
from handlers.copy_words import in_words, said_in
from handlers.language import _, language
from handlers.sayings import say_moment
from models.audit import Audit
from models.contact import Contact
from models.copy import copy_of, shown
from models.need_kind import NeedKind, kinds_of
from models.part import Part
from models.person import Person
from models.web import copy_link, take_copy_link

FILE = "linli.json"
#: what platforms call a chat tells a reader nothing; it is in the file
_FILE_ONLY = {("contact", "address")}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Opened:
    """A copy as it is drawn."""

    parts: list[tuple[str, list[list[tuple[str, str]]]]]
    data: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A copy as it is read from the rows, with the community's kinds of help."""

    copy: dict[str, list[dict[str, Any]]]
    kinds: list[NeedKind]


async def look(request: Request) -> Response:
    """GET: one button; whoever is signed in as somebody else goes no further."""
    site: Site = request.app.state.site
    refused = await _refused(site, request)
    if refused is not None:
        return refused
    return _sealed(site.page(request, "export.html", opened=None, file=FILE))


async def open_it(request: Request) -> Response:
    """POST: everything, and the link is worn out."""
    site: Site = request.app.state.site
    refused = await _refused(site, request)
    if refused is not None:
        return refused
    taken = await site.runner.aside(_take, site, request.path_params["token"])
    if taken is None:
        return _worn_out(site, request)
    zone = await site.runner.read(site.zone)
    now = site.around.now().astimezone(zone)
    return _sealed(
        site.page(request, "export.html", opened=lambda: _drawn(taken, zone, now), file=FILE)
    )


async def _refused(site: Site, request: Request) -> Response | None:
    session = await session_of(site, request)
    token = request.path_params["token"]
    owner, visitor = await site.runner.read(_whose, site, token, session.contact_id)
    if owner is None:
        return _worn_out(site, request)
    if visitor is not None and visitor != owner:
        return _sealed(site.page(request, "message.html", 403, say=lambda: _not_yours()))
    return None


def _worn_out(site: Site, request: Request) -> Response:
    """The same for a guessed, a used and an old one: nothing can be learnt from it."""
    page = site.page(
        request,
        "message.html",
        410,
        say=lambda: _("这个链接打开过了，或者过了时间。\n要新的，写“要一份记录”。"),
        link="/chat",
    )
    return _sealed(page)


def _not_yours() -> str:
    return _("这是别人的记录，打不开。\n您自己的，写“要一份记录”。")


def _sealed(response: Response) -> Response:
    response.headers["cache-control"] = "no-store"
    response.headers["x-robots-tag"] = "noindex"
    return response


def _whose(site: Site, token: str, contact_id: int | None) -> tuple[int | None, int | None]:
    """Whose copy it is, and who is looking, as far as they are known."""
    with site.db.reading() as rows:
        contact = rows.get(Contact, contact_id) if contact_id else None
        visitor = contact.person_id if contact else None
        return copy_link(rows, token, site.around.now()), visitor


def _take(site: Site, token: str) -> Taken | None:
    at = site.around.now()
    with site.db.session() as rows:
        person_id = take_copy_link(rows, token, at)
        if person_id is None:
            return None
        person = rows.get_one(Person, person_id)
        audit = {
            "community_id": person.community_id,
            "actor_id": person_id,
            "action": "copy_opened",
            "subject": f"person:{person_id}",
            "at": at,
        }
        rows.execute(insert(Audit), audit)
    with site.db.reading() as rows:
        person = rows.get_one(Person, person_id)
        return Taken(copy_of(rows, person), kinds_of(rows, person.community_id))


@dataclass(frozen=True, slots=True)
class _Reader:
    """In whose words and on whose clock a copy is read."""

    kinds: dict[str, str]
    zone: ZoneInfo
    now: datetime

    def row(self, part: Part, row: dict[str, Any]) -> list[tuple[str, str]]:
        """What stands in a row, each with its label; nothing of what is empty."""
        said = [
            (_(label), self.said(part.name, name, row[name]))
            for name, label in part.columns.items()
            if row[name] not in (None, "", [], {}) and (part.name, name) not in _FILE_ONLY
        ]
        return [(label, value) for label, value in said if value]

    def said(self, part: str, column: str, value: Any) -> str:
        """Codes by their words, a message as it was read, anything else as it is."""
        if column in ("payload", "content"):
            return _message(value)
        return self._plain(in_words(part, column, value, self.kinds))

    def _plain(self, value: Any) -> str:
        """A value in a line, moments on the clock of the place; a structure by its words."""
        if isinstance(value, bool):
            return _("是") if value else _("否")
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list | tuple):
            return "，".join(filter(None, map(self._plain, value)))
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            return say_moment(datetime.fromisoformat(value).astimezone(self.zone), self.now)
        return "" if value is None else str(value)


def _message(value: dict[str, Any]) -> str:
    """Theirs by its words, ours as it was drawn; a notice is worded only when it is sent."""
    if "kind" in value:
        return said_in(value)
    said = value.get("said", value)
    return body(Content.from_json({**said, "media": ()})) if "text" in said else ""


def _drawn(taken: Taken, zone: ZoneInfo, now: datetime) -> Opened:
    """In the words of whoever reads; the file has the names of our tables, and our codes."""
    text = json.dumps(taken.copy, ensure_ascii=False, indent=1).encode()
    reader = _Reader({each.code: each.title(language()) for each in taken.kinds}, zone, now)
    parts = [
        (_(part.label), [reader.row(part, row) for row in rows]) for part, rows in shown(taken.copy)
    ]
    return Opened(parts, base64.b64encode(text).decode())
