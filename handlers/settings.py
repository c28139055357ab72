"""设置: language, quiet hours, 今天别叫我, what to hear of, large letters."""

from datetime import time
from typing import Any

from sqlalchemy import update

from handlers.content import Card, Content, Line, Option
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.engine.reader import Reader
from handlers.engine.said import Answer
from handlers.language import LANGUAGES, _, pgettext, speaking
from handlers.readers import OneOf
from handlers.sayings import say_clock, say_moment
from handlers.understand.two_clocks import read_two_clocks
from handlers.where_to_hear import say_where
from models.account import chats_on
from models.contact import Contact
from models.errors import Invalid
from models.opt_out import NOTICE_LABELS, turned_off
from models.person import Person
from models.quiet import hush, hush_end
from models.words import N_

AS_HERE, ANY_HOUR, STAYS = "as_here", "any_hour", "stays"
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


def settings(chat: Chat) -> None:
    """How it stands now, and a way to change each."""
    person = chat.person or Person(language=chat.hearer.language)
    card = Card(title=_("设置"), lines=tuple(_lines(chat, person)))
    hushed = hush_end(person, chat.now) is not None
    large = person.large_text
    chat.show(
        Content(card=card),
        Action(pgettext("button", "换语言"), "set_language", ""),
        Action(pgettext("button", "安静时间"), "set_quiet", ""),
        _peace(hushed=hushed),
        Action(pgettext("button", "收哪些通知"), "set_notices", ""),
        Action(_size(large=large), "set_letters", ""),
        *(
            [Action(pgettext("button", "在哪儿收"), "where_to_hear", "")]
            if _has_several(chat)
            else []
        ),
    )


def _has_several(chat: Chat) -> bool:
    return chat.person is not None and len(chats_on(chat.session, chat.person.id)) > 1


def _peace(*, hushed: bool) -> Action:
    if hushed:
        return Action(pgettext("button", "可以叫我"), "unhush", "")
    return Action(pgettext("button", "今天别叫我"), "hush", "")


def _size(*, large: bool) -> str:
    return pgettext("button", "标准字") if large else pgettext("button", "大字")


def _lines(chat: Chat, person: Person) -> list[Line]:
    language = LANGUAGE_NAMES.get(person.language or chat.hearer.language, LANGUAGE_NAMES["zh"])
    off = [_(NOTICE_LABELS[kind]) for kind in turned_off(chat.session, person)]
    lines = [
        Line(_("语言"), language),
        Line(_("安静时间"), _say_quiet(chat, person)),
        Line(_("不收的通知"), _("、").join(off) or _("都收")),
        Line(_("字的大小"), _("大字") if person.large_text else _("标准字")),
    ]
    if _has_several(chat):
        lines.append(Line(_("在哪儿收"), say_where(chat, person)))
    until = hush_end(person, chat.now)
    if until is not None:
        local, now = chat.community.local(until), chat.community.local(chat.now)
        lines.append(Line(_("不叫您"), _("到{when}").format(when=say_moment(local, now))))
    return lines


def _say_quiet(chat: Chat, person: Person) -> str:
    begins, ends = person.quiet_from, person.quiet_until
    if begins is None or ends is None:
        begins, ends = chat.community.quiet_from, chat.community.quiet_until
    elif begins == ends:
        return _("不设，随时都行")
    return _("{begins}到{ends}").format(begins=say_clock(begins), ends=say_clock(ends))


def set_language(chat: Chat) -> None:
    """换语言: for all chats of this person, from the next word on."""
    options = [Option(code, LANGUAGE_NAMES[code]) for code in LANGUAGES]
    code = chat.ask("language", _("用哪种话？"), OneOf(options))
    person = chat.somebody()
    person.language = code
    theirs = update(Contact).where(Contact.person_id == person.id)
    chat.session.execute(theirs.values(language=code))
    with speaking(code):
        chat.say(_("好，以后说中文。"))


def set_quiet(chat: Chat) -> None:
    """安静时间: hours of one's own, the community's, or none."""
    asked = _("几点到几点别响？\n比如“晚上9点到早上8点”。")
    said = chat.ask("hours", asked, QuietHours())
    person = chat.somebody()
    if said is None:
        person.quiet_from = person.quiet_until = None
    else:
        person.quiet_from, person.quiet_until = said
    chat.say(_("好，安静时间：{hours}。").format(hours=_say_quiet(chat, person)))
    chat.say(_("您写来的照样回；急事照样叫您。"))


def hush_today(chat: Chat) -> None:
    """今天别叫我: nothing rings till tomorrow morning but what cannot wait."""
    person = chat.somebody()
    until = hush(chat.community, person, chat.now)
    local, now = chat.community.local(until), chat.community.local(chat.now)
    chat.say(_("好，{when}前不叫您。").format(when=say_moment(local, now)))
    chat.say(_("您在办的单有变化，还是会说一声。\n想早点，写“可以叫我”。"))


def unhush(chat: Chat) -> None:
    """可以叫我: the peace is over."""
    chat.somebody().hushed_until = None
    chat.say(_("好，有事就叫您。"))


def set_notices(chat: Chat) -> None:
    """收哪些通知: less or more of the kinds that can be turned off."""
    person = chat.somebody_known()
    off = chat.keep("off", lambda: [kind.value for kind in turned_off(chat.session, person)])
    options = [
        Option("quieter", pgettext("button", "少收一种")),
        *([Option("louder", pgettext("button", "再收一种"))] if off else []),
        Option(STAYS, pgettext("button", "照旧")),
    ]
    which = chat.ask("which", _("想少收，还是想再收？"), OneOf(options))
    if which == STAYS:
        chat.say(_("好，照旧。"))
    else:
        chat.then(which)


def set_letters(chat: Chat) -> None:
    """大字, 标准字: our own page follows it, in every browser of this person."""
    person = chat.somebody()
    person.large_text = not person.large_text
    if person.large_text:
        chat.say(_("好，网页上用大字。\n刷新一下就看得到。"))
    else:
        chat.say(_("好，网页上用标准字。\n刷新一下就看得到。"))


class QuietHours(Reader[tuple[time, time] | None]):
    """Two times of the clock; the community's hours read as None."""

    @property
    def options(self) -> tuple[Option, ...]:
        """The community's hours, or none at all."""
        return (
            Option(AS_HERE, pgettext("button", "跟社区一样")),
            Option(ANY_HOUR, pgettext("button", "随时都行")),
        )

    def read(self, answer: Answer) -> list[str] | str:
        """Both as ISO text. Raises Invalid."""
        if "option" in answer.data:
            return [] if answer.data["option"] == AS_HERE else ["00:00", "00:00"]
        clocks = read_two_clocks(answer.text)
        if clocks is None or clocks[0] == clocks[1]:
            raise Invalid(N_("时间没看懂。\n像“晚上9点到早上8点”这样写。"))
        return [each.isoformat("minutes") for each in clocks]

    def load(self, value: Any) -> tuple[time, time] | None:
        """From and until."""
        return (time.fromisoformat(value[0]), time.fromisoformat(value[1])) if value else None
