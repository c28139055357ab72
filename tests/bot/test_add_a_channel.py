"""A channel in one file and one line: a postbox, as docs/how-to/add-a-channel.md builds it."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.accepting import Inbound
from bot.app import build, running
from bot.channels.contract import Channel, Outgoing, SendError, Trouble
from bot.channels.plain import as_text
from bot.channels.registry import CHANNELS, Ears, Line, Listening, Tools
from bot.config import Settings
from bot.ground import open_ground, prepare
from bot.web.routes import web_app
from tests.conftest import KEY


class Postbox(Channel):
    """Letters in a folder, one file for each person."""

    name: ClassVar[str] = "postbox"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, message: Outgoing) -> str:
        """Add to the letter. A name with a slash is no person of ours."""
        if "/" in message.address:
            raise SendError(Trouble.REJECTED)
        with (self._folder / message.address).open("a", encoding="utf-8") as letter:
            letter.write(as_text(message.content) + "\n\n")
        return str(message.outbox_id)


class PostOffice(Listening):
    """Takes letters over HTTP: POST /postbox/<name>?n=1 with the text as body."""

    def __init__(self, ears: Ears) -> None:
        self._ears = ears

    def routes(self) -> Sequence[BaseRoute]:
        """Where letters are brought."""
        return [Route("/postbox/{name}", self._take, methods=["POST"])]

    async def start(self) -> None:
        """Nobody has to be told."""

    async def stop(self) -> None:
        """Nothing runs."""

    async def _take(self, request: Request) -> Response:
        name, number = request.path_params["name"], int(request.query_params["n"])
        text = (await request.body()).decode()
        ears = self._ears
        inbound = Inbound(
            ears.account_id,
            ears.community_id,
            address=name,
            key=f"{name}-{number}",
            order=number,
            said_at=ears.tools.around.now(),
            payload={"kind": "text", "text": text},
        )
        await ears.receiver.receive(inbound)
        return PlainTextResponse("")


async def test_a_channel_of_one_file_and_one_line_takes_an_order(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def postbox(_tools: Tools) -> dict[str, Line]:
        return {"main": Line(Postbox(tmp_path), listen=PostOffice)}

    monkeypatch.setitem(CHANNELS, "postbox", postbox)
    ground = open_ground(_settings(sqlite_url, tmp_path))
    prepare(ground)
    process = build(ground)
    async with running(process):
        routes = [route for each in process.listening for route in each.routes()]
        transport = httpx.ASGITransport(web_app(process.site, routes))
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            said = ("水龙头漏水，7号楼1单元1308，明天上午", "13900000789", "发出")
            for n, text in enumerate((*said, said[-1])):
                await client.post(f"/postbox/李建国?n={min(n, 2)}", content=text.encode())
        await process.delivery.drain()
    letter = (tmp_path / "李建国").read_text("utf-8")
    assert letter.count("发出去了，单号") == 1
    assert "社区看" in letter
    ground.db.close()


def _settings(url: str, folder: Path) -> Settings:
    return Settings.model_validate(
        {
            "database": {"url": url},
            "security": {"keys": [KEY], "index_key": "index", "session_key": "session"},
            "storage": {"path": str(folder)},
        }
    )
