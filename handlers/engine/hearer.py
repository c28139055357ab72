"""Who is at the other end of a chat: the contact, the person if known, the community."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, update
from sqlalchemy.orm import Session

from models.community import Community
from models.contact import Contact
from models.lore import Known, Lore
from models.person import Person
from models.ready import Ready
from models.rows import find_one, write
from models.vault import vault_of

_BELONGS = Ready(update(Contact).where(Contact.id == bindparam("of")), "person_id")


@dataclass(frozen=True, slots=True)
class Abroad:
    """The account is one of a foreign platform, and asks before it uses what people write."""

    #: what people call the platform, and the company that gets what is written there
    platform: str
    company: str
    #: where that company is: a marked word
    place: str
    #: what it says about people's data, and hears their objections
    policy: str
    #: our own page, where the same is done without that company; "" when there is none
    web_url: str = ""


@dataclass(slots=True)
class Hearer:
    """The contact of one turn. The session is opened when a script first needs it."""

    connection: Connection
    contact_id: int
    community_id: int
    person_id: int | None
    language: str
    channel: str
    new_token: Callable[[], str]
    lore: Lore
    #: the moment of the message, UTC
    at: datetime
    #: on a foreign platform, what has to be agreed to first; None at home
    abroad: Abroad | None = None
    #: what this contact has said to it (`contact.overseas`)
    overseas: str = ""
    #: hello was said to them earlier in this turn
    is_greeted: bool = False
    #: how often in a row the question that was open could not read what they wrote
    misses: int = 0
    open_session: Session | None = None
    #: who it was before the savepoint: a person made inside it goes with it
    _person_before: int | None = field(init=False)

    def __post_init__(self) -> None:
        """Nobody is made yet."""
        self._person_before = self.person_id

    @property
    def session(self) -> Session:
        """An ORM session in the turn's own transaction; whoever guards it takes writes back."""
        if self.open_session is None:
            self.open_session = Session(self.connection, join_transaction_mode="rollback_only")
        return self.open_session

    @property
    def community(self) -> Community:
        """The community of this contact, to be read and not changed."""
        return self.known.community

    @property
    def known(self) -> Known:
        """The community with its kinds of help."""
        known = self.lore.recall(self.community_id, self.at)
        return known or self.lore.of(self.session, self.community_id, self.at)

    @property
    def person(self) -> Person | None:
        """The person of this contact, or None while nobody is known."""
        if self.person_id is None:
            return None
        return find_one(self.session, Person, self.person_id)

    def become_known(self, at: datetime, **told: Any) -> Person:
        """The person of this contact, made and tied to it when there is none yet.

        `told` are columns of a person who is new.
        """
        known = self.person
        if known is not None:
            return known
        made = Person(community_id=self.community_id, created_at=at, language=self.language, **told)
        write(self.session, made)
        whose = {"of": self.contact_id, "person_id": made.id}
        _BELONGS.run(self.connection, whose)
        self.person_id = made.id
        return made

    def fingerprint(self, value: str) -> str:
        """The blind index of an encrypted value, to find it by."""
        return vault_of(self.connection.engine).index(value)

    def settle(self) -> None:
        """Write what waits in the session, and forget its objects."""
        if self.open_session is not None:
            self.open_session.flush()
            self._person_before = self.person_id
            self._forget()

    def undo(self) -> None:
        """Forget what was changed and not written yet; what was written, the guard takes back."""
        if self.open_session is not None:
            self.person_id = self._person_before
            self._forget()

    def _forget(self) -> None:
        if self.open_session is not None:
            self.open_session.close()
        self.open_session = None
