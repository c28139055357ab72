"""纸条: what somebody without a phone keeps, a receipt and a shield against cheats.

Said to the worker to be copied, and printed from her list (bot/web/slip.py). No name, no door.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.engine.chat import Chat
from handlers.language import _, language, speaking
from handlers.sayings import order_span, say_time
from handlers.understand.door_line import read_door_line
from handlers.understand.kind import KindWords, read_kind
from handlers.understand.span import TimeSpan
from models.assignment import volunteers_of
from models.audit import note_deed
from models.lore import Known
from models.order import Order, OrderState
from models.person import Person
from models.speaking import may_print
from models.still_coming import hour_of


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on it; `code` is "" until somebody comes, and room is left to write it."""

    what: str
    when: str
    never: str
    phone: str
    code: str
    #: the word asked for before the door is opened, and the digits read out at the end
    word: str = ""
    code_out: str = ""

    @property
    def lines(self) -> list[str]:
        """The same to be copied by hand."""
        phone = [_("站里电话 {phone}").format(phone=self.phone)] if self.phone else []
        return [
            _("{what}，{when}").format(what=self.what, when=self.when),
            self.never,
            *phone,
            *self._codes,
        ]

    @property
    def _codes(self) -> list[str]:
        if not self.code:
            return [_("到场号码，定了人再写上。")]
        lines = [_("到场号码 {code}").format(code=self.code)]
        if self.word:
            lines.insert(0, _("先问暗号，答“{word}”再开门").format(word=self.word))
        if self.code_out:
            lines.append(_("办好了再念 {code}").format(code=self.code_out))
        return lines


def slip_lines(chat: Chat, order: Order) -> list[str]:
    """The slip to be copied, in the language of whoever keeps it."""
    with speaking(chat.community.language):
        return slip_of(chat.session, order, chat.hearer.known, chat.now).lines


def slip_of(session: Session, order: Order, known: Known, at: datetime) -> Slip:
    """The slip as it is now: the day and the code stand on it once somebody comes."""
    community, now = known.community, known.community.local(at)
    is_set = order.state is OrderState.CLAIMED and bool(volunteers_of(session, order))
    return Slip(
        what=_what(order, known),
        when=_when(session, order, now) if is_set else _("等电话定日子"),
        never=_("不收钱，不看存折，不卖东西"),
        phone=community.station_phone,
        code=order.code if is_set else "",
        word=(order.password or "") if is_set else "",
        code_out=(order.code_out or "") if is_set else "",
    )


def _when(session: Session, order: Order, now: datetime) -> str:
    """The hour that was named; else the time she asked for."""
    hour = hour_of(session, order)
    if hour is None:
        return say_time(order_span(order, now), now)
    return say_time(TimeSpan(hour.astimezone(now.tzinfo), None, "minute", ""), now)


def _what(order: Order, known: Known) -> str:
    """Her words for the help that comes; the name of its kind when they say more than that."""
    kind = known.kind(order.kind)
    words = [KindWords(kind.code, tuple(kind.words))]
    said = known.community.local(order.created_at)
    wish = read_door_line(order.raw_text, said, words).wish
    is_readable = bool(wish) and wish.isascii() == (language() == "en")
    return wish if is_readable and read_kind(wish, words) else kind.title(language())


def note_reading(session: Session, order: Order, person: Person, how: str, at: datetime) -> None:
    """Who read or printed the slip, which may have the codes on it."""
    note_deed(session, order, how, person.id, at)


def slip(chat: Chat) -> None:
    """纸条 on the card: the lines once more, with what is known by now."""
    order = Order.known(chat.session, chat.subject_id)
    may_print(chat.session, order, chat.person, chat.now)
    for line in slip_lines(chat, order):
        chat.say(line)
    note_reading(chat.session, order, chat.somebody_known(), "read_slip", chat.now)
    if chat.hearer.channel == "web":
        chat.say(_("要打印，在网页清单上按“打印”。"))
