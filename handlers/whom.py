"""Somebody named by staff: by what they are called, their phone or their volunteer's number."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.reader import Offering
from handlers.engine.said import Answer
from handlers.language import _
from handlers.readers import OneOf, Words
from handlers.understand.phone import Found, mask_phone, read_phone
from handlers.understand.until import read_until
from models.errors import Invalid, Refused
from models.person import Person, people_called
from models.volunteer_profile import person_numbered
from models.words import N_

OFFERED = 4
FOR_GOOD = "for_good"


def said_in(chat: Chat, sentence: re.Pattern[str]) -> Mapping[str, str]:
    """What the sentence that began this conversation says already, by question."""
    match = sentence.fullmatch(chat.opening.text.strip()) if chat.opening else None
    found = match.groupdict() if match else {}
    return {name: words for name, words in found.items() if words}


NOBODY = N_("没找到这个人。\n写全名，或者写志愿者编号。")


def ask_whom(chat: Chat, prompt: str, known: str = "", nobody: str = NOBODY) -> Person:
    """The person meant; of several the one chosen. Raises Refused to ask for the name again.

    `nobody` is what to do where there is no such person.
    """
    reader = Words(40)
    chat.suppose("whom", reader, known or None)
    words = chat.ask("whom", prompt, reader)
    found = chat.keep(f"found {words}", lambda: [each.id for each in _called(chat, words)])
    people = [chat.session.get_one(Person, person_id) for person_id in found]
    if not people:
        raise Refused(nobody, ask="whom")
    if len(people) == 1:
        return people[0]
    if len(people) > OFFERED:
        raise Refused(N_("叫这个的有好几位。\n写手机号，或者志愿者编号。"), ask="whom")
    options = [Option(str(each.id), _told_apart(each)) for each in people]
    which = chat.ask("which", _("有几位叫这个，是哪一位？"), OneOf(options))
    return chat.session.get_one(Person, int(which))


def _called(chat: Chat, words: str) -> list[Person]:
    reading = read_phone(words)
    index = chat.hearer.fingerprint(reading.digits) if isinstance(reading, Found) else ""
    community_id, name = chat.hearer.community_id, words.strip()
    numbered = person_numbered(chat.session, community_id, name)
    called = people_called(chat.session, community_id, name, index)
    return called if numbered is None else [numbered]


def _told_apart(person: Person) -> str:
    tail = _("尾号{digits}").format(digits=person.phone[-4:]) if person.phone else f"#{person.id}"
    return f"{person.display_name} {tail}"


def who_it_is(person: Person) -> str:
    """The name with enough of the phone to be sure, for a card that staff confirm."""
    phone = mask_phone(person.phone) if person.phone else _("没留电话")
    return f"{person.display_name} {phone}"


class Until(Offering[datetime | None]):
    """The last day of something, as the moment at which that day ends."""

    def __init__(self, zone: ZoneInfo, options: tuple[Option, ...] = ()) -> None:
        """`options` are ways to say that it does not end; their keys read as None."""
        super().__init__(options)
        self._zone = zone

    def read_words(self, answer: Answer) -> str:
        """ISO date, or the option's key. Raises Invalid."""
        found = self.spot(answer)
        if found is None:
            raise Invalid(N_("哪一天没看懂。\n像“12月31日”这样写。"))
        return found

    def spot(self, answer: Answer) -> str | None:
        """The day these words name."""
        found = read_until(answer.text, answer.said_at.astimezone(self._zone))
        return found.isoformat() if found else None

    def load(self, value: Any) -> datetime | None:
        """The midnight after that day."""
        if value in {option.key for option in self._options}:
            return None
        after = date.fromisoformat(value) + timedelta(days=1)
        return datetime.combine(after, time(0), self._zone)
