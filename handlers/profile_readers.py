"""Readers of a volunteer's profile: several values in one answer, or a way out."""

import re
from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from handlers.content import Option
from handlers.engine.reader import Offering
from handlers.engine.said import Answer
from handlers.language import _, pgettext
from handlers.understand.free_hours import read_slots
from handlers.understand.kind import KindWords, read_kind
from models.errors import Invalid
from models.need_kind import NeedKind
from models.skill import SKILLS
from models.words import N_

_BETWEEN = re.compile(r"[，,、;；/\s]|和|还有| and ")


class Several(Offering[list[str]]):
    """Some of a list of values; an option stands for the values joined in its key."""

    #: said when nothing of it could be read
    unread: ClassVar[str] = ""

    def __init__(self, offers: Sequence[Option], ways_out: Sequence[Option]) -> None:
        """`offers` come before the `ways_out`."""
        super().__init__((*offers, *ways_out))

    def chosen(self, key: str) -> list[str]:
        """The values."""
        return key.split()

    def read_words(self, answer: Answer) -> list[str]:
        """Raises Invalid when there is none."""
        found = self.find(answer.text)
        if not found:
            raise Invalid(self.unread)
        return found

    @abstractmethod
    def find(self, text: str) -> list[str]:
        """The values in these words."""


class Slots(Several):
    """Parts of the week."""

    unread = N_("时间没看懂。\n像“周六上午，周三晚上”这样写。")

    def __init__(self, ways_out: Sequence[Option]) -> None:
        """The weekend and the days of work are offered."""
        offers = [
            Option(" ".join(read_slots("周末白天")), pgettext("button", "周末")),
            Option(" ".join(read_slots("平时白天")), pgettext("button", "平时白天")),
        ]
        super().__init__(offers, ways_out)

    def find(self, text: str) -> list[str]:
        """As slots."""
        return read_slots(text)


class Skills(Several):
    """What somebody can do."""

    unread = N_("没对上。\n像“理发，电脑手机”这样写。")

    def __init__(self, ways_out: Sequence[Option]) -> None:
        """The two that are asked for most are offered."""
        likely = ("computer", "plumbing_electric")
        super().__init__([Option(code, _(SKILLS[code].label)) for code in likely], ways_out)

    def find(self, text: str) -> list[str]:
        """As codes, in the order of the list."""
        words = text.lower()
        return [
            skill.code
            for skill in SKILLS.values()
            if any(each.lower() in words for each in (skill.label, _(skill.label), *skill.words))
        ]


class Kinds(Several):
    """Kinds of help of a community."""

    unread = N_("没对上。\n像“陪诊，手机教学”这样写。")

    def __init__(
        self, kinds: Sequence[NeedKind], language: str, ways_out: Sequence[Option]
    ) -> None:
        """`kinds` are the community's own rows."""
        self._kinds = [KindWords(kind.code, tuple(kind.words)) for kind in kinds]
        self._names = {kind.code: (kind.name, kind.name_en.lower()) for kind in kinds}
        likely = [kind for kind in kinds if kind.code in ("digital_help", "companionship")]
        super().__init__([Option(each.code, each.title(language)) for each in likely], ways_out)

    def find(self, text: str) -> list[str]:
        """As codes, each piece of the text on its own."""
        found = []
        for piece in _BETWEEN.split(text.lower()):
            named = [code for code, names in self._names.items() if piece and piece in names]
            read = read_kind(piece, self._kinds) if piece else None
            found.extend(named or ([read.code] if read is not None else []))
        return list(dict.fromkeys(found))
