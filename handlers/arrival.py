"""几点到: who goes names an hour within the time she is at home; 来, said again the day before."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from handlers import finding_news, order_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.reader import Offering
from handlers.engine.said import Answer
from handlers.language import _, pgettext
from handlers.sayings import order_span, say_clock, say_moment, say_when
from handlers.understand.clock import read_time
from handlers.understand.span import Found, Past
from models import still_coming
from models.assignment import AssignmentState, assignment_of
from models.errors import Invalid
from models.order import Order
from models.words import N_

#: after the beginning of her time; the last ones fall away where it is short
OFFERED = (timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2))
LATER = "later"
NOON = timedelta(hours=12)


class Hour(Offering[str]):
    """An hour on the day of the order: one of those offered, or a clock time in any words."""

    def __init__(self, start: datetime, end: datetime, options: Sequence[Option]) -> None:
        """`start` and `end` on the community's clock."""
        super().__init__(options)
        self._start, self._end = start, end

    def read_words(self, answer: Answer) -> str:
        """The moment as ISO text, or LATER. Raises Invalid for what is no clock time."""
        reading = read_time(answer.text, answer.said_at.astimezone(self._start.tzinfo))
        span = (
            reading.span
            if isinstance(reading, Found)
            else reading.nearest
            if isinstance(reading, Past)
            else None
        )
        if span is None or span.precision != "minute":
            raise Invalid(N_("说个钟点就行，比如“9点半”。"))
        if self._start <= span.start < self._end:  # her time may go on until another day
            return span.start.astimezone(self._start.tzinfo).isoformat()
        return self._on_the_day(span.start.time()).isoformat()

    def _on_the_day(self, clock: time) -> datetime:
        """9点 of an afternoon's order is 21点 where only that lies in her time."""
        moment = datetime.combine(self._start.date(), clock, self._start.tzinfo)
        if not self._start <= moment < self._end and self._start <= moment + NOON < self._end:
            return moment + NOON
        return moment


def arrival(chat: Chat) -> None:
    """Asked once for each order, of whoever comes first; the others go at the same hour."""
    order = Order.known(chat.session, chat.subject_id)
    if not _is_asked(chat, order):
        return
    community = chat.community
    known = still_coming.hour_of(chat.session, order)
    if known is not None:
        clock = _say_hour(chat, order, known)
        chat.say(_("约的是{clock}到，您跟他们一起。").format(clock=clock))
        return
    now, start = community.local(chat.now), community.local(order.starts_at)
    end = community.local(order.ends_at) if order.ends_at else start + NOON
    keys = chat.keep("hours", lambda: _hours(start, end, now))
    options = [Option(key, say_clock(datetime.fromisoformat(key).time())) for key in keys]
    when = say_when(order_span(order, now), now)
    chat.stands(_("好，几点先不说，出门前打个电话。\n单子还是您的，去不了写“退单”。"))
    hour = chat.ask(
        "hour",
        _("几点到？{when}都行。").format(when=when),
        Hour(start, end, [*options, Option(LATER, pgettext("button", "再说"))]),
    )
    order = Order.locked(chat.session, chat.subject_id)
    _write_hour(chat, order, hour)
    finding_news.named_hour(chat, order)


def _is_asked(chat: Chat, order: Order) -> bool:
    if chat.person is None or order.state not in still_coming.WAITING:
        return False
    mine = assignment_of(chat.session, order, chat.person)
    return mine is not None and mine.state is AssignmentState.ACCEPTED


def _hours(start: datetime, end: datetime, now: datetime) -> list[str]:
    hours = [start + after for after in OFFERED]
    return [each.isoformat() for each in hours if now < each < end]


def _write_hour(chat: Chat, order: Order, hour: str) -> None:
    person = chat.somebody_known()
    if hour == LATER:
        chat.say(_("好，出门前打个电话说一声。"))
        return
    moment = datetime.fromisoformat(hour)
    still_coming.name_hour(chat.session, order, person, moment, chat.now)
    still_coming.plan(chat.session, chat.community, order, person, chat.now)
    chat.say(_("好，{clock}，我跟对方说。").format(clock=_say_hour(chat, order, moment)))


def _say_hour(chat: Chat, order: Order, hour: datetime) -> str:
    """The clock time; with its day where that is not the first of her time."""
    local, start = chat.community.local(hour), chat.community.local(order.starts_at)
    if local.date() == start.date():
        return say_clock(local.time())
    return say_moment(local, chat.community.local(chat.now))


def come(chat: Chat) -> None:
    """来: the evening before, or two hours before."""
    order = Order.locked(chat.session, chat.subject_id)
    still_coming.confirm(chat.session, order, chat.somebody_known(), chat.now)
    chat.say(_("好，到时候见。"))
    order_news.renewed(chat, order)
