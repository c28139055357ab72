"""Who hears what becomes of an order on the side that asked, each in words that fit them.

The person served in her own words; whoever asked for her, or joined, in theirs; and for somebody
without a chat the worker who wrote the order at the door and tells it on.
"""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from models.doubles import hearing
from models.keeping import keepers_of
from models.order import Order

#: what the person served is told, and its form for whoever asked for them
FOR_FAMILY = {
    "coming": "coming_for_family",
    "coming_changed": "coming_for_family",
    "left": "left_for_family",
    "said_done": "said_done_for_family",
}
#: what the person served is told, and its form for the worker who tells it on
TO_TELL = {
    "arrived": "arrived_to_tell",
    "coming": "coming_to_tell",
    "closed": "closed_to_tell",
    "coming_changed": "coming_to_tell",
    "left": "left_to_tell",
    "not_there": "not_there_to_tell",
    "poor_late": "poor_late_to_tell",
    "said_done": "said_done_to_tell",
    "still_looking": "still_looking_to_tell",
    "unfilled": "unfilled_to_tell",
}


class Teller(Protocol):
    """A turn, or the firing of a timer: both can let people know."""

    @property
    def session(self) -> Session:
        """Where the rows are."""

    @property
    def now(self) -> datetime:
        """The moment of it."""

    def tell(self, person_id: int, notice: str, **values: Any) -> None:
        """Let somebody know."""

    def card(self, person_id: int, notice: str, subject: str, **values: Any) -> None:
        """Send or renew a live card."""

    def tell_group(self, group_id: int, notice: str, subject: str = "", **values: Any) -> None:
        """Say something in a group."""


def tell_asking_side(teller: Teller, order: Order, notice: str, **values: Any) -> None:
    """Everybody on the asking side, each in their own form of `notice`."""
    teller.tell(order.served_person_id, notice, order=order.id, **values)
    tell_on(teller, order, notice, **values)
    tell_family(teller, order, FOR_FAMILY.get(notice, notice), **values)


def tell_on(teller: Teller, order: Order, notice: str, **values: Any) -> None:
    """Whoever tells it on, where a worker wrote the order at a door."""
    if order.relation == "station":
        for person_id in tellers(teller.session, order, teller.now):
            teller.tell(person_id, TO_TELL.get(notice, notice), order=order.id, **values)


def tell_family(teller: Teller, order: Order, notice: str, **values: Any) -> None:
    """Whoever asked for somebody else, and those who joined and may hear."""
    for person_id in dict.fromkeys((*order.asking_side, *hearing(teller.session, order))):
        if person_id != order.served_person_id:
            teller.tell(person_id, notice, order=order.id, **values)


def tellers(session: Session, order: Order, at: datetime) -> list[int]:
    """Who tells it on to somebody without a chat: the worker who wrote the order at the door, and
    everybody at the station once her role has ended."""
    staff = staff_of(session, order, at)
    return [order.requested_by_id] if order.requested_by_id in staff else staff


def staff_of(session: Session, order: Order, at: datetime) -> list[int]:
    """Ids of those who look after the orders of its community."""
    return keepers_of(session, order, at)
