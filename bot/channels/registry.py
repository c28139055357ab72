"""Every channel by name: what opens its accounts, given the settings and tools of one process.

A channel without credentials opens none, and is off.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from starlette.routing import BaseRoute

from bot.channels.contract import Channel
from bot.channels.webchat import WebChat
from bot.clock import Surroundings
from bot.config import Settings
from bot.receiving import Receiver
from bot.running import Runner
from bot.web.hub import Hub
from models.database import Database


@dataclass(frozen=True, slots=True)
class Tools:
    """What a channel may need to speak, besides its own settings."""

    settings: Settings
    db: Database
    runner: Runner
    hub: Hub
    around: Surroundings


@dataclass(frozen=True, slots=True)
class Ears:
    """What a channel may need to listen: for which account, and who takes what it hears."""

    account_id: int
    community_id: int
    receiver: Receiver
    tools: Tools
    #: the name under which this process holds what is its own for a while
    owner: str
    session_key: bytes
    #: waits until one more call of this account may go
    turn: Callable[[], Awaitable[None]]
    #: the platform asked to leave the chat of this address alone for so many seconds
    told_to_wait: Callable[[str, float], Awaitable[None]]
    #: waits until one more call may go to the chat of this address; False when that would take
    #: more than so many seconds
    may_call: Callable[[str, float], Awaitable[bool]]


class Listening(Protocol):
    """A channel that hears by itself: by routes of its own, or by asking its platform."""

    def routes(self) -> Sequence[BaseRoute]:
        """Where its platform posts."""

    async def start(self) -> None:
        """Begin; neither fails nor waits when the platform is away."""

    async def stop(self) -> None:
        """Take nothing more, and end what is under way."""


@dataclass(frozen=True, slots=True)
class Line:
    """One account: how it speaks and, unless the web pages hear for it, how it listens."""

    channel: Channel
    #: the community it is for, by name; empty for the first
    community: str = ""
    listen: Callable[[Ears], Listening] | None = None
    #: its platform is abroad, and nothing is used before she has agreed to that
    asks_first: bool = False
    #: where people agree to be told first, on a platform that asks for that
    asks_at: str = ""


def web(tools: Tools) -> dict[str, Line]:
    """The web chat; always on."""
    return {"main": Line(WebChat(tools.db, tools.runner, tools.hub))}


def telegram(tools: Tools) -> dict[str, Line]:
    """The bots that have a token."""
    bots = tools.settings.telegram.named()
    if not bots:
        return {}
    from bot.channels.telegram.opening import open_bot  # its library takes a second to load

    return {name: open_bot(tools, name, account) for name, account in bots.items()}


def wechat(tools: Tools) -> dict[str, Line]:
    """The Official Accounts that have an appid."""
    accounts = tools.settings.wechat.named()
    if not accounts:
        return {}
    from bot.channels.wechat.opening import open_account  # its library takes a moment to load

    return {name: open_account(tools, name, account) for name, account in accounts.items()}


def wecom(tools: Tools) -> dict[str, Line]:
    """The apps that have a corpid."""
    apps = tools.settings.wecom.named()
    if not apps:
        return {}
    from bot.channels.wecom.opening import open_app  # its library takes a moment to load

    return {name: open_app(tools, name, account) for name, account in apps.items()}


#: the channel's name -> what opens its accounts, by their names
CHANNELS: dict[str, Callable[[Tools], dict[str, Line]]] = {
    "web": web,
    "telegram": telegram,
    "wechat": wechat,
    "wecom": wecom,
}
