"""A community with two channels that both bring messages: who is where goes by the address."""

from collections.abc import Mapping

from sqlalchemy import select

from bot.delivery import Delivery
from handlers.overseas import abroad
from models.account import ensure_account
from models.community import Community
from models.contact import Contact
from models.database import Database
from models.person import Person
from tests.transcript import WEB_URL, Someone, World

#: an address that ends so is on the second channel
THERE = "@there"


class TwoChannels(World):
    """The web chat, and another channel: what is written there goes the same way."""

    def __init__(self, db: Database, second: str = "wechat") -> None:
        """葵园社区 with its web chat and `second`."""
        self.second_id = 0
        super().__init__(db, "web")
        with db.session() as session:
            community = session.get_one(Community, self.community_id)
            self.second_id = ensure_account(session, community, second, "main").id
        self.first_id = self.account_id
        self.start()

    def start(self) -> None:
        """Both channels bring and take."""
        super().start()
        channels = {self.account_id: self.channel}
        if self.second_id:
            channels[self.second_id] = self.channel
        self.delivery = Delivery(
            self.db, self.runner, channels, self.around, f"test-{self.restarts}"
        )

    def receive(self, address: str, key: str, order: int, payload: Mapping[str, object]) -> None:
        """By the account of the channel this address is on."""
        self.account_id = self.second_id if address.endswith(THERE) else self.first_id
        super().receive(address, key, order, payload)
        self.account_id = self.first_id

    def ask_first(self) -> None:
        """From now on the second channel is Telegram's, and asks before it uses what is written."""
        asked = abroad("telegram", WEB_URL)
        assert asked is not None
        self.abroad[self.second_id] = asked

    def there(self, name: str) -> Someone:
        """Somebody's chat on the second channel."""
        return self.someone(f"{name}{THERE}")

    def person_of(self, someone: Someone) -> int | None:
        """The id of whoever is known in this chat."""
        with self.db.reading() as session:
            rows = select(Contact.person_id).filter_by(address=someone.address)
            return session.scalar(rows)

    def who(self, someone: Someone) -> Person:
        """Whoever is known in this chat, as a row that is no longer attached."""
        with self.db.reading() as session:
            person = session.get_one(Person, self.person_of(someone))
            session.expunge_all()
            return person


def code_of(said: str) -> str:
    """The digits in what the desk said."""
    line = next(line for line in said.splitlines() if line.startswith("连号 "))
    return line.removeprefix("连号 ")


def link_up(old: Someone, new: Someone, name: str = "王秀英") -> str:
    """Bring the new chat to the old one's person; returns what the old one reads after 是我."""
    code = code_of(old.say("连号"))
    said = new.say(f"连号 {code}")
    if said.startswith("怎么称呼您？"):
        new.say(name)
    _ = old.new
    return old.press("是我")
