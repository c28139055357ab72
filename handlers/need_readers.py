"""Readers for asking: where to meet, her wishes, the name of whoever is served, when to set out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from handlers.content import Option
from handlers.engine.reader import Reader
from handlers.engine.said import Answer
from handlers.readers import DoorAgain, Name, PhoneNumber, When, has_letters
from handlers.understand.normal import fold
from handlers.understand.phone import Found as PhoneFound
from handlers.understand.phone import read_phone
from handlers.understand.place import Place, read_place
from handlers.understand.wish import Wish, read_change, read_wish
from models.errors import Invalid
from models.words import N_

#: stands in `Place.words` where people meet at the station
STATION = "@station"
HOME, ELSEWHERE = "home", "elsewhere"
#: what is to be written after a choice
_WRITE = {
    HOME: N_("好，写楼号、单元和门牌。\n比如“3号楼2单元501”。"),
    ELSEWHERE: N_("好，在哪里？写几个字就行。\n比如“小花园凉亭”。"),
}
_TO_STATION = re.compile("(?:去|到|在)站里|at the station", re.IGNORECASE)
_NAMED = re.compile(
    "(?:叫|名字?叫?是?|姓名是?)\\s?(?![我你您他她人个什救外车])(?P<name>[\u4e00-\u9fff·]{2,4}?)(?=$|[，。,、；;\\s\\d]|一个人|今年|住)"
)
_ALONE = re.compile(
    "[\\s，。,、；;:：]*(?:她|他)?(?:的?名字)?(?:是|叫)?(?P<name>[\u4e00-\u9fff·]{2,4})[\\s，。,、；;]*"
)
_LABELS = re.compile("(?:她|他|我)?的?(?:电话|手机号?|号码|门牌|地址|住在?|家在?)(?:是|在)?[:：]?")
#: two or three characters that are answers and no names
_NO_NAMES = frozenset(("不知道", "没有", "就这个", "这个", "谢谢", "好的", "可以", "随便", "都行"))


class MeetingPlace(DoorAgain):
    """A door, a landmark, or the station when there is one and it may happen there."""

    def __init__(self, before: Place | None, station: str, options: Sequence[Option]) -> None:
        """`station` is how its place is written down; "" where people do not meet there."""
        super().__init__(before)
        self._station, self._options = station, tuple(options)

    @property
    def options(self) -> tuple[Option, ...]:
        """To my home, to the station, elsewhere."""
        return self._options

    def read(self, answer: Answer) -> dict[str, Any]:
        """The place. Raises Invalid with what to write after a choice that needs words."""
        key = answer.data.get("option")
        if key == STATION:
            return self.at_station()
        if key in _WRITE:
            raise Invalid(_WRITE[key])
        return super().read(answer)

    def at_station(self) -> dict[str, Any]:
        """The station as a stored value."""
        return asdict(Place(landmark=self._station, words=STATION))

    def spot(self, answer: Answer) -> dict[str, Any] | None:
        """A door among other words; at a card, 去站里 too."""
        found = super().spot(answer)
        if found is None and self._station and _TO_STATION.search(answer.text):
            return self.at_station()
        return found


class Wishes(Reader[Wish]):
    """Her wishes; `at_card` also hears a sentence that only sounds like one."""

    is_sure: ClassVar[bool] = False

    def __init__(self, been_there: Callable[[], Mapping[str, int]], *, at_card: bool) -> None:
        """`been_there` gives the names she may ask for; looked up only where words ask again."""
        self._been_there, self._at_card = been_there, at_card

    def read(self, answer: Answer) -> dict[str, Any]:
        """Whatever she writes when asked is a wish. Raises Invalid for nothing at all."""
        found = read_change(answer.text, self._been_there)
        if found is None:
            if not has_letters(answer.text):
                raise Invalid(N_("写一句就行。\n比如“要女的来”“说话大声点”。"))
            found = Wish(answer.text.strip()[:60])
        return asdict(found)

    def spot(self, answer: Answer) -> dict[str, Any] | None:
        """Wishes among other words."""
        read = read_change if self._at_card else read_wish
        found = read(answer.text, self._been_there)
        return None if found is None else asdict(found)

    def load(self, value: Any) -> Wish:
        """The wish."""
        return Wish(**value)


class TheirName(Name):
    """The name of whoever is served, as somebody else writes it."""

    def spot(self, answer: Answer) -> str | None:
        """None: a name is never read out of a sentence at a card."""
        return None


def spot_name(text: str, *, alone: bool = False) -> str:
    """A name that is called one (叫陈桂芳); `alone`: also what is left beside door and phone."""
    plain = fold(text)
    named = _NAMED.search(plain)
    if named is not None:
        return named["name"]
    if not alone:
        return ""
    for reading in (_phone_at(plain), _place_at(plain)):
        if reading is not None:
            plain = plain[: reading[0]] + " " * (reading[1] - reading[0]) + plain[reading[1] :]
    left = _ALONE.fullmatch(_LABELS.sub(" ", plain))
    name = left["name"] if left else ""
    return "" if name in _NO_NAMES else name


def _phone_at(text: str) -> tuple[int, int] | None:
    reading = read_phone(text)
    return reading.at if isinstance(reading, PhoneFound) else None


def _place_at(text: str) -> tuple[int, int] | None:
    found = read_place(text)
    return found[1] if found is not None else None


class TheirPhone(PhoneNumber):
    """The phone of whoever is served, or one at which they are found."""

    def __init__(self, options: Sequence[Option]) -> None:
        """`options`: they have none."""
        self._options = tuple(options)

    @property
    def options(self) -> tuple[Option, ...]:
        """They have none."""
        return self._options

    def read(self, answer: Answer) -> str:
        """Digits. Raises Invalid with what to write when they have no phone."""
        if "option" in answer.data:
            raise Invalid(N_("那写一个找得到本人的电话，\n您的、邻居的都行。"))
        return super().read(answer)


class SettingOut(When):
    """The hour of setting out on a day that is known: 9点 is nine on that day."""

    def __init__(self, zone: ZoneInfo, day: datetime, offers: Sequence[Option]) -> None:
        """`day` is the day's beginning on the community's clock; `offers` the likely hours."""
        super().__init__(zone, offers)
        self._day = day

    def read_words(self, answer: Answer) -> dict[str, Any]:
        """The span. Raises Invalid with what to say instead."""
        return super().read_words(replace(answer, said_at=self._day))

    def spot(self, answer: Answer) -> dict[str, Any] | None:
        """None: a time typed at a card may be of another day; `when` hears it."""
        return None
