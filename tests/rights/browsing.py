"""Everybody of one order at a browser, and the addresses that have to do with it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from httpx import Response
from pydantic import SecretStr
from sqlalchemy import select, update
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from bot.config import TelegramSection
from bot.storage import Storage
from bot.web.doors import make_link
from models.button import ActionButton
from models.contact import Contact
from models.media import MediaState
from models.order import Order
from models.person import Person
from models.web import give_copy_link
from tests.filled import Filler
from tests.rights.cast import NAME, ROLES, ROOM, Cast
from tests.webdesk import Browser, WebDesk

AWAY = "203.0.113.5"
PUBLIC = "https://linli.example"
#: an open stream is looked at for so long
STREAM_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Page:
    """What somebody was answered with."""

    status: int
    text: str

    @property
    def lets_in(self) -> bool:
        """Whether they got it, or were led on to it."""
        return self.status in (200, 303)


class Browsing:
    """A desk that the world can reach, with a browser for each of the cast."""

    def __init__(self, everybody: Cast, folder: Path) -> None:
        """Rows and files are written; `enter` opens the browsers."""
        url = everybody.world.db.write.url.render_as_string(hide_password=False)
        bot = TelegramSection(
            token=SecretStr("1:x"), mode="webhook", webhook_secret=SecretStr("told-to-telegram")
        )
        self._cast, self.state = everybody, everybody.state
        self.desk = WebDesk.open(url, folder, public_url=PUBLIC, telegram=bot)
        self.browsers: dict[str, Browser] = {}
        self._media, self._slip = self._rows(folder)

    @property
    def routes(self) -> list[BaseRoute]:
        """All there are."""
        return list(self.desk.app.routes)

    async def enter(self) -> None:
        """Everybody who is known comes in by a link of their own."""
        for who in ROLES:
            person, browser = self._person(who), self.desk.browser(AWAY)
            self.browsers[who] = browser
            if person is None:
                continue
            with self.desk.ground.db.session() as session:
                make_link(session.connection(), person, f"link of {who}", self._cast.world.now)
            assert (await browser.client.get(f"/enter/link of {who}")).status_code == 303

    def _person(self, who: str) -> Person | None:
        with self.desk.ground.db.reading() as session:
            contact = session.get_one(Contact, self._cast.contacts[who])
            return session.get(Person, contact.person_id) if contact.person_id else None

    def _rows(self, folder: Path) -> tuple[int, str]:
        """A picture of the order, and the worker's button 纸条."""
        contacts = self._cast.contacts
        with self.desk.ground.db.session() as session:
            session.execute(update(Order).values(relation="station"))
            kept = Storage(folder, self.desk.ground.db.vault).keep(f"{NAME} {ROOM}".encode())
            fill = Filler(session.connection(), {"community": self._cast.world.community_id})
            of_it = {"contact_id": contacts["asker"], "order_id": self._cast.order_id}
            media = fill.row(
                "media",
                **of_it,
                kind="photo",
                content_type="text/plain",
                sha256=kept,
                state=MediaState.STORED,
            )
            button = fill.row(
                "action_button",
                contact_id=contacts["worker"],
                script="slip",
                subject=self._cast.order,
            )
            token = session.scalars(select(ActionButton.token).filter_by(id=button)).one()
        return media, token

    async def open(self, who: str, method: str, path: str) -> Page:
        """That page as `who`; what is in braces is theirs to guess, or what the order has."""
        if path == "/chat/events":
            return await self._stream(who)
        client = self.browsers[who].client
        answer: Response = await client.request(method, self._address(path))
        return Page(answer.status_code, answer.text)

    def _address(self, path: str) -> str:
        if path == "/export/{token}":
            return f"/export/{self._copy()}"
        known: Mapping[str, str] = {
            "/media/{id:int}": f"/media/{self._media}",
            "/slip/{token}": f"/slip/{self._slip}",
        }
        return known.get(path, path.replace("{token}", "guessed").replace("{who}", "worker"))

    def _copy(self) -> str:
        """A fresh link to the copy of whoever asked."""
        token = self.desk.ground.around.token()
        person = self._person("asker")
        assert person is not None
        with self.desk.ground.db.session() as session:
            give_copy_link(session, person, token, self._cast.world.now)
        return token

    async def _stream(self, who: str) -> Page:
        """The beginning of an open stream; it is left again after a moment."""
        got: list[Any] = []
        client = self.browsers[who].client
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/chat/events",
            "query_string": b"",
            "headers": [(b"cookie", cookies.encode())],
            "client": (AWAY, 1),
            "app": self.desk.app,
        }

        async def receive() -> dict[str, str]:
            await asyncio.sleep(STREAM_SECONDS)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            got.append(message)

        app: ASGIApp = self.desk.app
        await app(scope, receive, send)
        body = b"".join(each.get("body", b"") for each in got)
        return Page(got[0]["status"], body.decode())


def pages_of(routes: list[BaseRoute]) -> set[tuple[str, str]]:
    """Method and path of every page; static files are the same for all."""
    return {
        (method, each.path)
        for each in routes
        if isinstance(each, Route)
        for method in each.methods or ("POST",)
        if method != "HEAD"
    }
