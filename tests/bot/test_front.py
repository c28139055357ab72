"""The front door: posts of platforms take the short way, all else the way of pages."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.web.front import Front


class Hook:
    """Answers whatever comes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse(f"hook {scope['method']}")(scope, receive, send)


def page(_request: object) -> PlainTextResponse:
    return PlainTextResponse("page")


@pytest.mark.parametrize(
    ("method", "path", "status", "text"),
    [
        ("POST", "/telegram", 200, "hook POST"),
        ("GET", "/telegram", 200, "hook GET"),
        ("POST", "/telegram/", 307, ""),
        ("POST", "/telegram/east", 200, "hook POST"),
        ("GET", "/", 200, "page"),
        ("GET", "/calendar/abc", 200, "page"),
        ("POST", "/only", 405, "Method Not Allowed"),
        ("GET", "/nowhere", 404, "Not Found"),
    ],
)
async def test_each_request_comes_to_its_end(
    method: str, path: str, status: int, text: str
) -> None:
    ends = [
        Route("/telegram", Hook()),
        Route("/telegram/east", Hook()),
        Route("/only", page, methods=["GET"]),
        Route("/calendar/{token}", page),
    ]
    app = Front(Starlette(routes=[Route("/", page), *ends]), ends)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
        answer = await client.request(method, path)
    assert (answer.status_code, answer.text) == (status, text)
