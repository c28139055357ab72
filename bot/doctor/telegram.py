"""The doctor's look at one Telegram bot: token, clock, name, groups, and how updates come in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Surroundings
from bot.config import TelegramAccount
from bot.doctor.asking import Answer, Telegram
from bot.doctor.finding import Finding, broken, look, ok
from bot.doctor.rows import clock
from bot.doctor.webhook import Hooked, webhook
from models.account import Account

#: how long to listen for somebody else who polls
PROBE_SECONDS = 3
MANY_PENDING = 100


@dataclass(frozen=True, slots=True)
class Bot:
    """One bot as configured, and its account row if there is one."""

    name: str
    settings: TelegramAccount
    row: Account | None
    public_url: str

    @property
    def what(self) -> str:
        """How findings name it."""
        return f"telegram {self.name}"

    def key(self, key: str) -> str:
        """How the configuration names one of its settings."""
        if self.name == "main":
            return f"[telegram] {key} (LINLI_TELEGRAM__{key.upper()})"
        name = f"LINLI_TELEGRAM__ACCOUNTS__{self.name.upper()}__{key.upper()}"
        return f"[telegram.accounts.{self.name}] {key} ({name})"


async def examined(bot: Bot, telegram: Telegram, around: Surroundings) -> list[Finding]:
    """Everything about one bot; the first thing that is broken may hide the rest."""
    me = await telegram.ask("getMe")
    if me.result is None:
        return [_unknown(bot, me)]
    findings = [ok(bot.what, f"the token is accepted, the bot is @{me.result.get('username')}")]
    if me.ahead is not None:
        findings.append(clock(f"{bot.what} clock", me.ahead, "Telegram's"))
    findings.extend(_named(bot, me.result))
    findings.extend(_groups(bot, me.result))
    info = await telegram.ask("getWebhookInfo")
    if info.result is None:
        how = f"Telegram does not say what it does with updates ({info.trouble})"
        return [*findings, look(bot.what, how, "Look again in a minute")]
    if bot.settings.mode == "webhook":
        hooked = Hooked(bot.name, bot.what, bot.settings, bot.public_url)
        findings.extend(webhook(hooked, info.result, around.now()))
    else:
        findings.extend(await _polling(bot, info.result, telegram, around.now()))
    return findings


def _unknown(bot: Bot, me: Answer) -> Finding:
    """Why Telegram would not say who the bot is."""
    if me.status in (401, 404) and me.trouble not in ("no JSON", "other JSON"):
        do = f"Copy it again from @BotFather into {bot.key('token')}"
        return broken(bot.what, "Telegram does not know this token", do)
    if me.status == 0:
        do = f"Does this machine reach it? {bot.key('api_base')} says where it is"
        return broken(bot.what, f"Telegram cannot be reached ({me.trouble})", do)
    if me.status == 429:
        return look(bot.what, "Telegram asks to wait", "Look again in a minute")
    how = f"what answers is not the Bot API ({me.status} {me.trouble})"
    return broken(bot.what, how, f"Mend {bot.key('api_base')}, or the proxy on the way")


def _named(bot: Bot, me: dict[str, Any]) -> list[Finding]:
    if bot.row is None:
        return [look(bot.what, "it has no row yet", "`linli run` makes it at its start")]
    if bot.row.username != me.get("username"):
        how = "the database does not know its name yet, so posters lack it"
        return [look(bot.what, how, "`linli run` learns it at its start")]
    return []


def _groups(bot: Bot, me: dict[str, Any]) -> list[Finding]:
    findings = []
    if me.get("can_join_groups") is False:
        do = "For calls in groups: @BotFather, /setjoingroups, Enable"
        findings.append(look(f"{bot.what} groups", "it cannot be added to groups", do))
    if me.get("can_read_all_group_messages") is True:
        how = "privacy mode is off, so it is sent all that people write in groups"
        do = "It needs none of it: @BotFather, /setprivacy, Enable"
        findings.append(look(f"{bot.what} groups", how, do))
    return findings or [ok(f"{bot.what} groups", "it can be added, and reads only what is for it")]


async def _polling(
    bot: Bot, info: dict[str, Any], telegram: Telegram, at: datetime
) -> list[Finding]:
    what = f"{bot.what} polling"
    if info.get("url"):
        do = f"`linli run` takes it away at its start; or set {bot.key('mode')} to webhook"
        return [broken(what, "Telegram sends the updates to a webhook instead", do)]
    pending = int(info.get("pending_update_count") or 0)
    told = f"{pending} updates wait at Telegram"
    row = bot.row
    if row is not None and row.lease_until is not None and row.lease_until > at:
        found = look if pending > MANY_PENDING else ok
        return [found(what, f"{row.lease_owner} polls, {told}")]
    probe = await telegram.ask("getUpdates", timeout=PROBE_SECONDS, limit=1)
    if probe.status == 409:
        do = "Stop it, or take a new token from @BotFather (/revoke)"
        return [broken(what, "another program polls with this token", do)]
    return [look(what, f"nobody polls, {told}", "Start `linli run`")]
