"""The one place that chooses real things, and starts and stops the loops of one process."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

import structlog
from sqlalchemy import select

from bot import leftovers, nightly, pictures
from bot.bookkeeping import Bookkeeping
from bot.calling_up import CallingUp
from bot.channels.contract import Channel
from bot.channels.registry import CHANNELS, Ears, Line, Listening, Tools
from bot.channels.sms import sending as texting
from bot.channels.sms.sending import Texting
from bot.config import Settings
from bot.delivery import Delivery
from bot.expanding import Expander
from bot.fetching import TICK_SECONDS, Fetching
from bot.ground import Ground
from bot.keeping import Keeping
from bot.leftovers import Leftovers
from bot.one_answer import OneAnswer
from bot.presence import Presence
from bot.receiving import Receiver
from bot.running import Runner
from bot.scheduling import Scheduler
from bot.storage import Storage
from bot.taking_back import take_back
from bot.turns import Turns
from bot.web.hub import Hub
from bot.web.moving import TRIES
from bot.web.pace import Pace
from bot.web.site import Site, make_pages
from handlers.desk import LinliDesk
from handlers.engine.hearer import Abroad
from handlers.overseas import abroad
from handlers.understand import ready
from models.account import Account, ensure_account, only_on
from models.community import Community, home_community
from models.lore import Lore
from models.migrate import is_current, one_at_a_time

log = structlog.get_logger()


@dataclass(frozen=True)
class Process:
    """One running process: everything that takes messages in and brings them out."""

    ground: Ground
    presence: Presence
    runner: Runner
    hub: Hub
    delivery: Delivery
    receiver: Receiver
    scheduler: Scheduler
    fetching: Fetching
    site: Site
    channels: dict[int, Channel]
    listening: list[Listening]


def _get_ready() -> None:
    """What takes a moment once, before the first message comes."""
    pictures.get_ready()
    ready.get_ready()


def build(ground: Ground) -> Process:
    """Put one process together on a prepared database."""
    db, around, settings = ground.db, ground.around, ground.settings
    owner = f"{os.uname().nodename[:20]}-{os.getpid()}-{around.token()[:8]}"
    presence, runner, hub = Presence(db, owner), Runner(db), Hub()
    _get_ready()
    tools = Tools(settings, db, runner, hub, around)
    opened = _open(tools)
    channels = {account.id: line.channel for account, line in opened}
    delivery = Delivery(db, runner, channels, around, owner, settings.limits.bulk_per_week)
    turns = Turns(db, LinliDesk(), around, owner, _abroad(settings, opened))
    turns.one_answer = OneAnswer(channels, around.token, Lore())
    receiver = Receiver(db, runner, turns, delivery, around)
    ears = partial(_ears, ground, receiver=receiver, delivery=delivery, tools=tools, owner=owner)
    listening = [line.listen(ears(account)) for account, line in opened if line.listen is not None]
    site = _site(ground, runner, receiver, hub, opened[0][0])
    scheduler = Scheduler(db, runner, receiver, delivery, around, presence)
    _announce(ground, runner, delivery, scheduler)
    storage = Storage(settings.storage.path, db.vault)
    fetching = Fetching(db, runner, channels, storage, around)
    scheduler.also(TICK_SECONDS, fetching.tick)
    for nights in (Keeping, Bookkeeping):
        scheduler.also(nightly.TICK_SECONDS, nights(db, runner, around, owner).tick)
    scheduler.also(leftovers.TICK_SECONDS, Leftovers(db, runner, storage, around).tick)
    return Process(
        ground,
        presence,
        runner,
        hub,
        delivery,
        receiver,
        scheduler,
        fetching,
        site,
        channels,
        listening,
    )


def _announce(ground: Ground, runner: Runner, delivery: Delivery, scheduler: Scheduler) -> None:
    """Notices to many, and text messages where a gateway is configured."""
    db, around, sms = ground.db, ground.around, ground.settings.sms
    expander = Expander(db, runner, around, delivery.look, CallingUp(bool(sms.url)))
    scheduler.also(1, expander.expand)
    scheduler.also(5, expander.end)
    if sms.url:
        scheduler.also(texting.TICK_SECONDS, Texting(db, runner, around, sms).tick)


def _ears(
    ground: Ground,
    account: Account,
    receiver: Receiver,
    delivery: Delivery,
    tools: Tools,
    owner: str,
) -> Ears:
    return Ears(
        account.id,
        account.community_id,
        receiver,
        tools,
        owner,
        ground.keys.session_key,
        partial(delivery.pacer.turn, account.id),
        partial(delivery.peace.told_to_wait, account.id),
        partial(delivery.peace.may_call, account.id),
    )


def _abroad(settings: Settings, opened: list[tuple[Account, Line]]) -> dict[int, Abroad]:
    """What people are asked to agree to first, by the account they write to."""
    url = settings.web.public_url and settings.web.public_url.rstrip("/") + "/chat"
    asked = {a.id: abroad(a.channel, url) for a, line in opened if line.asks_first}
    return {account_id: each for account_id, each in asked.items() if each is not None}


def _open(tools: Tools) -> list[tuple[Account, Line]]:
    """Every account that is on, with its row; the web chat first."""
    opened = []
    with one_at_a_time(tools.db.patient), tools.db.session() as session:
        for channel, lines in ((name, opens(tools)) for name, opens in CHANNELS.items()):
            for name, line in lines.items():
                community = home_community(session)
                if line.community:
                    community = session.scalars(
                        select(Community).filter_by(name=line.community)
                    ).one()
                account = ensure_account(session, community, channel, name)
                account.reaches = line.channel.reaches
                account.asks_at = line.asks_at
                account.pace = line.channel.pace.calls if line.channel.pace else account.pace
                opened.append((account, line))
        session.flush()  # what was learnt of the last one, too
        only_on(session, [account for account, _line in opened])
        session.expunge_all()
    return opened


def _site(ground: Ground, runner: Runner, receiver: Receiver, hub: Hub, account: Account) -> Site:
    db, around = ground.db, ground.around
    return Site(
        ground.settings,
        db,
        runner,
        receiver,
        hub,
        around,
        ground.keys.session_key,
        account.id,
        account.community_id,
        make_pages(),
        Pace(around.now),
        Pace(around.now, TRIES, TRIES / 600),
        lambda: is_current(db.read),
    )


@asynccontextmanager
async def running(process: Process) -> AsyncIterator[None]:
    """Take back what a dead process left, then run the loops while the block lasts."""
    ground = process.ground
    process.presence.begin()
    dead = None if ground.db.is_sqlite else process.presence.dead()
    untried, in_doubt = take_back(ground.db, ground.around.now(), dead)
    if untried or in_doubt:
        log.warning("took rows back at start", untried=untried, in_doubt=in_doubt)
    for channel in process.channels.values():
        await channel.open()
    delivering = asyncio.create_task(process.delivery.run())
    process.scheduler.start()
    try:
        await process.receiver.sweep()
        for each in process.listening:
            await each.start()
        yield
    finally:
        for each in process.listening:
            await each.stop()
        await process.scheduler.stop()
        await process.fetching.stop()
        await process.receiver.rest()
        await process.delivery.stop(delivering)
        for channel in process.channels.values():
            await channel.close()
        process.runner.close()
        process.presence.end()
