"""One order from the first word to the last, told by three people in one process with the desk.

Each is at Telegram or at the web chat. The clock is the story's own and nobody waits for it, so
the stand-in's rates and every pause hold to the second.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.app import Process
from bot.clock import new_token
from bot.web.doors import make_link
from models.community import Community
from models.contact import Contact
from models.database import Database
from models.inbox import Inbox, InboxState
from models.membership import Role, grant
from models.outbox import Outbox, OutboxState
from models.person import Person as Row
from tests.acceptance.story import READ_OUT, STAFF, STORY, Step
from tests.acceptance.swift import Clock, swift_time
from tests.acceptance.telegram_people import PATIENCE, OnTelegram, OnTheWeb, Player
from tests.telegram_api import BotApi, Person, Setup, Times
from tests.telegram_desk import Place, desk_at

IDS = {"resident": 1001, "worker": 1002, "volunteer": 1003}
OPEN = (OutboxState.DUE, OutboxState.LEASED, OutboxState.SENDING, OutboxState.ANSWERING)
NAMES = {"resident": "李婶", **{who: name for who, (name, _role) in STAFF.items()}}


@dataclass
class Cast:
    """The people of a story in front of their desk."""

    api: BotApi
    desk: Process
    clock: Clock
    people: dict[str, Player]

    @property
    def db(self) -> Database:
        """The desk's rows."""
        return self.desk.ground.db

    async def play(self, step: Step) -> None:
        """One step, up to the words that answer it."""
        if step.at is not None:
            self.clock.at_least(step.at)
        person = self.people[step.who]
        if step.presses:
            await person.presses(step.presses)
        elif step.says in READ_OUT:
            await person.says(await self.people["resident"].code())
        else:
            await person.says(step.says)
        await person.hears(step.hears)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is left to be handled or said, and a second longer."""
        async with asyncio.timeout(PATIENCE):
            while self._unsettled() or not self.api.is_calm:  # noqa: ASYNC110 - rows tell nobody
                await asyncio.sleep(1)
        await asyncio.sleep(1)
        await self.api.calm(PATIENCE)

    def _unsettled(self) -> list[Any]:
        with self.db.read.connect() as connection:
            waiting = select(Inbox.id).where(Inbox.state != InboxState.DONE)
            unsent = select(Outbox.id, Outbox.state).where(Outbox.state.in_(OPEN))
            return [*connection.execute(waiting), *connection.execute(unsent)]

    async def texts(self) -> dict[str, list[str]]:
        """What each has been told."""
        return {who: await person.texts() for who, person in self.people.items()}


@asynccontextmanager
async def a_desk(place: Place, setup: Setup | None = None) -> AsyncIterator[Cast]:
    """The desk is open; nobody has come yet."""
    with swift_time() as clock:
        setup = replace(setup or Setup(), times=Times.of(clock.now))
        place = replace(place, around=replace(place.around, now=clock.now))
        async with BotApi(setup) as api, desk_at(api, place) as desk:
            yield Cast(api, desk, clock, {})


@asynccontextmanager
async def a_story(place: Place, on_the_web: tuple[str, ...] = ()) -> AsyncIterator[Cast]:
    """The desk is open and the three have come in; `on_the_web` names those at the web chat."""
    async with a_desk(place) as cast:
        for who in IDS:
            enter = _enter_the_web if who in on_the_web else _enter_telegram
            cast.people[who] = await enter(cast, who)
        try:
            yield cast
        finally:
            for each in cast.people.values():
                if isinstance(each, OnTheWeb):
                    await each.close()


async def whole(cast: Cast) -> None:
    """Play every step."""
    for step in STORY:
        await cast.play(step)


async def _enter_telegram(cast: Cast, who: str) -> Player:
    """Write to the bot; who works here is known by that chat from then on."""
    person = Person(cast.api, IDS[who], NAMES[who], phone="+8613900001234")
    person.start()
    await person.reads("您好", PATIENCE)
    await cast.settle()
    if who in STAFF:
        know(cast.db, who, str(person.id), cast.clock.now())
    return OnTelegram(person)


async def _enter_the_web(cast: Cast, who: str) -> Player:
    """Come as a visitor, or by a one-time link."""
    settings = cast.desk.ground.settings
    player = OnTheWeb(NAMES[who], settings.web.public_url)
    path = "/chat"
    if who in STAFF:
        token = new_token()
        with cast.db.session() as session:
            row = staff_row(session, who, cast.clock.now())
            make_link(session.connection(), row, token, cast.clock.now())
        path = f"/enter/{token}"
    await player.open(path)
    return player


def know(db: Database, who: str, address: str, at: datetime) -> None:
    """From now on the chat of that address is the worker's, or the volunteer's."""
    with db.session() as session:
        contact = session.scalars(select(Contact).filter_by(address=address)).one()
        contact.person_id = staff_row(session, who, at).id


def staff_row(session: Session, who: str, at: datetime) -> Row:
    name, role = STAFF[who]
    community = session.query(Community).one()
    row = Row(community_id=community.id, display_name=name, created_at=at)
    session.add(row)
    session.flush()
    grant(session, row, Role(role), at)
    return row
