"""Readers for a notice: its words, whom it is for, when it goes out."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.content import Option
from handlers.engine.reader import Reader
from handlers.engine.said import Answer
from handlers.language import pgettext
from handlers.readers import Words
from handlers.understand.audience import Names, read_audience
from handlers.understand.clock import read_time
from handlers.understand.span import Found, Past
from models.audience_rule import Rule, everyone, volunteers
from models.errors import Invalid
from models.words import N_

LONGEST = 800
#: letters beside an audience that may tell nothing, in words typed at a card
_BESIDE = 1
EVERYONE, VOLUNTEERS, NOW = "everyone", "volunteers", "now"


class Announcement(Words):
    """What many will read: taken as it is or not at all, never cut."""

    def read_words(self, answer: Answer) -> str:
        """The text. Raises Invalid when it is too long, or nothing at all."""
        length = len(answer.text.strip())
        if length > LONGEST:
            raise Invalid(
                N_("现在是 {length} 字，写短一点，\n{longest} 字以内。"),
                length=length,
                longest=LONGEST,
            )
        return super().read_words(answer)


class Whom(Reader[Rule]):
    """Whom it is for: one of two, or words that name places, roles, skills and more."""

    def __init__(self, names: Names, home_id: int) -> None:
        """`names` are those of the coordinator's communities, `home_id` their own."""
        self._names, self._home_id = names, home_id

    @property
    def options(self) -> tuple[Option, ...]:
        """The two that are wanted most."""
        return (
            Option(EVERYONE, pgettext("audience", "全体")),
            Option(VOLUNTEERS, pgettext("audience", "志愿者")),
        )

    def read(self, answer: Answer) -> Rule:
        """The rule. Raises Invalid for words that name nobody."""
        key = answer.data.get("option")
        if key == EVERYONE:
            return everyone([self._home_id])
        if key == VOLUNTEERS:
            return volunteers([self._home_id])
        found = self._read(answer.text)
        if found is None:
            raise Invalid(N_("发给谁没看懂。\n像“3号楼的志愿者”“会理发的”\n这样写。"))
        return found

    def spot(self, answer: Answer) -> Rule | None:
        """The rule, when the words are about little else."""
        return self._read(answer.text, most=_BESIDE)

    def _read(self, words: str, most: int | None = None) -> Rule | None:
        heard = read_audience(words, self._names)
        if heard is None or (most is not None and heard.rest > most):
            return None
        return heard.rule(self._home_id)


class SendAt(Reader[datetime | None]):
    """When it begins to go out; None: at once."""

    def __init__(self, zone: ZoneInfo) -> None:
        """`zone` is the community's."""
        self._zone = zone

    @property
    def options(self) -> tuple[Option, ...]:
        """At once."""
        return (Option(NOW, pgettext("button", "现在就发")),)

    def read(self, answer: Answer) -> str:
        """ISO text, or "now". Raises Invalid."""
        if answer.data.get("option") == NOW:
            return NOW
        reading = read_time(answer.text, answer.said_at.astimezone(self._zone))
        if isinstance(reading, Past):
            raise Invalid(N_("这个时间过了。什么时候发？\n比如“明早8点”。"))
        if not isinstance(reading, Found):
            raise Invalid(N_("时间没看懂。\n像“明早8点”“周六上午9点”这样写。"))
        return reading.span.start.isoformat()

    def spot(self, answer: Answer) -> str | None:
        """A time beside 发: 明早8点发."""
        if "发" not in answer.text:
            return None
        reading = read_time(answer.text, answer.said_at.astimezone(self._zone))
        return reading.span.start.isoformat() if isinstance(reading, Found) else None

    def load(self, value: Any) -> datetime | None:
        """The moment, on the community's clock."""
        return None if value == NOW else datetime.fromisoformat(value).astimezone(self._zone)
