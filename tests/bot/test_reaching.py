"""Whether a chat can be reached now: each kind of channel answers the same question."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.contract import Channel
from bot.channels.webchat import WebChat
from models.account import Account
from models.contact import Contact
from models.database import Database
from models.reaches import Reaches
from models.reaching import is_reached_now, keep_open
from tests.transcript import MONDAY, World
from tests.webdesk import WebDesk

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("reaches", "until", "is_stopped", "expected"),
    [
        (Reaches.AT_ONCE, None, False, True),
        (Reaches.AT_ONCE, None, True, False),
        (Reaches.AT_ONCE, MONDAY - HOUR, False, False),
        (Reaches.IN_WINDOW, None, False, False),
        (Reaches.IN_WINDOW, MONDAY + HOUR, False, True),
        (Reaches.IN_WINDOW, MONDAY, False, False),
        (Reaches.WHEN_OPEN, None, False, False),
        (Reaches.WHEN_OPEN, MONDAY + HOUR, False, True),
        (Reaches.WHEN_OPEN, MONDAY + HOUR, True, False),
    ],
)
def test_a_chat_is_reached_as_its_channel_says(
    world: World, reaches: Reaches, until: datetime | None, is_stopped: bool, expected: bool
) -> None:
    world.known("何静")
    with world.db.session() as session:
        session.get_one(Account, world.account_id).reaches = reaches
        contact = session.scalars(select(Contact)).one()
        contact.window_until, contact.stopped_at = until, MONDAY if is_stopped else None
    with world.db.reading() as session:
        rows = select(is_reached_now(MONDAY)).select_from(Contact)
        found = session.scalar(rows.join(Account, Account.id == Contact.account_id))
    assert bool(found) is expected


def test_what_is_open_for_longer_stays_so(sqlite_db: Database) -> None:
    world = World(sqlite_db)
    world.known("何静")
    with sqlite_db.patient.begin() as connection:
        for until in (MONDAY + 2 * HOUR, MONDAY + HOUR):
            keep_open(connection, 1, until)
        assert connection.scalar(select(Contact.window_until)) == MONDAY + 2 * HOUR


def test_every_channel_says_which_it_is() -> None:
    assert Channel.reaches is Reaches.AT_ONCE
    assert WebChat.reaches is Reaches.WHEN_OPEN


async def test_an_open_page_is_reached_while_it_is_open(sqlite_url: str, tmp_path: Path) -> None:
    desk = WebDesk.open(sqlite_url, tmp_path)
    async with desk.running():
        browser = desk.browser()
        await browser.say("你好")
        cookies = "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items())
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/chat/events",
            "query_string": b"after=99",
            "headers": [(b"cookie", cookies.encode())],
            "client": ("127.0.0.1", 1),
            "app": desk.app,
        }
        leaves = asyncio.Event()

        async def receive() -> dict[str, str]:
            await leaves.wait()
            return {"type": "http.disconnect"}

        async def send(_message: object) -> None:
            return

        stream = asyncio.create_task(desk.app(scope, receive, send))
        until = None
        for _n in range(200):
            await asyncio.sleep(0.01)
            with desk.ground.db.reading() as session:
                until = session.scalars(select(Contact.window_until)).one()
                kind = session.scalars(select(Account.reaches)).one()
            if until is not None:
                break
        leaves.set()
        await stream
        assert until == MONDAY + timedelta(minutes=3)
        assert kind is Reaches.WHEN_OPEN
