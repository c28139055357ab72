"""The parts of a confirmation card: its lines, what may be pressed, the mark of what it says."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.content import Line, Option
from handlers.language import pgettext

YES, NO, EDIT = "yes", "no", "edit:"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a confirmation card; `edit` names the question that changes it."""

    label: str
    value: str
    small: str = ""
    edit: str = ""
    #: the word on the button where lines have none of their own, e.g. 改时间
    change: str = ""


def digest_of(title: str, note: str, facts: Sequence[Fact]) -> str:
    """What a yes is a yes to, in 64 hex digits."""
    said = json.dumps([title, note, [(f.label, f.value, f.small) for f in facts]])
    return hashlib.sha256(said.encode()).hexdigest()


def line_of(fact: Fact) -> Line:
    """It as a line of the card."""
    return Line(fact.label, fact.value, fact.small, EDIT + fact.edit if fact.edit else "")


def choices_of(facts: Sequence[Fact], sends: Sequence[Option]) -> tuple[Option, ...]:
    """Ways to say yes, a change for each line that has one, and the way out."""
    edits = (Option(EDIT + fact.edit, fact.change) for fact in facts if fact.edit)
    return (*sends, *edits, Option(NO, pgettext("button", "先不发")))
