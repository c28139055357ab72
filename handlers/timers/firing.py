"""What a timer has to work with: a session, the moment, and a way to tell people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.engine.chat import Told
from models.community import Community
from models.group_chat import groups_holding
from models.order import Order
from models.outbox import holders


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

    def tell(self, person_id: int, notice: str, **values: Any) -> None:
        """Let somebody know; worded when it is sent."""
        self.told.append(Told(person_id, notice, values))

    def card(self, person_id: int, subject: str, order_id: int) -> None:
        """Renew somebody's live card of an order."""
        self.told.append(Told(person_id, "order_card", {"order": order_id}, subject))

    def orders(self, ids: Iterable[int]) -> dict[int, Order]:
        """These orders, fresh and locked in the order of their ids: one statement."""
        rows = select(Order).where(Order.id.in_(sorted(set(ids)))).order_by(Order.id)
        fresh = {"populate_existing": True}
        found = self.session.scalars(rows.with_for_update(), execution_options=fresh)
        return {each.id: each for each in found}

    def community(self, community_id: int) -> Community:
        """The community of a row, read once."""
        return self.session.get_one(Community, community_id)

    def renew(self, order: Order) -> None:
        """The cards of everybody who was given one, and of the groups that heard the call."""
        for person_id in holders(self.session, order.subject):
            self.card(person_id, order.subject, order.id)
        for group_id in groups_holding(self.session, order.subject):
            values = {"order": order.id}
            self.told.append(Told(0, "group_call", values, order.subject, group_id=group_id))


def subject_id(subject: str) -> int:
    """The number behind "order:12"."""
    return int(subject.partition(":")[2])
