"""A message about one activity: its headline and number, a few lines, what can be done.

The number stands on it, so that its words can be answered where there are no buttons.
"""

from collections.abc import Iterable

from handlers.content import Card, Content
from handlers.engine.buttons import Action
from handlers.notice import Message
from models.activity import Activity


def about(
    activity: Activity, title: str, lines: Iterable[str], *actions: Action, loud: bool = False
) -> Message:
    """`loud` goes out in quiet hours, too."""
    card = Card(title=title, aside=activity.number, note="\n".join(filter(None, lines)))
    return Message(Content(card=card), actions, loud=loud)
