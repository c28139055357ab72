"""/export/<token>: somebody's own copy, to read and to take along, once.

Opening the address shows one button and uses nothing up: chat programs look at a link before its
reader does. The press uses it up and draws everything, the file to keep inside the page, so that
nothing is left to be fetched a second time.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from starlette.requests import Request
from starlette.responses import Response

from bot.web.sessions import session_of
from bot.web.site import Site
from handlers.audience_words import LANGUAGES
from handlers.language import _
from handlers.sayings import say_moment
from handlers.suggesting.card import TITLES
from models.audit import Audit
from models.consent import PURPOSE_LABELS
from models.contact import Contact
from models.copy import copy_of, shown
from models.evaluation import OUTCOME_LABELS
from models.hand_over import WAY_LABELS
from models.membership import ROLE_LABELS
from models.opt_out import NOTICE_LABELS
from models.order import STATE_LABELS
from models.person import Person
from models.service_record import EVIDENCE_LABELS
from models.sign_up import SIGN_UP_LABELS
from models.standing_help import STANDING_LABELS
from models.web import copy_link, take_copy_link

FILE = "linli.json"
#: codes that have words people read, by part and column; the file keeps the codes
_WORDS: dict[tuple[str, str], Mapping[Any, str]] = {
    ("person", "language"): LANGUAGES,
    ("contact", "language"): LANGUAGES,
    ("membership", "role"): ROLE_LABELS,
    ("consent", "purpose"): PURPOSE_LABELS,
    ("service_order", "state"): STATE_LABELS,
    ("evaluation", "outcome"): OUTCOME_LABELS,
    ("service_record", "evidence"): EVIDENCE_LABELS,
    ("hand_over", "way"): WAY_LABELS,
    ("suggestion", "about"): TITLES,
    ("standing_help", "state"): STANDING_LABELS,
    ("sign_up", "state"): SIGN_UP_LABELS,
    ("opt_out", "kind"): NOTICE_LABELS,
}
#: what platforms call a chat tells a reader nothing; it is in the file
_FILE_ONLY = {("contact", "address")}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Opened:
    """A copy as it is drawn."""

    parts: list[tuple[str, list[list[tuple[str, str]]]]]
    data: str


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
    copy = await site.runner.aside(_take, site, request.path_params["token"])
    if copy is None:
        return _worn_out(site, request)
    zone = await site.runner.read(site.zone)
    now = site.around.now().astimezone(zone)
    return _sealed(
        site.page(request, "export.html", opened=lambda: _drawn(copy, zone, now), file=FILE)
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


def _take(site: Site, token: str) -> dict[str, list[dict[str, Any]]] | None:
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
        return copy_of(rows, rows.get_one(Person, person_id))


def _drawn(copy: dict[str, list[dict[str, Any]]], zone: ZoneInfo, now: datetime) -> Opened:
    """In the words of whoever reads; the file has the names of our tables."""
    text = json.dumps(copy, ensure_ascii=False, indent=1).encode()
    parts = [
        (
            _(part.label),
            [
                [
                    (_(label), _said(part.name, name, row[name], zone, now))
                    for name, label in part.columns.items()
                    if row[name] not in (None, "", [], {}) and (part.name, name) not in _FILE_ONLY
                ]
                for row in rows
            ],
        )
        for part, rows in shown(copy)
    ]
    return Opened(parts, base64.b64encode(text).decode())


def _said(part: str, column: str, value: Any, zone: ZoneInfo, now: datetime) -> str:
    """A code by its words where it has any, anything else as it is."""
    words = _WORDS.get((part, column), {})
    return (
        _(words[value]) if isinstance(value, str) and value in words else _plain(value, zone, now)
    )


def _plain(value: Any, zone: ZoneInfo, now: datetime) -> str:
    """A value in a line, moments on the clock of the place; a structure by the words in it."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return "，".join(filter(None, (_plain(each, zone, now) for each in value)))
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return say_moment(datetime.fromisoformat(value).astimezone(zone), now)
    return "" if value is None else str(value)
