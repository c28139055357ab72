"""Time, place and phone of somebody who asks for herself: two questions at the most."""

import re

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.meeting import is_asked, meeting_place
from handlers.need_draft import Basics
from handlers.need_readers import STATION, MeetingPlace
from handlers.readers import OTHER, KindOfHelp, PhoneNumber, When, key_span, span_key
from handlers.sayings import say_when
from handlers.understand.clock import read_time
from handlers.understand.money import read_money
from handlers.understand.other import read_other
from handlers.understand.place import Place
from handlers.understand.span import Found, TimeSpan
from models.need_kind import NeedKind

_PRICE = re.compile(
    "多少钱|(?:要|收)(?:不要|不收)?钱|收费|费用|how much|free\\?|cost", re.IGNORECASE
)
#: she would rather say the time in words
ASKS_WHEN = "asks_when"
OFFERED_TIMES = ("明天上午", "明天下午")


def leave_kind_open(chat: Chat, reader: KindOfHelp, text: str) -> None:
    """Not to ask more than two things, words of no kind stay so: a worker reads them anyway."""
    missing = _missing(chat)
    where = {"place", "phone"}.intersection(missing)
    if read_other(text) is not None or ("when" in missing and where):
        chat.suppose("kind", reader, OTHER)


def _missing(chat: Chat) -> list[str]:
    """What her first words did not say and is not known of her, fixed when they were read."""

    def find() -> list[str]:
        person = chat.person
        known = {
            "place": person is not None and person.door is not None,
            "phone": person is not None and bool(person.phone),
        }
        names = ("kind", "when", "place", "phone")
        return [n for n in names if chat.talk.answer(n) is None and not known.get(n)]

    return chat.keep("missing", find)


def priced(chat: Chat, prompt: str) -> str:
    """Whoever asks what it costs, or offers money, is answered first; the open question stays
    last."""
    if not _PRICE.search(chat.said.text) and not read_money(chat.said.text):
        return prompt
    return _("不收钱，什么时候都不收。") + "\n" + prompt


def ask_basics(chat: Chat, kind: NeedKind, when: When, before: Place | None) -> Basics:
    """When, where, and how to reach her; at the station neither door nor phone is needed."""
    span = chat.ask("when", priced(chat, _("什么时候来方便？")), when)
    together = {"place", "phone"} <= set(_missing(chat)) and _is_second(chat)
    reader = meeting_place(chat, kind, before)
    if kind.place == "station" and reader.options:
        chat.suppose("place", reader, reader.at_station())
    prompt = _place_prompt(kind, reader, together=together)
    place = chat.ask("place", priced(chat, prompt), reader)
    if place.words == STATION and chat.talk.answer("phone") is None:
        return Basics(span, place, "")
    if together:
        prompt = _("门牌记下了，还差电话。\n来之前给您打一个。")
    else:
        prompt = _("留个电话吧，来之前给您打一个。\n电话和门牌，只给来的人和社区看。")
    return Basics(span, place, chat.ask("phone", priced(chat, prompt), PhoneNumber()))


def only_time_is_missing(chat: Chat, kind: NeedKind) -> bool:
    """Whether somebody known has said all but the time: she may choose it with her yes."""
    is_all = _missing(chat) == ["when"] and chat.talk.answer("when") is None
    return is_all and kind.place != "station" and not chat.talk.kept.get(ASKS_WHEN)


def ask_where(chat: Chat, kind: NeedKind, before: Place | None) -> tuple[Place, str]:
    """Where, and how to reach her: known, unless she has just said that a line is wrong."""
    reader = meeting_place(chat, kind, before)
    place = chat.ask("place", _place_prompt(kind, reader, together=False), reader)
    prompt = _("留个电话吧，来之前给您打一个。\n电话和门牌，只给来的人和社区看。")
    return place, chat.ask("phone", prompt, PhoneNumber())


def _is_second(chat: Chat) -> bool:
    """Whether one question has been spent already when it comes to the place."""
    return bool({"kind", "when"}.intersection(_missing(chat)))


def _place_prompt(kind: NeedKind, reader: MeetingPlace, *, together: bool) -> str:
    if is_asked(kind, reader):
        return _("在哪里见面好？")
    if together:
        return _("门牌和电话一起写吧。\n来之前给您打一个，\n只给来的人和社区看。")
    return _("到哪里去？写楼号、单元和门牌。\n比如“3号楼2单元501”。")


def likely_times(chat: Chat) -> list[Option]:
    """The two likeliest times, fixed when first offered: they never move over midnight."""
    now = chat.community.local(chat.now)

    def make() -> list[str]:
        readings = (read_time(words, now) for words in OFFERED_TIMES)
        return [span_key(each.span) for each in readings if isinstance(each, Found)]

    keys = chat.keep("times", make)
    said = ((key, say_when(_span(chat, key), now)) for key in keys)
    offers = [Option(key, words[:1].upper() + words[1:]) for key, words in said]
    return [*offers, Option(OTHER, pgettext("button", "别的时间"))]


def _span(chat: Chat, key: str) -> TimeSpan:
    return When(chat.community.zone).load(key_span(key))
