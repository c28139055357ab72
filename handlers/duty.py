"""值班, 值班 周三晚上 赵倩, 换班: the duty list in chat, read back before it is kept."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from handlers.content import Option
from handlers.duty_words import (
    PART_LABELS,
    Shifts,
    WhichShifts,
    read_shifts,
    say_people,
    split_line,
    to_json,
)
from handlers.emergency_rules import rules
from handlers.engine.chat import Chat
from handlers.engine.sheet import NO, Fact
from handlers.language import _, pgettext
from handlers.readers import Words
from handlers.sayings import say_clock
from handlers.sentences import SENTENCES
from handlers.understand.free_hours import DAY_LABELS
from handlers.whom import said_in
from models.duty import (
    KEEPERS,
    WEEK,
    Part,
    Roster,
    Shift,
    When,
    on_duty,
    put_on_duty,
    roster,
    watch_weekly,
)
from models.errors import Refused
from models.membership import STAFF, members_with, require, roles_of
from models.person import Person
from models.volunteer_profile import WEEKDAYS
from models.words import N_

#: nobody has the shift, on purpose
NOBODY = ("空着", "没人", "nobody")
WHICH = N_("排哪一班？比如“周三晚上”、\n“每周末白天”、“11月28日晚上”。")
WEEKLY, ONCE = "weekly", "once"


def duty(chat: Chat) -> None:
    """值班: who is on duty now, and this week, for staff."""
    person = chat.somebody_known()
    require(chat.session, person, STAFF, chat.now)
    community = chat.community
    today = community.local(chat.now).date()
    monday = today - timedelta(days=today.weekday())
    found = roster(chat.session, community, monday, monday + timedelta(days=WEEK - 1))
    if not found.has_list:
        chat.say(_("还没排值班，有急事社区的人都会叫到。"))
    else:
        watch = on_duty(chat.session, community, chat.now)
        now = say_people(_names(chat, watch.people)) if watch.people else _("没有人")
        chat.say(_("这会儿值班：{people}").format(people=now))
        chat.say(_("这一周："))
        for n in range(WEEK):
            chat.say(_day_line(chat, found, monday + timedelta(days=n)))
    hours = [say_clock(each) for each in (found.day_from, found.night_from)]
    chat.say(_("交班：{morning}、{evening}").format(morning=hours[0], evening=hours[1]))
    if roles_of(chat.session, person, chat.now).intersection(KEEPERS):
        chat.say(_("排班写“值班 周三晚上 赵倩 孙丽”，\n换一次写“换班 周三晚上 孙丽”。"))


def _day_line(chat: Chat, found: Roster, day: Any) -> str:
    parts = [
        _("{part} {people}").format(
            part=_(PART_LABELS[part]),
            people=say_people(_names(chat, found.people(Shift(day, part)))),
        )
        for part in Part
    ]
    label = _(DAY_LABELS[WEEKDAYS[day.weekday()]])
    return _("{day}：{parts}").format(day=label, parts=_("；").join(parts))


def set_duty(chat: Chat) -> None:
    """值班 周三晚上 赵倩 孙丽: each week or that once, which is asked where it was not said."""
    _edit(chat, "set_duty", always_once=False)


def swap_duty(chat: Chat) -> None:
    """换班 周三晚上 孙丽: that once."""
    _edit(chat, "swap_duty", always_once=True)


def _edit(chat: Chat, script: str, *, always_once: bool) -> None:
    keeper = keeper_of(chat)
    now = chat.community.local(chat.now)
    line = said_in(chat, SENTENCES[script]).get("line", "")
    when_said, who_said = split_line(line, now) if line else ("", "")
    reader = WhichShifts(chat.community.zone)
    known = read_shifts(when_said, now)
    chat.suppose("when", reader, to_json(known) if known else None)
    shifts = chat.ask("when", _(WHICH), reader)
    if always_once and shifts.on is None:
        raise Refused(N_("换班一次换一班。\n像“周三晚上”“11月28日白天”这样写。"), ask="when")
    chat.suppose("who", Words(80), who_said or None)
    asked = _("谁值班？先叫的写前面，\n比如“赵倩 孙丽”。没人就写“空着”。")
    members = members_with(chat.session, chat.hearer.community_id, STAFF, chat.now)
    people = people_named(chat.ask("who", asked, Words(80)), [each for each, _role in members])
    weekly = read_back(chat, shifts, people, now, always_once=always_once)
    if weekly is None:
        chat.say(_("好，没改。"))
        return
    store(chat, keeper, shifts, people, weekly=weekly)
    said = shifts.say(now, weekly=weekly)
    names = say_people([each.display_name for each in people])
    chat.say(_("好，{when}：{people}。").format(when=said, people=names))


def names_in(words: str) -> set[str]:
    """Every name that may be meant: a name may have blanks."""
    parts = _parts(words)
    runs = combinations(range(len(parts) + 1), 2)
    return {" ".join(parts[first:last]) for first, last in runs}


def _parts(words: str) -> list[str]:
    return re.split(r"[\s,，、]+", words.strip(" ,，、"))


def people_named(words: str, members: Iterable[Person]) -> list[Person]:
    """Those of the members who are named, in that order. Raises Refused to ask again."""
    if words.strip().lower() in NOBODY:
        return []
    named: dict[str, dict[int, Person]] = {}
    for person in members:
        named.setdefault(person.display_name, {})[person.id] = person
    left, found = _parts(words), []
    while left:
        tries = (" ".join(left[:n]) for n in range(len(left), 0, -1))
        name = next((each for each in tries if len(named.get(each, ())) == 1), None)
        if name is None:
            raise Refused(N_("没找到这位工作人员。\n写全名，几个人用空格隔开。"), ask="who")
        found.append(next(iter(named[name].values())))
        left = left[len(name.split()) :]
    return found


def read_back(
    chat: Chat,
    shifts: Shifts,
    people: list[Person],
    now: datetime,
    *,
    always_once: bool,
    sits_for: str = "",
) -> bool | None:
    """True: each week; False: that once; None: rather not. `sits_for` names a kind of help."""
    weekly = False if always_once else shifts.weekly
    each_week = Option(WEEKLY, pgettext("button", "每周都这样"))
    once = Option(ONCE, pgettext("button", "就这一次"))
    sends = [each_week, once] if weekly is None else [each_week if weekly else once]
    when = shifts.say(now, weekly=bool(weekly))
    if weekly is None:
        when = _("{each}，或就{once}").format(
            each=shifts.say(now, weekly=True), once=shifts.say(now, weekly=False)
        )
    names = say_people([each.display_name for each in people])
    who = _("谁坐班") if sits_for else _("谁值班")
    facts = [
        Fact(_("哪一班"), when, "", "when", pgettext("button", "改班次")),
        Fact(who, names, "", "who", pgettext("button", "改人")),
    ]
    minutes = int(rules().next_after.total_seconds() // 60)
    title = _("坐班：{kind}").format(kind=sits_for) if sits_for else _("值班")
    calls_next = len(people) > 1 and not sits_for
    note = _("{n} 分钟没应，就叫下一位。").format(n=minutes) if calls_next else ""
    key = chat.choose("card", title, facts, note, sends)
    return None if key == NO else key == WEEKLY


def _who_had(chat: Chat, shifts: Shifts, kind: str, *, weekly: bool) -> set[int]:
    """Who had that one shift until now, by the weekly list, too."""
    if weekly or shifts.on is None:
        return set()
    before = roster(chat.session, chat.community, shifts.on, shifts.on, kind)
    return {each for part in shifts.parts for each in before.people(Shift(shifts.on, part))}


def store(
    chat: Chat,
    keeper: Person,
    shifts: Shifts,
    people: list[Person],
    *,
    weekly: bool,
    kind: str = "",
) -> None:
    """Write the shifts, and tell whoever is on or off them now."""
    ids, had = [each.id for each in people], _who_had(chat, shifts, kind, weekly=weekly)
    for part in shifts.parts:
        for when in shifts.days if weekly else (shifts.on,):
            if when is not None:
                which = When(when, part, kind)
                had.update(put_on_duty(chat.session, keeper, which, ids, chat.now))
    if not kind:
        watch_weekly(chat.session, chat.community, chat.now)
    values = {**to_json(shifts), "weekly": weekly, "kind": kind}
    for person_id in ids:
        if person_id not in had and person_id != keeper.id:
            chat.tell(person_id, "duty_given", **values)
    for person_id in sorted(had.difference(ids, {keeper.id})):
        chat.tell(person_id, "duty_gone", **values)


def keeper_of(chat: Chat) -> Person:
    """Whoever keeps the list. Raises Refused for anybody else."""
    person = chat.somebody_known()
    if not roles_of(chat.session, person, chat.now).intersection(KEEPERS):
        raise Refused(N_("值班由协调员来排。\n要换班，跟协调员说一声。"))
    return person


def _names(chat: Chat, people: Any) -> list[str]:
    found = [chat.session.get(Person, each) for each in people]
    return [each.display_name for each in found if each is not None]
