"""News of voices: what a worker heard, read back to the speaker; that it was not so."""

from typing import Any

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.telling import say
from handlers.notice import Message, Reading
from models.call_request import CallRequest


def voice_heard(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To the speaker: is that what you said?"""
    call = reading.session.get(CallRequest, values["call"])
    if call is None or not call.heard or call.done_at is not None:
        return None
    text = _("社区听了您的语音，记的是：\n“{words}”\n对不对？").format(words=call.heard)
    right = Action(pgettext("button", "就是这件事"), "voice_right", call.subject, "main")
    wrong = Action(pgettext("button", "不是这样"), "voice_wrong", call.subject)
    return Message(Content(text=text), (right, wrong))


def voice_not_so(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To the worker who wrote it down: listen once more, or ring."""
    call = reading.session.get(CallRequest, values["call"])
    if call is None or call.done_at is not None:
        return None
    return say(_("语音记的那句，本人说不对。\n再听一遍，或者打个电话。"))
