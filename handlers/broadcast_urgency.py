"""Whether a notice can wait for whoever no chat reaches now: asked where its words sound urgent."""

from datetime import datetime

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OneOf
from handlers.understand.how_soon import read_how_soon
from models.notice import Urgency


def ask_urgency(chat: Chat, text: str, starts_at: datetime | None) -> Urgency:
    """What the author says of it; plain news are not asked about."""
    heard = read_how_soon(text, chat.community.local(starts_at or chat.now))
    if heard is Urgency.NEWS:
        return heard
    asked = {
        Urgency.TODAY: _("今天就得让大家知道吗？\n收不到的，列成电话单来打。"),
        Urgency.SAFETY: _("关系到安全，现在就得都知道吗？\n夜里也发，收不到的列成电话单。"),
    }[heard]
    choices = [
        Option("yes", pgettext("button", "要")),
        Option("no", pgettext("button", "不急")),
    ]
    said = chat.ask(f"urgent-{heard}", asked, OneOf(choices))
    return heard if said == "yes" else Urgency.NEWS
