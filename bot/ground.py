"""What every command stands on: settings, keys, an open database, and its first rows."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import bookkeeping, keeping
from bot.channels.webchat import WebChat
from bot.clock import Surroundings
from bot.config import Settings
from bot.keys import Keys, load_keys
from bot.nightly import plan_nights
from bot.sample import load_sample, seat_players
from bot.stones import lay_stones
from handlers import emergency_rules
from models.account import ensure_account
from models.community import Community, home_community
from models.database import Database, open_database
from models.migrate import one_at_a_time, upgrade
from models.need_kind import seed_kinds
from models.retention import seed_retention

WEB = WebChat.name


@dataclass(frozen=True)
class Ground:
    """What every command stands on: settings, keys, an open database, the surroundings."""

    settings: Settings
    keys: Keys
    db: Database
    around: Surroundings


def open_ground(settings: Settings, around: Surroundings | None = None) -> Ground:
    """Open the database with its keys."""
    emergency_rules.use(settings.emergency.rules)
    keys = load_keys(settings)
    db = open_database(settings.database.url, keys.vault, settings.database.durability)
    around = replace(around or Surroundings(), address=settings.web.address)
    return Ground(settings, keys, db, around)


def prepare(ground: Ground, *, with_sample: bool = False) -> None:
    """Migrate; give an empty database its first community, the sample one if asked for."""
    upgrade(ground.db.patient)
    lay_stones(ground.db, ground.settings.storage.path)
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
        seed_retention(session)
        nights = (keeping.NIGHT, bookkeeping.NIGHT)
        plan_nights(session, ground.around.now(), *nights)


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
    return community


def _further_communities(session: Session, settings: Settings) -> None:
    """A bot for a community by name brings that community with it."""
    for further in settings.telegram.accounts.values():
        if session.scalar(select(Community.id).filter_by(name=further.community)) is None:
            _new_community(session, further.community, settings)
