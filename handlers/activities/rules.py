"""奉献日规则: on which day something comes again, how it is held, what happens on holidays."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from handlers.activities.asking import ask_plan, plan_facts
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.reader import Reader
from handlers.engine.said import Answer
from handlers.engine.sheet import Fact
from handlers.language import _, ngettext, pgettext
from handlers.readers import OneOf
from handlers.sayings import say_date
from handlers.understand.gathering import Gathering
from handlers.understand.rule import Rule, read_rule
from handlers.understand.span import TimeSpan
from models.activity_rights import require_planner
from models.activity_rule import ActivityRule, ActivityTemplate
from models.activity_seeds import SEEDS, Seed, rule_from, seed_named, template_of
from models.dedication_days import look_daily, make_days, plan_from, rules_of
from models.errors import Invalid, Refused
from models.person import Person
from models.publishing import Plan
from models.rule_days import days_of
from models.words import N_
from models.workdays import Workdays

SHIFTS = {
    "keep": N_("照常办"),
    "rest_day": N_("顺到休息日"),
    "workday": N_("顺到工作日"),
}


class RuleWords(Reader[Rule]):
    """每月第一个周六."""

    def read(self, answer: Answer) -> dict[str, Any]:
        """The rule's columns. Raises Invalid."""
        found = self.spot(answer)
        if found is None:
            raise Invalid(N_("哪一天没看懂。\n像“每月第一个周六”“每月5号”。"))
        return found

    def spot(self, answer: Answer) -> dict[str, Any] | None:
        """A rule among other words."""
        rule = read_rule(answer.text)
        return None if rule is None else asdict(rule)

    def load(self, value: Any) -> Rule:
        """The rule."""
        return Rule(**value)


def dedication_rule(chat: Chat) -> None:
    """Which kind of day, when, what on holidays; then the usual questions, and one card."""
    by = chat.somebody_known()
    require_planner(chat.session, by, chat.now)
    _say_rules(chat)
    options = [Option(each.occasion, _(each.title)) for each in SEEDS]
    seed = seed_named(chat.ask("occasion", _("定哪种日子？"), OneOf(options)))
    columns = _ask_day(chat, seed)
    shift = _ask_shift(chat)
    days = chat.keep(
        f"days {columns} {shift}", lambda: _next_days(chat, _unsaved(seed, columns, shift))
    )
    if not days:
        raise Refused(N_("日历上没有这样的日子。\n换一天，像“每月第一个周六”。"), ask="day")
    plan = _ask_plan(chat, by, seed, days)
    facts = [
        Fact(_("哪几天"), _say_days(chat, days)),
        Fact(_("遇放假"), _(SHIFTS[shift]), "", "shift", pgettext("button", "改遇放假")),
        *plan_facts(chat, plan, says_when=False),
    ]
    note = _("提前三个月自己排好，\n前一周请大家来。")
    if not chat.confirm(
        "card", _(seed.title), facts, note, Option("yes", pgettext("button", "定"))
    ):
        chat.say(_("好，没定。"))
        return
    saved = rule_from(chat.session, by.community_id, seed, columns)
    saved.shift = shift
    _keep_template(chat, saved, plan)
    made = make_days(chat.session, chat.community, chat.hearer.new_token, chat.now)
    look_daily(chat.session, chat.community, chat.now)
    n = len(made.published)
    chat.say(_("定好了。"))
    chat.say(ngettext("三个月里的 {n} 次排好了。", "三个月里的 {n} 次排好了。", n).format(n=n))
    for each in made.elsewhere:
        chat.say(_("{number} 有人报名了，照旧办。").format(number=each.number))


def _say_rules(chat: Chat) -> None:
    for rule in rules_of(chat.session, chat.hearer.community_id):
        if rule.is_on:
            days = _next_days(chat, rule)
            chat.say(_("{name}：{days}").format(name=rule.name, days=_say_days(chat, days)))


def _ask_day(chat: Chat, seed: Seed) -> dict[str, Any]:
    if seed.rule is not None:
        return seed.rule
    asked = _("每月哪天？写一句，\n像“每月第一个周六”。")
    return asdict(chat.ask("day", asked, RuleWords()))


def _ask_shift(chat: Chat) -> str:
    options = [Option(key, _(label)) for key, label in SHIFTS.items()]
    return chat.ask("shift", _("碰上放假或者上班，怎么办？"), OneOf(options))


def _unsaved(seed: Seed, columns: dict[str, Any], shift: str) -> ActivityRule:
    blank = {"month": None, "day": 0, "nth": 0, "weekday": 0}
    return ActivityRule(name=seed.title, shift=shift, exceptions={}, **{**blank, **columns})


def _next_days(chat: Chat, rule: ActivityRule) -> list[str]:
    """The next three days, ISO."""
    today = chat.community.local(chat.now).date()
    workdays = Workdays(chat.session, chat.hearer.community_id)
    year = today + timedelta(days=400)
    found = days_of(rule, today + timedelta(days=1), year, workdays)
    return [held.isoformat() for _day, held in found[:3]]


def _say_days(chat: Chat, days: list[str]) -> str:
    now = chat.community.local(chat.now)
    return _("、").join(say_date(date.fromisoformat(each), now) for each in days)


def _ask_plan(chat: Chat, by: Person, seed: Seed, days: list[str]) -> Plan:
    """As for one activity, on the first of the days; what a template says is not asked."""
    template = template_of(chat.session, chat.hearer.community_id, seed)
    first = date.fromisoformat(days[0])
    basis = plan_from(chat.session, chat.community, template, first)
    span = TimeSpan(chat.community.local(basis.starts_at), None, "day", "")
    return ask_plan(chat, by, Gathering(title=template.title, span=span), basis)


def _keep_template(chat: Chat, rule: ActivityRule, plan: Plan) -> None:
    """What was said for the first day holds for all of them."""
    template = chat.session.get_one(ActivityTemplate, rule.template_id)
    starts = chat.community.local(plan.starts_at)
    template.title, template.place, template.risk_note = plan.title, plan.place, plan.risk_note
    template.starts = starts.time()
    template.minutes = int((plan.ends_at - plan.starts_at).total_seconds() // 60)
    template.roles = [asdict(task) for task in plan.tasks]
    template.leader_id, template.min_age, template.is_easy = (
        plan.leader_id,
        plan.min_age,
        plan.is_easy,
    )
    chat.session.flush()


def stop_rule(chat: Chat) -> None:
    """停规则: what was made already stays; nothing further is made."""
    by = chat.somebody_known()
    require_planner(chat.session, by, chat.now)
    rules = [each for each in rules_of(chat.session, by.community_id) if each.is_on]
    if not rules:
        chat.say(_("现在没有规则。\n想定，写“奉献日规则”。"))
        return
    stays = Option("stays", pgettext("button", "不停了"))
    options = [Option(str(each.id), each.name) for each in rules]
    picked = chat.ask("rule", _("停哪一条？排好的不变。"), OneOf([*options, stays]))
    if picked == "stays":
        chat.say(_("好，照旧。"))
        return
    rule = chat.session.get_one(ActivityRule, int(picked))
    rule.is_on = False
    chat.say(_("好，{name}往后不再自己排。\n排好的，写“取消活动”。").format(name=rule.name))
