"""What the stand-in knows: the app, its tokens, its members, what they are shown, its cards."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.channels.wechat.posting import KEY, TOKEN
from tests.transcript import MONDAY

SEND = "message/send"
TOKEN_SECONDS = 7200
CODE_LASTS = timedelta(hours=72)


@dataclass(frozen=True)
class Setup:
    """How one stand-in is made. `appid` is what its posts are sealed for: the company."""

    now: Callable[[], datetime] = lambda: MONDAY
    appid: str = "ww5823bf96d3bd56c7"
    secret: str = "a-secret-of-an-app"
    agentid: int = 1000002
    token: str = TOKEN
    aes_key: str = KEY
    mode: str = "safe"
    #: messages to one member in a minute; the next one is dropped without a word
    per_minute: int = 30
    per_hour: int = 1000
    #: seconds between a call that was carried out and its answer
    takes: float = 0


@dataclass(slots=True)
class Shown:
    """One message in a member's chat, as it looks now."""

    text: str
    way: str
    at: datetime
    #: label and key; none of them can be pressed when `grey` stands there instead
    buttons: list[tuple[str, str]] = field(default_factory=list)
    grey: str = ""
    task: str = ""
    #: the caller does not know that it arrived
    untold: bool = False


@dataclass(slots=True)
class Chat:
    """One member's chat with the app."""

    userid: str
    #: in the directory, and in the app's visible range
    is_visible: bool = True
    is_licensed: bool = True
    heard: list[Shown] = field(default_factory=list)
    lately: deque[datetime] = field(default_factory=deque)

    def hear(self, shown: Shown, setup: Setup, violations: list[str]) -> bool:
        """Show it, unless it were one too many: that is dropped without a word."""
        while self.lately and shown.at - self.lately[0] >= timedelta(hours=1):
            self.lately.popleft()
        minute = shown.at - timedelta(minutes=1)
        if sum(at > minute for at in self.lately) >= setup.per_minute:
            violations.append(f"{self.userid} got more than {setup.per_minute} in a minute")
            return False
        if len(self.lately) >= setup.per_hour:
            violations.append(f"{self.userid} got more than {setup.per_hour} in an hour")
            return False
        self.lately.append(shown.at)
        self.heard.append(shown)
        return True


@dataclass(slots=True)
class Code:
    """What changes a card, once."""

    shown: Shown
    until: datetime
    is_used: bool = False


@dataclass(slots=True)
class Department:
    """A part of the company, and who is in it, but for those in the parts below."""

    name: str
    above: int
    userids: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Tag:
    """A mark of members and whole departments; one that is hidden is listed, and no more."""

    name: str
    userids: set[str] = field(default_factory=set)
    departments: set[int] = field(default_factory=set)
    is_hidden: bool = False


@dataclass(slots=True)
class State:
    """All of it."""

    setup: Setup
    chats: dict[str, Chat] = field(default_factory=dict)
    tokens: dict[str, datetime] = field(default_factory=dict)
    newest: str = ""
    #: tokens that calls were refused for by plan: another one may be fetched at once
    spoiled: set[str] = field(default_factory=set)
    fetched: int = 0
    tasks: set[str] = field(default_factory=set)
    codes: dict[str, Code] = field(default_factory=dict)
    #: what was sent with a duplicate check, and what it was answered with
    checked: dict[str, tuple[datetime, dict[str, Any]]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    departments: dict[int, Department] = field(default_factory=dict)
    tags: dict[int, Tag] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)

    def new_token(self) -> tuple[str, int]:
        """As gettoken: the same while it is good."""
        at = self.setup.now()
        self.fetched += 1
        ends = self.tokens.get(self.newest)
        if ends is not None and ends > at and self.newest not in self.spoiled:
            self.violations.append("a token was fetched while there was a good one")
            return self.newest, int((ends - at).total_seconds())
        self.newest = f"token-{self.fetched}-{'x' * 200}"
        self.tokens[self.newest] = at + timedelta(seconds=TOKEN_SECONDS)
        return self.newest, TOKEN_SECONDS

    def check_token(self, token: str) -> int:
        """0, or the code that says what is wrong with it."""
        ends = self.tokens.get(token)
        if ends is None or token in self.spoiled:
            return 40014
        return 0 if ends > self.setup.now() else 42001

    def new_code(self, shown: Shown) -> str:
        """A code for a card."""
        code = f"code-{len(self.codes)}-{'y' * 24}"
        self.codes[code] = Code(shown, self.setup.now() + CODE_LASTS)
        return code

    def chat_of(self, userid: str) -> Chat | None:
        """Ids are the same in small letters."""
        return next((c for c in self.chats.values() if c.userid.lower() == userid.lower()), None)
