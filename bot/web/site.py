"""Everything a page needs, gathered once: rows, receiving, words, who is asking."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.clock import Surroundings
from bot.config import Settings
from bot.receiving import Receiver
from bot.running import Runner
from bot.web.hub import Hub
from bot.web.pace import Pace
from handlers.emergency_rules import rules
from handlers.language import LANGUAGES, _, speaking
from models.community import Community
from models.database import Database

LOCAL = frozenset({"127.0.0.1", "::1"})


@dataclass(frozen=True)
class Site:
    """The web side of one process."""

    settings: Settings
    db: Database
    runner: Runner
    receiver: Receiver
    hub: Hub
    around: Surroundings
    session_key: bytes
    account_id: int
    community_id: int
    pages: Environment
    pace: Pace
    #: wrong device codes; a handful, then ten minutes of rest
    tries: Pace
    is_ready: Callable[[], bool]

    def community(self) -> Community:
        """The community this site serves, as it stands now."""
        with self.db.reading() as session:
            return session.get_one(Community, self.community_id)

    def zone(self) -> ZoneInfo:
        """Its time zone."""
        return self.community().zone

    def sign(self, purpose: str, text: str) -> str:
        """A signature nobody else can make, 64 hex digits."""
        message = f"{purpose}:{text}".encode()
        return hmac.new(self.session_key, message, hashlib.sha256).hexdigest()

    def page(self, request: Request, name: str, status: int = 200, **words: Any) -> HTMLResponse:
        """Draw a template in the language of the request.

        `told_large` is what the person said in 设置; the browser's own switch counts after it.
        """
        language = language_of(request)
        cookie = request.cookies.get("linli-large", "")
        with speaking(language):
            html = self.pages.get_template(name).render(
                lang="en" if language == "en" else "zh-CN",
                large=cookie == "1" or (not cookie and words.get("told_large") == "1"),
                theme=_theme(request),
                **{key: value() if callable(value) else value for key, value in words.items()},
            )
        return HTMLResponse(html, status)

    def is_from_here(self, request: Request) -> bool:
        """Whether somebody on this machine asks, and nobody else could."""
        return is_local(request) and not self.settings.web.public_url


def is_local(request: Request) -> bool:
    """Whether the request began on this machine, not behind a proxy on it."""
    host = request.client.host if request.client else ""
    forwarded = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    return host in LOCAL and not forwarded


def language_of(request: Request) -> str:
    """English for a browser that asks for it and for no Chinese; else Chinese."""
    chosen = request.cookies.get("linli-lang", "")
    if chosen in LANGUAGES:
        return chosen
    wanted = request.headers.get("accept-language", "").lower()
    return "en" if wanted.startswith("en") and "zh" not in wanted else "zh"


def _theme(request: Request) -> str:
    theme = request.cookies.get("linli-theme", "")
    return theme if theme in ("dark", "light") else ""


def make_pages() -> Environment:
    """The templates, escaping everything, with words looked up when they are drawn."""
    pages = Environment(
        loader=PackageLoader("bot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals["_"] = _
    pages.globals["numbers_to_ring"] = lambda: rules().numbers.all
    return pages
