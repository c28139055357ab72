"""What notices of all rooms are made of: the order they are about, who goes, when."""

from typing import Any

from handlers.content import Content
from handlers.language import _
from handlers.notice import Message, Reading
from handlers.sayings import order_span, say_moment, say_when
from models.assignment import volunteers_of
from models.order import Order
from models.person import Person
from models.still_coming import hour_of


def say(text: str) -> Message:
    """A message that is nothing but words."""
    return Message(Content(text=text))


def order_of(reading: Reading, values: dict[str, Any]) -> Order:
    """The order that `values` name."""
    return reading.session.get_one(Order, values["order"])


def name_of(person: Person | None) -> str:
    """How somebody who goes is called."""
    return (person.display_name if person else "") or _("志愿者")


def names(reading: Reading, order: Order) -> str:
    """Who goes, by the names they chose."""
    return _("、").join(map(name_of, volunteers_of(reading.session, order)))


def when(reading: Reading, order: Order) -> str:
    """The order's time in talk."""
    now = reading.community.local(reading.now)
    return say_when(order_span(order, now), now)


def arrives(reading: Reading, order: Order) -> str:
    """The hour that was named, the order's time while none is."""
    hour = hour_of(reading.session, order)
    if hour is None:
        return when(reading, order)
    return say_moment(reading.community.local(hour), reading.community.local(reading.now))
