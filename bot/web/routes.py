"""Puts the pages together into one ASGI application."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web import (
    board,
    calendar,
    doors,
    events,
    export,
    figures,
    group_code,
    here,
    media,
    moving,
    ops,
    pages,
    say,
    slip,
)
from bot.web.site import Site

STATIC = Path(__file__).parent / "static"
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
        "style-src 'self'; script-src 'self'; frame-ancestors 'self'; base-uri 'none'; "
        "form-action 'self'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "microphone=(self), geolocation=(self)",
}


def web_app(site: Site, further: Sequence[BaseRoute] = ()) -> Starlette:
    """The application of one process; `further` are the routes of channels that listen."""
    app = Starlette(
        routes=[
            Route("/", pages.home),
            Route("/try", pages.try_it),
            Route("/doors/{who}", doors.door, methods=["POST"]),
            Route("/enter/{token}", doors.enter),
            Route("/board", board.board),
            Route("/move", moving.page),
            Route("/move", moving.move, methods=["POST"]),
            Route("/chat", pages.chat),
            Route("/chat/say", say.say, methods=["POST"]),
            Route("/chat/events", events.events),
            Route("/export/{token}", export.look),
            Route("/export/{token}", export.open_it, methods=["POST"]),
            Route("/figures/{kind}/{first}/{token}", figures.figures),
            Route("/group/{name}", group_code.group_code),
            Route("/here/{number}/{key}", here.here),
            Route("/media/{id:int}", media.show),
            Route("/slip/{token}", slip.slip),
            Route("/calendar/{token}.ics", calendar.feed),
            Route("/healthz", ops.healthz),
            Route("/readyz", ops.readyz),
            Route("/metrics", ops.metrics),
            Mount("/static", StaticFiles(directory=STATIC)),
            *further,
        ],
        middleware=[Middleware(SafeHeaders)],
        exception_handlers={404: pages.not_found, DBAPIError: pages.database_away},
    )
    app.state.site = site
    return app


class SafeHeaders:
    """Adds the headers that keep a page to itself; plain ASGI, so that streams stay streams."""

    def __init__(self, app: ASGIApp) -> None:
        """`app` is the rest of the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with headers added to the answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/static"):
                    headers["cache-control"] = "no-cache"
            await send(message)

        await self._app(scope, receive, send_with_headers)
