"""What people are told of help that comes again, worded when it is sent."""

from typing import Any

from handlers.cards.parts import title
from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.telling import order_of, say
from handlers.notice import Message, Reading
from handlers.sayings import say_date


def holiday_ahead(reading: Reading, values: dict[str, Any]) -> Message | None:
    """One time of it falls on a holiday: silence leaves it as it is, one tap moves it or not."""
    order = order_of(reading, values)
    if order.has_ended or order.starts_at <= reading.now or reading.person is None:
        return None
    local = reading.community.local
    day = say_date(local(order.starts_at).date(), local(reading.now))
    text = _(
        "{day}放假，“{what}”照旧约着。\n照旧就不用回；想换一天，\n这次不用，或者放假都不来，按一下。"
    )
    actions = (
        Action(pgettext("button", "换个时间"), "another_time", order.subject),
        Action(pgettext("button", "不用了"), "let_it_be", order.subject),
        Action(
            pgettext("button", "放假不来"),
            "leave_out_holidays",
            f"standing_help:{order.standing_help_id}",
        ),
    )
    decides = reading.person.id in order.asking_side
    said = Content(text=text.format(day=day, what=title(reading, order)))
    return Message(said, actions if decides else ())


def holiday_off(reading: Reading, values: dict[str, Any]) -> Message:
    """A day of it turned out to be a holiday, on which it rests."""
    order = order_of(reading, values)
    local = reading.community.local
    day = say_date(local(order.starts_at).date(), local(reading.now))
    text = _("{day}放假，“{what}”这次不来，\n往后照旧。要来，写“放假也来”。")
    return say(text.format(day=day, what=title(reading, order)))
