"""Our server: the shipped desk, engine, encryption and durable SQLite behind the same webhook.

Only the channel is the bench's own: it posts sendMessage to the stand-in.
Run: python -m bench.ours PORT API_PORT DATABASE_URL KEY
"""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, ClassVar

import aiohttp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.serving import serve
from bench.talk import message_of
from bot.accepting import Inbound
from bot.channels.contract import Channel, Outgoing
from bot.channels.plain import as_text
from bot.clock import Surroundings
from bot.delivery import Delivery
from bot.receiving import Receiver
from bot.running import Runner, collect_seldom
from bot.turns import Turns
from handlers.content import Content
from handlers.desk import LinliDesk
from models.account import ensure_account
from models.community import Community
from models.database import Database, open_database
from models.migrate import upgrade
from models.need_kind import seed_kinds
from models.vault import Vault


class BenchChannel(Channel):
    """Posts sendMessage with the buttons as an inline keyboard."""

    name: ClassVar[str] = "bench"
    rings: ClassVar[bool] = False

    def __init__(self, api_port: int) -> None:
        """Opens its connections when the loop runs."""
        self._url = f"http://127.0.0.1:{api_port}/bot1:bench/sendMessage"
        self.http: aiohttp.ClientSession | None = None

    async def send(self, message: Outgoing) -> str:
        """One call; the stand-in never refuses."""
        assert self.http is not None
        body: dict[str, Any] = {"chat_id": message.address, "text": as_text(message.content)}
        if message.content.buttons:
            body["reply_markup"] = {"inline_keyboard": _keyboard(message.content)}
        async with self.http.post(self._url, json=body) as response:
            answer = await response.json()
        return str(answer["result"]["message_id"])


def _keyboard(content: Content) -> list[list[dict[str, str]]]:
    return [[{"text": each.label, "callback_data": each.token}] for each in content.buttons]


def prepare(db: Database) -> tuple[int, int]:
    """An empty community with its kinds of help; returns its id and the account's."""
    upgrade(db.patient)
    with db.session() as session:
        community = Community(name="葵园社区", language="zh", station_phone="8000 0123")
        session.add(community)
        session.flush()
        seed_kinds(session, community)
        account = ensure_account(session, community, "bench", "main")
        return community.id, account.id


def web_app(db: Database, api_port: int) -> Starlette:
    """A route that accepts, runs the turn and then answers; replies go by the delivery loop."""
    community_id, account_id = prepare(db)
    around, runner, channel = Surroundings(), Runner(db), BenchChannel(api_port)
    turns = Turns(db, LinliDesk(), around, "bench")
    delivery = Delivery(db, runner, {account_id: channel}, around, "bench")
    receiver = Receiver(db, runner, turns, delivery, around)

    async def webhook(request: Request) -> Response:
        update_id, chat_id, date, text = message_of(await request.json())
        said_at = datetime.fromtimestamp(date, UTC)
        payload = {"kind": "text", "text": text}
        key = str(update_id)
        inbound = Inbound(account_id, community_id, str(chat_id), key, update_id, said_at, payload)
        await receiver.receive(inbound)
        return Response()

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as channel.http:
            loop = asyncio.create_task(delivery.run())
            collect_seldom()
            yield
            loop.cancel()
        runner.close()

    return Starlette(routes=[Route("/telegram", webhook, methods=["POST"])], lifespan=lifespan)


if __name__ == "__main__":
    _, _port, _api_port, _url, _key = sys.argv
    serve(web_app(open_database(_url, Vault([_key], "bench")), int(_api_port)), int(_port))
