"""Posts to the webhook by others than Telegram: refused for the right reason, cheaply, unheard."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import func, select

from models.contact import Contact
from models.inbox import Inbox
from tests.acceptance.fleet import SECRET, Fleet, Plan, Running, fleet_at
from tests.acceptance.forking import Forking
from tests.telegram_api import BotApi, Person, Rates, Setup

KNOWN = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
UPDATE = (
    b'{"update_id":7,"message":{"message_id":1,"date":1,"text":"\xe6\x82\xa8\xe5\xa5\xbd",'
    b'"from":{"id":1001,"is_bot":false,"first_name":"x"},"chat":{"id":1001,"type":"private"}}}'
)
LARGE = b'{"update_id":7,"x":"' + b"a" * 10_000_000 + b'"}'
NEST = 50_000
REFUSED = {
    "no secret": ({}, UPDATE, 403),
    "a wrong secret": ({"X-Telegram-Bot-Api-Secret-Token": "a-secret-of-test"}, UPDATE, 403),
    "a secret of other letters": ({"X-Telegram-Bot-Api-Secret-Token": "ü" * 17}, UPDATE, 403),
    "too much and no secret": ({}, LARGE, 403),
    "too much": (KNOWN, LARGE, 413),
    "a length that is none": ({**KNOWN, "Content-Length": "1e3"}, UPDATE, 400),
    "nothing": (KNOWN, b"", 400),
    "half an update": (KNOWN, UPDATE[:-5], 400),
    "two updates": (KNOWN, UPDATE * 2, 400),
    "a list": (KNOWN, b"[" + UPDATE + b"]", 400),
    "a number": (KNOWN, b"7", 400),
    "a number of 5000 digits": (KNOWN, b'{"update_id":' + b"9" * 5_000 + b"}", 400),
    "deep lists": (KNOWN, b'{"update_id":7,"x":' + b"[" * NEST + b"]" * NEST + b"}", 400),
    "deep objects": (KNOWN, b'{"message":' * NEST + b"1" + b"}" * NEST, 400),
    "deep and unfinished": (KNOWN, b"[" * NEST, 400),
    "no UTF-8": (KNOWN, b'{"update_id":7,"x":"\xff\xfe"}', 400),
    "UTF-16": (KNOWN, UPDATE.decode().encode("utf-16"), 400),
    "a form": (
        {**KNOWN, "Content-Type": "application/x-www-form-urlencoded"}, b"update_id=7", 400,
    ),
    "parts": ({**KNOWN, "Content-Type": "multipart/form-data; boundary=x"}, b"--x--\r\n", 400),
    "packed": ({**KNOWN, "Content-Encoding": "gzip"}, b"\x1f\x8b\x08\x00" + b"\x00" * 40, 400),
}  # fmt: skip
ELSEWHERE = [
    ("GET", "/telegram", 405), ("PUT", "/telegram", 405), ("DELETE", "/telegram", 405),
    ("POST", "/Telegram", 404), ("POST", "/telegram/east", 404), ("POST", "//telegram", 404),
    ("POST", "/telegram/../telegram", 404), ("POST", "/telegram%00", 404),
]  # fmt: skip
#: what one hostile post may cost, in seconds of our CPU, and in megabytes kept
CPU, MEMORY = 0.05, 8


async def _send(desk: Running, raw: bytes, more: bytes = b"") -> int:
    """Post bytes; returns the status. What is refused unread may break off in the middle."""
    reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
    try:
        writer.write(raw)
        writer.write(more)
        async with asyncio.timeout(30):
            return int((await reader.readuntil(b"\r\n")).split(b" ", 2)[1])
    finally:
        writer.close()


def _head(headers: dict[str, str], length: int, what: str = "POST /telegram") -> bytes:
    lines = {"Host": "desk", "Content-Length": str(length), **headers}
    named = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{what} HTTP/1.1\r\n{named}\r\n".encode()


@asynccontextmanager
async def _desk(forking: Forking, url: str, folder: Path) -> AsyncIterator[tuple[Fleet, Running]]:
    async with (
        BotApi(Setup(rates=Rates.high())) as api,
        fleet_at(forking, api, Plan(url, folder), 1) as fleet,
    ):
        [desk] = fleet.running
        yield fleet, desk
        assert _accepted(fleet) == (0, 0)
        await _hears(fleet)
        await fleet.end()
        assert fleet.trouble == []
        assert api.violations == []


def _accepted(fleet: Fleet) -> tuple[int, ...]:
    with fleet.db.read.connect() as rows:
        return tuple(
            rows.scalar(select(func.count()).select_from(table)) or 0 for table in (Inbox, Contact)
        )


async def _hears(fleet: Fleet) -> None:
    """Telegram's own posts get through."""
    li = Person(fleet.api, 2002, "李婶")
    li.say("您好")
    await li.reads("直接写一句话就行")


def _cpu(desk: Running) -> float:
    """Seconds of CPU that the process has taken."""
    fields = Path(f"/proc/{desk.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def test_what_telegram_never_posts_is_refused(
    forking: Forking, sqlite_url: str, tmp_path: Path
) -> None:
    async with _desk(forking, sqlite_url, tmp_path) as (_fleet, desk):
        for name, (headers, body, status) in REFUSED.items():
            assert await _send(desk, _head(headers, len(body)), body) == status, name
        for method, path, status in ELSEWHERE:
            raw = _head(KNOWN, len(UPDATE), f"{method} {path}")
            assert await _send(desk, raw, UPDATE) == status, (method, path)


async def test_a_body_without_end_is_cut_off(
    forking: Forking, sqlite_url: str, tmp_path: Path
) -> None:
    chunked = {**KNOWN, "Transfer-Encoding": "chunked"}
    async with _desk(forking, sqlite_url, tmp_path) as (_fleet, desk):
        head = _head(chunked, 0).replace(b"Content-Length: 0\r\n", b"")
        assert await _send(desk, head, (b"10000\r\n" + b"a" * 65_536 + b"\r\n") * 40) == 413


async def test_hostile_posts_cost_little(forking: Forking, sqlite_url: str, tmp_path: Path) -> None:
    async with _desk(forking, sqlite_url, tmp_path) as (_fleet, desk):
        posts = [(_head(headers, len(body)), body) for headers, body, _status in REFUSED.values()]
        for raw, body in posts:
            await _send(desk, raw, body)
        memory, cpu = desk.memory, _cpu(desk)
        for raw, body in posts * 10:
            await _send(desk, raw, body)
        assert (_cpu(desk) - cpu) / (10 * len(posts)) < CPU
        assert desk.memory - memory < MEMORY * 2**20


async def test_whoever_posts_slowly_keeps_nobody_waiting(
    forking: Forking, sqlite_url: str, tmp_path: Path
) -> None:
    async with _desk(forking, sqlite_url, tmp_path) as (_fleet, desk):
        post, slow = _head(KNOWN, len(UPDATE)) + UPDATE, []
        for n in range(200):
            _reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
            writer.write(post[: 40 + n % (len(post) - 40)])
            slow.append(writer)
        begun = monotonic()
        assert await _send(desk, _head({}, 2), b"{}") == 403
        assert monotonic() - begun < 2
        for writer in slow:
            writer.close()


@pytest.mark.soak
async def test_whoever_never_ends_is_sent_away(
    forking: Forking, sqlite_url: str, tmp_path: Path
) -> None:
    async with _desk(forking, sqlite_url, tmp_path) as (_fleet, desk):
        begun = monotonic()
        assert await _send(desk, _head(KNOWN, len(UPDATE)), UPDATE[:-5]) == 408
        assert 15 < monotonic() - begun < 30
