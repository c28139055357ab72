"""没满18岁: a birth year, then the guardian's own yes, in their chat or at the station."""

import re

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.reader import Reader
from handlers.engine.said import Answer
from handlers.engine.sheet import Fact
from handlers.language import _, pgettext
from handlers.profile import enlist
from handlers.readers import Name, OneOf, PhoneNumber
from handlers.roles import lay_down
from handlers.understand.normal import fold
from handlers.understand.phone import say_phone
from models.consent import Purpose, agree
from models.errors import Invalid, Refused
from models.guardian import (
    WRONG,
    children_of,
    entrust,
    give_guardian_code,
    minor_of_code,
    take_back,
)
from models.membership import STAFF, Role, require, roles_of
from models.minors import AGES, check_age, goes_accompanied, youngest_age
from models.person import Person, people_called
from models.tries import check_tries, keep_wrong
from models.words import N_

MYSELF, BESIDE = "myself", "beside"
KEEP = "keep"


class Year(Reader[int]):
    """A year of birth: 2010, 2010年."""

    def read(self, answer: Answer) -> int:
        """Four digits. Raises Invalid."""
        digits = re.sub(r"\D", "", fold(answer.text))
        if len(digits) != 4:
            raise Invalid(N_("这个年份没看懂。\n写四位数，比如“2010”。"))
        return int(digits)


class EightDigits(Reader[str]):
    """The number a minor got from us, in any spacing."""

    def read(self, answer: Answer) -> str:
        """Eight digits. Raises Invalid."""
        digits = re.sub(r"\D", "", fold(answer.text))
        if len(digits) != 8:
            raise Invalid(N_("号码是 8 位数字，孩子那里有。"))
        return digits


def enrol_minor(chat: Chat, name: str, number: str) -> None:
    """What is asked of them besides name and phone; they wait for a guardian's yes."""
    year = Year()
    chat.suppose("born", year, chat.person.birth_year if chat.person else None)
    born = chat.ask("born", _("哪一年出生的？写四位数。"), year)
    check_age(born, chat.now)
    if youngest_age(born, chat.now) < AGES.alone:
        raise Refused(
            N_("还没到 14 岁，请家里大人带着，\n到站里登记。电话 {phone}。"),
            phone=chat.community.station_phone,
        )
    facts = [
        Fact(_("称呼"), name, "", "name", pgettext("button", "改称呼")),
        Fact(_("电话"), say_phone(number), "", "phone", pgettext("button", "改电话")),
        Fact(_("出生"), str(born), "", "born", pgettext("button", "改年份")),
    ]
    note = _("没满 18 岁，家里大人点头才算数。\n按“登记”，就是同意社区记下这些。")
    send = Option("yes", pgettext("button", "登记"))
    if not chat.confirm("minor_card", _("登记志愿者"), facts, note, send):
        chat.say(_("好，先不登记。想帮忙了，再写“我来帮忙”。"))
        return
    person = chat.somebody()
    person.display_name, person.is_adult, person.birth_year = name, False, born
    person.phone, person.phone_index = number, chat.hearer.fingerprint(number)
    agree(chat.session, person, Purpose.REGISTER, chat.now)
    code = chat.keep("guardian", lambda: chat.more_digits() + chat.more_digits())
    give_guardian_code(chat.session, person, code, chat.now)
    chat.say(
        _(
            "记下了，{name}。还差家里大人点头：\n请大人在自己的手机上打开这里，\n"
            "写“我是家长”，再写这 8 位：\n{code}\n三天内有效。一起到站里办也行。"
        ).format(name=name, code=f"{code[:4]} {code[4:]}")
    )


def guardian(chat: Chat) -> None:
    """我是家长: the digits, whose child that is, and one yes; heard by a worker at the station."""
    check_tries(chat.session, WRONG, chat.hearer.contact_id, chat.now)
    code = chat.ask("code", _("孩子给您的 8 位号码是多少？"), EightDigits())
    minor = minor_of_code(chat.session, chat.hearer.community_id, code, chat.now)
    if minor is None:
        whose = chat.hearer.community_id, WRONG, chat.hearer.contact_id, chat.now
        chat.note("wrong", lambda session: keep_wrong(session, *whose))
        raise Refused(N_("这个号码对不上，再看一眼？\n过了三天，就请孩子再要一个。"), ask="code")
    who = _who_says_yes(chat)
    name = chat.ask("name", _("家长怎么称呼？"), Name())
    phone = chat.ask("phone", _("家长的手机号是多少？"), PhoneNumber())
    facts = [
        Fact(_("孩子"), minor.display_name, _("{year}年生").format(year=minor.birth_year)),
        Fact(_("家长"), name, "", "name", pgettext("button", "改称呼")),
        Fact(_("电话"), say_phone(phone), "", "phone", pgettext("button", "改电话")),
    ]
    if not chat.confirm("card", _("家长点头"), facts, _the_yes(who), _agree_option()):
        chat.say(_("好，先不点头。孩子还没登记上。"))
        return
    if who == MYSELF:
        grown_up, witness = chat.somebody(), None
    else:
        grown_up, witness = _somebody_with(chat, name, phone), chat.somebody()
    _keep_guardian(chat, grown_up, name, phone)
    entrust(chat.session, minor, grown_up, chat.now, witness)
    enlist(chat, minor)
    chat.say(_("好，{name}登记上了，谢谢您点头。").format(name=minor.display_name))
    chat.say(_("不想让孩子去了，写“家长撤回”。"))
    chat.tell(minor.id, "guardian_agreed")


def sign_up_child(chat: Chat) -> None:
    """登记孩子: at the station, with the guardian beside; for those too young to do it alone."""
    worker = chat.somebody_known()
    require(chat.session, worker, STAFF, chat.now)
    child = chat.ask("child", _("孩子怎么称呼？"), Name())
    born = chat.ask("born", _("{child}哪一年出生的？写四位数。").format(child=child), Year())
    check_age(born, chat.now)
    name = chat.ask("name", _("家长怎么称呼？"), Name())
    phone = chat.ask("phone", _("家长的手机号是多少？"), PhoneNumber())
    facts = [
        Fact(_("孩子"), child, _("{year}年生").format(year=born), "child", _change_name()),
        Fact(_("家长"), name, "", "name", pgettext("button", "改家长")),
        Fact(_("电话"), say_phone(phone), "", "phone", pgettext("button", "改电话")),
    ]
    if not chat.confirm("card", _("登记孩子"), facts, _the_yes(BESIDE), _agree_option()):
        chat.say(_("好，没登记。"))
        return
    minor = Person(community_id=worker.community_id, display_name=child, created_at=chat.now)
    minor.is_adult, minor.birth_year = False, born
    chat.session.add(minor)
    chat.session.flush()
    grown_up = _somebody_with(chat, name, phone)
    _keep_guardian(chat, grown_up, name, phone)
    entrust(chat.session, minor, grown_up, chat.now, worker)
    number = enlist(chat, minor).number
    chat.say(_("登记好了，{child}的编号是 {number}。").format(child=child, number=number))
    if goes_accompanied(minor, chat.now):
        chat.say(_("还小，每次都要家长陪着去。"))


def guardian_withdraws(chat: Chat) -> None:
    """家长撤回: the child is no volunteer any more, from now on."""
    grown_up = chat.somebody_known()
    children = chat.keep("children", lambda: _children(chat, grown_up))
    if not children:
        chat.say(_("这里没有要撤回的。"))
        return
    options = [*(Option(*each) for each in children), Option(KEEP, pgettext("button", "不撤了"))]
    which = chat.ask("which", _("哪个孩子不当志愿者了？"), OneOf(options))
    if which == KEEP:
        chat.say(_("好，照旧。"))
        return
    minor = chat.session.get_one(Person, int(which))
    take_back(chat.session, grown_up, minor, chat.now)
    if Role.VOLUNTEER in roles_of(chat.session, minor, chat.now):
        lay_down(chat, minor, Role.VOLUNTEER, minor)
    chat.say(_("好，撤回了。{name}不再接单。").format(name=minor.display_name))
    chat.tell(minor.id, "role_ended", role=Role.VOLUNTEER.value)


def _who_says_yes(chat: Chat) -> str:
    """For a worker: their own child, or a guardian who stands beside."""
    person = chat.person
    if not roles_of(chat.session, person, chat.now).intersection(STAFF):
        if person is not None:
            chat.suppose("name", Name(), person.display_name or None)
            chat.suppose("phone", PhoneNumber(), person.phone)
        return MYSELF
    options = [
        Option(BESIDE, pgettext("button", "家长在旁边")),
        Option(MYSELF, pgettext("button", "我就是家长")),
    ]
    return chat.ask("who", _("家长是哪一位？"), OneOf(options))


def _the_yes(who: str) -> str:
    if who == MYSELF:
        return _("按“同意”，就是说您是孩子的家长，\n满 18 岁，同意孩子当志愿者。")
    return _("念给家长听：“您是孩子的家长，\n同意孩子当志愿者，对吗？”\n家长说对，再按“同意”。")


def _agree_option() -> Option:
    return Option("yes", pgettext("button", "同意"))


def _change_name() -> str:
    return pgettext("button", "改称呼")


def _somebody_with(chat: Chat, name: str, phone: str) -> Person:
    """The grown-up of that name and phone whom the worker has in front of them."""
    index = chat.hearer.fingerprint(phone)
    for person in people_called(chat.session, chat.hearer.community_id, name, index):
        if person.display_name == name and person.phone_index == index:
            return person
    made = Person(community_id=chat.hearer.community_id, display_name=name, created_at=chat.now)
    chat.session.add(made)
    chat.session.flush()
    return made


def _keep_guardian(chat: Chat, grown_up: Person, name: str, phone: str) -> None:
    grown_up.display_name = grown_up.display_name or name
    if grown_up.is_adult is None:
        grown_up.is_adult = True
    if grown_up.phone is None:
        grown_up.phone, grown_up.phone_index = phone, chat.hearer.fingerprint(phone)


def _children(chat: Chat, grown_up: Person) -> list[list[str]]:
    return [[str(each.id), each.display_name] for each in children_of(chat.session, grown_up)]
