"""A channel whose platform lets us write first only for a while after somebody wrote themselves."""

from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import select, update

from bot.channels.contract import Outgoing, SendError, Trouble
from bot.holding import release
from bot.one_answer import MOST_LOOKED_AT
from models.account import Account
from models.contact import Contact
from models.person import Person
from models.reaches import Reaches
from models.reaching import keep_open
from tests.transcript import Paper, Someone, World

LASTS = timedelta(hours=48)


class Windowed(Paper):
    """Paper behind a window; an answer goes out always, because what it answers opened one."""

    reaches: ClassVar[Reaches] = Reaches.IN_WINDOW

    def __init__(self, world: World) -> None:
        """`world` has the clock and the chats."""
        super().__init__()
        self._world = world

    async def send(self, message: Outgoing) -> str:
        """Refuse what comes while the window is shut."""
        with self._world.db.reading() as session:
            until = session.get_one(Contact, message.contact_id).window_until
        if until is None or until <= self._world.now:
            raise SendError(Trouble.CLOSED)
        return await super().send(message)


def behind_windows(world: World) -> None:
    """From now on the account of this community is one with windows, all of them shut."""
    before = world.paper
    world.paper = world.channel = Windowed(world)
    world.paper.sent = before.sent
    with world.db.session() as session:
        account = session.get_one(Account, world.account_id)
        account.reaches = Reaches.IN_WINDOW
    world.start()


def opens(world: World, address: str, at: datetime | None = None) -> None:
    """Somebody does something in this chat: its window is open anew, and what was held is due."""
    moment = at or world.now
    with world.db.patient.begin() as connection:
        contact_id = connection.scalar(select(Contact.id).where(Contact.address == address))
        assert contact_id is not None
        keep_open(connection, contact_id, moment + LASTS)
        release(connection, contact_id, moment, MOST_LOOKED_AT)


def says(someone: Someone, text: str) -> str:
    """They write, which opens their window first."""
    opens(someone.world, someone.address)
    return someone.say(text)


def gives_phone(world: World, name: str, phone: str, building: str = "") -> int:
    """Somebody of that name can be rung; made without a chat when nobody has it. Returns the id."""
    index = world.db.vault.index(phone)
    with world.db.session() as session:
        person = session.scalars(select(Person).filter_by(display_name=name)).one_or_none()
        if person is None:
            person = Person(
                community_id=world.community_id, display_name=name, created_at=world.now
            )
            session.add(person)
        person.phone, person.phone_index, person.building = phone, index, building
        session.flush()
        return person.id


def shut_all(world: World) -> None:
    """Every window is over."""
    with world.db.session() as session:
        session.execute(update(Contact).values(window_until=world.now))
