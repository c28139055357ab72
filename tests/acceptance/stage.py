"""The three people of a story in front of their desk, in one process, each on a channel of theirs.

The clock is the story's own and nobody waits for it, so rates, windows and pauses hold to the
second.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.app import Process
from bot.clock import new_token
from bot.web.doors import make_link
from models.community import Community
from models.contact import Contact
from models.database import Database
from models.membership import Role, grant
from models.person import Person as Row
from tests.acceptance.afterwards import unsettled
from tests.acceptance.story import READ_OUT, STAFF, STORY, Step
from tests.acceptance.swift import Clock
from tests.acceptance.telegram_people import PATIENCE, OnTelegram, OnTheWeb, Player
from tests.telegram_api import BotApi, Person

IDS = {"resident": 1001, "worker": 1002, "volunteer": 1003}
NAMES = {"resident": "李婶", **{who: name for who, (name, _role) in STAFF.items()}}


@dataclass
class Stage:
    """The people in front of their desk; a bot is always there."""

    bot: BotApi
    desk: Process
    clock: Clock
    people: dict[str, Player]

    @property
    def db(self) -> Database:
        """The desk's rows."""
        return self.desk.ground.db

    @property
    def is_calm(self) -> bool:
        """Nothing is on its way to the desk."""
        return self.bot.is_calm

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
        """Wait until nothing is left to be handled or said now, and a second longer."""
        async with asyncio.timeout(PATIENCE * 3):
            while unsettled(self.db) or not self.is_calm:  # noqa: ASYNC110 - rows tell nobody
                await asyncio.sleep(1)
        await asyncio.sleep(1)
        await self.bot.calm(PATIENCE)

    async def texts(self) -> dict[str, list[str]]:
        """What each has been told."""
        return {who: await person.texts() for who, person in self.people.items()}


S = TypeVar("S", bound=Stage)
#: how somebody comes in
Enter = Callable[[S, str], Awaitable[Player]]


@asynccontextmanager
async def told_on(
    stage: S, enter: Enter[S], elsewhere: Mapping[str, str] | None
) -> AsyncIterator[S]:
    """The three have come in; who is `elsewhere` is at "web" or "telegram"."""
    others: dict[str, Enter[S]] = {"web": enter_the_web, "telegram": enter_telegram}
    for who in IDS:
        stage.people[who] = await others.get((elsewhere or {}).get(who, ""), enter)(stage, who)
    try:
        yield stage
    finally:
        for each in stage.people.values():
            if isinstance(each, OnTheWeb):
                await each.close()


async def whole(stage: Stage) -> None:
    """Play every step."""
    for step in STORY:
        await stage.play(step)


async def enter_telegram(stage: Stage, who: str) -> Player:
    """Write to the bot; who works here is known by that chat from then on."""
    person = Person(stage.bot, IDS[who], NAMES[who], phone="+8613900001234")
    person.start()
    await person.reads("您好", PATIENCE)
    await stage.settle()
    if who in STAFF:
        know(stage.db, who, str(person.id), stage.clock.now())
    return OnTelegram(person)


async def enter_the_web(stage: Stage, who: str) -> Player:
    """Come as a visitor, or by a one-time link."""
    player = OnTheWeb(NAMES[who], stage.desk.ground.settings.web.public_url)
    path = "/chat"
    if who in STAFF:
        token, at = new_token(), stage.clock.now()
        with stage.db.session() as session:
            make_link(session.connection(), _staff_row(session, who, at), token, at)
        path = f"/enter/{token}"
    await player.open(path)
    return player


def know(db: Database, who: str, address: str, at: datetime) -> None:
    """From now on the chat of that address is the worker's, or the volunteer's."""
    with db.session() as session:
        contact = session.scalars(select(Contact).filter_by(address=address)).one()
        contact.person_id = _staff_row(session, who, at).id


def _staff_row(session: Session, who: str, at: datetime) -> Row:
    name, role = STAFF[who]
    community = session.query(Community).one()
    row = Row(community_id=community.id, display_name=name, created_at=at)
    session.add(row)
    session.flush()
    grant(session, row, Role(role), at)
    return row
