"""给 刘敏 协调员 到12月31日, 收回, 身份, 不当了: roles are given, limited and ended in chat."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from handlers.activities.telling import gave_up
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.sheet import Fact
from handlers.finding_news import hand_back
from handlers.language import _, pgettext
from handlers.readers import OneOf
from handlers.sayings import say_date
from handlers.sentences import SENTENCES
from handlers.understand.until import read_until
from handlers.whom import FOR_GOOD, Until, ask_whom, said_in, who_it_is
from models.audit import Audit
from models.errors import Refused
from models.membership import (
    ROLE_LABELS,
    TRUSTED,
    Change,
    Membership,
    Role,
    end,
    give,
    may_give,
    members_with,
    roles_of,
)
from models.person import Person
from models.timer import clear_timer, set_timer
from models.words import N_

TIMER = "role_ends"
SHOWN = 20
STAYS = "stays"
#: what roles are called besides their labels
_ALSO = {"工作人员": Role.WORKER}


def give_role(chat: Chat) -> None:
    """Who, which role, until when; one card, one yes."""
    giver = _somebody_who_gives(chat)
    said = said_in(chat, SENTENCES["give_role"])
    person = ask_whom(chat, _("给谁？写名字就行。"), said.get("whom", ""))
    role = _ask_role(chat, giver, said.get("role", ""))
    forever = Option(FOR_GOOD, pgettext("button", "不限"))
    reader = Until(chat.community.zone, (forever,))
    day = read_until(said.get("until", ""), chat.community.local(chat.now))
    chat.suppose("until", reader, day and day.isoformat())
    until = chat.ask("until", _("到哪一天为止？\n比如“12月31日”。"), reader)
    facts = [
        Fact(_("给谁"), who_it_is(person)),
        Fact(_("身份"), _(ROLE_LABELS[role])),
        Fact(_("到哪天"), _last_day(chat, until), "", "until", pgettext("button", "改日子")),
    ]
    note = _("给了就能用，到日子自己停。\n会留记录。")
    if not chat.confirm("card", _("给身份"), facts, note, Option("yes", pgettext("button", "给"))):
        chat.say(_("好，没给。"))
        return
    locked = _locked(chat, person)
    row = give(chat.session, Change(locked, role, giver, chat.now), until)
    _plan_the_end(chat, row)
    chat.say(
        _("好，{name}现在是{role}了。").format(name=person.display_name, role=_(ROLE_LABELS[role]))
    )
    chat.tell(person.id, "role_given", membership=row.id, by=giver.id)


def end_role(chat: Chat) -> None:
    """收回 刘敏 协调员: at once; asked once."""
    giver = _somebody_who_gives(chat)
    said = said_in(chat, SENTENCES["end_role"])
    person = ask_whom(chat, _("收回谁的？写名字就行。"), said.get("whom", ""))
    role = _ask_role(chat, giver, said.get("role", ""))
    sure = [
        Option("yes", pgettext("button", "收回")),
        Option(STAYS, pgettext("button", "不收了")),
    ]
    asked = _("{who}\n不再是{role}，对吗？").format(
        who=who_it_is(person), role=_(ROLE_LABELS[role])
    )
    if chat.ask("sure", asked, OneOf(sure)) == STAYS:
        chat.say(_("好，照旧。"))
        return
    lay_down(chat, person, role, giver)
    chat.say(_("收回了，现在起就不算了。"))
    chat.tell(person.id, "role_ended", role=role.value)


def leave_role(chat: Chat) -> None:
    """不当了: lay down a role of one's own; nobody has to be asked."""
    person = chat.somebody_known()
    held = chat.keep("held", lambda: _held(chat, person))
    if not held:
        chat.say(_("您没有要放下的身份。"))
        return
    options = [Option(each, _(ROLE_LABELS[Role(each)])) for each in held]
    stays = Option(STAYS, pgettext("button", "接着当"))
    role = chat.ask("role", _("哪个身份不当了？"), OneOf([*options, stays]))
    if role == STAYS:
        chat.say(_("好，照旧。"))
        return
    lay_down(chat, person, Role(role), person)
    chat.say(_("好，放下了。谢谢您做过的事。"))


def roles(chat: Chat) -> None:
    """身份: who has which role, for those who give them."""
    giver = _somebody_who_gives(chat)
    rows = members_with(chat.session, giver.community_id, TRUSTED, chat.now)
    for person, row in rows[:SHOWN]:
        until = _("，到{day}").format(day=_last_day(chat, row.until)) if row.until else ""
        chat.say(f"{_(ROLE_LABELS[row.role])} {person.display_name}{until}")
    chat.say(_("写“给 刘敏 协调员 到12月31日”，\n或者“收回 刘敏 协调员”。"))


def _somebody_who_gives(chat: Chat) -> Person:
    """Raises Refused for everybody else; that they tried is kept."""
    person = chat.somebody_known()
    if not may_give(chat.session, person, chat.now):
        chat.note("tried", partial(_keep_try, person.community_id, person.id, chat.now))
        raise Refused(N_("给身份要协调员来定。\n有事写“找社区”。"))
    return person


def _keep_try(community_id: int, person_id: int, at: datetime, session: Session) -> None:
    session.add(
        Audit(
            community_id=community_id,
            actor_id=person_id,
            action="tried_to_give_role",
            subject=f"person:{person_id}",
            at=at,
        )
    )


def _ask_role(chat: Chat, giver: Person, said: str) -> Role:
    allowed = [each for each in Role if each in may_give(chat.session, giver, chat.now)]
    named = next((each for each in Role if said == ROLE_LABELS[each]), _ALSO.get(said))
    if named is not None:
        if named not in allowed:
            raise Refused(N_("这个身份不归您给。\n请管理员来定。"))
        return named
    options = [Option(each.value, _(ROLE_LABELS[each])) for each in allowed]
    return Role(chat.ask("role", _("什么身份？"), OneOf(options)))


def _held(chat: Chat, person: Person) -> list[str]:
    held = roles_of(chat.session, person, chat.now)
    return [each.value for each in Role if each in held and each is not Role.RESIDENT]


def _last_day(chat: Chat, until: datetime | None) -> str:
    if until is None:
        return _("不限")
    last = chat.community.local(until) - timedelta(seconds=1)
    return say_date(last.date(), chat.community.local(chat.now))


def _locked(chat: Chat, person: Person) -> Person:
    return chat.session.get_one(Person, person.id, with_for_update=True)


def _plan_the_end(chat: Chat, row: Membership) -> None:
    subject = f"membership:{row.id}"
    if row.until is None:
        clear_timer(chat.session, TIMER, subject)
    else:
        set_timer(chat.session, row.community_id, TIMER, subject, row.until)


def lay_down(chat: Chat, person: Person, role: Role, by: Person) -> None:
    """The role is over, and what they had taken on in it is free again."""
    locked = _locked(chat, person)
    if role is Role.VOLUNTEER:
        gave_up(chat, locked)
        hand_back(chat, locked, "role ended")
    end(chat.session, Change(locked, role, by, chat.now))
