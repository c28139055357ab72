"""The doctor's look at one WeChat account: keys, address list, kind, callback, templates, menu."""

import re
from dataclasses import dataclass
from typing import Any

from bot.channels.wechat.abilities import ABILITIES
from bot.channels.wechat.errors import MEND
from bot.channels.wechat.posted_service import callback_path
from bot.channels.wechat.seal import KEY
from bot.config import WeChatAccount
from bot.doctor.asking_wechat import Answer, Asking
from bot.doctor.finding import Finding, broken, look, ok
from bot.doctor.rows import clock

SITE = "mp.weixin.qq.com"
#: the account may not use this interface, or has switched it off
NOT_ALLOWED = (48001, 48002)
NO_MENU = 46003
_FIELD = re.compile(r"\{\{(\w+)\.DATA\}\}")


@dataclass(frozen=True, slots=True)
class Seen:
    """One account as configured; `has_row` once `linli run` has met it."""

    name: str
    settings: WeChatAccount
    has_row: bool
    public_url: str

    @property
    def what(self) -> str:
        """How findings name it."""
        return f"wechat {self.name}"

    def key(self, key: str) -> str:
        """How the configuration names one of its settings."""
        if self.name == "main":
            return f"[wechat] {key} (LINLI_WECHAT__{key.upper()})"
        name = f"LINLI_WECHAT__ACCOUNTS__{self.name.upper()}__{key.upper()}"
        return f"[wechat.accounts.{self.name}] {key} ({name})"


async def examined(seen: Seen, asking: Asking) -> list[Finding]:
    """Everything about one account; the first thing that is broken may hide the rest."""
    findings = [*_keys(seen), *await _callback(seen, asking)]
    told = await asking.token()
    if told.ahead is not None:
        findings.append(clock(f"{seen.what} clock", told.ahead, "WeChat's"))
    if told.result is None:
        return [*findings, _no_token(seen, told)]
    findings.append(ok(seen.what, "appid, secret and this machine's address are accepted"))
    if not seen.has_row:
        findings.append(look(seen.what, "it has no row yet", "`linli run` makes it at its start"))
    findings.extend(await _kind(seen, asking))
    return findings


def _keys(seen: Seen) -> list[Finding]:
    account, what = seen.settings, f"{seen.what} mode"
    if account.mode == "plain":
        how = "posts come unsealed, so what people write is signed by nobody"
        do = f"Choose 安全模式 on {SITE} and set {seen.key('mode')} to safe"
        return [look(what, how, do)]
    for name in ("encoding_aes_key", "previous_aes_key"):
        value = getattr(account, name).get_secret_value()
        if value and KEY.fullmatch(value) is None:
            do = f"Copy it again from {SITE} into {seen.key(name)}"
            return [broken(what, f"{name} has not 43 letters and digits", do)]
    return [ok(what, f"posts come sealed ({account.mode})")]


async def _callback(seen: Seen, asking: Asking) -> list[Finding]:
    what = f"{seen.what} callback"
    if not seen.public_url:
        do = "Set [web] public_url (LINLI_WEB__PUBLIC_URL), an address that WeChat reaches"
        return [broken(what, "nobody outside reaches this desk", do)]
    address = seen.public_url.rstrip("/") + callback_path("wechat", seen.name)
    wrong = await asking.echo(address)
    if not wrong:
        return [ok(what, f"{address} answers; it must stand on {SITE} (服务器配置), too")]
    if wrong == "403":
        do = f"Is `linli run` started anew since {seen.key('token')} was changed?"
        return [broken(what, f"{address} does not know this token", do)]
    do = "Is `linli run` active, and does the proxy pass this path on to it?"
    return [broken(what, f"{address} does not answer as it should ({wrong})", do)]


def _no_token(seen: Seen, told: Answer) -> Finding:
    if told.code == -1 or told.code == 45009:
        return look(seen.what, f"WeChat gives no token now ({told.code})", "Look again later")
    if told.code:
        do = MEND.get(told.code, f"Look the code up on {SITE}")
        return broken(seen.what, f"WeChat gives no token ({told.code})", _sentence(do))
    do = f"Does this machine reach it? {seen.key('api_base')} says where it is"
    return broken(seen.what, f"WeChat cannot be reached ({told.trouble})", do)


async def _kind(seen: Seen, asking: Asking) -> list[Finding]:
    """What the account may do, by asking; and what was set up of it."""
    abilities, findings = ABILITIES[seen.settings.account], []
    if abilities.menu:
        findings.append(_menu(seen, await asking.ask("get_current_selfmenu_info")))
    if abilities.templates:
        told = await asking.ask("template/get_all_private_template")
        findings.extend(_templates(seen, told))
    elif seen.settings.templates:
        how = f"an account of the kind {seen.settings.account} sends no templates"
        findings.append(look(f"{seen.what} templates", how, f"Take {seen.key('templates')} away"))
    return findings


def _menu(seen: Seen, told: Answer) -> Finding:
    what = f"{seen.what} menu"
    if told.code in NOT_ALLOWED:
        return _other_kind(seen, what)
    info = (told.result or {}).get("selfmenu_info") or {}
    if told.code == NO_MENU or not info.get("button"):
        return look(what, "people see none", f"`linli wechat menu --account {seen.name}` makes it")
    return ok(what, "people see one")


def _templates(seen: Seen, told: Answer) -> list[Finding]:
    what = f"{seen.what} templates"
    if told.code in NOT_ALLOWED:
        return [_other_kind(seen, what)]
    if told.result is None:
        return [look(what, "WeChat does not list them now", "Look again in a minute")]
    there: dict[str, Any] = {
        str(each.get("template_id")): set(_FIELD.findall(str(each.get("content", ""))))
        for each in told.result.get("template_list", [])
    }
    findings = []
    for kind, template in seen.settings.templates.items():
        wanted = {template.thing, *([template.time] if template.time else [])}
        if template.id not in there:
            do = f"Copy its id from {SITE} (模板消息) into {seen.key('templates')}"
            findings.append(broken(what, f"the account has none for {kind}", do))
        elif wanted != there[template.id]:
            fields = ", ".join(sorted(there[template.id]))
            do = f"Mend {seen.key('templates')}: thing and time are all that is filled"
            findings.append(broken(what, f"that for {kind} has the fields {fields}", do))
    if not findings and not seen.settings.templates:
        how = "none is set up, so nothing knocks where no window is open"
        return [look(what, how, "docs/how-to/set-up-wechat.md says how")]
    return findings or [ok(what, f"{len(seen.settings.templates)} set up, and all are there")]


def _other_kind(seen: Seen, what: str) -> Finding:
    how = f"WeChat does not let this account do what the kind {seen.settings.account} may"
    return broken(what, how, f"Is it verified (微信认证)? Else mend {seen.key('account')}")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
