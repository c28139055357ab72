"""The sample community 葵园社区 (Kuiyuan): invented people and places to try everything with.

Nothing is left to chance: the same moment makes the same community.
"""

from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Surroundings
from bot.sample import people
from bot.sample.activities import add_activities
from bot.sample.days import Days
from bot.sample.past import past
from bot.sample.people import Cast, add_people
from bot.sample.places import add_places
from bot.sample.present import present
from bot.sample.story import TRUSTED_FOR, Stage, play
from bot.sample.teams import add_teams
from models.account import Account
from models.community import Community
from models.contact import seat
from models.database import Database
from models.need_kind import kinds_of, seed_kinds
from models.person import Person
from models.retention import seed_retention
from models.trust import ALONE, give_trust

#: who can be played through the doors of the web page
Who = Literal["resident", "volunteer", "volunteer2", "worker"]
_PLAYED: dict[Who, str] = {
    "resident": people.RESIDENT,
    "volunteer": people.VOLUNTEER,
    "volunteer2": people.VOLUNTEER2,
    "worker": people.WORKER,
}
RESIDENTS = 4_012


def load_sample(db: Database, around: Surroundings) -> None:
    """Fill an empty, migrated database, all or nothing.

    Raises ValueError when it already has a community.
    """
    with db.session() as session:
        if session.scalar(select(Community.id).limit(1)) is not None:
            raise ValueError("there is a community already; the sample needs an empty database")
        community = _add_community(session)
        days = Days(around.now(), community.zone)
        doors = add_places(session, community)
        cast = add_people(session, community, db.vault, doors, days.now)
        add_teams(session, cast)
        _trust_players(session, cast, days.now)
        kinds = {kind.code: kind for kind in kinds_of(session, community.id)}
        add_activities(session, community, cast, days)
        play(Stage(session, community, kinds, cast), [*past(days), *present(days)])


def _trust_players(session: Session, cast: Cast, at: datetime) -> None:
    """Both volunteers who can be played may go alone: nothing that is asked is out of reach."""
    for person in cast.volunteers[:2]:
        give_trust(session, person, ALONE, at + TRUSTED_FOR, cast.staff[0], at)


def demo_person(session: Session, who: Who) -> Person:
    """The sample person behind a door. Raises LookupError where there is no sample."""
    found = session.scalar(
        select(Person)
        .join(Community, Community.id == Person.community_id)
        .where(Community.is_sample, Person.display_name == _PLAYED[who], Person.left_at.is_(None))
        .order_by(Person.id)
        .limit(1)
    )
    if found is None:
        raise LookupError(f"no sample person {_PLAYED[who]} here")
    return found


def seat_players(session: Session, account: Account, at: datetime) -> None:
    """Give those who can be played a chat, so that news reaches them before they come in."""
    for who in get_args(Who):
        person = demo_person(session, who)
        seat(session.connection(), account.id, account.community_id, person.id, at)


def _add_community(session: Session) -> Community:
    community = Community(
        name="葵园社区",
        name_en="Kuiyuan",
        timezone="Asia/Shanghai",
        language="zh",
        station_phone="8000 0123",
        residents=RESIDENTS,
        alone_allowed=True,
        is_sample=True,
    )
    session.add(community)
    session.flush()
    seed_kinds(session, community)
    seed_retention(session)
    session.flush()
    return community
