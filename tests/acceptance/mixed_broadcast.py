"""One notice to people of several channels, those who write meanwhile, and what is done to it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from time import time

from sqlalchemy import func, insert, select, update

from models.contact import Contact
from models.database import Database
from models.outbox import GaveUp, Lane, Outbox, OutboxState
from models.push_window import Opens, PushWindow
from tests.acceptance.broadcast import (
    CATCHING_UP_SECONDS,
    HELP,
    WRITERS,
    Size,
    somebody,
)
from tests.acceptance.broadcast_rows import Chat, fill, under_way
from tests.acceptance.fleet import Plan, Running, fleet_at
from tests.acceptance.forking import Forking
from tests.acceptance.mixed_platforms import (
    OPEN,
    TAKES_SECONDS,
    Fate,
    Platform,
    Telegram,
    WeChat,
    WeCom,
    post_to,
    settings_of,
)
from tests.acceptance.one_notice import PATIENCE, OneNotice, asking
from tests.telegram_api import BotApi, Options, Setup, Waits
from tests.wechat_api import Setup as WeChatSetup
from tests.wechat_api import WeChatApi
from tests.wecom_api import Setup as WeComSetup
from tests.wecom_api import WeComApi

#: one in so many has a page open and no other chat
ON_THE_WEB = 20
#: one in so many has something other than a smooth message in store, of each kind
UNLUCKY = 100
#: what a frozen process has written to its connections has arrived after this
ARRIVES_SECONDS = 0.2
_UNDER_WAY = (OutboxState.DUE, OutboxState.LEASED, OutboxState.SENDING)


@dataclass(kw_only=True)
class MixedBroadcast(OneNotice):
    """One notice on its way. Moments are seconds of Unix time."""

    platforms: list[Platform]
    #: all it is meant for, and what is in store for whom
    meant: list[Chat]
    fates: dict[Chat, Fate]
    asked: list[tuple[Chat, float]] = field(default_factory=list)

    async def done(self, count: int) -> None:
        """Wait until it is over for so many people, whatever became of it."""
        async with asyncio.timeout(PATIENCE):
            while await asyncio.to_thread(over_for, self.db) < count:  # noqa: ASYNC110 - no news
                await asyncio.sleep(0.1)

    async def loses(self, desk: Running) -> None:
        """It is killed, and another one comes. What it had under way is written down exactly."""
        began = time()
        desk.freeze()
        await asyncio.sleep(ARRIVES_SECONDS)
        self.deaths.append(await asyncio.to_thread(under_way, self.db, desk.pid))
        await self.fleet.lose(desk)
        await self.fleet.grow()
        self.gaps.append((began, time() + CATCHING_UP_SECONDS))

    async def over(self) -> None:
        """All is said that can be; the time of what waits for a word of hers runs out then."""
        await self.done(len(self.meant))
        await asyncio.to_thread(run_out, self.db)
        await self.coordinator.reads("发完了", PATIENCE)


def people_writing(broadcast: MixedBroadcast) -> AbstractAsyncContextManager[None]:
    """Ten people a second ask something while the block lasts, on each platform in turn."""
    turns = cycle((each, n) for n in range(WRITERS) for each in broadcast.platforms)

    async def ask(_nth: int) -> None:
        platform, n = next(turns)
        address = platform.writer(n)
        broadcast.asked.append(((platform.channel, address), time()))
        await platform.asks(address, HELP)

    return asking(ask)


@asynccontextmanager
async def a_mixed_broadcast(
    forking: Forking, url: str, folder: Path, size: Size, seed: int
) -> AsyncIterator[MixedBroadcast]:
    """The desk is open on all channels and everybody is known; the notice is not written yet.

    `size.pace` is that of each platform.
    """

    def now() -> datetime:
        return datetime.now(UTC)

    setup = Setup(rates=size.rates, seed=seed, options=Options(waits=Waits(most=0.2)))
    crowd = (size.chats - size.chats // ON_THE_WEB) // 3
    async with (
        BotApi(setup) as bot,
        WeChatApi(WeChatSetup(now=now, takes=TAKES_SECONDS)) as wechat,
        WeComApi(WeComSetup(now=now, takes=TAKES_SECONDS)) as wecom,
    ):
        more = settings_of(wechat, wecom, size.pace)
        more |= {"LINLI_TELEGRAM__PACE": str(size.pace), "LINLI_TELEGRAM__CHAT_PACE": "1"}
        async with fleet_at(forking, bot, Plan(url, folder, more=more), size.processes) as fleet:
            post_to(fleet, wechat, wecom)
            platforms = [Telegram(bot, crowd), WeChat(wechat, crowd), WeCom(wecom, crowd)]
            chance = Random(seed)  # noqa: S311 - it comes again
            fates = _fates(platforms, chance)
            web = [("web", f"page{n}") for n in range(size.chats - 3 * crowd)]
            meant = [*fates, *web]
            fates |= dict.fromkeys(web, Fate.FINE)
            chance.shuffle(meant)
            coordinator = somebody(bot, 1, "孙丽")
            chats = [("telegram", str(coordinator.id)), *meant]
            await asyncio.to_thread(fill, fleet.db, chats, now())
            await asyncio.to_thread(_open_windows, fleet.db, fates)
            yield MixedBroadcast(
                fleet=fleet,
                coordinator=coordinator,
                chance=chance,
                platforms=platforms,
                meant=meant,
                fates=fates,
            )


def _fates(platforms: Sequence[Platform], chance: Random) -> dict[Chat, Fate]:
    """Chance decides for everybody, once; the platforms know."""
    found: dict[Chat, Fate] = {}
    for platform in platforms:
        many = len(platform.crowd) // UNLUCKY * len(platform.fates)
        unlucky = chance.sample(platform.crowd, many)
        mine = dict.fromkeys(platform.crowd, Fate.FINE)
        mine |= dict(zip(unlucky, cycle(platform.fates), strict=False))
        for address, fate in mine.items():
            platform.meets(address, fate, chance)
            found[platform.channel, address] = fate
        platform.disturb()
    return found


def _open_windows(db: Database, fates: dict[Chat, Fate]) -> None:
    """Everybody at WeChat has written just now; of every second closed one we know that not."""
    until = datetime.now(UTC) + OPEN
    closed = [address for (_channel, address), fate in fates.items() if fate is Fate.CLOSED]
    unknown = set(closed[::2])
    theirs = select(Contact.id, Contact.community_id, Contact.address).where(
        Contact.address.like("oFollower%")
    )
    with db.patient.begin() as rows:
        found = [each for each in rows.execute(theirs).all() if each.address not in unknown]
        windows = [
            {
                "community_id": each.community_id,
                "contact_id": each.id,
                "kind": Opens.MESSAGE,
                "left": 5,
                "until": until,
            }
            for each in found
        ]
        rows.execute(insert(PushWindow), windows)
        ids = [each.id for each in found]
        rows.execute(update(Contact).where(Contact.id.in_(ids)).values(window_until=until))


def over_for(db: Database) -> int:
    """For how many the notice is over, or waits for a word of theirs."""
    over = Outbox.state.not_in(_UNDER_WAY) | Outbox.reason.is_not(None)
    with db.read.connect() as rows:
        return rows.scalar(select(func.count()).where(Outbox.lane == Lane.BULK, over)) or 0


def run_out(db: Database) -> None:
    """The time of what could not be said is over."""
    held = (Outbox.state == OutboxState.DUE) & (Outbox.reason == GaveUp.NO_WINDOW)
    with db.patient.begin() as rows:
        over = datetime.now(UTC) - timedelta(seconds=1)
        rows.execute(update(Outbox).where(held).values(due_at=over))
