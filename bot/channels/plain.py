"""Draws a message as plain text: for channels with numbered lines instead of buttons."""

from handlers.by_words import by_words, with_number
from handlers.content import Card, Content
from handlers.language import _


def as_text(content: Content) -> str:
    """The bubble with its card as lines and its buttons as numbers, or as words on a card."""
    choices = numbered(content)
    if content.buttons and (content.digits or not choices):
        choices = [*choices, by_words(words(content))]
    return "\n".join(part for part in (body(content), *choices) if part)


def body(content: Content) -> str:
    """The bubble without its choices."""
    parts = [content.text]
    if content.card is not None:
        parts.append(_card(content.card))
    return "\n".join(part for part in parts if part)


def numbered(content: Content) -> list[str]:
    """The answers to its question, each with its number; none where words are to be written.

    Actions can be taken at any time, and digits answer the open question: only a card that has
    been given `digits` is numbered, and says its words, too.
    """
    if content.digits:
        return [f"{n} {button.label}" for n, button in enumerate(content.buttons, start=1)]
    if not all("." in button.token for button in content.buttons):
        return []
    labels = [line.label for line in content.card.lines if line.edit] if content.card else []
    names = [button.label for button in content.buttons]
    if labels:
        names[-1:-1] = [_("改{what}").format(what=label) for label in labels]
    return [f"{n} {name}" for n, name in enumerate(names, start=1)]


def words(content: Content) -> list[str]:
    """What to write for each of its actions, at any time: 接单1123-07."""
    number = content.card.aside.split()[-1] if content.card and content.card.aside else ""
    return with_number([button.label for button in content.buttons], number)


def _card(card: Card) -> str:
    rows = [f"{card.title}  {card.aside}".rstrip()]
    now = next((step.label for step in card.steps if step.state == "now"), "")
    if now:
        rows.append("→ " + now)
    rows.extend(
        f"{line.label}  {line.value}" + (f"（{line.small}）" if line.small else "")
        for line in card.lines
    )
    if card.code:
        rows.append(f"{card.code_label}  {card.code}")
    if card.note:
        rows.append(card.note)
    return "\n".join(rows)
