"""What a timer has to work with: a session, the moment, and a way to tell people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.engine.chat import Told
from models.community import Community
from models.keeping import keepers_of
from models.membership import STAFF, Role, people_with
from models.order import Order


@dataclass(slots=True)
class Firing:
    """One tick's firing of one kind. `now` is UTC."""

    session: Session
    now: datetime
    #: 128 random bits, for links
    new_token: Callable[[], str]
    #: where people reach our pages, without a slash at the end
    address: str = ""
    #: four random digits, for the doors of orders that are made here
    new_code: Callable[[], str] = lambda: ""
    told: list[Told] = field(default_factory=list)
    _people: dict[tuple[int, tuple[Role, ...]], list[int]] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        """Whether a phone elsewhere reaches our pages: only then does a code lead anywhere."""
        here = ("http://127.", "http://localhost", "http://[::1]")
        return bool(self.address) and not self.address.startswith(here)

    def tell(self, person_id: int, notice: str, **values: Any) -> None:
        """Let somebody know; worded when it is sent."""
        self.told.append(Told(person_id, notice, values))

    def card(self, person_id: int, notice: str, subject: str, **values: Any) -> None:
        """Send or renew the live card of `subject` for somebody."""
        self.told.append(Told(person_id, notice, values, subject))

    def tell_group(self, group_id: int, notice: str, subject: str = "", **values: Any) -> None:
        """Say something in a group, or renew its live card of `subject`; nothing personal."""
        self.told.append(Told(0, notice, values, subject, group_id=group_id))

    def orders(self, ids: Iterable[int]) -> dict[int, Order]:
        """These orders, fresh and locked in the order of their ids: one statement."""
        rows = select(Order).where(Order.id.in_(sorted(set(ids)))).order_by(Order.id)
        fresh = {"populate_existing": True}
        found = self.session.scalars(rows.with_for_update(), execution_options=fresh)
        return {each.id: each for each in found}

    def people_with(self, community_id: int, roles: tuple[Role, ...]) -> list[int]:
        """Ids of everybody who holds one of `roles` there, read once for all rows."""
        key = community_id, roles
        if key not in self._people:
            self._people[key] = people_with(self.session, community_id, roles, self.now)
        return self._people[key]

    def keepers(self, order: Order) -> list[int]:
        """Ids of those who look after this order."""
        if order.only_named:
            return keepers_of(self.session, order, self.now)
        return self.people_with(order.community_id, STAFF)

    def community(self, community_id: int) -> Community:
        """The community of a row, read once."""
        return self.session.get_one(Community, community_id)


def subject_id(subject: str) -> int:
    """The number behind "order:12"."""
    return int(subject.partition(":")[2])
