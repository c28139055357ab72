"""The doctor's look at one WeChat account: keys, address list, kind, callback, templates, menu."""

from bot.channels.wechat.abilities import ABILITIES
from bot.channels.wechat.errors import MEND
from bot.channels.wechat.posted_service import callback_path
from bot.channels.wechat.seal import KEY
from bot.doctor.asking_wechat import Answer, Asking
from bot.doctor.finding import Finding, broken, look, ok
from bot.doctor.rows import clock
from bot.doctor.wechat_knocks import NOT_ALLOWED, knocks, other_kind
from bot.doctor.wechat_seen import SITE, Seen

NO_MENU = 46003


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
    return [*findings, *await knocks(seen, abilities, asking)]


def _menu(seen: Seen, told: Answer) -> Finding:
    what = f"{seen.what} menu"
    if told.code in NOT_ALLOWED:
        return other_kind(seen, what)
    info = (told.result or {}).get("selfmenu_info") or {}
    if told.code == NO_MENU or not info.get("button"):
        return look(what, "people see none", f"`linli wechat menu --account {seen.name}` makes it")
    return ok(what, "people see one")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
