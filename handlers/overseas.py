"""The overseas notice (境外告知): on a foreign platform nothing she wrote is used before her yes.

A yes costs one turn and is given once; a no and a day's silence erase what she wrote. Emergencies
are answered before it, and the station's phone is never behind it.
"""

from dataclasses import replace
from datetime import timedelta

from handlers import arriving
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.gate import as_one, held, stands_since, written
from handlers.engine.hearer import Abroad, Hearer
from handlers.engine.said import Answer
from handlers.engine.sheet import NO, YES
from handlers.group_call import FROM_GROUP
from handlers.language import _, pgettext
from handlers.menu import hello
from handlers.readers import OneOf
from models.account import channels_of
from models.audit import Audit
from models.consent import OVERSEAS_VERSION, UNANSWERED, agree_overseas, mark_overseas
from models.forgetting import Unwanted, forget
from models.timer import clear_timer, set_timer
from models.words import N_

#: foreign platforms: by the name of their channel
PLATFORMS: dict[str, Abroad] = {
    "telegram": Abroad(
        "Telegram", "Telegram FZ-LLC", N_("阿联酋迪拜"), "https://telegram.org/privacy"
    ),
}
SCRIPT = "overseas"
#: what she can have without a yes
FREE = frozenset({"back", "cancel", "wait", "help", "find_human", "privacy", "withdraw"})
#: how long what she wrote waits for an answer
WAITS = timedelta(hours=24)
TIMER = "unanswered"
MORE = "more"


def abroad(channel: str, web_url: str) -> Abroad | None:
    """What is asked on this channel, with our own page as the other way; None at home."""
    platform = PLATFORMS.get(channel)
    return platform and replace(platform, web_url=web_url)


def platforms_abroad(chat: Chat) -> list[str]:
    """The foreign platforms through which whoever goes may read a door and a phone."""

    def find() -> list[str]:
        channels = channels_of(chat.session, chat.hearer.community_id)
        return [PLATFORMS[each].platform for each in channels if each in PLATFORMS]

    return chat.keep("abroad", find)


def is_settled(hearer: Hearer) -> bool:
    """Whether her words may be used: at home always, abroad after a yes to today's wording."""
    return hearer.abroad is None or hearer.overseas == OVERSEAS_VERSION


def overseas(chat: Chat) -> None:
    """Say where her words would go, and ask."""
    there = chat.hearer.abroad
    if there is None:
        _go_on_at_home(chat)
        return
    reader = OneOf(_choices(chat, there))
    question = _("在这里办，可以吗？")
    chat.say("\n".join([hello(chat.community), *_notice(chat, there)]))
    _say_what_waits(chat)
    _close_chat(chat)
    answer = chat.ask("agree", question, reader)
    if answer == MORE:
        chat.talk.drop("agree")
        chat.ask("agree", f"{_explained(chat, there)}\n{question}", reader)
    elif answer == YES:
        _agree(chat)
    else:
        _refuse(chat, there)


def _go_on_at_home(chat: Chat) -> None:
    """The notice was turned off while the question was open: nothing stands before her words."""
    words = [each for each in (*held(chat.talk), chat.said) if each.text]
    said = as_one(words, lambda _each: False)
    if said is None:
        chat.then("welcome")
    else:
        chat.then("post_need", opening=Answer.to("", said))


def _choices(chat: Chat, there: Abroad) -> list[Option]:
    if there.web_url:
        other_way = pgettext("button", "用网页")
    elif chat.community.station_phone:
        other_way = pgettext("button", "打电话")
    else:
        other_way = pgettext("button", "去社区站")
    return [
        Option(YES, pgettext("button", "可以")),
        Option(NO, other_way),
        Option(MORE, pgettext("button", "看说明")),
    ]


def _notice(chat: Chat, there: Abroad) -> list[str]:
    phone = chat.community.station_phone
    if there.web_url and phone:
        other_way = _("不愿意，用网页或打 {phone}，一样办。").format(phone=phone)
    elif there.web_url:
        other_way = _("不愿意，用网页，一样办。")
    elif phone:
        other_way = _("不愿意，打 {phone}，一样办。").format(phone=phone)
    else:
        other_way = _("不愿意，到社区站里说，一样办。")
    told = _("先说一件事：{platform} 是外国公司，\n您写的话会存到国外的机器上。")
    return [told.format(platform=there.platform), other_way]


def _say_what_waits(chat: Chat) -> None:
    """What she wrote is there, and for how long; the timer that guards this is set with it."""
    waiting = written(chat.talk)
    if not waiting:
        return
    chat.say(_("您写的先存着，您说可以就办。\n一天没回，就删掉。"))
    if len(waiting) > 1:
        chat.say(_("这条也存着，一共 {n} 条。").format(n=len(waiting)))
    elif waiting[0].inbox_id == chat.said.inbox_id:
        community_id, subject = chat.hearer.community_id, _subject(chat.hearer.contact_id)
        at = chat.now + WAITS
        chat.note("waits", lambda session: set_timer(session, community_id, TIMER, subject, at))


def _close_chat(chat: Chat) -> None:
    """Until the yes nothing about anybody is sent to this chat."""
    contact_id = chat.hearer.contact_id
    if chat.hearer.overseas != UNANSWERED:
        chat.note("closed", lambda session: mark_overseas(session, contact_id, UNANSWERED))


def _explained(chat: Chat, there: Abroad) -> str:
    """Who gets what, where it is kept, how to object."""
    lines = [
        _("谁收到：{company}，在{place}。").format(company=there.company, place=_(there.place)),
        _("收到：您在这里写的、发的，和您的账号。"),
        _("为的是把话带到；存在国外，我们删不掉。"),
        _("向它提要求：{policy}").format(policy=there.policy.removeprefix("https://")),
        _("社区这份加密存着，只用来办您的事。"),
    ]
    if chat.community.station_phone:
        phone = chat.community.station_phone
        lines.append(_("反悔，写“撤回同意”；想问，打 {phone}。").format(phone=phone))
    else:
        lines.append(_("反悔，写“撤回同意”；想问，写“找社区”。"))
    return "\n".join(lines)


def _agree(chat: Chat) -> None:
    hearer = chat.hearer
    agree_overseas(chat.session, chat.somebody(), hearer.contact_id, chat.now)
    clear_timer(chat.session, TIMER, _subject(hearer.contact_id))
    hearer.overseas, hearer.is_greeted = OVERSEAS_VERSION, True
    for each in held(chat.talk):
        arriving.remember_station(chat, each)
    if written(chat.talk):
        chat.say(pgettext("answer", "好。"))


def _refuse(chat: Chat, there: Abroad) -> None:
    """Nothing is kept but that she said no."""
    hearer, since = chat.hearer, stands_since(chat.talk)
    forget(chat.session, [Unwanted(hearer.contact_id, since, chat.said.inbox_id)])
    clear_timer(chat.session, TIMER, _subject(hearer.contact_id))
    chat.session.add(
        Audit(
            community_id=hearer.community_id,
            actor_id=hearer.person_id,
            action="refused_overseas",
            subject=_subject(hearer.contact_id),
            at=chat.now,
        )
    )
    if there.web_url:
        chat.say(_("好，在网页上办：\n{url}").format(url=there.web_url))
    elif chat.community.station_phone:
        phone = chat.community.station_phone
        chat.say(_("好，请打 {phone}，站里有人接。").format(phone=phone))
    else:
        chat.say(_("好，请到社区站里说一声，有人在。"))
    chat.say(_("您刚才写的，我们这边删了。\n想在这里办，再写一句就行。"))


def _subject(contact_id: int) -> str:
    return f"contact:{contact_id}"


def hello_first(chat: Chat) -> None:
    """A press in a group before the yes: nothing of theirs is used, the question is asked alone."""
    chat.say(_("先点我的头像，打个招呼，再来接单。"))
    chat.open_private(FROM_GROUP + chat.said.token)
