"""Three platforms, each with its crowd: how somebody fares there, what came, who was answered."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from random import Random
from time import time
from typing import Any, ClassVar

from tests.acceptance.broadcast import somebody
from tests.acceptance.fleet import Fleet
from tests.acceptance.wechat_story import account_of
from tests.acceptance.wecom_story import app_of
from tests.broadcasting import WORDS
from tests.telegram_api import BotApi
from tests.telegram_api import Wrong as TelegramWrong
from tests.wechat_api import WeChatApi, Wrong
from tests.wechat_api.faults import DOUBTFUL
from tests.wechat_api.state import Window
from tests.wecom_api import WeComApi

#: how long a platform takes to answer a call, so that some are under way at any moment
TAKES_SECONDS = 0.1
#: members of WeCom in one call, so that there are many
BATCH = 5
#: as long as WeChat lets an account write to somebody
OPEN = timedelta(hours=48)
#: what everybody reads of the notice, however it is drawn
NEWS = WORDS.splitlines()[0]
ANSWER = "有事要帮忙"


class Fate(StrEnum):
    """What is in store for the message to somebody."""

    FINE = "fine"
    #: the first try fails, and we are told so
    TRIED_AGAIN = "tried again"
    #: nobody can know whether it came
    DOUBTFUL = "doubtful"
    BLOCKED = "blocked"
    REJECTED = "rejected"
    #: nothing may be said to her before she speaks
    CLOSED = "closed"


class Platform:
    """One of them. Moments are seconds of Unix time."""

    channel: ClassVar[str]
    #: what may befall somebody there, besides being fine
    fates: ClassVar[Sequence[Fate]]
    #: the stand-in
    api: Any
    #: the addresses of those whom the notice is for
    crowd: list[str]

    def writer(self, n: int) -> str:
        """The address of the n-th of those who write meanwhile, of whom nobody knows yet."""
        return f"Writer{n}"

    def meets(self, address: str, fate: Fate, chance: Random) -> None:
        """This is in store for somebody of the crowd."""

    def in_doubtful_calls(self) -> set[str]:
        """The addresses of all who were in a call of which nobody can know what became of it."""
        return set()

    def disturb(self) -> None:
        """From now on posts come twice, or what the desk answers is not heard, now and then."""

    def arrived(self) -> Counter[str]:
        """How often the notice came to each address."""
        return Counter(each for each, _at, text in self.heard() if NEWS in text)

    def answers(self) -> dict[str, list[float]]:
        """When each address was answered what it asked."""
        found: defaultdict[str, list[float]] = defaultdict(list)
        for address, at, text in self.heard():
            if ANSWER in text:
                found[address].append(at)
        return found

    def heard(self) -> list[tuple[str, float, str]]:
        """Everything that anybody has been shown: who, when, what."""
        raise NotImplementedError

    async def asks(self, address: str, words: str) -> None:
        """Somebody writes."""
        raise NotImplementedError


class Telegram(Platform):
    """A bot."""

    channel = "telegram"
    fates = (Fate.TRIED_AGAIN, Fate.DOUBTFUL, Fate.BLOCKED, Fate.REJECTED)

    def __init__(self, api: BotApi, crowd: int) -> None:
        """`crowd` people have started it."""
        self.api, self.crowd = api, [str(each) for each in api.crowd(crowd)]
        self._ahead = time() - api.state.times.seconds()

    def writer(self, n: int) -> str:
        """A number, as all have there."""
        return str(1_001 + n)

    def meets(self, address: str, fate: Fate, chance: Random) -> None:
        """As its stand-in can do it."""
        chat, wrong = int(address), TelegramWrong
        match fate:
            case Fate.TRIED_AGAIN:
                self.api.faults.add(chance.choice([wrong.BROKEN, wrong.GATEWAY]), chat=chat)
            case Fate.DOUBTFUL:
                kind = chance.choice([wrong.DROPPED, wrong.LOST, wrong.HELD])
                self.api.faults.add(kind, chat=chat, seconds=1)
            case Fate.BLOCKED:
                self.api.chat(chat).blocked = True
            case Fate.REJECTED:
                self.api.faults.add(wrong.BAD, chat=chat, times=0)

    def disturb(self) -> None:
        """Its calls take a moment, besides."""
        self.api.faults.add(TelegramWrong.TWICE, share=0.1)
        self.api.faults.add(TelegramWrong.UNHEARD, share=0.1)
        self.api.faults.add(TelegramWrong.SLOW, times=0, seconds=TAKES_SECONDS)

    def heard(self) -> list[tuple[str, float, str]]:
        """By calls, and in answers to posts."""
        return [
            (str(each.chat), each.at + self._ahead, str(each.params.get("text", "")))
            for each in self.api.calls
            if each.carried_out
        ]

    async def asks(self, address: str, words: str) -> None:
        """Write to the bot."""
        person = self.api.people.get(int(address))
        (person or somebody(self.api, int(address), "居")).say(words)


class _Tencent(Platform):
    """What WeChat and WeCom have in common."""

    again: ClassVar[Sequence[Wrong]] = (Wrong.BUSY, Wrong.BROKEN, Wrong.EXPIRED)
    path: ClassVar[str]

    def meets(self, address: str, fate: Fate, chance: Random) -> None:
        """As its stand-in can do it."""
        if fate is Fate.TRIED_AGAIN:
            self._fails(address, chance.choice(self.again))
        if fate is Fate.DOUBTFUL:
            self._fails(address, chance.choice([Wrong.DROPPED, Wrong.LOST, Wrong.LOST, Wrong.HELD]))

    def disturb(self) -> None:
        """Everybody's first post, and some of the further ones."""
        self.api.faults.add(Wrong.TWICE, every=3)
        self.api.faults.add(Wrong.UNHEARD, every=2)

    def _fails(self, address: str, kind: Wrong) -> None:
        self.api.faults.add(kind, path=self.path, to=address)

    def heard(self) -> list[tuple[str, float, str]]:
        """As it looks in the chats."""
        chats = self.api.state.chats.items()
        return [(who, each.at.timestamp(), each.text) for who, c in chats for each in c.heard]


class WeChat(_Tencent):
    """A verified service account."""

    channel = "wechat"
    fates = (Fate.TRIED_AGAIN, Fate.DOUBTFUL, Fate.BLOCKED, Fate.CLOSED)
    again = (*_Tencent.again, Wrong.BAD_TOKEN)
    path = "message/custom/send"

    def __init__(self, api: WeChatApi, crowd: int) -> None:
        """`crowd` people follow it and have written a moment ago."""
        self.api, self.crowd = api, [f"oFollower{n}" for n in range(crowd)]
        for each in self.crowd:
            windows = api.follower(each).chat.windows
            windows.append(Window(5, datetime.now(UTC) + OPEN))

    def meets(self, address: str, fate: Fate, chance: Random) -> None:
        """Who is blocked is not known there any more; who is closed, we may not know yet."""
        if fate is Fate.BLOCKED:
            del self.api.state.chats[address]
        elif fate is Fate.CLOSED:
            self._fails(address, chance.choice([Wrong.CLOSED, Wrong.USED_UP]))
        else:
            super().meets(address, fate, chance)

    async def asks(self, address: str, words: str) -> None:
        """Write to the account."""
        await self.api.follower(address).says(words)


class WeCom(_Tencent):
    """A self-built app."""

    channel = "wecom"
    fates = (Fate.TRIED_AGAIN, Fate.DOUBTFUL, Fate.BLOCKED, Fate.REJECTED)
    path = "message/send"

    def __init__(self, api: WeComApi, crowd: int) -> None:
        """`crowd` members may use it."""
        self.api, self.crowd = api, [f"Member{n}" for n in range(crowd)]
        for each in self.crowd:
            api.member(each)

    def meets(self, address: str, fate: Fate, chance: Random) -> None:
        """Who is blocked is outside of its range; who has no licence is shown nothing."""
        chat = self.api.state.chats[address]
        if fate is Fate.BLOCKED:
            chat.is_visible = False
        elif fate is Fate.REJECTED:
            chat.is_licensed = False
        else:
            super().meets(address, fate, chance)

    def in_doubtful_calls(self) -> set[str]:
        """One call is to several."""
        doubtful = [each for each in self.api.faults.planned if each.kind in DOUBTFUL]
        return {who for each in doubtful for to in each.struck_to for who in to.split("|")}

    async def asks(self, address: str, words: str) -> None:
        """Write to the app."""
        await self.api.member(address).says(words)


def settings_of(wechat: WeChatApi, wecom: WeComApi, pace: int) -> dict[str, str]:
    """What stands in the environment of a desk that has both; `pace` is calls a second of each."""
    sections = {"wechat": account_of(wechat), "wecom": {**app_of(wecom), "batch": BATCH}}
    return {
        f"LINLI_{section}__{name}".upper(): str(value)
        for section, settings in sections.items()
        for name, value in {**settings, "pace": pace}.items()
    }


def post_to(fleet: Fleet, wechat: WeChatApi, wecom: WeComApi) -> None:
    """From now on both post to the fleet's front."""
    wechat.callback = f"{fleet.front.url}/wechat"
    wecom.callback = f"{fleet.front.url}/wecom"
