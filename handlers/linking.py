"""连号: eight digits from the chat one has, typed in the new one; the old one says yes or no."""

import re

from handlers.engine.chat import Chat
from handlers.engine.reader import Reader
from handlers.engine.said import Answer
from handlers.joining import join_or_wait
from handlers.language import _
from handlers.readers import Name
from handlers.understand.normal import fold
from models.contact import Contact
from models.errors import Invalid, Refused
from models.linking import (
    SECOND_YES,
    WRONG,
    LinkCode,
    LinkState,
    burn,
    code_typed,
    count_wrong,
    give_link_code,
    locked,
    second_yes_of,
    take_code,
)
from models.person import Person
from models.tries import check_tries, keep_wrong
from models.words import N_

DIGITS = 8


class LinkDigits(Reader[str]):
    """The number that the other chat gave, in any spacing."""

    def read(self, answer: Answer) -> str:
        """Eight digits. Raises Invalid."""
        digits = re.sub(r"\D", "", fold(answer.text))
        if len(digits) != DIGITS:
            raise Invalid(N_("号码是 8 位数字，原来那边有。\n没有，就先在那边写“连号”。"))
        return digits


def link(chat: Chat) -> None:
    """Give the digits; in a chat that knows nobody, ask for them."""
    person = chat.person
    if person is None:
        chat.then("link_here")
        return
    contact = chat.session.get_one(Contact, chat.hearer.contact_id)
    code = chat.new_code() + chat.keep("_second", chat.more_digits)
    give_link_code(chat.session, contact, person, code, chat.now)
    chat.say(
        _(
            "在新的那边写：\n连号 {code}\n10 分钟内有效，只能用一次。\n"
            "那边写好，这边再按“是我”才算。\n号码谁也别给，我们不会问您要。"
        ).format(code=f"{code[:4]} {code[4:]}")
    )
    if chat.hearer.channel == "web":
        chat.say(_("新手机还用这个网页的，写“换设备”。"))


def link_here(chat: Chat) -> None:
    """The digits and a name; nothing is joined before the other chat says yes."""
    check_tries(chat.session, WRONG, chat.hearer.contact_id, chat.now)
    reader = LinkDigits()
    said = re.sub(r"\D", "", fold(chat.opening.text)) if chat.opening else ""
    chat.suppose("code", reader, said if len(said) == DIGITS else None)
    asked = _("原来那边给您的 8 位号码是多少？\n还没有，就先在那边写“连号”。")
    code = chat.ask("code", asked, reader)
    found = _living_code(chat, code)
    name = chat.person.display_name if chat.person else ""
    chat.suppose("name", Name(), name or None)
    name = chat.ask("name", _("怎么称呼您？\n原来那边会看到这个名字。"), Name())
    take_code(chat.session, found, chat.hearer.contact_id, name, chat.now)
    chat.say(_("写上了。请到原来那边，按“是我”。\n10 分钟内有效。"))
    chat.tell_chat(found.contact_id, "link_asked", link=found.id)


def _living_code(chat: Chat, code: str) -> LinkCode:
    """The code of these digits. Raises Refused; a wrong one is counted, whatever was wrong."""
    here = chat.hearer.community_id, chat.hearer.contact_id
    found = code_typed(chat.session, here[0], code, chat.now)
    if found is None:
        at = chat.now
        chat.note("wrong", lambda rows: keep_wrong(rows, here[0], WRONG, here[1], at))
        chat.note("against", lambda rows: count_wrong(rows, here[0], code, at))
        raise Refused(N_("这个号码对不上，或者过了 10 分钟。\n回原来那边再要一个。"), ask="code")
    if found.contact_id == here[1]:
        raise Refused(N_("这是要号码的这一边。\n请到新的那边去写。"))
    if found.person_id == chat.hearer.person_id:
        raise Refused(N_("这边已经连上了，不用再连。"))
    return found


def link_yes(chat: Chat) -> None:
    """是我: the owner's yes; then a guardian's or a colleague's where one is needed."""
    found = _asked_here(chat)
    owner = chat.session.get_one(Person, found.person_id)
    others = second_yes_of(chat.session, owner, chat.now)
    if others is None:
        join_or_wait(chat, found)
        return
    found.state, found.expires_at = LinkState.AGREED, chat.now + SECOND_YES
    chat.session.flush()
    for person_id in others:
        chat.tell(person_id, "link_vouched", link=found.id)
    if owner.is_adult is False:
        chat.say(_("好。还要家里大人点头，\n点了就连上。"))
    else:
        chat.say(_("好。还要另一位同事点头，\n点了就连上。"))


def link_no(chat: Chat) -> None:
    """不是我: the digits are worth nothing, nobody else hears of it."""
    found = _asked_here(chat)
    _burn(chat, found)
    chat.say(
        _(
            "好，号码作废了，什么也没连。\n有人问您要过号码？那是骗人的，\n"
            "以后也别给。拿不准，写“找社区”。"
        )
    )


def _asked_here(chat: Chat) -> LinkCode:
    """The code whose owner is asked, in a chat of theirs. Raises Refused."""
    found = locked(chat.session, _link_id(chat), LinkState.TYPED, chat.now)
    if found.person_id != chat.hearer.person_id:
        raise Refused(N_("这一次已经过去了。\n还想连，再写一次“连号”。"))
    return found


def link_vouch(chat: Chat) -> None:
    """A guardian's or a colleague's yes, after the owner's own."""
    join_or_wait(chat, _vouched(chat))


def link_doubt(chat: Chat) -> None:
    """Somebody who was asked says that it is not them."""
    found = _vouched(chat)
    _burn(chat, found)
    chat.tell_chat(found.contact_id, "link_doubted", link=found.id)
    chat.say(_("好，没有连。已经告诉本人了。"))


def _vouched(chat: Chat) -> LinkCode:
    found = locked(chat.session, _link_id(chat), LinkState.AGREED, chat.now)
    owner = chat.session.get_one(Person, found.person_id)
    if chat.hearer.person_id not in (second_yes_of(chat.session, owner, chat.now) or ()):
        raise Refused(N_("这件事不归您点头。"))
    return found


def _burn(chat: Chat, found: LinkCode) -> None:
    burn(chat.session, found)
    if found.typed_contact_id is not None:
        chat.tell_chat(found.typed_contact_id, "link_refused", link=found.id)


def _link_id(chat: Chat) -> int:
    """The number behind "link:12"; 0, which nothing has, where nothing is meant."""
    return int(chat.talk.subject.partition(":")[2] or 0)
