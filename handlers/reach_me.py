"""网页关了也想收到吗: who asks on the web for somebody else is offered a second chat."""

from sqlalchemy import func, select

from handlers.audience_words import CHANNELS
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.privacy import ELSE, ChoiceOrElse
from models.account import channels_of, chats_on
from models.order import Order
from models.person import Person

#: channels in which people are told things while no page of ours is open
REACH = ("wechat", "telegram", "wecom")
NO = "no"


def may_offer(chat: Chat, person: Person) -> bool:
    """Whether there is another channel, she has only this page, and was not asked before."""
    if chat.hearer.channel != "web" or not _others(chat):
        return False
    asked = select(func.count()).where(Order.requested_by_id == person.id)
    is_first = (chat.session.scalar(asked) or 0) == 1
    return is_first and len(chats_on(chat.session, person.id)) == 1


def reach_me(chat: Chat) -> None:
    """One question; a yes gives the digits of 连号."""
    options = [
        *(Option(each, _label(each)) for each in _others(chat)),
        Option(NO, pgettext("button", "不用")),
    ]
    chosen = chat.ask("where", _("网页关了也想收到吗？"), ChoiceOrElse(options))
    if chosen == ELSE:
        chat.then("post_need", opening=chat.talk.answer("where"))
    elif chosen == NO:
        chat.say(_("好。哪天想连，写“连号”。"))
    else:
        chat.then("link")


def _others(chat: Chat) -> list[str]:
    on = chat.keep("on", lambda: channels_of(chat.session, chat.hearer.community_id))
    return [each for each in REACH if each in on]


def _label(channel: str) -> str:
    if channel == "wechat":
        return pgettext("button", "连上微信")
    return pgettext("button", "连{name}").format(name=_(CHANNELS[channel]))
