"""GET /chat/events: bubbles as they come, by server-sent events, from any process's rows."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import Response

from bot.web import lines
from bot.web.sessions import Session, session_of, still_open
from bot.web.shown import Renderer, Shown, shown
from bot.web.site import Site, language_of
from models.conversation import Conversation
from models.reaching import keep_open

#: how long a page waits before it looks at the rows by itself. On PostgreSQL other processes
#: write them too; on SQLite this process writes them all and wakes the page.
LOOK_SECONDS = 1.0
LOOK_SECONDS_ALONE = 20.0
PING_SECONDS = 15
#: whoever has a page open has what is sent at once; written down anew after half of this
SEEN_FOR = timedelta(minutes=3)


async def events(request: Request) -> Response:
    """Everything after Last-Event-ID, then whatever comes."""
    site: Site = request.app.state.site
    session = await session_of(site, request)
    after = _number(request.headers.get("last-event-id")) or _number(
        request.query_params.get("after")
    )
    stream = _stream(site, request, session, after)
    return EventSourceResponse(stream, ping=PING_SECONDS, headers={"cache-control": "no-store"})


def _keep_open(site: Site, contact_id: int, until: datetime) -> None:
    with site.db.patient.begin() as connection:
        keep_open(connection, contact_id, until)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else 0


async def _stream(
    site: Site, request: Request, session: Session, after: int
) -> AsyncIterator[ServerSentEvent]:
    language = language_of(request)
    renderer = Renderer(site.pages, session.pane, language)
    contact_id = session.contact_id or await _first_word(site, request)
    kept_until = site.around.now()
    with site.hub.page(contact_id) as changed:
        while True:
            changed.clear()
            if not await still_open(site, session):
                return
            if kept_until <= (now := site.around.now()):
                kept_until = now + SEEN_FOR / 2
                await site.runner.aside(_keep_open, site, contact_id, now + SEEN_FOR)
            bubbles, asking = await site.runner.read(_new, site, contact_id, after, language)
            for bubble in bubbles:
                after = bubble.sequence
                yield _event(renderer, bubble, asking=asking)
            if not bubbles:
                await _wait(site, changed)


async def _first_word(site: Site, request: Request) -> int:
    """A visitor has no row before she writes; wait for it."""
    with site.hub.page(0) as changed:
        while True:
            changed.clear()
            session = await session_of(site, request)
            if session.contact_id is not None:
                return session.contact_id
            await _wait(site, changed)


async def _wait(site: Site, changed: asyncio.Event) -> None:
    seconds = LOOK_SECONDS_ALONE if site.db.is_sqlite else LOOK_SECONDS
    try:
        async with asyncio.timeout(seconds):
            await changed.wait()
    except TimeoutError:
        return


def _new(site: Site, contact_id: int, after: int, language: str) -> tuple[list[Shown], bool]:
    with site.db.read.connect() as connection:
        rows = lines.after(connection, contact_id, after)
        if not rows:
            return [], False
        asking = connection.scalar(
            select(Conversation.script).where(Conversation.contact_id == contact_id)
        )
    zone, now = site.zone(), site.around.now()
    return [shown(row, zone, now, language) for row in rows], asking is not None


def _event(renderer: Renderer, bubble: Shown, *, asking: bool) -> ServerSentEvent:
    data: dict[str, Any] = {
        "position": bubble.position,
        "sequence": bubble.sequence,
        "key": bubble.key,
        "direction": bubble.direction,
        "html": renderer.html(bubble),
        "cmds": "asking" if asking else "idle",
    }
    return ServerSentEvent(
        json.dumps(data, ensure_ascii=False), event="line", id=str(bubble.sequence)
    )
