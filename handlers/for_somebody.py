"""For somebody else: a daughter for her mother, a neighbour for a neighbour; four questions.

Whoever is served need not use this at all. Her own yes is asked in a call before anything is
approved, so a stranger who knows a door gets no further than a worker's telephone.
"""

from datetime import datetime, time
from typing import Any

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.reader import Reader
from handlers.language import _, pgettext
from handlers.need_draft import ESCORT, Basics
from handlers.need_readers import SettingOut, TheirName, TheirPhone, spot_name
from handlers.readers import OTHER, Door, OneOf, When, span_key
from handlers.sayings import say_clock, say_when
from handlers.they import They, they
from handlers.understand.clock import read_time
from handlers.understand.other import Other, read_other
from handlers.understand.place import Place
from handlers.understand.span import Found, TimeSpan
from models.need_kind import NeedKind

#: kinds that serve no single person at home, or a child whose parents ask
NOT_FOR_ONE = frozenset(
    {
        "child_escort",
        "culture_class",
        "event_support",
        "mediation",
        "patrol",
        "public_hazard",
        "tutoring",
    }
)
#: likely hours of setting out, before and after noon
MORNING, AFTERNOON = ("上午8点", "上午8点半"), ("下午1点", "下午2点")
NOON = 12


def whom(chat: Chat, text: str, kind: NeedKind) -> Other | None:
    """For whom it is, when not for whoever writes; they are asked whether she knows."""
    other = read_other(text) if kind.code not in NOT_FOR_ONE else None
    if other is None:
        return None
    words = they(other)
    choices = [
        Option("yes", pgettext("button", "知道，同意")),
        Option("not_yet", pgettext("button", "还没说")),
        Option("self", pgettext("button", "是我自己要")),
    ]
    asked = _("{whom}知道您在替{her}找人吗？").format(whom=words.whom, her=words.her)
    return None if chat.ask("knows", asked, OneOf(choices)) == "self" else other


def ask_about(chat: Chat, kind: NeedKind, other: Other, when: When, door: Door) -> Basics:
    """Phone, name, door and hour of whoever is served, as far as they were not said."""
    words = they(other)
    phone, name = _phone(chat, words), _name(chat)
    _place_beside(chat, door)
    where = _("{whom}住哪里？写楼号、单元和门牌。").format(whom=words.whom)
    place = chat.ask("place", where, door)
    return Basics(_when(chat, kind, when), place, phone, name)


def _place_beside(chat: Chat, door: Door) -> None:
    said = chat.talk.answer("phone")
    if said is not None and said.by == "person":
        beside = Door().spot(said)
        _say_anew(chat, "place", beside)
        chat.suppose("place", door, beside)


def _phone(chat: Chat, words: They) -> str:
    reader = TheirPhone([Option("none", pgettext("button", "没有电话"))])
    first = _("好。我们会先打电话\n跟{her}本人说一声。").format(her=words.her)
    if chat.talk.answer("place") is None:
        rest = _("{her}的电话、名字、门牌，\n一起写就行。")
    else:
        rest = _("{her}的电话是多少？名字也写上。")
    return chat.ask("phone", first + "\n" + rest.format(her=words.her), reader)


def _name(chat: Chat) -> str:
    """What stands beside the phone is her name; it is never asked for by itself."""
    said = chat.talk.answer("phone")
    beside = spot_name(said.text, alone=True) if said is not None and said.by == "person" else ""
    opening = chat.opening.text if chat.opening is not None else ""
    reader: Reader[str] = TheirName()
    _say_anew(chat, "name", beside)
    chat.suppose("name", reader, beside or spot_name(opening))
    return chat.ask("name", _("名字怎么写？"), reader)


def _say_anew(chat: Chat, name: str, value: Any) -> None:
    """After 上一步 what stands beside the phone is heard again, unless it was changed apart."""
    before = chat.talk.answer(name)
    if value and before is not None and before.by == "prefill" and before.value != value:
        chat.talk.drop(name)


def _when(chat: Chat, kind: NeedKind, reader: When) -> TimeSpan:
    was_said = chat.talk.answer("when")
    span = chat.ask("when", _("都记下了。\n什么时候去方便？"), reader)
    is_rough = (
        span.precision in ("part", "day") and was_said is not None and was_said.by == "prefill"
    )
    return _setting_out(chat, span) if kind.code == ESCORT and is_rough else span


def _setting_out(chat: Chat, span: TimeSpan) -> TimeSpan:
    """几点从家里出发: whoever goes along has to know the hour."""
    zone = chat.community.zone
    now, day = chat.community.local(chat.now), datetime.combine(span.start.date(), time(0), zone)
    clocks = MORNING if span.start.hour < NOON else AFTERNOON
    readings = [read_time(words, day) for words in clocks]
    offers = [
        Option(span_key(each.span), _clock(each.span))
        for each in readings
        if isinstance(each, Found)
    ]
    reader = SettingOut(zone, day, [*offers, Option(OTHER, pgettext("button", "别的时间"))])
    asked = _("都记下了。\n{day}几点从家里出发？").format(day=_say_day(day, now))
    return chat.ask(f"leaves-{day:%m%d}", asked, reader)


def _clock(span: TimeSpan) -> str:
    return say_clock(span.start.time())


def _say_day(day: datetime, now: datetime) -> str:
    whole = TimeSpan(day, day.replace(hour=23, minute=59), "day", "")
    return say_when(whole, now)


def known_door(chat: Chat, other: Other | None) -> Place | None:
    """The asker's own door, where it is also that of whoever is served."""
    person = chat.person
    if person is None or person.door is None or (other is not None and not other.lives_here):
        return None
    return Place("", *person.door, "", "")
