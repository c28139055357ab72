"""是通知内容，还是真出事了？: words of danger in a notice, which may be a drill or a lesson.

The number stands in the question, so that whoever is in danger has it at once. Only where the
script of notices asks that, the alarm leaves the words to it.
"""

import hashlib

from handlers.alarm import sound
from handlers.content import Option
from handlers.emergency import hear
from handlers.engine.chat import Chat
from handlers.engine.hearer import Hearer
from handlers.engine.said import Said
from handlers.language import _, pgettext
from handlers.overseas import is_settled
from handlers.readers import OneOf
from handlers.sentences import NOTICE
from models.announcing import is_author

#: the script and the question that take the text of a notice
TEXT_OF_NOTICE = ("broadcast", "text")


def asks_which(hearer: Hearer, said: Said, asked: tuple[str, str]) -> bool:
    """Whether these words become the text of a notice, so that `is_only_news` will ask of them.

    `asked` names the open script and its question.
    """
    if asked == TEXT_OF_NOTICE:
        return True
    if not NOTICE.fullmatch(said.text.strip()):
        return False
    may = is_settled(hearer) and is_author(hearer.session, hearer.person, said.said_at)
    hearer.undo()
    return may


def is_only_news(chat: Chat, text: str) -> bool:
    """Whether this text is a notice and nothing else; else the alarm has been sounded."""
    found = hear(text)
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
    sound(chat, found, text)
    return False
