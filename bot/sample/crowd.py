"""Thousands more people for the sample community, to see how the desk does in a whole city.

One block of 100 after the other, each in a short transaction of its own, so that a desk that is
open meanwhile is not held up. What is there already is left as it is: after an interruption the
same call goes on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import sleep
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.orm import Session

from bot.clock import Surroundings
from bot.sample.crowd_orders import Helper, add_visited
from bot.sample.crowd_places import add_buildings
from bot.sample.invented import VOLUNTEERS, Invented, invent, profile_of
from bot.sample.people import WORKER
from models.account import Account
from models.community import Community
from models.consent import NOTICE_VERSION, Consent, Purpose
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database
from models.membership import Membership, Role
from models.person import Person
from models.team import Team, TeamMember
from models.volunteer_profile import VolunteerProfile

BLOCK = 100
PAUSE_SECONDS = 0.002
#: the first account of this kind that there is gets their chats
CHANNELS = ("telegram", "web")
#: beyond every number that Telegram has given to a person
FIRST_CHAT = 900_000_000_000
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many, and which ones: the same seed makes the same people."""

    people: int
    seed: int = 0
    volunteers: float = VOLUNTEERS


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the crowd comes to live."""

    community: Community
    account: Account
    worker_id: int
    teams: list[int]
    now: datetime


def add_crowd(
    db: Database,
    around: Surroundings,
    crowd: Crowd,
    told: Callable[[int], None] = lambda _people: None,
) -> int:
    """Write those of the crowd who are not there yet; returns how many these were.

    `told` hears after each block how many people have been looked at. Raises ValueError where
    there is no sample community or no account, or where a crowd of another seed lives already.
    """
    ground = _ground(db, around.now())
    added = 0
    for first in range(0, crowd.people, BLOCK):
        block = range(first, min(first + BLOCK, crowd.people))
        invented = [invent(crowd.seed, index, crowd.volunteers) for index in block]
        added += _add_block(db, ground, invented, crowd.seed)
        told(block.stop)
    _count_residents(db, ground)
    return added


def _ground(db: Database, now: datetime) -> Ground:
    with db.reading() as session:
        community = session.scalar(select(Community).where(Community.is_sample))
        if community is None:
            raise ValueError("only the sample community can be given invented people")
        accounts = session.scalars(
            select(Account).where(Account.channel.in_(CHANNELS), Account.name == "main")
        )
        by_channel = {each.channel: each for each in accounts}
        account = next((by_channel[each] for each in CHANNELS if each in by_channel), None)
        if account is None:
            raise ValueError("there is no account yet that could hold their chats")
        worker = select(Person.id).filter_by(community_id=community.id, display_name=WORKER)
        teams = select(Team.id).filter_by(community_id=community.id).order_by(Team.id)
        ground = Ground(
            community, account, session.scalars(worker).one(), list(session.scalars(teams)), now
        )
        session.expunge_all()
    return ground


def _add_block(db: Database, ground: Ground, invented: Sequence[Invented], seed: int) -> int:
    """One transaction; what needs no lock is worked out before it."""
    indexes = {each.index: db.vault.index(each.phone) for each in invented}
    if len(_known(db, indexes, invented)) == len(invented):
        return 0
    with db.patient.begin() as connection:
        ids = _ids(connection, indexes)
        new = [each for each in invented if each.index not in ids]
        ids.update(_add_people(connection, ground, new, indexes))
        _add_roles(connection, ground, new, ids)
        _add_profiles(connection, ground, new, ids, seed)
        _add_chats(connection, ground, new, ids)
        add_visited(connection, ground.community, ground.worker_id, _helpers(ground, new, ids))
    sleep(PAUSE_SECONDS)  # lets the turns of a desk that is open in between
    return len(new)


def _known(db: Database, indexes: dict[int, str], invented: Sequence[Invented]) -> dict[int, int]:
    """Ids of those who are there. Raises ValueError when they are somebody else's invention."""
    with db.read.connect() as connection:
        ids = _ids(connection, indexes)
        rows = connection.execute(
            select(Person.id, Person.display_name).where(Person.id.in_(ids.values()))
        )
        names = {row.id: row.display_name for row in rows}
    if any(each.index in ids and names[ids[each.index]] != each.name for each in invented):
        raise ValueError("a crowd of another seed lives here already")
    return ids


def _ids(connection: Connection, indexes: dict[int, str]) -> dict[int, int]:
    rows = connection.execute(
        select(Person.phone_index, Person.id).where(Person.phone_index.in_(indexes.values()))
    )
    found = {row.phone_index: row.id for row in rows}
    return {index: found[mark] for index, mark in indexes.items() if mark in found}


def _add_people(
    connection: Connection, ground: Ground, new: Sequence[Invented], indexes: dict[int, str]
) -> dict[int, int]:
    buildings = add_buildings(
        connection, ground.community.id, sorted({each.building for each in new})
    )
    rows = [
        {
            "community_id": ground.community.id,
            "display_name": each.name,
            "phone": each.phone,
            "phone_index": indexes[each.index],
            "phone_verified_at": _came(ground, each) if each.is_volunteer else None,
            "is_adult": True,
            "building_id": buildings[each.building],
            "building": each.building,
            "unit": each.unit,
            "room": each.room,
            "created_at": _came(ground, each),
        }
        for each in new
    ]
    made = insert(Person).returning(Person.id, sort_by_parameter_order=True)
    keys = connection.scalars(made, rows)
    return dict(zip((each.index for each in new), keys, strict=True))


def _add_roles(
    connection: Connection, ground: Ground, new: Sequence[Invented], ids: dict[int, int]
) -> None:
    """Everybody lives here and has signed; volunteers are spread over the teams."""
    roles: Rows = []
    consents: Rows = []
    teams: Rows = []
    for each in new:
        which = {"community_id": ground.community.id, "person_id": ids[each.index]}
        came = _came(ground, each)
        given = {**which, "granted_by_id": ground.worker_id, "since": came}
        roles.append({**given, "role": Role.RESIDENT})
        consents.append(
            {
                **which,
                "purpose": Purpose.REGISTER,
                "notice_version": NOTICE_VERSION,
                "manner": "paper",
                "witness_id": ground.worker_id,
                "given_at": ground.now - timedelta(days=1 + each.index % 20),
            }
        )
        if each.is_volunteer:
            roles.append({**given, "role": Role.VOLUNTEER})
            team_id = ground.teams[each.index % len(ground.teams)]
            teams.append({**which, "team_id": team_id, "joined_at": came})
    connection.execute(insert(Membership), roles)
    connection.execute(insert(Consent), consents)
    if teams:
        connection.execute(insert(TeamMember), teams)


def _add_profiles(
    connection: Connection, ground: Ground, new: Sequence[Invented], ids: dict[int, int], seed: int
) -> None:
    """What the volunteers told of their skills and times."""
    rows: Rows = []
    for each in new:
        if each.is_volunteer:
            said = profile_of(seed, each.index)
            rows.append(
                {
                    "community_id": ground.community.id,
                    "person_id": ids[each.index],
                    "number": said.number,
                    "skills": list(said.skills),
                    "kinds": list(said.kinds),
                    "slots": list(said.slots),
                    "skipped": [],
                    "minutes_per_week": said.minutes,
                    "since": _came(ground, each),
                }
            )
    if rows:
        connection.execute(insert(VolunteerProfile), rows)


def _add_chats(
    connection: Connection, ground: Ground, new: Sequence[Invented], ids: dict[int, int]
) -> None:
    """A contact each, with its one conversation row."""
    is_web = ground.account.channel == "web"
    rows = [
        {
            "community_id": ground.community.id,
            "account_id": ground.account.id,
            "address": f"p:{ids[each.index]}" if is_web else str(FIRST_CHAT + each.index),
            "person_id": ids[each.index],
            "language": "zh",
            "created_at": _came(ground, each),
        }
        for each in new
    ]
    made = insert(Contact).returning(Contact.id, sort_by_parameter_order=True)
    conversations = [
        {"contact_id": key, "community_id": ground.community.id, "changed_at": row["created_at"]}
        for key, row in zip(connection.scalars(made, rows), rows, strict=True)
    ]
    connection.execute(insert(Conversation), conversations)


def _helpers(ground: Ground, new: Sequence[Invented], ids: dict[int, int]) -> list[Helper]:
    """Those with orders behind them; who asked lives in the same block and came before them."""
    found = []
    for each in new:
        before = each.index % BLOCK
        if each.visited and before:
            first = each.index - before
            askers = [ids[first + int(one.asker * before)] for one in each.visited]
            found.append(Helper(ids[each.index], each, askers, ground.now))
    return found


def _came(ground: Ground, each: Invented) -> datetime:
    return ground.now - timedelta(days=each.days)


def _count_residents(db: Database, ground: Ground) -> None:
    """Shares are shares of everybody who is there now."""
    with db.session() as session:
        people = select(func.count()).select_from(Membership)
        living = people.filter_by(community_id=ground.community.id, role=Role.RESIDENT)
        count = session.scalar(living) or 0
        _at_least(session, ground.community.id, count)


def _at_least(session: Session, community_id: int, residents: int) -> None:
    session.execute(
        update(Community)
        .where(Community.id == community_id, Community.residents < residents)
        .values(residents=residents)
    )
