"""What a timer has to work with: a session, the moment, and a way to tell people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handlers.engine.chat import Told


@dataclass(slots=True)
class Firing:
    """One tick's firing of one kind. `now` is UTC."""

    session: Session
    now: datetime
    #: 128 random bits, for links
    new_token: Callable[[], str]
    #: where people reach our pages, without a slash at the end
    address: str = ""
    told: list[Told] = field(default_factory=list)

    def tell(self, person_id: int, notice: str, **values: Any) -> None:
        """Let somebody know; worded when it is sent."""
        self.told.append(Told(person_id, notice, values))

    def card(self, person_id: int, subject: str, order_id: int) -> None:
        """Renew somebody's live card of an order."""
        self.told.append(Told(person_id, "order_card", {"order": order_id}, subject))


def subject_id(subject: str) -> int:
    """The number behind "order:12"."""
    return int(subject.partition(":")[2])
