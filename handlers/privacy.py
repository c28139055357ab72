"""隐私, 撤回同意: what somebody agreed to, and how to take it back. A first form."""

from datetime import datetime, time

from handlers.engine.chat import Chat
from handlers.language import _
from handlers.sayings import say_time
from handlers.understand.span import TimeSpan
from models.consent import PURPOSE_LABELS, UNANSWERED, Purpose, agreed, withdraw_overseas


def privacy(chat: Chat) -> None:
    """Each yes with its day, and the way back."""
    given = agreed(chat.session, chat.person) if chat.person else []
    latest = {each.purpose: each for each in given if each.purpose in PURPOSE_LABELS}
    if not latest:
        chat.say(_("您还没有同意过什么。"))
    else:
        chat.say(_("您同意过的："))
    for purpose, each in latest.items():
        day = _day(chat, each.given_at)
        chat.say(_("{day}，{what}").format(day=day, what=_(PURPOSE_LABELS[purpose])))
    if Purpose.OVERSEAS_CHANNEL in latest:
        chat.say(_("不想再在这里办，写“撤回同意”。"))
    _say_where_to_ask(chat)


def _day(chat: Chat, moment: datetime) -> str:
    local, now = chat.community.local(moment), chat.community.local(chat.now)
    start, end = (datetime.combine(local, each, local.tzinfo) for each in (time(0), time(23, 59)))
    return say_time(TimeSpan(start, end, "day", ""), now)


def _say_where_to_ask(chat: Chat) -> None:
    phone = chat.community.station_phone
    if phone:
        chat.say(_("想看、想改、想删，打 {phone}。").format(phone=phone))
    else:
        chat.say(_("想看、想改、想删，写“找社区”。"))


def withdraw(chat: Chat) -> None:
    """Take back the yes to a foreign platform; on it, the question stands before everything."""
    person = chat.person
    if person is None or not withdraw_overseas(chat.session, person, chat.now):
        chat.say(_("这里没有要撤回的。"))
        _say_where_to_ask(chat)
        return
    if chat.hearer.abroad is not None:
        chat.hearer.overseas = UNANSWERED
    phone = chat.community.station_phone
    chat.say(_("好，撤回了。\n国外的软件上，您写的我们不再用，\n也不往那上面发。发出的单子照办。"))
    if phone:
        chat.say(_("想问办到哪了，打 {phone}。").format(phone=phone))
    chat.say(_("改了主意，在那上面写一句就行。"))
