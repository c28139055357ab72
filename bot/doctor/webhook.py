"""The doctor's look at a webhook: what Telegram was told, what it should know, and how it went."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from bot.ages import age
from bot.channels.telegram.hook import webhook_path
from bot.channels.telegram.inbound import ALLOWED_UPDATES
from bot.channels.telegram.service import MAX_CONNECTIONS
from bot.config import TelegramAccount
from bot.doctor.finding import Finding, broken, look, ok

PUBLIC_URL = "[web] public_url (LINLI_WEB__PUBLIC_URL)"
#: the only ones that Telegram posts to
PORTS = (443, 80, 88, 8443)
MANY_PENDING = 100
#: an error that is older has been mended, unless updates still wait
RECENT = timedelta(hours=1)
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
#: what Telegram says of a failed post, and where to look then
_HINTS = (
    ("403", "Another secret is on the way: restart `linli run`, which tells Telegram its own"),
    ("404", "The proxy must pass the path on as it is to `linli run`"),
    ("413", "The proxy must let 1 MB through"),
    ("502", "`linli run` does not answer the proxy: is it active, on the port of [web]?"),
    ("503", "The database did not answer; see the log of `linli run`"),
    ("ssl", "The certificate must be whole (with its chain) and for this name"),
    ("certificate", "The certificate must be whole (with its chain) and for this name"),
    ("resolve", "The name must be known in the public DNS"),
    ("refused", "Nobody listens at that address: open the port, start the proxy"),
    ("timed out", "Telegram does not get through: open the port in the firewall"),
    ("timeout", "`linli run` or the proxy answers too late; see the log"),
)


@dataclass(frozen=True, slots=True)
class Hooked:
    """One bot whose updates are to be posted to us."""

    name: str
    what: str
    settings: TelegramAccount
    public_url: str

    @property
    def address(self) -> str:
        """Where to."""
        return self.public_url.rstrip("/") + webhook_path(self.name)

    @property
    def is_telegrams(self) -> bool:
        """Whether it is Telegram's own server, which is strict about addresses."""
        return urlsplit(self.settings.api_base).hostname == "api.telegram.org"


def webhook(bot: Hooked, info: dict[str, Any], at: datetime) -> list[Finding]:
    """What is wrong with it, or that nothing is. `info` is getWebhookInfo's."""
    findings = [*_ours(bot)] or [*_theirs(bot, info), *_went(bot, info, at)]
    told = f"posts to {bot.address}, {_pending(info)} updates wait at Telegram"
    return findings or [ok(f"{bot.what} webhook", told)]


def _ours(bot: Hooked) -> Iterator[Finding]:
    what = f"{bot.what} webhook"
    if not bot.public_url:
        yield broken(what, "it has no address", f"Set {PUBLIC_URL}, or mode to polling")
        return
    if bot.is_telegrams and not bot.address.startswith("https://"):
        yield broken(what, "Telegram posts to https alone", f"Set {PUBLIC_URL} to such an address")
    elif bot.is_telegrams and _port(bot.address) not in PORTS:
        allowed = ", ".join(map(str, PORTS))
        yield broken(what, f"Telegram posts to the ports {allowed} alone", f"Mend {PUBLIC_URL}")
    secret = bot.settings.webhook_secret.get_secret_value()
    if secret and not _SECRET.fullmatch(secret):
        do = "Write another webhook_secret, or none: then one is made"
        yield broken(what, "its secret is not 1 to 256 of A-Z a-z 0-9 _ -", do)


def _theirs(bot: Hooked, info: dict[str, Any]) -> Iterator[Finding]:
    what, url = f"{bot.what} webhook", str(info.get("url") or "")
    if not url:
        yield broken(what, "Telegram has none", "`linli run` sets it at its start")
        return
    if url != bot.address:
        how = f"Telegram posts to {urlsplit(url).hostname} and not to {bot.address}"
        if urlsplit(url).hostname == urlsplit(bot.address).hostname:
            how = f"Telegram posts to another path or port than {bot.address}"
        do = "Restart `linli run`, which sets it; does another desk use this token?"
        yield broken(what, how, do)
        return
    if set(info.get("allowed_updates") or ()) != set(ALLOWED_UPDATES):
        how = "Telegram posts other kinds of updates than we read"
        yield broken(what, how, "Restart `linli run`, which says which")
    if info.get("max_connections") != MAX_CONNECTIONS:
        how = f"Telegram makes {info.get('max_connections')} posts at once, not {MAX_CONNECTIONS}"
        yield look(what, how, "Restart `linli run`, which says how many")


def _went(bot: Hooked, info: dict[str, Any], at: datetime) -> Iterator[Finding]:
    what, pending = f"{bot.what} webhook", _pending(info)
    seconds = info.get("last_error_date")
    if isinstance(seconds, int):
        ago = at - datetime.fromtimestamp(seconds, UTC)
        words = str(info.get("last_error_message") or "no reason given")
        if ago < RECENT:
            how = f"a post failed {age(ago)} ago, {pending} updates wait: {words}"
            found = broken if pending else look
            yield found(what, how, _hint(words))
            return
    if pending > MANY_PENDING:
        yield look(what, f"{pending} updates wait at Telegram", "Is `linli run` active?")


def _port(address: str) -> int:
    try:
        return urlsplit(address).port or 443
    except ValueError:
        return 0


def _hint(words: str) -> str:
    said = words.lower()
    return next((hint for sign, hint in _HINTS if sign in said), "See the log of `linli run`")


def _pending(info: dict[str, Any]) -> int:
    return int(info.get("pending_update_count") or 0)
