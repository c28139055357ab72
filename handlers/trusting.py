"""信任 周凯 单独上门 到明年6月30日, 核实 …, 收回信任 …: by a worker, in one line or asked."""

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import Name, OneOf
from handlers.sentences import SENTENCES
from handlers.understand.phone import mask_phone
from handlers.visit_readers import LastDay
from models import trust
from models.errors import Refused
from models.membership import STAFF, require
from models.person import Person
from models.words import N_

KIND_LABELS: dict[str, str] = {
    trust.ALONE: N_("单独上门"),
    trust.CHILDREN: N_("和孩子在一起"),
}


def give_trust(chat: Chat) -> None:
    """信任, 核实: who, with what, until when."""
    by = chat.somebody_known()
    require(chat.session, by, STAFF, chat.now)
    said = _said(chat, "give_trust")
    person = _whom(chat, said.get("whom", ""))
    kind = _kind(chat, said.get("kind", ""), said.get("verb", ""))
    last = LastDay(chat.community.zone)
    if said.get("until") and chat.opening is not None:
        chat.suppose("until", last, last.read_words(said["until"], chat.opening.said_at))
    until = chat.ask("until", _("到哪天为止？\n比如“明年6月30日”。"), last)
    trust.give_trust(chat.session, person, kind, until, by, chat.now)
    chat.say(
        _("记下了：{name}，{what}，\n到{day}。\n要收回，写“收回信任 {name}”。").format(
            name=person.display_name, what=_(KIND_LABELS[kind]), day=last.say(until)
        )
    )


def end_trust(chat: Chat) -> None:
    """收回信任: it ends now."""
    by = chat.somebody_known()
    require(chat.session, by, STAFF, chat.now)
    said = _said(chat, "end_trust")
    person = _whom(chat, said.get("whom", ""))
    kind = _kind(chat, said.get("kind", ""), "")
    trust.end_trust(chat.session, person, kind, by, chat.now)
    chat.say(
        _("收回了：{name}，{what}。").format(name=person.display_name, what=_(KIND_LABELS[kind]))
    )


def _said(chat: Chat, script: str) -> dict[str, str]:
    match = SENTENCES[script].fullmatch(chat.opening.text.strip()) if chat.opening else None
    return match.groupdict("") if match else {}


def _whom(chat: Chat, said: str) -> Person:
    """The volunteer of that name; of several, the one chosen."""
    name = said or chat.ask("whom", _("哪位志愿者？写称呼就行。"), Name())
    found = trust.volunteers_named(chat.session, chat.community.id, name, chat.now)
    if not found:
        raise Refused(N_("没有叫“{name}”的志愿者。\n称呼要写得一样。"), name=name, ask="whom")
    if len(found) == 1:
        return found[0]
    options = [
        Option(str(each.id), f"{each.display_name} {mask_phone(each.phone or '')}")
        for each in found[:4]
    ]
    chosen = chat.ask("which", _("有几位叫这个名字，是哪位？"), OneOf(options))
    return chat.session.get_one(Person, int(chosen))


def _kind(chat: Chat, said: str, verb: str) -> str:
    if said:
        return trust.ALONE if "单独" in said or "一个人" in said else trust.CHILDREN
    if verb == "核实":
        return trust.CHILDREN
    options = [
        Option(trust.ALONE, pgettext("button", "单独上门")),
        Option(trust.CHILDREN, pgettext("button", "和孩子一起")),
    ]
    return chat.ask("kind", _("是哪一项？"), OneOf(options))
