"""Where updates are posted to, and what Telegram would say about it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from telegram.constants import WebhookLimit

from tests.telegram_api.refusing import Refused, wrong
from tests.telegram_api.state import State
from tests.telegram_api.updates import Update

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_PORTS = {443, 80, 88, 8443}
_SET = "terminated by setWebhook request"


@dataclass
class Hook:
    """A webhook that is set."""

    url: str
    secret: str = ""
    connections: int = 40


class Webhook:
    """One bot's webhook, or none."""

    def __init__(self, state: State) -> None:
        """None is set."""
        self._state = state
        self.hook: Hook | None = None
        self.last_error = ""
        self.last_error_at = 0
        #: takes an update to be posted
        self.post: Callable[[Update], None] = lambda _update: None
        #: told when the webhook was set or taken away
        self.changed: Callable[[], None] = lambda: None
        self.methods: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
            "setWebhook": self.set,
            "deleteWebhook": self.delete,
            "getWebhookInfo": self.info,
        }

    def set(self, values: Mapping[str, Any]) -> object:
        """setWebhook."""
        url = values["url"]
        if not url:
            return self.delete(values)
        _check_url(url)
        secret = values.get("secret_token", "")
        if "secret_token" in values and not _SECRET.fullmatch(secret):
            raise wrong("secret token contains unallowed characters")
        connections = values.get("max_connections", 40)
        least, most = WebhookLimit.MIN_CONNECTIONS_LIMIT, WebhookLimit.MAX_CONNECTIONS_LIMIT
        if not least <= connections <= most:
            raise wrong(f"max_connections {connections} is not between 1 and 100")
        updates = self._state.updates
        updates.allow(values.get("allowed_updates"))
        if values.get("drop_pending_updates"):
            updates.forget()
        updates.end_poll(_SET)
        self.hook = Hook(url, secret, connections)
        updates.post = self.post
        self.changed()
        for each in list(updates.pending.values()):
            self.post(each)
        return True

    def delete(self, values: Mapping[str, Any]) -> object:
        """deleteWebhook."""
        updates = self._state.updates
        if values.get("drop_pending_updates"):
            updates.forget()
        self.hook, updates.post = None, None
        self.changed()
        return True

    def info(self, values: Mapping[str, Any]) -> object:
        """getWebhookInfo."""
        updates = self._state.updates
        made: dict[str, Any] = {
            "url": self.hook.url if self.hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(updates.pending),
            "allowed_updates": sorted(updates.allowed),
        }
        if self.hook:
            made["max_connections"] = self.hook.connections
            made["ip_address"] = "127.0.0.1"
        if self.last_error:
            made["last_error_date"] = self.last_error_at
            made["last_error_message"] = self.last_error
        return made

    def failed(self, why: str) -> None:
        """A post was not taken."""
        self.last_error, self.last_error_at = why, self._state.times.date
        self._state.changes.tell()


def is_loopback(url: str) -> bool:
    """Whether it leads to this machine; nothing is ever posted to another."""
    return urlsplit(url).hostname in _LOOPBACK


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if is_loopback(url) and parts.scheme in {"http", "https"}:
        return
    if parts.scheme != "https":
        raise _bad("An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in _PORTS:
        raise _bad("Webhook can be set up only on ports 80, 88, 443 or 8443")


def _bad(reason: str) -> Refused:
    return wrong(f"bad webhook: {reason}")
