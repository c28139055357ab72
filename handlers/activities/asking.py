"""Everything an activity has to say of itself, asked where it is missing, read back on one card."""

from dataclasses import asdict, replace
from typing import Any

from handlers.activities.basis import hours_of
from handlers.activities.readers import Age, HeldAt, Tasks, say_task_list
from handlers.activities.sayings import say_held
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.sheet import Fact
from handlers.language import _, pgettext
from handlers.long_days import ask_why_long
from handlers.readers import Words
from handlers.sayings import say_clock
from handlers.understand.gathering import Gathering
from handlers.understand.span import TimeSpan
from handlers.whom import ask_whom
from models.occasions import OTHER, occasion_on
from models.person import Person
from models.publishing import LONGEST, Plan, Task

#: how the maker names herself
MYSELF = frozenset({"我", "自己", "我自己", "me"})


def ask_plan(chat: Chat, by: Person, said: Gathering, basis: Plan) -> Plan:
    """What neither `said` nor `basis` holds is asked; whoever makes it leads it, unless named."""
    title = _text(chat, "title", _("活动叫什么？"), said.title or basis.title, 60)
    span = _ask_when(chat, said, basis)
    long = _ask_long(chat, span, basis)
    place = _text(chat, "place", _("在哪里集合？"), said.place or basis.place, 80)
    tasks = _ask_tasks(chat, said, basis)
    risk = _text(chat, "risk", _ask_risk(), said.risk or basis.risk_note, 120)
    leader = _ask_leader(chat, by, said, basis)
    age = Age([Option("0", pgettext("button", "不限")), Option("18", pgettext("button", "满18岁"))])
    chat.suppose("min_age", age, basis.min_age if said.min_age is None else said.min_age)
    min_age = chat.ask("min_age", _("要满几岁？"), age)
    occasion = basis.occasion if basis.occasion != OTHER else occasion_on(span.start.date())
    easy = not said.is_trained and not any(each.skill for each in tasks)
    return replace(
        basis,
        title=title,
        starts_at=span.start,
        ends_at=span.end or span.start,
        long_reason=long,
        place=place,
        tasks=tuple(tasks),
        risk_note=risk,
        leader_id=leader.id,
        min_age=min_age,
        occasion=occasion,
        is_easy=easy,
    )


def _ask_risk() -> str:
    return _("要当心什么？大家报名前会看到。\n比如“擦窗只擦里面，不登高”。")


def _text(chat: Chat, name: str, prompt: str, known: str, longest: int) -> str:
    reader = Words(longest)
    chat.suppose(name, reader, known or None)
    return chat.ask(name, prompt, reader)


def _ask_when(chat: Chat, said: Gathering, basis: Plan) -> TimeSpan:
    day = said.span.start.date() if said.span else None
    reader = HeldAt(chat.community.zone, day, hours_of(chat, basis))
    chat.suppose("when", reader, reader.save(said.span) if said.span else None)
    prompt = _("几点到几点？") if day else _("哪天，几点到几点？\n像“周六上午9点到11点半”。")
    return chat.ask("when", prompt, reader)


def _ask_long(chat: Chat, span: TimeSpan, basis: Plan) -> str:
    """Why it is so long, where a day is longer than minutes count without a reason."""
    if span.end is None or span.end - span.start <= LONGEST:
        return ""
    return ask_why_long(chat, "long", _("超过 12 小时了，为什么要这么久？"), basis.long_reason)


def _ask_tasks(chat: Chat, said: Gathering, basis: Plan) -> list[Task]:
    reader = Tasks()
    known: list[dict[str, Any]] = said.tasks or [asdict(each) for each in basis.tasks]
    if known and not all(each["name"] for each in known):
        known = [{**each, "name": each["name"] or _("帮忙")} for each in known]
    chat.suppose("tasks", reader, known or None)
    asked = _("做哪几样，各要几位？\n像“擦窗10人、量血压6人（医护）”。")
    return chat.ask("tasks", asked, reader)


def _ask_leader(chat: Chat, by: Person, said: Gathering, basis: Plan) -> Person:
    """Whoever makes it leads it, unless somebody else is named."""
    earlier = chat.session.get(Person, basis.leader_id) if basis.leader_id else None
    if earlier is not None and not said.leader and not chat.talk.answer("whom"):
        is_changing = chat.talk.replaced is not None and chat.talk.replaced.name == "whom"
        if not is_changing and earlier.left_at is None:
            return earlier
    reader = Words(40)
    chat.suppose("whom", reader, said.leader or "我")
    asked = _("谁来领队？写名字就行。")
    words = chat.ask("whom", asked, reader)
    return by if words.strip() in MYSELF else ask_whom(chat, asked)


def plan_facts(chat: Chat, plan: Plan, *, says_when: bool = True) -> list[Fact]:
    """The lines of the card, each with a button that changes it."""
    leader = chat.session.get_one(Person, plan.leader_id)
    when = say_held(plan, chat.community, chat.now)
    age = _("满 {age} 岁").format(age=plan.min_age) if plan.min_age else _("不限")
    which = [Fact(_("活动"), plan.title, "", "title", pgettext("button", "改名字"))]
    label = _("时间") if says_when else _("几点")
    which.append(Fact(label, when if says_when else _hours(chat, plan), "", "when", _change_time()))
    if plan.long_reason:
        change = pgettext("button", "改原因")
        which.append(Fact(_("原因"), plan.long_reason, "", "long", change))
    return [
        *which,
        Fact(_("地点"), plan.place, "", "place", pgettext("button", "改地点")),
        Fact(_("名额"), say_task_list(plan.tasks), "", "tasks", pgettext("button", "改名额")),
        Fact(_("当心"), plan.risk_note, "", "risk", pgettext("button", "改当心")),
        Fact(_("领队"), leader.display_name, "", "whom", pgettext("button", "改领队")),
        Fact(_("年龄"), age, "", "min_age", pgettext("button", "改年龄")),
    ]


def _change_time() -> str:
    return pgettext("button", "改时间")


def _hours(chat: Chat, plan: Plan) -> str:
    first, last = (chat.community.local(each).time() for each in (plan.starts_at, plan.ends_at))
    return _("{first}到{last}").format(first=say_clock(first), last=say_clock(last))
