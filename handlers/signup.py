"""登记志愿者: a name, a phone, of age or not. Skills and times are asked later, after a service."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers import order_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.said import Answer
from handlers.engine.sheet import Fact
from handlers.language import _, pgettext
from handlers.minors import enrol_minor
from handlers.profile import enlist
from handlers.readers import Name, OneOf, PhoneNumber, words_of
from handlers.show_media import keep_for_order
from handlers.understand.called import read_called
from handlers.understand.kind import KindWords, read_kind
from handlers.understand.normal import fold
from handlers.understand.phone import Found, read_phone, say_phone
from models.consent import Purpose, agree
from models.membership import Role, grant, roles_of
from models.minors import is_minor
from models.order import Order
from models.rows import change

NEED = "need"
#: a name may be this long and still hold a word of some kind of help
SHORTEST_NEED = 4
_NOT_YET = re.compile(r"[没不未]满|未成年|不到\s*18|under 18", re.IGNORECASE)
#: what stands before a name
_CALL_ME = re.compile(r"^(?:您?就?叫我|我叫|call me|my name is)\s*(?=\S)", re.IGNORECASE)
#: what stands around a phone number in a line of its owner
_AROUND = re.compile(
    r"^我叫|^叫我|我?的?(?:手机号码?|手机|电话号码|电话)是?[:：]?|\b(?:phone|tel)\b[:.]?"
)


def signup(chat: Chat) -> None:
    """One line with name and phone, one card; then what can be done now, or what they came for."""
    if chat.person is not None and Role.VOLUNTEER in roles_of(chat.session, chat.person, chat.now):
        if chat.talk.subject:  # registered meanwhile, and came for one task
            _to_what_they_came_for(chat)
            return
        chat.say(_("您已经登记过了。写“接单”看现在能帮什么。"))
        return
    phone, adult = PhoneNumber(), OfAge(_yes_or_no())
    if chat.person is not None:
        chat.suppose("name", Name(), chat.person.display_name or None)
        chat.suppose("phone", phone, chat.person.phone)
    chat.hears({"phone": phone})
    asked = _("谢谢您愿意帮忙。\n写上称呼和手机号，\n比如“老周 13900000456”。")
    name = chat.ask("name", asked, NameBesidePhone())
    number = chat.ask("phone", _("{name}，留个手机号吧，接单后联系用。").format(name=name), phone)
    grown_up = chat.person is None or not is_minor(chat.person, chat.now)
    chat.suppose("adult", adult, "yes" if grown_up else "no")
    if chat.ask("adult", _("您满 18 岁了吗？"), adult) == "no":
        enrol_minor(chat, name, number)
        return
    facts = [
        Fact(_("称呼"), name, "", "name", pgettext("button", "改称呼")),
        Fact(_("电话"), say_phone(number), "", "phone", pgettext("button", "改电话")),
        Fact(_("年龄"), _("满 18 岁"), "", "adult", pgettext("button", "没满18")),
    ]
    note = _(
        "按“登记”，就是说您满 18 岁，\n同意社区记下这些。\n"
        "服务不收钱、不收礼。不想做了，随时可以退。"
    )
    send = Option("yes", pgettext("button", "登记"))
    if not chat.confirm("card", _("登记志愿者"), facts, note, send):
        chat.say(_("好，先不登记。想帮忙了，再写“我来帮忙”。"))
        return
    _enrol(chat, name, number)


def _enrol(chat: Chat, name: str, number: str) -> None:
    person = chat.somebody()
    person.display_name, person.is_adult = name, True
    person.phone, person.phone_index = number, chat.hearer.fingerprint(number)
    agree(chat.session, person, Purpose.REGISTER, chat.now)
    grant(chat.session, person, Role.VOLUNTEER, chat.now)
    enlist(chat, person)
    chat.say(_("登记好了，{name}，欢迎您。").format(name=name))
    if chat.talk.subject:
        _to_what_they_came_for(chat)
    else:
        chat.then("open_tasks")


def _to_what_they_came_for(chat: Chat) -> None:
    """An order, or something to do at an activity."""
    is_role = chat.talk.subject.startswith("role:")
    chat.then("join_role" if is_role else "claim", chat.talk.subject)


def _yes_or_no() -> list[Option]:
    return [Option("yes", pgettext("button", "满了")), Option("no", pgettext("button", "没满"))]


class OfAge(OneOf):
    """Of age or not; that somebody is not may be said in words, too."""

    def spot(self, answer: Answer) -> str | None:
        """没满18 at the card."""
        return "no" if _NOT_YET.search(fold(answer.text)) else None


class NameBesidePhone(Name):
    """A name, with or without a phone number in the same line."""

    def read_words(self, answer: Answer) -> str:
        """The name alone. Raises Invalid."""
        text = fold(answer.text)
        reading = read_phone(text)
        if isinstance(reading, Found):
            begins, ends = reading.at
            text = f"{text[:begins]} {text[ends:]}"
        words = (
            _AROUND.sub("", text).strip(" ,，。、:：;；").removeprefix("我叫").removeprefix("叫我")
        )
        return super().read_words(replace(answer, text=words))


class NameOrNeed(Name):
    """A name, unless the words are another thing that needs help."""

    def __init__(self, kinds: Sequence[KindWords], options: Sequence[Option]) -> None:
        """`kinds` are the editable rows of kinds of help."""
        super().__init__(options)
        self._kinds = kinds

    def read_words(self, answer: Answer) -> str:
        """The name, or NEED."""
        words = _CALL_ME.sub("", fold(answer.text).strip())
        is_name = words != answer.text or read_called(words) == words
        if not is_name and len(words) > SHORTEST_NEED and read_kind(words, self._kinds):
            return NEED
        return super().read_words(replace(answer, text=words))


def call_me(chat: Chat) -> None:
    """来的人怎么称呼您: free to skip, asked once the order is on its way."""
    keep_for_order(chat)
    skip = Option("skip", pgettext("button", "不写"))
    name = chat.ask(
        "name", _("来的人怎么称呼您？不写也行。"), NameOrNeed(words_of(chat.hearer.known), [skip])
    )
    if chat.talk.media:
        order_news.renewed(chat, Order.known(chat.session, chat.subject_id))
    if name == NEED:
        chat.then("post_need", opening=chat.talk.answer("name"))
        return
    if name == "skip":
        chat.say(_("好。"))
        return
    change(chat.session, chat.somebody(), display_name=name)
    chat.say(_("好，{name}。").format(name=name))
