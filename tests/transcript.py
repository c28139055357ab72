"""Chats as tests: named people, exact words, restarts in the middle, time set by the test.

Everything but the network is real: the database, accepting, turns, delivery. Each message goes
through JSON and encryption, so nothing that cannot be kept passes.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.accepting import Inbound, accept
from bot.channels.contract import Channel, Outgoing
from bot.channels.plain import as_text
from bot.clock import Surroundings
from bot.delivery import Delivery
from bot.running import Runner
from bot.scheduling import fire_due, nudge_silent
from bot.taking_back import take_back
from bot.turns import Turns
from handlers.content import Content
from handlers.desk import LinliDesk
from handlers.engine.hearer import Abroad
from handlers.overseas import abroad
from models.account import ensure_account
from models.community import Community
from models.contact import Contact
from models.database import Database
from models.membership import Role, grant
from models.need_kind import seed_kinds
from models.person import Person

ZONE = ZoneInfo("Asia/Shanghai")
WEB_URL = "https://linli.example/chat"
#: chats.md stands at this moment
MONDAY = datetime(2026, 11, 23, 9, 10, tzinfo=ZONE)


class Paper(Channel):
    """A channel that keeps what was sent, for each address, and edits cards in place."""

    name: ClassVar[str] = "paper"
    rings: ClassVar[bool] = False
    edits: ClassVar[bool] = True

    def __init__(self) -> None:
        """Nothing sent yet."""
        self.sent: defaultdict[str, dict[str, Content]] = defaultdict(dict)

    async def send(self, message: Outgoing) -> str:
        """Keep it below the others."""
        self.sent[message.address][str(message.outbox_id)] = message.content
        return str(message.outbox_id)

    async def edit(self, platform_id: str, message: Outgoing) -> None:
        """Change it where it stands."""
        self.sent[message.address][platform_id] = message.content


@dataclass
class Someone:
    """A person with one chat."""

    world: "World"
    address: str
    _order: Iterator[int] = field(default_factory=lambda: count(1))
    _seen: int = 0
    _spoke: int = 0

    def say(self, text: str, *, key: str = "") -> str:
        """Write; returns everything new the desk shows after it, as plain text."""
        return self.send({"kind": "text", "text": text}, key=key)

    def press(self, label: str) -> str:
        """Press the newest button of that label. Raises LookupError when there is none."""
        token = self.button(label)
        return self.send({"kind": "press", "token": token})

    def button(self, label: str) -> str:
        """The token of the newest button of that label."""
        for content in self._pressable():
            lines = content.card.lines if content.card else ()
            for line in lines:
                if line.edit and label == "改" + line.label:
                    return line.edit
            for button in content.buttons:
                if button.label == label:
                    return button.token
        raise LookupError(f"{self.address} has no button {label!r}")

    def _pressable(self) -> list[Content]:
        """Live cards, and what was asked since her last word: a page hides the rest."""
        messages = self.messages
        cards = [each for each in messages if each.subject]
        asked = [each for each in messages[self._spoke :] if each.buttons and not each.subject]
        return [*asked[-1:], *reversed(cards)]

    def send(self, payload: Mapping[str, object], *, key: str = "") -> str:
        """Anything a channel can bring; returns only what comes after it."""
        self._seen = self._spoke = len(self.messages)
        order = next(self._order)
        self.world.receive(self.address, key or f"{self.address}-{order}", order, payload)
        return self.new

    @property
    def messages(self) -> list[Content]:
        """All messages of this chat as they look now, oldest first."""
        return self.world.shown(self.address)

    @property
    def labels(self) -> list[str]:
        """The labels of all buttons that can be pressed."""
        shown = reversed(self._pressable())
        return [button.label for content in shown for button in content.buttons]

    @property
    def new(self) -> str:
        """What was sent since the last look, as text."""
        fresh = self.messages[self._seen :]
        self._seen = len(self.messages)
        return "\n".join(map(as_text, fresh))

    @property
    def card(self) -> str:
        """The newest live card as text."""
        return as_text([each for each in self.messages if each.subject][-1])


class World:
    """One community with its desk, at a moment the test sets."""

    def __init__(self, db: Database, channel: str = "paper", web_url: str = WEB_URL) -> None:
        """An empty community 葵园社区 in a migrated database.

        On a `channel` of a foreign platform people are asked first; `web_url` is the other way.
        """
        self.db = db
        self.now = MONDAY
        self.paper = Paper()
        #: what the desk speaks through
        self.channel: Channel = self.paper
        self.codes = count(4826)
        #: further accounts that speak through the same channel
        self.more_accounts: list[int] = []
        self.restarts = 0
        #: of our pages, as phones reach them; "" they do not
        self.address = ""
        #: what the last press in a group was answered with
        self.popup = ""
        self.people: dict[str, Someone] = {}
        with db.session() as session:
            community = Community(
                name="葵园社区", timezone=str(ZONE), language="zh", station_phone="8000 0123"
            )
            session.add(community)
            session.flush()
            seed_kinds(session, community)
            account = ensure_account(session, community, channel, "main")
            self.community_id, self.account_id = community.id, account.id
        self.abroad: dict[int, Abroad] = {}
        self.go_abroad(channel, web_url)
        self.start()

    def go_abroad(self, channel: str = "telegram", web_url: str = WEB_URL) -> None:
        """From now on the account is one of that platform, if it is a foreign one."""
        asked = abroad(channel, web_url)
        if asked is not None:
            self.abroad[self.account_id] = asked

    def start(self) -> None:
        """Start the process anew: nothing is kept in memory but what the platform shows."""
        self.around = Surroundings(
            now=lambda: self.now, code=lambda: str(next(self.codes)), address=self.address
        )
        self.restarts += 1
        owner = f"test-{self.restarts}"
        self.runner = Runner(self.db)
        self.turns = Turns(self.db, LinliDesk(), self.around, owner, self.abroad)
        channels = dict.fromkeys((self.account_id, *self.more_accounts), self.channel)
        self.delivery = Delivery(self.db, self.runner, channels, self.around, owner)
        take_back(self.db, self.now, None)

    def end(self) -> None:
        """End the process where it stands."""
        self.runner.close()

    def restart(self) -> None:
        """End the process where it stands and start it anew."""
        self.end()
        self.start()

    def someone(self, address: str) -> Someone:
        """Somebody by their chat; nobody knows them at first."""
        return self.people.setdefault(address, Someone(self, address))

    def known(self, name: str, *roles: Role) -> Someone:
        """Somebody with a name and roles, who has said yes where that is asked."""
        someone = self.someone(name)
        self.receive(name, f"{name}-hello", 0, {"kind": "start"})
        if self.abroad:
            someone.press("可以")
        with self.db.session() as session:
            contact = session.scalars(select(Contact).filter_by(address=name)).one()
            if contact.person_id is None:
                nobody = Person(community_id=self.community_id, created_at=self.now)
                session.add(nobody)
                session.flush()
                contact.person_id = nobody.id
            person = session.get_one(Person, contact.person_id)
            person.display_name = name
            for role in roles:
                grant(session, person, role, self.now)
        _ = someone.new
        return someone

    def shown(self, address: str) -> list[Content]:
        """All messages of that chat as they look now, oldest first."""
        return list(self.paper.sent[address].values())

    def receive(self, address: str, key: str, order: int, payload: Mapping[str, object]) -> None:
        """One message all the way: accepted, handled, everything due delivered."""
        self.take(
            Inbound(
                self.account_id, self.community_id, address, key, order, self.now, dict(payload)
            )
        )

    def take(self, inbound: Inbound) -> None:
        """What a channel made of a message, all the way."""
        accepted = accept(self.db, self.around, inbound, patient=True)
        done = self.turns.run(accepted.contact_id, patient=True)
        self.popup = done.popups[inbound.key].text if inbound.key in done.popups else ""
        self.delivery.hand(done.replies)
        self.deliver()
        self.now += timedelta(seconds=1)

    def deliver(self) -> None:
        """Send everything that is due."""
        asyncio.run(self.delivery.drain())

    def wait(self, **delta: float) -> None:
        """Let time pass and everything that falls due happen."""
        self.now += timedelta(**delta)
        fire_due(self.db, self.around, "test")
        nudge_silent(self.db, self.around)
        self.deliver()

    def at(self, moment: datetime) -> None:
        """Set the clock, forwards, and let everything due happen."""
        self.wait(seconds=(moment - self.now).total_seconds())
