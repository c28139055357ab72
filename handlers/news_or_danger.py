"""是通知内容，还是真出事了？: words of danger in a notice, which may be a drill or a lesson.

The number stands in the question, so that whoever is in danger has it at once.
"""

import hashlib

from handlers.alarm import sound
from handlers.content import Option
from handlers.emergency import scan
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OneOf


def is_only_news(chat: Chat, text: str) -> bool:
    """Whether this text is a notice and nothing else; else the alarm has been sounded."""
    found = scan(text)
    if found is None:
        return True
    choices = [
        Option("news", pgettext("button", "是通知内容")),
        Option("danger", pgettext("button", "真出事了")),
    ]
    asked = _("是通知内容，还是真出事了？\n真出事了，现在就打 {number}。").format(
        number=found.number
    )
    # another text is another question
    name = f"meant-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    if chat.ask(name, asked, OneOf(choices)) == "news":
        return True
    sound(chat, found)
    return False
