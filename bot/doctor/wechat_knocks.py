"""The doctor's look at what knocks at a closed window: templates, and notices people agree to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.wechat.abilities import Abilities
from bot.config_wechat import TemplateSection
from bot.doctor.asking_wechat import Answer, Asking
from bot.doctor.finding import Finding, broken, look, ok
from bot.doctor.wechat_seen import SITE, Seen
from handlers.notices import NOTICES

#: the account may not use this interface, or has switched it off
NOT_ALLOWED = (48001, 48002)
#: how WeChat calls a template whose yes lasts
LASTS = 3
_FIELD = re.compile(r"\{\{(\w+)\.DATA\}\}")


@dataclass(frozen=True, slots=True)
class There:
    """A template as the account has it."""

    fields: frozenset[str]
    lasts: bool = False


async def knocks(seen: Seen, abilities: Abilities, asking: Asking) -> list[Finding]:
    """Whether each of the configuration is there, with the fields that we fill."""
    account = seen.settings
    if not abilities.templates:
        return [
            look(f"{seen.what} {way}", _sends_none(seen), f"Take {seen.key(way)} away")
            for way in ("templates", "subscriptions")
            if getattr(account, way)
        ]
    told = await asking.ask("template/get_all_private_template")
    if told.code in NOT_ALLOWED or account.templates:
        findings = _looked_at(seen, "templates", told)
    elif account.subscriptions:
        findings = []
    else:
        how = "none is set up, so nothing knocks where no window is open"
        return [look(f"{seen.what} templates", how, "docs/how-to/set-up-wechat.md says how")]
    if account.subscriptions:
        findings.extend(_looked_at(seen, "subscriptions", await asking.subscriptions()))
    return findings


def other_kind(seen: Seen, what: str) -> Finding:
    """WeChat says that this account may not do it."""
    how = f"WeChat does not let this account do what the kind {seen.settings.account} may"
    return broken(what, how, f"Is it verified (微信认证)? Else mend {seen.key('account')}")


def _sends_none(seen: Seen) -> str:
    return f"an account of the kind {seen.settings.account} sends no templates"


def _looked_at(seen: Seen, way: str, told: Answer) -> list[Finding]:
    what = f"{seen.what} {way}"
    if told.code in NOT_ALLOWED:
        return [other_kind(seen, what)]
    if told.result is None:
        return [look(what, "WeChat does not list them now", "Look again in a minute")]
    there = _there(told)
    sections: Mapping[str, TemplateSection] = getattr(seen.settings, way)
    findings = [
        broken(what, how, do)
        for kind, section in sections.items()
        for how, do in [_wrong(seen, way, kind, section, there)]
        if how
    ]
    return findings or [ok(what, f"{len(sections)} set up, and all are there")]


def _there(told: Answer) -> dict[str, There]:
    """By their ids. The two lists name the same things differently."""
    result = told.result or {}
    found = {}
    for each in [*result.get("template_list", []), *result.get("data", [])]:
        name = str(each.get("template_id") or each.get("priTmplId"))
        fields = frozenset(_FIELD.findall(str(each.get("content", ""))))
        found[name] = There(fields, each.get("type") == LASTS)
    return found


def _wrong(
    seen: Seen, way: str, kind: str, section: TemplateSection, there: Mapping[str, There]
) -> tuple[str, str]:
    """What is wrong with one of them, and what to do; empty when nothing is."""
    key, found = seen.key(way), there.get(section.id)
    if kind not in NOTICES:
        return f"there is no kind of notice {kind}", f"Mend {key}: kinds are like coming, cancelled"
    if found is None:
        where = "模板消息" if way == "templates" else "订阅通知"
        return f"the account has none for {kind}", f"Copy its id from {SITE} ({where}) into {key}"
    if {section.thing, section.time} - {""} != found.fields:
        fields = ", ".join(sorted(found.fields))
        return (
            f"that for {kind} has the fields {fields}",
            f"Mend {key}: thing and time are all that is filled",
        )
    if getattr(section, "lasts", found.lasts) != found.lasts:
        do = f"Set lasts = {str(found.lasts).lower()} in {key}"
        return f"a yes to that for {kind} {'lasts' if found.lasts else 'is good once'}", do
    return "", ""
