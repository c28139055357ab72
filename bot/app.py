"""The one place that chooses real things, and starts and stops the loops of one process."""

import asyncio
import fcntl
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import IO

import structlog
import uvicorn
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import pictures
from bot.channels.contract import Channel
from bot.channels.registry import CHANNELS, Ears, Line, Listening, Tools
from bot.channels.webchat import WebChat
from bot.clock import Surroundings
from bot.config import Settings
from bot.delivery import Delivery
from bot.expanding import Expander
from bot.fetching import TICK_SECONDS, Fetching
from bot.keys import Keys, load_keys
from bot.outbox_rows import take_back
from bot.presence import Presence
from bot.receiving import Receiver
from bot.running import Runner, collect_seldom
from bot.sample import load_sample, seat_players
from bot.scheduling import Scheduler
from bot.storage import Storage
from bot.turns import Turns
from bot.web.hub import Hub
from bot.web.moving import TRIES
from bot.web.pace import Pace
from bot.web.routes import web_app
from bot.web.site import Site, make_pages
from handlers.desk import LinliDesk
from handlers.engine.hearer import Abroad
from handlers.overseas import abroad
from models.account import Account, ensure_account
from models.community import Community, home_community
from models.database import Database, open_database
from models.migrate import is_current, one_at_a_time, upgrade
from models.need_kind import seed_kinds
from models.retention import seed_retention

WEB = WebChat.name
log = structlog.get_logger()


class AlreadyRunning(Exception):
    """Another `linli run` holds this SQLite file."""


@dataclass(frozen=True)
class Ground:
    """What every command stands on: settings, keys, an open database, the surroundings."""

    settings: Settings
    keys: Keys
    db: Database
    around: Surroundings


def open_ground(settings: Settings, around: Surroundings | None = None) -> Ground:
    """Open the database with its keys."""
    keys = load_keys(settings)
    db = open_database(settings.database.url, keys.vault, settings.database.durability)
    return Ground(settings, keys, db, around or Surroundings())


def prepare(ground: Ground, *, with_sample: bool = False) -> None:
    """Migrate; give an empty database its first community, the sample one if asked for."""
    upgrade(ground.db.patient)
    with one_at_a_time(ground.db.patient):
        _get_first_rows(ground, with_sample=with_sample)


def _get_first_rows(ground: Ground, *, with_sample: bool) -> None:
    with ground.db.session() as session:
        is_empty = session.scalar(select(Community.id).limit(1)) is None
    if is_empty and with_sample:
        load_sample(ground.db, ground.around)
    elif is_empty:
        with ground.db.session() as session:
            _new_community(session, ground.settings.community.name, ground.settings)
    with ground.db.session() as session:
        account = ensure_account(session, home_community(session), WEB, "main")
        if is_empty and with_sample:
            seat_players(session, account, ground.around.now())
        _further_communities(session, ground.settings)


def _new_community(session: Session, name: str, settings: Settings) -> Community:
    wanted = settings.community
    community = Community(
        name=name,
        timezone=wanted.timezone,
        language=wanted.language,
        station_phone=wanted.station_phone,
    )
    session.add(community)
    session.flush()
    seed_kinds(session, community)
    seed_retention(session)
    return community


def _further_communities(session: Session, settings: Settings) -> None:
    """A bot for a community by name brings that community with it."""
    for further in settings.telegram.accounts.values():
        if session.scalar(select(Community.id).filter_by(name=further.community)) is None:
            _new_community(session, further.community, settings)


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


def build(ground: Ground) -> Process:
    """Put one process together on a prepared database."""
    db, around, settings = ground.db, ground.around, ground.settings
    owner = f"{os.uname().nodename[:20]}-{os.getpid()}-{around.token()[:8]}"
    presence, runner, hub = Presence(db, owner), Runner(db), Hub()
    pictures.get_ready()
    tools = Tools(settings, db, runner, hub, around)
    opened = _open(tools)
    channels = {account.id: line.channel for account, line in opened}
    delivery = Delivery(db, runner, channels, around, owner, settings.limits.bulk_per_week)
    turns = Turns(db, LinliDesk(), around, owner, _abroad(settings, opened))
    receiver = Receiver(db, runner, turns, delivery, around)
    listening = []
    for account, line in opened:
        if line.listen is not None:
            turn = partial(delivery.pacer.turn, account.id)
            key = ground.keys.session_key
            ears = Ears(account.id, account.community_id, receiver, tools, owner, key, turn)
            listening.append(line.listen(ears))
    site = _site(ground, runner, receiver, hub, opened[0][0])
    scheduler = Scheduler(db, runner, receiver, delivery, around, presence)
    expander = Expander(db, runner, around, delivery.look)
    scheduler.also(1, expander.expand)
    scheduler.also(5, expander.end)
    storage = Storage(settings.storage.path, db.vault)
    fetching = Fetching(db, runner, channels, storage, around)
    scheduler.also(TICK_SECONDS, fetching.tick)
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
                opened.append((ensure_account(session, community, channel, name), line))
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
        await process.delivery.stop(delivering)
        for channel in process.channels.values():
            await channel.close()
        process.runner.close()
        process.presence.end()


class _Server(uvicorn.Server):
    """Only ends its own work at a signal; uvicorn's would raise it anew and end the process
    before what was on its way to people has its result written down."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Listen while serving; afterwards a second signal ends the process at once."""
        loop = asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, self.handle_exit, each, None)
        try:
            yield
        finally:
            for each in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(each)


async def serve(process: Process) -> None:
    """Serve the pages until told to stop; returns when everything has come to rest."""
    web = process.ground.settings.web
    config = uvicorn.Config(
        web_app(process.site, [route for each in process.listening for route in each.routes()]),
        host=web.host,
        port=web.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
        forwarded_allow_ips="",
    )
    async with running(process):
        collect_seldom()
        await _Server(config).serve()


def lock_file(settings: Settings) -> IO[str] | None:
    """Hold the SQLite file for this process. Raises AlreadyRunning."""
    url = settings.database.url
    if not url.startswith("sqlite:///"):
        return None
    held = open(url.removeprefix("sqlite:///") + ".lock", "w", encoding="utf-8")  # noqa: SIM115, PTH123
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        held.close()
        raise AlreadyRunning(url) from error
    return held
