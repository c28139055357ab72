"""补记: what is asked when somebody served and it never came into the book."""

import re
from datetime import datetime, time

from sqlalchemy import select

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.sheet import Fact
from handlers.hours_words import what_it_was
from handlers.language import _, pgettext
from handlers.lengths import Length
from handlers.readers import Words
from handlers.sayings import say_clock, say_date, say_minutes
from handlers.understand.normal import normalise
from handlers.visit_readers import ClockSince
from models.activity import Activity
from models.errors import Refused
from models.making_up import MakeUp, planned_minutes
from models.order import Order, find_order
from models.person import Person
from models.words import N_

_NUMBER = re.compile(r"(\d{4})-?(\d{2,3})")


def ask_make_up(chat: Chat, whom: Person, number: str = "") -> MakeUp | None:
    """What it was, from when, how long and why; None when it is called off at the card."""
    of = _ask_what(chat, number)
    zone = chat.community.zone
    day = chat.community.local(of.starts_at).date()
    midnight = datetime.combine(day, time(), zone)
    started = chat.ask("started", _("几点开始的？比如“9点”。"), ClockSince(zone, midnight))
    planned = planned_minutes(of)
    likely = [Option(str(planned), say_minutes(planned))]
    minutes = chat.ask("minutes", _("做了多久？\n不能比原定的长。"), Length(likely))
    reason = chat.ask("reason", _("为什么要补？写一句，\n比如“忘了带手机”。"), Words(100))
    what = what_it_was(chat.session, chat.hearer.known, of.subject)
    facts = [
        Fact(_("给谁"), whom.display_name),
        Fact(_("哪一次"), f"{of.number} {what}", say_date(day, chat.community.local(chat.now))),
        Fact(_("几点起"), say_clock(started.time()), "", "started", pgettext("button", "改时间")),
        Fact(_("多久"), say_minutes(minutes), "", "minutes", pgettext("button", "改时长")),
        Fact(_("为什么"), reason, "", "reason", pgettext("button", "改原因")),
    ]
    note = _("会标上“补记”，另一位同事核实后算数。")
    yes = Option("yes", pgettext("button", "补上"))
    if not chat.confirm("card", _("补记时长"), facts, note, yes):
        return None
    return MakeUp(whom, of, started, minutes, reason)


def _ask_what(chat: Chat, number: str) -> Order | Activity:
    reader = Words(20)
    chat.suppose("number", reader, number or None)
    words = chat.ask("number", _("哪张单、哪场活动？\n写号码，比如“1123-07”。"), reader)
    match = _NUMBER.search(normalise(words))
    found = _find(chat, f"{match[1]}-{match[2]}") if match is not None else None
    if found is None:
        raise Refused(N_("没找到这个号码。\n像“1123-07”这样写。"), ask="number")
    return found


def _find(chat: Chat, number: str) -> Order | Activity | None:
    order = find_order(chat.session, chat.hearer.community_id, number)
    if order is not None:
        return order
    rows = select(Activity).filter_by(community_id=chat.hearer.community_id, number=number)
    return chat.session.scalar(rows.order_by(Activity.id.desc()).limit(1))
