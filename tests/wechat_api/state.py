"""What the stand-in knows: the account, its tokens, its followers and their windows."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.channels.wechat.posting import APPID, KEY, TOKEN
from tests.transcript import MONDAY

#: a token is good so long, and the one before it a little longer
TOKEN_SECONDS = 7200
OLD_TOKEN = timedelta(minutes=5)
#: since June 2023: what a message, and what a tap opens
MESSAGE = (5, timedelta(hours=48))
TAP = (3, timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Notice:
    """A template that people agree to: its fields, and whether a yes lasts (长期订阅)."""

    content: str
    lasts: bool = False

    @property
    def fields(self) -> set[str]:
        """The names of its fields."""
        return set(re.findall(r"\{\{(\w+)\.DATA\}\}", self.content))


#: what the account has of them
SUBSCRIPTIONS = {
    "SUB-once": Notice("事项：{{thing1.DATA}}\n时间：{{time2.DATA}}"),
    "SUB-lasts": Notice("事项：{{thing1.DATA}}", lasts=True),
}


@dataclass(frozen=True)
class Setup:
    """How one stand-in is made."""

    now: Callable[[], datetime] = lambda: MONDAY
    appid: str = APPID
    secret: str = "a-secret-of-tests"
    token: str = TOKEN
    aes_key: str = KEY
    mode: str = "safe"
    account: str = "service"
    #: seconds between a call that was carried out and its answer
    takes: float = 0


@dataclass(slots=True)
class Window:
    """So many messages, until then."""

    left: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody has been shown: how it came, and when."""

    text: str
    way: str
    at: datetime
    #: the caller does not know that it arrived
    untold: bool = False


@dataclass(slots=True)
class Chat:
    """One follower's chat."""

    openid: str
    follows: bool = True
    windows: list[Window] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    #: templates of which WeChat has not told that they were taken back
    taken_back: set[str] = field(default_factory=set)
    #: template -> how many notices she still allows; of one that lasts, whether
    allows: Counter[str] = field(default_factory=Counter)

    def open(self, count: int, lasts: timedelta, at: datetime) -> None:
        """She did something. A message opens its window anew; taps add theirs."""
        if lasts == MESSAGE[1]:
            self.windows = [each for each in self.windows if each.until - at <= TAP[1]]
        self.windows.append(Window(count, at + lasts))

    def agree(self, template: str) -> None:
        """Once more, or for good."""
        self.allows[template] = 1 if SUBSCRIPTIONS[template].lasts else self.allows[template] + 1

    def take(self, template: str) -> bool:
        """One notice goes, if she allows it."""
        allowed = self.allows[template] > 0
        if allowed and not SUBSCRIPTIONS[template].lasts:
            self.allows[template] -= 1
        return allowed

    def spend(self, at: datetime) -> int:
        """Take one message out of a window; the error code where there is none."""
        open_now = [each for each in self.windows if each.until > at]
        if not open_now:
            return 45015
        for each in sorted(open_now, key=lambda each: each.until):
            if each.left > 0:
                each.left -= 1
                return 0
        return 45047


@dataclass(slots=True)
class State:
    """All of it."""

    setup: Setup
    chats: dict[str, Chat] = field(default_factory=dict)
    #: token -> when it ends
    tokens: dict[str, datetime] = field(default_factory=dict)
    newest: str = ""
    #: what signs pages
    ticket: str = "kgt8ON7yVITDhtdwci0qeQ"
    #: tokens that calls were refused for by plan: another one may be fetched at once
    spoiled: set[str] = field(default_factory=set)
    fetched: int = 0
    calls: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    menu: dict[str, object] = field(default_factory=dict)

    def new_token(self, force: bool) -> tuple[str, int]:
        """As stable_token: the same while it is good, and how long it is good."""
        at = self.setup.now()
        self.fetched += 1
        ends = self.tokens.get(self.newest)
        good = ends is not None and ends - at > OLD_TOKEN
        if good and not force and self.newest not in self.spoiled:
            self.violations.append("a token was fetched while there was a good one")
            assert ends is not None
            return self.newest, int((ends - at).total_seconds())
        if self.newest:
            self.tokens[self.newest] = at if force else min(ends or at, at + OLD_TOKEN)
        self.newest = f"token-{self.fetched}-{'x' * 120}"
        self.tokens[self.newest] = at + timedelta(seconds=TOKEN_SECONDS)
        return self.newest, TOKEN_SECONDS

    def check_token(self, token: str) -> int:
        """0, or the code that says what is wrong with it."""
        ends = self.tokens.get(token)
        if ends is None:
            return 40001
        return 0 if ends > self.setup.now() else 42001
