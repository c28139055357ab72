"""What a held message would say to its reader, as words to be read out on the phone."""

from typing import Any

from handlers.content import Card, Content
from handlers.language import _
from handlers.notice import Message, Reading
from handlers.notices import NOTICES


def read_aloud(reading: Reading, notice: str, values: dict[str, Any]) -> str:
    """The text, or the card in one line; "" when it is not true any more."""
    made = NOTICES[notice](reading, values)
    return _words(made.content) if isinstance(made, Message) else ""


def _words(content: Content) -> str:
    parts = [content.text.replace("\n", "")]
    if content.card is not None:
        parts.append(_of_card(content.card))
    return " ".join(each for each in parts if each)


def _of_card(card: Card) -> str:
    facts = _("，").join(f"{line.label}{line.value}" for line in card.lines[:3])
    return f"{card.title} {facts}".strip()
