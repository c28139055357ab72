"""The people of a transcript at the web chat: what they do is posted, what they read is the page.

The application is the real one, with no socket in between. A button can be pressed only while the
page shows it, and every word of the desk must stand on it.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import httpx
from sqlalchemy import select

from bot.app import Process, build
from bot.config import DatabaseSection, SecuritySection, Settings, StorageSection
from bot.ground import Ground
from bot.keys import load_keys
from bot.web.routes import web_app
from bot.web.sessions import token_hash
from handlers.content import Content
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database
from models.web import ChatLine, WebSession
from tests.acceptance.page import Lines
from tests.transcript import World

#: the program of a web chat has no such thing; whoever comes says something
HELLO = "您好"


class WebWorld(World):
    """葵园社区 with its pages; each person has one browser."""

    process: Process

    def __init__(self, db: Database, keys: SecuritySection, folder: Path) -> None:
        """`keys` are those of the database; files would go to `folder`."""
        url = db.write.url.render_as_string(hide_password=False)
        self._settings = Settings(
            database=DatabaseSection(url=url), storage=StorageSection(path=folder), security=keys
        )
        self._cookies: dict[str, str] = {}
        super().__init__(db, "web")

    def start(self) -> None:
        """A new process makes its pages anew; the browsers keep their cookies."""
        super().start()
        ground = Ground(self._settings, load_keys(self._settings), self.db, self.around)
        self.process = build(ground)
        self.delivery = self.process.delivery
        self._app = web_app(self.process.site)

    def end(self) -> None:
        """The pages' process ends, too."""
        self.process.runner.close()
        super().end()

    def receive(self, address: str, key: str, order: int, payload: Mapping[str, object]) -> None:
        """Do it on the page, and let what is due be said."""
        asyncio.run(self._does(address, payload))
        self.deliver()
        self.now += timedelta(seconds=1)
        self._is_on_the_page(address)

    def shown(self, address: str) -> list[Content]:
        """The desk's bubbles, oldest first."""
        with self.db.reading() as session:
            rows = (
                select(ChatLine.content)
                .join(Contact, Contact.id == ChatLine.contact_id)
                .where(Contact.address == address, ChatLine.direction == "out")
            )
            kept = session.scalars(rows.order_by(ChatLine.position)).all()
        return [Content.from_json({**each, "media": []}) for each in kept]

    async def _does(self, address: str, payload: Mapping[str, object]) -> None:
        async with self._browser(address) as browser:
            page = Lines((await browser.get("/chat")).text)
            fields = {"csrf": page.csrf}
            if payload["kind"] == "press":
                fields["press"] = str(payload["token"])
                offered = [token for line in page.lines for _label, token in line.buttons]
                assert fields["press"] in offered, f"{address} has no such button on the page"
            else:
                fields["text"] = str(payload.get("text", HELLO))
            headers = {"accept": "application/json"}
            answer = await browser.post("/chat/say", data=fields, headers=headers)
            assert answer.json() == {"ok": True}, answer.text
        await self.process.receiver.rest()

    def _is_on_the_page(self, address: str) -> None:
        page = "".join(
            "".join(line.text.split()) for line in asyncio.run(self._page(address)).lines
        )
        for content in self.shown(address):
            for line in content.text.splitlines():
                assert "".join(line.split()) in page, f"{line!r} is not on the page of {address}"

    async def _page(self, address: str) -> Lines:
        async with self._browser(address) as browser:
            return Lines((await browser.get("/chat")).text)

    def _browser(self, address: str) -> httpx.AsyncClient:
        """With the cookie of a chat that is called by its owner's name."""
        if address not in self._cookies:
            self._cookies[address] = self._let_in(address)
        transport = httpx.ASGITransport(self._app, client=("127.0.0.1", 4321))
        cookies = {"linli": self._cookies[address]}
        return httpx.AsyncClient(transport=transport, base_url="http://desk", cookies=cookies)

    def _let_in(self, address: str) -> str:
        token = self.around.token()
        of = {"community_id": self.community_id}
        with self.db.session() as session:
            contact = Contact(
                **of, account_id=self.account_id, address=address, created_at=self.now
            )
            session.add(contact)
            session.flush()
            of["contact_id"] = contact.id
            session.add(Conversation(**of, changed_at=self.now))
            session.add(WebSession(**of, token_hash=token_hash(token), created_at=self.now))
        return f"{token}.{self.process.site.sign('session', token)}"
