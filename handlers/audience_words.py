"""How an audience is read back: 葵园、苇湾这 2 个社区，会“医护”的志愿者; who is left out."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.language import _, language, ngettext, pgettext
from handlers.sayings import say_building
from models.activity import Activity
from models.address import Grid
from models.audience_rule import ALL, ANY, CAME, COMMUNITY, NOT, NOT_YET, Rule, communities_of
from models.community import Community
from models.membership import Role
from models.need_kind import NeedKind
from models.skill import SKILLS
from models.team import Team
from models.words import N_

#: many of them, as they stand in a sentence
_PEOPLE: dict[Role, Callable[[], str]] = {
    Role.RESIDENT: lambda: pgettext("many", "居民"),
    Role.VOLUNTEER: lambda: pgettext("many", "志愿者"),
    Role.TEAM_LEADER: lambda: pgettext("many", "队长"),
    Role.WORKER: lambda: pgettext("many", "工作人员"),
    Role.COORDINATOR: lambda: pgettext("many", "协调员"),
    Role.AUDITOR: lambda: pgettext("many", "审核员"),
    Role.ADMIN: lambda: pgettext("many", "管理员"),
}
CHANNELS = {
    "web": N_("网页"),
    "telegram": "Telegram",
    "wechat": N_("微信"),
    "wecom": N_("企业微信"),
    "terminal": N_("终端"),
}
LANGUAGES = {"zh": N_("中文"), "en": N_("英语")}


def say_channel(channel: str) -> str:
    """What people call a channel: 微信."""
    return _(CHANNELS.get(channel, channel))


def say_audience(session: Session, rule: Rule, home_id: int) -> str:
    """Who is meant, in words; the community is named when it is another, or several."""
    parts = [each for each in rule[ALL] if not _is_left_out(each) and COMMUNITY not in each]
    who = _who(session, parts)
    places = communities_of(rule)
    if places == [home_id]:
        return who if parts else pgettext("audience", "全体")
    names = [session.get_one(Community, each) for each in places]
    said = _list(each.name_en or each.name if language() == "en" else each.name for each in names)
    if len(names) == 1:
        return _("{place}，{who}").format(place=said, who=who)
    return _("{places}这 {n} 个社区，{who}").format(places=said, n=len(names), who=who)


def say_left_out(session: Session, rule: Rule) -> list[str]:
    """Who of them is not written to, each in words."""
    said = []
    for each in rule[ALL]:
        if NOT in each:
            said.append(_who(session, [each[NOT]]))
        elif _is_left_out(each):
            said.append(_("已经报名、说过来不了的"))
    return said


def _is_left_out(rule: Rule) -> bool:
    return NOT in rule or rule.get("activity", {}).get("how") == NOT_YET


def _who(session: Session, parts: Sequence[Rule]) -> str:
    """One noun with all that is said of it, the role last in Chinese and first in English."""
    roles = [role for part in parts for role in part.get("role", ())]
    who = _list(_PEOPLE[Role(each)]() for each in roles) or _("人")
    for part in parts:
        ((name, value),) = part.items()
        if name == ANY:
            who = _("，或者").join(_who(session, [each]) for each in value)
        elif name == ALL:
            who = _who(session, value)
        elif name == NOT:
            who = _("不算{who}").format(who=_who(session, [value]))
        elif name in SAYINGS:
            who = SAYINGS[name](session, value, who)
    return who


def _skill(_session: Session, codes: list[str], who: str) -> str:
    skills = _list(_(SKILLS[each].label) for each in codes)
    return _("会“{skills}”的{who}").format(skills=skills, who=who)


def _kind(session: Session, codes: list[str], who: str) -> str:
    rows = session.scalars(select(NeedKind).where(NeedKind.code.in_(codes)).order_by(NeedKind.id))
    titles = dict.fromkeys(each.title(language()) for each in rows)
    return _("愿意做“{kinds}”的{who}").format(kinds=_list(titles), who=who)


def _building(_session: Session, numbers: list[str], who: str) -> str:
    return _("住{places}的{who}").format(places=_list(map(say_building, numbers)), who=who)


def _grid(session: Session, ids: list[int], who: str) -> str:
    names = _list(session.get_one(Grid, each).name for each in ids)
    return _("住{places}的{who}").format(places=names, who=who)


def _team(session: Session, ids: list[int], who: str) -> str:
    names = _list(session.get_one(Team, each).name for each in ids)
    return _("“{teams}”的{who}").format(teams=names, who=who)


def _activity(session: Session, value: dict[str, Any], who: str) -> str:
    title = session.get_one(Activity, value["id"]).title
    if value["how"] == CAME:
        return _("来过“{title}”的{who}").format(title=title, who=who)
    if value["how"] == NOT_YET:
        return _("还没报“{title}”的{who}").format(title=title, who=who)
    return _("报了“{title}”的{who}").format(title=title, who=who)


def _language(_session: Session, codes: list[str], who: str) -> str:
    spoken = _list(_(LANGUAGES.get(each, each)) for each in codes)
    return _("说{languages}的{who}").format(languages=spoken, who=who)


def _channel(_session: Session, names: list[str], who: str) -> str:
    used = _list(say_channel(each) for each in names)
    return _("用{channels}的{who}").format(channels=used, who=who)


def _seen(_session: Session, days: int, who: str) -> str:
    text = ngettext("{n} 天里说过话的{who}", "{n} 天里说过话的{who}", days)
    return text.format(n=days, who=who)


def _asked_for(_session: Session, whose: list[str], who: str) -> str:
    labels = {"elder": _("老人"), "child": _("孩子")}
    return _("为{whose}求助过的{who}").format(whose=_list(labels[each] for each in whose), who=who)


#: how each fact is said of somebody
SAYINGS: dict[str, Callable[[Session, Any, str], str]] = {
    "skill": _skill,
    "kind": _kind,
    "building": _building,
    "grid": _grid,
    "team": _team,
    "activity": _activity,
    "asked_for": _asked_for,
    "language": _language,
    "channel": _channel,
    "seen": _seen,
}


def _list(names: Iterable[str]) -> str:
    return _("、").join(names)
