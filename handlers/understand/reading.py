"""One message, read by every small reader over one text: what it says, where, and why.

The readers know nothing of each other. Digits that one has taken are hidden from the next: a phone
number is no room, a room is no date. `Reading.because` keeps each reason with its words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.emergency import Emergency, hear, perhaps
from handlers.understand.address import Address, read_address
from handlers.understand.health import Health, read_health
from handlers.understand.intent import Intent, IntentReading, read_intent
from handlers.understand.kind import KindReading, KindWords, read_kind
from handlers.understand.matters import matters
from handlers.understand.money import read_money
from handlers.understand.normal import hide, normalise, visible
from handlers.understand.other import Other, read_other
from handlers.understand.people import read_people
from handlers.understand.phone import Found as Phone
from handlers.understand.phone import read_phone
from handlers.understand.place import read_place
from handlers.understand.reasons import Reason, reasons_of
from handlers.understand.urgency import Circumstances, Urgency, read_urgency
from handlers.understand.wanted import Wanted, read_wanted

#: Longer messages are kept whole for people to read; the beginning says what is wanted.
LONGEST = 400
#: who surely needs something is believed to need what her words are most like
_GUESS = -1.0
#: a need has to be this much likelier than anything else; less so where it is asked for
_SURE, _SURE_ASKED = 2.5, 2.0
#: 原定明天的打扫挪到后天: what stands behind is meant
_MOVED_TO = re.compile("(?:改|挪|换|推|延|提前)(?:迟|期)?(?:到|成|至|为)")
_PLACED = (Intent.NEED, Intent.REPORT, Intent.OFFER, Intent.EMERGENCY)
_HAZARD, _WELFARE, _OTHER = "public_hazard", "welfare_check", "other"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message says; "" and None are what was not said. Times are local."""

    intent: IntentReading
    need_type: str
    urgency: Urgency
    wanted: Wanted
    address: Address
    people: int | None
    phone: str
    emergency: Emergency | None
    #: danger that it may speak of, where no emergency was heard
    perhaps: Emergency | None
    other: Other | None
    health: Health | None
    money: str
    #: what else the message is about, in her words
    besides: tuple[str, ...]
    because: tuple[Reason, ...]

    @property
    def start(self) -> datetime | None:
        """From when help is wanted."""
        return self.wanted.start

    @property
    def end(self) -> datetime | None:
        """Until when."""
        return self.wanted.end

    @property
    def rrule(self) -> str:
        """How it comes again, as an RRULE without its name."""
        return self.wanted.rrule

    @property
    def time_words(self) -> str:
        """Her words for the time."""
        return self.wanted.words

    @property
    def makes_order(self) -> bool:
        """Whether an order may follow without asking what she means."""
        if self.intent.intent is Intent.NEED:
            least = _SURE_ASKED if self.intent.asks else _SURE
            return self.urgency.level == "U0" or self.intent.lead >= least
        return self.intent.intent is Intent.EMERGENCY


def read(text: str, said_at: datetime, kinds: Sequence[KindWords], area_code: str = "") -> Reading:
    """Read one message. `said_at` is local; `kinds` are the community's own words."""
    shown = normalise(text)[:LONGEST].strip()
    emergency = hear(text)
    with_door, phone = _without_phone(shown, area_code)
    bare = _without_door(with_door)
    intent, kind = _meant(bare, kinds, emergency)
    need_type = _need_type(intent.intent, kind, emergency)
    reading = Reading(
        intent=intent,
        need_type=need_type,
        urgency=Urgency("U3", ""),
        wanted=_wanted(bare, said_at, intent, emergency),
        address=read_address(
            with_door,
            need_type,
            has_spots=intent.intent in _PLACED,
            written=visible(text)[:LONGEST].strip(),
        ),
        people=_people(bare, intent),
        phone=phone,
        emergency=emergency,
        perhaps=None if emergency else perhaps(text),
        other=read_other(shown),
        health=read_health(shown),
        money=read_money(shown),
        besides=tuple(matters(shown)[1:]),
        because=(),
    )
    default = next((each.urgency for each in kinds if each.code == need_type), "U3")
    reading = replace(reading, urgency=_urgency(said_at, shown, reading, default))
    return replace(reading, because=reasons_of(reading, kind))


def _without_door(text: str) -> str:
    placed = read_place(text)
    is_door = placed is not None and bool(placed[0].building or placed[0].room)
    return hide(text, placed[1]) if placed is not None and is_door else text


def _meant(
    text: str, kinds: Sequence[KindWords], emergency: Emergency | None
) -> tuple[IntentReading, KindReading | None]:
    """Of two matters the one that somebody has to see to is meant."""
    read_as = [_of_part(part, kinds, emergency) for part in matters(text)]
    needed = (each for each in read_as if each[0].intent in (Intent.NEED, Intent.REPORT))
    return next(needed, read_as[0])


def _of_part(
    text: str, kinds: Sequence[KindWords], emergency: Emergency | None
) -> tuple[IntentReading, KindReading | None]:
    kind = read_kind(text, kinds)
    intent = _intent(text, emergency)
    if intent.intent is Intent.NEED and (kind is None or kind.code == _HAZARD):
        wished = [each for each in kinds if each.code != _HAZARD]
        kind = read_kind(text, wished, _GUESS)
    return intent, kind


def _without_phone(text: str, area_code: str) -> tuple[str, str]:
    found = read_phone(text, area_code)
    if not isinstance(found, Phone):
        return text, ""
    return hide(text, found.at), found.digits


def _intent(text: str, emergency: Emergency | None) -> IntentReading:
    read_as = read_intent(text)
    if emergency is None:
        return read_as
    if emergency.kind == "welfare_check":
        return replace(read_as, intent=Intent.NEED, running="")
    asks_for_talk = emergency.kind == "selfharm_soft" and read_as.intent is Intent.NEED
    return read_as if asks_for_talk else replace(read_as, intent=Intent.EMERGENCY, running="")


def _need_type(intent: Intent, kind: KindReading | None, emergency: Emergency | None) -> str:
    if emergency is not None and emergency.kind == "welfare_check":
        return _WELFARE
    if intent is Intent.REPORT:
        return _HAZARD
    if intent is not Intent.NEED:
        return ""
    return kind.code if kind else _OTHER


def _wanted(text: str, now: datetime, intent: IntentReading, emergency: Emergency | None) -> Wanted:
    if intent.intent is Intent.REPORT or (emergency and emergency.kind == "welfare_check"):
        return Wanted(start=now)
    if intent.intent in (Intent.NEED, Intent.OFFER, Intent.QUERY):
        if intent.running == "change":
            text = _MOVED_TO.split(text)[-1]
        found = read_wanted(text, now)
        return found if intent.intent is not Intent.QUERY else replace(found, rrule="")
    return Wanted()


def _urgency(now: datetime, text: str, partial: Reading, default: str) -> Urgency:
    emergency, wanted = partial.emergency, partial.wanted
    if emergency is not None and emergency.kind != "selfharm_soft":
        return Urgency("U0", f"emergency: {emergency.kind}")
    of = Circumstances(
        partial.intent.intent,
        partial.need_type,
        default,
        wanted.start,
        wanted.end,
        wanted.is_deadline,
    )
    return read_urgency(text, now, of)


def _people(text: str, intent: IntentReading) -> int | None:
    count = read_people(text) if intent.intent is Intent.NEED else None
    return count if count != 1 else None
