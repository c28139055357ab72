"""奉献日 1月16日 不办, 奉献日 1月16日 改到1月23日: one day of a rule is left out, or moved."""

import re
from datetime import date, timedelta

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.sheet import Fact
from handlers.language import _, pgettext
from handlers.sayings import say_date
from handlers.understand.until import read_until
from handlers.whom import said_in
from models.activity_rights import require_planner
from models.activity_rule import ActivityRule
from models.dedication_days import make_days, rules_of
from models.errors import Refused
from models.rule_days import days_of
from models.words import N_
from models.workdays import Workdays

_DAY = r"\d{1,2}月\d{1,2}[日号]?|\d{4}-\d{2}-\d{2}"
_OFF = r"不办了?|停一次|is off|off"
EXCEPTION = re.compile(
    rf"(?:(?:奉献日|dedication day)\s*(?P<day>{_DAY})|(?P<day_first>{_DAY})的?奉献日)\s*"
    rf"(?:{_OFF}|(?:改到|挪到|改成|moves to|to)\s*(?P<to>{_DAY}))",
    re.IGNORECASE,
)
#: days; a rule is looked at so far ahead
FARTHEST = 400


def rule_exception(chat: Chat) -> None:
    """One card; people who have signed up already keep their day until somebody changes it."""
    by = chat.somebody_known()
    require_planner(chat.session, by, chat.now)
    said = said_in(chat, EXCEPTION)
    day = _read(chat, said.get("day") or said["day_first"])
    to = _read(chat, said["to"]) if "to" in said else None
    found = _rule_on(chat, day)
    if found is None:
        raise Refused(N_("那天不是奉献日。\n看定了哪几天，写“奉献日规则”。"))
    rule, planned = found
    if to is not None and to <= chat.community.local(chat.now).date():
        raise Refused(N_("那天已经过了，换一天。"))
    now = chat.community.local(chat.now)
    facts = [
        Fact(_("原来"), say_date(day, now)),
        Fact(_("改成"), say_date(to, now) if to else _("这次不办")),
    ]
    note = _("只改这一次，别的日子照旧。")
    if not chat.confirm("card", rule.name, facts, note, Option("yes", pgettext("button", "定"))):
        chat.say(_("好，照旧。"))
        return
    rule.except_day(chat.session, planned, to)
    made = make_days(chat.session, chat.community, chat.hearer.new_token, chat.now)
    chat.say(_("好，定了。"))
    for each in made.elsewhere:
        text = _(
            "{number} 有人报名了，先没动。\n要改，写“改活动{number}”，\n"
            "不办，写“取消活动{number}”。"
        )
        chat.say(text.format(number=each.number))


def _read(chat: Chat, words: str) -> date:
    found = (
        date.fromisoformat(words)
        if "-" in words
        else read_until(words, chat.community.local(chat.now))
    )
    if found is None:
        raise Refused(N_("有一天日历上没有。\n像“奉献日 1月16日 改到1月23日”这样写。"))
    return found


def _rule_on(chat: Chat, day: date) -> tuple[ActivityRule, date] | None:
    """The rule that is held on that day, and the day it stands for."""
    today = chat.community.local(chat.now).date()
    workdays = Workdays(chat.session, chat.hearer.community_id)
    last = today + timedelta(days=FARTHEST)
    for rule in rules_of(chat.session, chat.hearer.community_id):
        if rule.is_on:
            for planned, held in days_of(rule, today + timedelta(days=1), last, workdays):
                if day in (planned, held):
                    return rule, planned
    return None
