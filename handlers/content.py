"""What the desk says, free of any channel: a bubble, the choices under it, a card.

Scripts make these; a channel draws them with what it has (buttons, numbered lines, plain text).
Everything here survives JSON, because it waits encrypted in the outbox before it is sent.
"""

from dataclasses import dataclass
from typing import Any, Literal

Ask = Literal["", "text", "phone", "location", "photo", "code"]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question: `key` is what the script gets, `label` what people read."""

    key: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A choice as delivered: pressing it sends `token` back and nothing else."""

    label: str
    token: str
    hint: str = ""
    style: Literal["plain", "main", "danger"] = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """One fact on a card. `edit` is the token of a button that changes just this line."""

    label: str
    value: str
    small: str = ""
    edit: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps an order goes through."""

    label: str
    state: Literal["done", "now", "later"]


@dataclass(frozen=True, slots=True)
class Card:
    """A framed set of facts; on channels without frames, lines of text."""

    title: str
    aside: str = ""
    lines: tuple[Line, ...] = ()
    steps: tuple[Step, ...] = ()
    code_label: str = ""
    code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """One message. `subject` marks a live card: a later one of the same subject replaces it.

    `media` are ids of photos, voice or files that go with it.
    """

    text: str = ""
    buttons: tuple[Button, ...] = ()
    card: Card | None = None
    ask: Ask = ""
    subject: str = ""
    alert: bool = False
    media: tuple[int, ...] = ()
    #: its actions may be taken by their numbers, where a channel numbers them
    digits: bool = False

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary without the fields that say nothing."""
        fields: dict[str, Any] = {
            "text": self.text,
            "buttons": [_fields(each) for each in self.buttons],
            "card": self.card and _fields_of_card(self.card),
            "ask": self.ask,
            "subject": self.subject,
            "alert": self.alert,
            "media": self.media,
            "digits": self.digits,
        }
        return {name: value for name, value in fields.items() if value}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Content":
        """The message that `to_json` wrote."""
        card = data.get("card")
        fields = {**data, "buttons": tuple(Button(**each) for each in data.get("buttons", ()))}
        fields["card"] = None if card is None else _card(card)
        fields["media"] = tuple(data.get("media", ()))
        return cls(**fields)


def _fields(part: Button | Line | Step) -> dict[str, Any]:
    """What `asdict` makes of it, ten times faster: it copies nothing that cannot change."""
    return {name: getattr(part, name) for name in part.__slots__}


def _fields_of_card(card: Card) -> dict[str, Any]:
    fields: dict[str, Any] = {name: getattr(card, name) for name in card.__slots__}
    fields["lines"] = [_fields(each) for each in card.lines]
    fields["steps"] = [_fields(each) for each in card.steps]
    return fields


def _card(data: dict[str, Any]) -> Card:
    lines = tuple(Line(**each) for each in data.get("lines", ()))
    steps = tuple(Step(**each) for each in data.get("steps", ()))
    return Card(**{**data, "lines": lines, "steps": steps})
