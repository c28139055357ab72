"""News that is about no order: half-written words, questions, our own troubles."""

from typing import Any

from handlers.content import Content
from handlers.language import _
from handlers.news.telling import say
from handlers.notice import Message, Reading
from handlers.other_words import told_as
from models.opt_out import NoticeKind


def nudge(reading: Reading, values: dict[str, Any]) -> Message | None:
    """One reminder of something half written."""
    text = _("刚才写到一半的还在。\n想接着办，接着写就行；不办了，写“取消”。")
    return Message(Content(text=text), kind=NoticeKind.REMINDERS)


def other_words(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: a question, a complaint or thanks, in the words of whoever wrote."""
    text = _(told_as(values["about"])).format(words=values["words"], who=values["who"])
    return Message(Content(text=text.strip()))


def trouble(reading: Reading, values: dict[str, Any]) -> Message | None:
    """We broke down; said once."""
    return say(_("我这边出了点问题，您写的都在。\n过几分钟再发一次就行。"))
