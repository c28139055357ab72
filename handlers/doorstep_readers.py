"""Readers of the line a worker writes at a door: the line, the door, a name, what is wanted."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from handlers.content import Option
from handlers.engine.reader import Reader
from handlers.engine.said import Answer
from handlers.readers import OTHER, Door, Name, Words, has_letters
from handlers.understand.door_line import DoorLine, read_door_line
from handlers.understand.kind import KindWords, read_kind
from handlers.understand.phone import Found as PhoneFound
from handlers.understand.phone import read_phone
from handlers.understand.place import Place, read_room
from models.errors import Invalid
from models.words import N_


class Lines:
    """Reads whole lines with the community's clock and its kinds of help."""

    def __init__(self, zone: ZoneInfo, kinds: Sequence[KindWords]) -> None:
        """`kinds` are the editable rows."""
        self.zone, self.kinds = zone, kinds

    def read(self, answer: Answer) -> DoorLine:
        """What this message says."""
        return read_door_line(answer.text, answer.said_at.astimezone(self.zone), self.kinds)


class WholeLine(Reader[str]):
    """The line itself, when at least something of it can be read."""

    def __init__(self, lines: Lines) -> None:
        """Reads with `lines`."""
        self._lines = lines

    def read(self, answer: Answer) -> str:
        """The words. Raises Invalid with an example."""
        line = self._lines.read(answer)
        known = line.place or line.name or line.outcome
        if not known and read_kind(answer.text, self._lines.kinds) is None:
            raise Invalid(N_("没看懂。像这样写：\n“6号楼3门102 张德福 想理发”。"))
        return answer.text


class DoorHere(Door):
    """A whole door; the building may be known from the door before, the rest from a correction."""

    def __init__(self, lines: Lines, building: str, before: Place | None) -> None:
        """`building` is where the worker stands, `before` the door as it was read."""
        self._lines, self._building, self._before = lines, building, before

    def read(self, answer: Answer) -> dict[str, Any]:
        """The parts. Raises Invalid until somebody could ring the bell."""
        found = self.spot(answer)
        if found is None:
            raise Invalid(N_("门牌没看懂。\n像“6号楼3门102”这样写。"))
        return found

    def spot(self, answer: Answer) -> dict[str, Any] | None:
        """A door that could be found, or the room of the one before."""
        place = self._lines.read(answer).place
        if place is not None and place.room and (place.building or self._building):
            return {**asdict(place), "building": place.building or self._building}
        room = None if place else read_room(answer.text)
        return {**asdict(self._before), "room": room} if room and self._before else None


class Called(Name):
    """What somebody is called; in a line only what looks like a name."""

    def __init__(self, lines: Lines, options: Sequence[Option]) -> None:
        """`options` are ways out."""
        super().__init__(options)
        self._lines = lines

    def read(self, answer: Answer) -> str:
        """The name among these words, or the words; 没人 and the like are nobody's name."""
        line = self._lines.read(answer)
        return answer.text if line.outcome else line.name or super().read(answer)

    def spot(self, answer: Answer) -> str | None:
        """A name beside other things."""
        return self._lines.read(answer).name or None


class Wish(Reader[dict[str, str]]):
    """What is wanted: the kind of help, and words short enough to be read out."""

    is_sure: ClassVar[bool] = False

    def __init__(self, lines: Lines, options: Sequence[Option]) -> None:
        """`options` are likely kinds."""
        self._lines, self._options = lines, tuple(options)

    @property
    def options(self) -> tuple[Option, ...]:
        """The likely kinds."""
        return self._options

    def read(self, answer: Answer) -> dict[str, str]:
        """Kind and words; words of no kind are `other`, whoever checks will see."""
        if key := answer.data.get("option"):
            return {"kind": key, "wish": ""}
        if not has_letters(answer.text):
            raise Invalid(N_("写几个字就行，\n比如“水龙头漏水”。"))
        return self.spot(answer) or {"kind": OTHER, "wish": self._lines.read(answer).wish}

    def spot(self, answer: Answer) -> dict[str, str] | None:
        """A known kind of help, in her words."""
        found = read_kind(answer.text, self._lines.kinds)
        if found is None:
            return None
        return {"kind": found.code, "wish": self._lines.read(answer).wish}


class WithPhone(Words):
    """Who it is, in words with a phone number among them."""

    def read_words(self, answer: Answer) -> str:
        """The words. Raises Invalid without a whole number."""
        if not isinstance(read_phone(answer.text), PhoneFound):
            raise Invalid(N_("电话要写全，11 位。\n比如“女儿 13900000456”。"))
        return super().read_words(answer)
