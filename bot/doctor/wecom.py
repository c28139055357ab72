"""The doctor's look at one WeCom app: keys, trusted address, clock, callback, who may see it."""

from dataclasses import dataclass
from typing import Any

from bot.channels.wechat.posted_service import callback_path
from bot.channels.wechat.seal import KEY
from bot.channels.wecom.errors import MEND
from bot.config_wecom import WeComAccount
from bot.doctor.asking_wechat import Answer
from bot.doctor.asking_wecom import Asking
from bot.doctor.finding import Finding, broken, look, ok
from bot.doctor.rows import clock

SITE = "work.weixin.qq.com"
#: they pass by themselves
PASSING = (-1, 45009, 45033)


@dataclass(frozen=True, slots=True)
class Seen:
    """One app as configured; `has_row` once `linli run` has met it."""

    name: str
    settings: WeComAccount
    has_row: bool
    public_url: str

    @property
    def what(self) -> str:
        """How findings name it."""
        return f"wecom {self.name}"

    def key(self, key: str) -> str:
        """How the configuration names one of its settings."""
        if self.name == "main":
            return f"[wecom] {key} (LINLI_WECOM__{key.upper()})"
        name = f"LINLI_WECOM__ACCOUNTS__{self.name.upper()}__{key.upper()}"
        return f"[wecom.accounts.{self.name}] {key} ({name})"


async def examined(seen: Seen, asking: Asking) -> list[Finding]:
    """Everything about one app; the first thing that is broken may hide the rest."""
    wrong = _wrong_key(seen)
    findings = [wrong] if wrong else [await _callback(seen, asking)]
    told = await asking.token()
    if told.ahead is not None:
        findings.append(clock(f"{seen.what} clock", told.ahead, "WeCom's"))
    if told.result is None:
        return [*findings, _refused(seen, told, "gives no token")]
    findings.append(ok(seen.what, "corpid and secret are accepted"))
    if not seen.has_row:
        findings.append(look(seen.what, "it has no row yet", "`linli run` makes it at its start"))
    findings += await _app(seen, asking)
    return [*findings, await _directory(seen, asking)] if seen.settings.directory else findings


def _wrong_key(seen: Seen) -> Finding | None:
    for name in ("encoding_aes_key", "previous_aes_key"):
        value = getattr(seen.settings, name).get_secret_value()
        if value and KEY.fullmatch(value) is None:
            do = f"Copy it again from {SITE} into {seen.key(name)}"
            return broken(f"{seen.what} callback", f"{name} has not 43 letters and digits", do)
    return None


async def _callback(seen: Seen, asking: Asking) -> Finding:
    what = f"{seen.what} callback"
    if not seen.public_url:
        do = "Set [web] public_url (LINLI_WEB__PUBLIC_URL), an address that WeCom reaches"
        return broken(what, "nobody outside reaches this desk", do)
    address = seen.public_url.rstrip("/") + callback_path("wecom", seen.name)
    wrong = await asking.echo(address)
    if not wrong:
        told = f"{address} answers; it must stand on the app's page (接收消息), too"
        return ok(what, told)
    if wrong == "403":
        keys = f"{seen.key('token')} or encoding_aes_key"
        do = f"Is `linli run` started anew since {keys} was changed?"
        return broken(what, f"{address} does not know this token and key", do)
    do = "Is `linli run` active, and does the proxy pass this path on to it?"
    return broken(what, f"{address} does not answer as it should ({wrong})", do)


async def _app(seen: Seen, asking: Asking) -> list[Finding]:
    """The trusted address counts for calls, not for the token, so it is seen here."""
    what = f"{seen.what} app"
    told = await asking.ask("agent/get", agentid=str(seen.settings.agentid))
    if told.result is None:
        return [_refused(seen, told, "does not show the app")]
    if told.result.get("close"):
        return [broken(what, "it is switched off", f"Switch it on (启用) on {SITE}")]
    if not _is_seen(told.result):
        do = f"Widen its visible range (可见范围) on {SITE}: members, departments or tags"
        return [broken(what, "nobody may see it", do)]
    return [ok(what, f"“{told.result.get('name')}” is on, and this machine's address is trusted")]


async def _directory(seen: Seen, asking: Asking) -> Finding:
    """What the app may read of departments and tags, for whom a notice may be."""
    counts = {}
    for path, of in (("department/list", "department"), ("tag/list", "taglist")):
        told = await asking.ask(path)
        if told.result is None:
            return _refused(seen, told, f"does not let it read the directory, {path}")
        counts[of] = len(told.result.get(of) or ())
    what = f"{seen.what} directory"
    if not any(counts.values()):
        do = f"Put departments or tags into its visible range (可见范围) on {SITE}"
        return look(what, "it shows no department and no tag", do)
    return ok(what, f"{counts['department']} departments and {counts['taglist']} tags are read")


def _is_seen(app: dict[str, Any]) -> bool:
    """Whether its range holds members, departments or tags."""
    parts = (("allow_userinfos", "user"), ("allow_partys", "partyid"), ("allow_tags", "tagid"))
    return any((app.get(name) or {}).get(of) for name, of in parts)


def _refused(seen: Seen, told: Answer, how: str) -> Finding:
    if told.code in PASSING:
        return look(seen.what, f"WeCom {how} now ({told.code})", "Look again later")
    if told.code:
        do = MEND.get(told.code, f"look the code up on developer.{SITE}")
        return broken(seen.what, f"WeCom {how} ({told.code})", do[:1].upper() + do[1:])
    do = f"Does this machine reach it? {seen.key('api_base')} says where it is"
    return broken(seen.what, f"WeCom cannot be reached ({told.trouble})", do)
