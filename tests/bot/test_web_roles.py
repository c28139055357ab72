"""A role that ends shuts every page of that person; large letters said in chat are drawn."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update
from starlette.requests import Request

from bot.queueing import queue_told
from bot.web.events import _stream
from bot.web.sessions import Session, token_hash
from handlers.engine.chat import Told
from models.contact import Contact
from models.membership import Change, Membership, Role, end
from models.person import Person
from models.web import WebSession
from tests.webdesk import Browser, WebDesk


@pytest.fixture
async def desk(sample_url: str, tmp_path: Path) -> AsyncIterator[WebDesk]:
    """A running desk with the sample community."""
    made = WebDesk.open(sample_url, tmp_path)
    async with made.running():
        yield made


async def a_worker(desk: WebDesk) -> Browser:
    """Somebody at the board whose only role besides is none: 陈静 as a mere worker."""
    browser = desk.browser()
    await browser.enter("worker")
    with desk.ground.db.session() as session:
        person = session.scalars(select(Person).filter_by(display_name="陈静")).one()
        session.execute(
            update(Membership)
            .where(Membership.person_id == person.id, Membership.role == Role.COORDINATOR)
            .values(until=desk.ground.around.now())
        )
    return browser


def end_it(desk: WebDesk) -> None:
    """An admin ends it now, and the person is told."""
    at = desk.ground.around.now()
    with desk.ground.db.session() as session:
        worker = session.scalars(select(Person).filter_by(display_name="陈静")).one()
        admin = Person(community_id=worker.community_id, created_at=at)
        session.add(admin)
        session.flush()
        session.add(
            Membership(
                community_id=worker.community_id, person_id=admin.id, role=Role.ADMIN, since=at
            )
        )
        session.flush()
        end(session, Change(worker, Role.WORKER, admin, at))
        told = [Told(worker.id, "role_ended", {"role": Role.WORKER.value})]
        queue_told(session.connection(), told, "ended", at)


async def test_the_board_closes_and_a_press_from_the_open_page_does_nothing(desk: WebDesk) -> None:
    chen = await a_worker(desk)
    page = (await chen.client.get("/board")).text
    token = page.split('data-label="通过"')[0].rsplit('value="', 1)[1].split('"')[0]
    csrf = page.split('name="csrf" value="')[1].split('"')[0]
    end_it(desk)
    assert (await chen.client.get("/board")).status_code == 403
    fields = {"csrf": csrf, "press": token}
    answer = await chen.client.post(
        "/chat/say", data=fields, headers={"accept": "application/json"}
    )
    assert answer.status_code == 403
    assert "陈静" not in await chen.page()


async def test_an_open_stream_ends_at_once(desk: WebDesk) -> None:
    await a_worker(desk)
    with desk.ground.db.session() as session:
        contact_id = session.scalars(
            select(Contact.id)
            .join(Person, Person.id == Contact.person_id)
            .where(Person.display_name == "陈静")
        ).first()
        assert contact_id is not None
        known = WebSession(
            community_id=session.scalars(select(Contact.community_id)).first(),
            token_hash=token_hash("open page"),
            contact_id=contact_id,
            created_at=desk.ground.around.now(),
        )
        session.add(known)
    scope = {"type": "http", "method": "GET", "headers": [], "query_string": b"", "path": "/"}
    open_page = Session("open page", "", contact_id, is_fresh=False)

    async def read() -> None:
        async for _event in _stream(desk.process.site, Request(scope), open_page, 0):
            pass

    reading = asyncio.create_task(read())
    done, _pending = await asyncio.wait([reading], timeout=0.3)
    assert not done
    end_it(desk)
    await desk.deliver()
    await asyncio.wait_for(reading, timeout=5)


async def test_large_letters_said_in_the_chat_are_drawn_until_the_switch_says_otherwise(
    desk: WebDesk,
) -> None:
    li = desk.browser()
    assert 'data-large="0"' in await li.enter("resident")
    page = await li.say("大字")
    assert 'class="elder"' in page
    assert 'data-large="1"' in page
    li.client.cookies.set("linli-large", "0")
    page = await li.page()
    assert 'class="elder"' not in page
    assert 'data-large="1"' in page
