"""抢险, 守夜: why a day is longer than the book lets pass by itself."""

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import Words

LONGEST = 60


def ask_why_long(chat: Chat, name: str, prompt: str, known: str = "") -> str:
    """One of the two usual reasons, or a sentence; not asked where it is `known`."""
    options = [
        Option("rescue", pgettext("button", "抢险救援")),
        Option("night", pgettext("button", "守夜过夜")),
    ]
    reader = Words(LONGEST, options)
    chat.suppose(name, reader, known or None)
    said = chat.ask(name, prompt, reader)
    return {"rescue": _("抢险救援"), "night": _("守夜过夜")}.get(said, said)
