"""Readers of what is said during and after a visit: four digits, an hour that is past, stars."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.content import Ask, Option
from handlers.engine.reader import Offering, Reader
from handlers.engine.said import Answer
from handlers.language import language, pgettext
from handlers.readers import OTHER
from handlers.understand.clock import read_time
from handlers.understand.normal import normalise
from handlers.understand.span import Found
from models.errors import Invalid
from models.words import N_

#: digits as they are said, and as a platform writes down what it heard
_SAID = str.maketrans("零〇○一幺二两三四五六七八九", "00011223456789")
_PAUSES = re.compile(r"[\s,，、。.;；]|号码|是")
#: the digits in one message: 签到 4821, 我到了 4821, or just 4821
ARRIVING = re.compile(
    r"(?P<how>签到|我到了|到了|sign in|i'm here)?[\s:：,，]*(?P<code>\d{4})", re.IGNORECASE
)


class Code(Offering[str]):
    """The four digits she reads to them, however they were typed."""

    ask: Ask = "code"  # type: ignore[misc]

    def read_words(self, answer: Answer) -> str:
        """Four digits, or the key of a way out. Raises Invalid."""
        text = normalise(answer.text)
        digits = re.sub(r"\D", "", text) or _PAUSES.sub("", text).translate(_SAID)
        if not re.fullmatch(r"[0-9]{4}", digits):
            raise Invalid(N_("号码是 4 位数字，请居民念给您听。"))
        return digits


_A_CLOCK_TIME = N_("写个钟点就行，\n比如“10点半”。")


class ClockSince(Offering[datetime]):
    """A time of the clock that came after some moment: 10点半, read from that moment on."""

    def __init__(self, zone: ZoneInfo, since: datetime, options: Sequence[Option] = ()) -> None:
        """`options` are likely moments; their keys are ISO text."""
        super().__init__(options)
        self._zone, self._since = zone, since

    @staticmethod
    def at(moment: str, zone: ZoneInfo) -> datetime:
        """What `moment` means on the clock of that zone."""
        return datetime.fromisoformat(moment).astimezone(zone)

    def chosen(self, key: str) -> str:
        """The moment as ISO text. Raises Invalid for another one."""
        if key == OTHER:
            raise Invalid(_A_CLOCK_TIME)
        return key

    def read_words(self, answer: Answer) -> str:
        """The moment as ISO text. Raises Invalid."""
        reading = read_time(answer.text, self._since.astimezone(self._zone))
        if not isinstance(reading, Found) or reading.span.precision != "minute":
            raise Invalid(_A_CLOCK_TIME)
        return reading.span.start.isoformat()

    def load(self, value: Any) -> datetime:
        """The moment in the community's zone."""
        return self.at(value, self._zone)


def star_options() -> list[Option]:
    """Upward, 1 to 5, so that digit, line and stars agree."""
    labels = (
        pgettext("button", "不好"),
        pgettext("button", "不太好"),
        pgettext("button", "一般"),
        pgettext("button", "好"),
        pgettext("button", "很好"),
    )
    return [Option(str(n), label) for n, label in enumerate(labels, 1)]


_STARS = re.compile(r"([1-5一二三四五])\s*(?:分|颗?星|stars?|$|[,。;\s])")
_DIGITS = {word: n for n, word in enumerate("一二三四五", 1)}


class Stars(Reader[dict[str, Any]]):
    """One to five, pressed, typed as a digit or 4分; words beside it are kept."""

    @property
    def options(self) -> tuple[Option, ...]:
        """The five."""
        return tuple(star_options())

    def read(self, answer: Answer) -> dict[str, Any]:
        """`stars` and the `words` around them. Raises Invalid for words alone."""
        key = answer.data.get("option")
        if key:
            return {"stars": int(key), "words": ""}
        text = answer.text.strip()[:300]
        found = _STARS.match(normalise(text))
        if found is None:
            raise Invalid(N_("回 1 到 5 就行，5 是很好。\n不想打分，写“算了”。"))
        words = text[found.end() :].strip(" ,，。.")
        digit = found[1]
        return {"stars": _DIGITS.get(digit) or int(digit), "words": words}


class LastDay(Reader[datetime]):
    """到明年6月30日: until the end of a day; half a year and a year are offered."""

    def __init__(self, zone: ZoneInfo) -> None:
        """`zone` is the community's."""
        self._zone = zone

    @property
    def options(self) -> tuple[Option, ...]:
        """The likeliest."""
        return (
            Option("183", pgettext("button", "半年")),
            Option("365", pgettext("button", "一年")),
        )

    def read(self, answer: Answer) -> str:
        """The day as ISO text. Raises Invalid."""
        days = answer.data.get("option")
        if days:
            return self._day(answer.said_at + timedelta(days=int(days)))
        found = self.read_words(answer.text, answer.said_at)
        if found is None:
            raise Invalid(N_("写一天就行，\n比如“明年6月30日”。"))
        return found

    def read_words(self, words: str, said_at: datetime) -> str | None:
        """The day these words name, if they name one that is still to come."""
        words = re.sub(r"^(到|至|until )", "", words.strip())
        reading = read_time(words, said_at.astimezone(self._zone))
        return (
            self._day(reading.span.end or reading.span.start)
            if isinstance(reading, Found)
            else None
        )

    def load(self, value: Any) -> datetime:
        """The moment at which that day is over."""
        day = date.fromisoformat(value) + timedelta(days=1)
        return datetime.combine(day, time(), self._zone)

    def say(self, until: datetime) -> str:
        """The day in words: 2027年6月30日."""
        day = until.astimezone(self._zone) - timedelta(days=1)
        if language() == "en":
            return f"{day.day} {day:%B} {day.year}"
        return f"{day.year}年{day.month}月{day.day}日"

    def _day(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).date().isoformat()
