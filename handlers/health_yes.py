"""Health or hardship in her words has a yes or no of its own, just before the card.

It is not one of the questions that are counted, and without it everybody comes all the same.
"""

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.need_draft import ESCORT, Draft
from handlers.readers import OneOf
from handlers.they import They


def ask_health(chat: Chat, draft: Draft) -> str:
    """Whether whoever comes may be told: "yes" or "no"; "" when there is nothing to tell."""
    if draft.health is None:
        return ""
    choices = [
        Option("yes", pgettext("button", "可以说")),
        Option("no", pgettext("button", "不说")),
    ]
    return chat.ask(
        "health",
        _("有一件单独问您：\n“{words}”\n先告诉来的人，行吗？不说也来。").format(
            words=draft.health.quoted
        ),
        OneOf(choices),
    )


def ask_health_of(chat: Chat, draft: Draft, they: They) -> str:
    """The same of whoever speaks for somebody: their word holds until the call."""
    if draft.health is None:
        return ""
    less = (
        pgettext("button", "只说陪同")
        if draft.kind.code == ESCORT
        else pgettext("button", "先不说")
    )
    choices = [
        Option("yes", pgettext("button", "行")),
        Option("no", less),
        Option("call", they.button_in_call),
    ]
    text = _(
        "有一件要单独问{whom}的：\n“{words}”\n告诉去的人，行吗？\n"
        "您可以先替{her}答，\n打电话时我们再问{her}本人。"
    )
    return chat.ask(
        "health",
        text.format(whom=they.whom, her=they.her, words=draft.health.quoted),
        OneOf(choices),
    )
