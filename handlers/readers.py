"""Readers of single answers: a choice, words, a time, a door, a phone number."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from handlers.content import Ask, Option
from handlers.engine.choices import NO_WORDS, YES_WORDS, plain
from handlers.engine.reader import Offering, Reader
from handlers.engine.said import Answer
from handlers.language import _
from handlers.understand.clock import read_time
from handlers.understand.kind import KindWords, read_kind
from handlers.understand.normal import normalise
from handlers.understand.phone import Found as PhoneFound
from handlers.understand.phone import Long, Short, read_phone
from handlers.understand.place import Place, read_place, read_room
from handlers.understand.span import Found, Impossible, Past, TimeSpan
from models.errors import Invalid
from models.lore import Known
from models.words import N_

OTHER = "other"
LONGEST_NAME = 20


class OneOf(Reader[str]):
    """One of the options that were shown; words that are none of them are refused."""

    def __init__(self, options: Sequence[Option]) -> None:
        """`options` in the order they are shown."""
        self._options = tuple(options)

    @property
    def options(self) -> tuple[Option, ...]:
        """The choices."""
        return self._options

    def read(self, answer: Answer) -> str:
        """The key of the option."""
        key: str = answer.data.get("option", "")
        if key not in {option.key for option in self._options}:
            choices = _("、").join(option.label for option in self._options)
            raise Invalid(N_("这里可以回：{choices}。"), choices=choices)
        return key


class Words(Offering[str]):
    """Free text, in her own words."""

    def __init__(self, longest: int = 500, options: Sequence[Option] = ()) -> None:
        """`longest` in characters; longer text is cut. An option's key stands for its text."""
        super().__init__(options)
        self._longest = longest

    def read_words(self, answer: Answer) -> str:
        """The text, cut. Raises Invalid for nothing at all."""
        text = answer.text.strip()[: self._longest]
        if not re.search(r"\w", text):
            raise Invalid(N_("这里要几个字。您写一句就行。"))
        return text


class Name(Offering[str]):
    """What people call her: short, with letters, and no plain yes or no."""

    def read_words(self, answer: Answer) -> str:
        """The name. Raises Invalid for what nobody is called."""
        text = " ".join(answer.text.split())
        if not has_letters(text) or plain(text) in YES_WORDS | NO_WORDS:
            raise Invalid(N_("怎么称呼，写几个字就行。\n比如“老李”。"))
        if len(text) > LONGEST_NAME:
            raise Invalid(N_("称呼写短一点，{n} 个字以内。"), n=LONGEST_NAME)
        return text


def has_letters(text: str) -> bool:
    """Whether there is a word in it, in any script: not only digits, marks and pictures."""
    return any(char.isalpha() for char in text)


class When(Offering[TimeSpan]):
    """A time of hers, read on the community's clock relative to the moment she said it."""

    def __init__(self, zone: ZoneInfo, offers: Sequence[Option] = ()) -> None:
        """`offers` are likely times; their keys come from `span_key`."""
        super().__init__(offers)
        self._zone = zone

    def chosen(self, key: str) -> dict[str, Any]:
        """The span as ISO text. Raises Invalid for another time."""
        if key == OTHER:
            raise Invalid(N_("好，您说个时间。\n比如“周六下午3点”。"))
        return key_span(key)

    def read_words(self, answer: Answer) -> dict[str, Any]:
        """The span as ISO text. Raises Invalid with what to say instead."""
        reading = read_time(answer.text, answer.said_at.astimezone(self._zone))
        match reading:
            case Found():
                return _to_json(reading.span)
            case Past():
                raise Invalid(
                    N_("{words}已经过了。想约哪天？\n比如“明天下午”。"), words=reading.words
                )
            case Impossible():
                raise Invalid(
                    N_("{words}没看懂。\n像“下午3点”“周六上午”这样写。"), words=reading.words
                )
        raise Invalid(N_("时间没看懂。\n像“下午3点”“周六上午”这样写。"))

    def load(self, value: Any) -> TimeSpan:
        """The span in the community's zone."""
        start = datetime.fromisoformat(value["start"]).astimezone(self._zone)
        end = value["end"] and datetime.fromisoformat(value["end"]).astimezone(self._zone)
        return TimeSpan(**{**value, "start": start, "end": end or None})

    def spot(self, answer: Answer) -> dict[str, Any] | None:
        """A time named among other things, if it can be read without doubt."""
        reading = read_time(answer.text, answer.said_at.astimezone(self._zone))
        return _to_json(reading.span) if isinstance(reading, Found) else None


def span_key(span: TimeSpan) -> str:
    """An option's key that means the same tomorrow: both ends as ISO text."""
    end = span.end.isoformat() if span.end else ""
    return f"{span.start.isoformat()}/{end}/{span.precision}/{span.part}"


def key_span(key: str) -> dict[str, Any]:
    """What `span_key` wrote, as a stored value."""
    start, end, precision, part = key.split("/")
    return {"start": start, "end": end or None, "precision": precision, "words": "", "part": part}


def _to_json(span: TimeSpan) -> dict[str, Any]:
    end = span.end.isoformat() if span.end else None
    return {**asdict(span), "start": span.start.isoformat(), "end": end}


class Door(Reader[Place]):
    """Where she lives: building, unit, room, or a landmark in her words."""

    def read(self, answer: Answer) -> dict[str, Any]:
        """The parts. Raises Invalid when neither a building nor a place is named."""
        found = self.spot(answer)
        if found is not None:
            return found
        if len(normalise(answer.text)) >= 3 and has_letters(answer.text):
            return asdict(Place("", "", "", "", answer.text.strip()[:60], answer.text))
        raise Invalid(N_("门牌没看懂。\n像“3号楼2单元501”这样写。"))

    def load(self, value: Any) -> Place:
        """The parts as a Place."""
        return Place(**value)

    def save(self, place: Place) -> dict[str, Any]:
        """A known door as a stored value."""
        return asdict(place)

    def spot(self, answer: Answer) -> dict[str, Any] | None:
        """A door named among other things, or a location sent."""
        if answer.kind == "place":
            return _location(answer.data)
        found = read_place(_without_phone(answer.text))
        return asdict(found[0]) if found is not None and found[0].building else None


def _without_phone(text: str) -> str:
    """Digits of a phone number beside a room are no part of the door."""
    phone = read_phone(text)
    return (
        text[: phone.at[0]] + "。" + text[phone.at[1] :] if isinstance(phone, PhoneFound) else text
    )


def _location(data: dict[str, Any]) -> dict[str, Any] | None:
    """A sent location as a landmark; it names no door."""
    lat, lon = data.get("lat"), data.get("lon")
    if not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return None
    return asdict(Place("", "", "", "", f"{lat:.5f},{lon:.5f}", ""))


class DoorAgain(Door):
    """The same door with a correction: 是1803 changes the room alone."""

    def __init__(self, before: Place | None) -> None:
        """`before` is the door as it stands."""
        self._before = before

    def spot(self, answer: Answer) -> dict[str, Any] | None:
        """A whole door, or the room of the one she named before."""
        found = super().spot(answer)
        if found is not None or self._before is None:
            return found
        room = read_room(_without_phone(answer.text))
        return None if room is None else {**asdict(self._before), "room": room}


class PhoneNumber(Reader[str]):
    """A phone number in any spacing."""

    ask: Ask = "phone"  # type: ignore[misc]

    def read(self, answer: Answer) -> str:
        """Digits only. Raises Invalid with how many are missing."""
        reading = read_phone(_shared(answer) or answer.text)
        match reading:
            case PhoneFound():
                return reading.digits
            case Short():
                raise Invalid(N_("还差 {n} 位，手机是 11 位。\n前面写的都在。"), n=reading.missing)
            case Long():
                raise Invalid(N_("多了几位，手机是 11 位。\n前面写的都在。"))
        raise Invalid(N_("这里要电话号码，手机是 11 位。"))

    def spot(self, answer: Answer) -> str | None:
        """A whole number among other words, or of a contact that was sent."""
        reading = read_phone(_shared(answer) or answer.text)
        return reading.digits if isinstance(reading, PhoneFound) else None


def _shared(answer: Answer) -> str:
    return str(answer.data.get("phone", "")) if answer.kind == "contact" else ""


@lru_cache(maxsize=8)
def words_of(known: Known) -> tuple[KindWords, ...]:
    """By which words the kinds of help of a community are recognised."""
    return tuple(KindWords(kind.code, tuple(kind.words)) for kind in known.kinds)


class KindOfHelp(Offering[str]):
    """What kind of help a message asks for, by the community's own word list."""

    is_sure: ClassVar[bool] = False

    def __init__(self, kinds: Sequence[KindWords], options: Sequence[Option]) -> None:
        """`kinds` are the editable rows, `options` the likeliest ones to offer."""
        super().__init__(options)
        self._kinds = kinds

    def read_words(self, answer: Answer) -> str:
        """The code of the kind; words of no kind are `other`, a worker will see."""
        if not has_letters(answer.text):
            raise Invalid(N_("写几个字就行，\n比如“水龙头漏水”。"))
        return self.spot(answer) or OTHER

    def spot(self, answer: Answer) -> str | None:
        """The kind these words ask for."""
        found = read_kind(answer.text, self._kinds)
        return None if found is None else found.code
