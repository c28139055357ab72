"""Who is asking: a signed cookie holds a random token, a row holds only its hash.

A visitor's row and contact are made when she first writes, so that a passing robot leaves nothing.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import Response

from bot.web.site import Site
from models.contact import Contact
from models.upsert import insert_for
from models.web import WebSession

YEAR_SECONDS = 365 * 24 * 3600
_PANE = re.compile(r"[a-z]{0,8}")


@dataclass(frozen=True, slots=True)
class Session:
    """One browser, or one pane of it. `contact_id` is None before the first word."""

    token: str
    pane: str
    contact_id: int | None
    is_fresh: bool

    @property
    def address(self) -> str:
        """The contact address of a visitor who has no other."""
        return "v:" + token_hash(self.token)[:32]

    @property
    def query(self) -> str:
        """What keeps the pane in a link."""
        return f"?pane={self.pane}" if self.pane else ""


def token_hash(token: str) -> str:
    """What the database knows of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def pane_of(request: Request) -> str:
    """The pane named in the address; two people may share one browser."""
    pane = request.query_params.get("pane", "")
    return pane if _PANE.fullmatch(pane) else ""


async def session_of(site: Site, request: Request) -> Session:
    """The session of this request; a fresh one when the cookie is missing, forged or revoked."""
    pane = pane_of(request)
    token, _, signature = request.cookies.get(_name(pane), "").partition(".")
    if token and hmac.compare_digest(signature.encode(), site.sign("session", token).encode()):
        known, contact_id = await site.runner.read(_look_up, site, token)
        if known:
            return Session(token, pane, contact_id, is_fresh=False)
    return Session(site.around.token(), pane, None, is_fresh=True)


async def still_open(site: Site, session: Session) -> bool:
    """Whether a session that was open a moment ago has not been revoked since."""
    known, _contact_id = await site.runner.read(_look_up, site, session.token)
    return known


def _look_up(site: Site, token: str) -> tuple[bool, int | None]:
    with site.db.read.connect() as connection:
        row = connection.execute(
            select(WebSession.contact_id, WebSession.revoked_at).where(
                WebSession.token_hash == token_hash(token)
            )
        ).first()
    if row is None:
        return True, None
    return row.revoked_at is None, row.contact_id if row.revoked_at is None else None


def remember(site: Site, session: Session, response: Response) -> None:
    """Give the browser its cookie."""
    response.set_cookie(
        _name(session.pane),
        f"{session.token}.{site.sign('session', session.token)}",
        max_age=YEAR_SECONDS,
        httponly=True,
        samesite="lax",
        secure=site.settings.web.public_url.startswith("https"),
    )


def csrf_of(site: Site, session: Session) -> str:
    """The form's own proof that it came from our page."""
    return site.sign("csrf", session.token)


def open_session(connection: Connection, session: Session, contact_id: int, at: datetime) -> None:
    """Write the row of a session that has none yet."""
    community = select(Contact.community_id).where(Contact.id == contact_id).scalar_subquery()
    row = insert_for(connection, WebSession).values(
        community_id=community,
        token_hash=token_hash(session.token),
        contact_id=contact_id,
        created_at=at,
    )
    connection.execute(row.on_conflict_do_nothing(index_elements=["token_hash"]))


def _name(pane: str) -> str:
    return f"linli-{pane}" if pane else "linli"
