"""A city of volunteers and open orders, written as rows: what finding somebody has to read.

`linli sample --people` plays every order through its life, which would take half an hour for
120,000 volunteers; here only what is read stands, in the same shape.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, text

from bot.sample.invented import PEOPLE_IN_A_BUILDING, profile_of
from models.account import Account
from models.address import Building, Grid
from models.assignment import Assignment, AssignmentState
from models.base import Base
from models.community import Community
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database
from models.membership import Membership, Role
from models.need_kind import kinds_of, seed_kinds
from models.order import Order, OrderState
from models.person import Person
from models.qualification import Qualification
from models.volunteer_profile import VolunteerProfile

#: the moment of all of it: a Monday morning
NOW = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
SLICE = 2_000
BUILDINGS_IN_A_GRID = 8
#: one in so many has shown a licence
PROVEN = 200
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class City:
    """How many volunteers there are, and how many orders stand open."""

    volunteers: int
    orders: int

    @property
    def buildings(self) -> int:
        """As many as they fill."""
        return -(-self.volunteers // PEOPLE_IN_A_BUILDING)


def found(db: Database, city: City) -> None:
    """Write it into an empty, migrated database."""
    with db.session() as session:
        community = Community(name="葵园社区", station_phone="8000 0123")
        session.add(community)
        session.flush()
        seed_kinds(session, community)
        session.flush()
        codes = [kind.code for kind in kinds_of(session, community.id)]
        account = Account(community_id=community.id, channel="web", name="main")
        session.add(account)
        session.flush()
        community_id, account_id = community.id, account.id
    with db.patient.begin() as connection:
        _buildings(connection, city, community_id)
        for first in range(0, city.volunteers, SLICE):
            block = range(first, min(first + SLICE, city.volunteers))
            _volunteers(connection, block, community_id, account_id)
        _orders(connection, city, community_id, codes)
    _look(db)


def _look(db: Database) -> None:
    """The database counts its rows, as it does by itself after a while."""
    with db.patient.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def _buildings(connection: Connection, city: City, community_id: int) -> None:
    grids = -(-city.buildings // BUILDINGS_IN_A_GRID)
    of = {"community_id": community_id}
    _write(connection, Grid, ({**of, "id": n + 1, "name": f"第{n + 1}网格"} for n in range(grids)))
    _write(
        connection,
        Building,
        (
            {**of, "grid_id": n // BUILDINGS_IN_A_GRID + 1, "number": str(n + 1), "households": 72}
            for n in range(city.buildings)
        ),
    )


def _volunteers(
    connection: Connection, block: Sequence[int], community_id: int, account_id: int
) -> None:
    of = {"community_id": community_id}
    people: Rows = []
    roles: Rows = []
    chats: Rows = []
    idle: Rows = []
    profiles: Rows = []
    proofs: Rows = []
    for index in block:
        person_id = index + 1
        said = profile_of(7, index)
        who = {**of, "person_id": person_id}
        people.append(
            {
                **of,
                "id": person_id,
                "display_name": f"志愿者{person_id}",
                "is_adult": True,
                "building": str(index // PEOPLE_IN_A_BUILDING + 1),
                "unit": str(index % 3 + 1),
                "created_at": NOW,
            }
        )
        roles.append({**who, "role": Role.VOLUNTEER, "since": NOW})
        chats.append(
            {**who, "id": person_id, "account_id": account_id, "address": f"p:{person_id}"}
            | {"created_at": NOW}
        )
        idle.append({**of, "contact_id": person_id, "changed_at": NOW})
        profiles.append(
            {
                **who,
                "number": said.number,
                "skills": list(said.skills),
                "kinds": list(said.kinds),
                "slots": list(said.slots),
                "skipped": [],
                "minutes_per_week": said.minutes,
                "since": NOW,
            }
        )
        if index % PROVEN == 0:
            seen = {"verified_by_id": 1, "verified_at": NOW}
            proofs.append({**who, "skill": "plumbing_electric", **seen})
    tables: tuple[tuple[type[Base], Rows], ...] = (
        (Person, people),
        (Membership, roles),
        (Contact, chats),
        (Conversation, idle),
        (VolunteerProfile, profiles),
        (Qualification, proofs),
    )
    for table, rows in tables:
        _write(connection, table, iter(rows))


def _orders(connection: Connection, city: City, community_id: int, codes: Sequence[str]) -> None:
    """Open orders of the next days, and as many closed ones that somebody went to."""
    chance = random.Random(7)
    rows: Rows = []
    parts: Rows = []
    for n in range(2 * city.orders):
        order_id, is_open = n + 1, n < city.orders
        asker, goes = (chance.randrange(city.volunteers) + 1 for _who in range(2))
        starts = NOW + timedelta(hours=chance.randrange(6, 24 * 7) * (1 if is_open else -1))
        rows.append(
            {
                "community_id": community_id,
                "id": order_id,
                "number": f"1123-{order_id:02d}",
                "state": OrderState.DISPATCHED if is_open else OrderState.CLOSED,
                "kind": chance.choice(codes),
                "raw_text": "想找人帮个忙",
                "requested_by_id": asker,
                "served_person_id": asker,
                "building": str(chance.randrange(city.buildings) + 1),
                "unit": "2",
                "starts_at": starts,
                "ends_at": starts + timedelta(hours=4),
                "minutes_planned": 40,
                "people_needed": 2,
                "places_left": 2,
                "batches": 1,
                "urgency": "U2",
                "review_due_at": NOW,
                "code": "4826",
                "created_at": NOW,
                "changed_at": NOW,
            }
        )
        if not is_open and goes != asker:
            state = {"state": AssignmentState.COMPLETED, "offered_at": starts}
            who = {"community_id": community_id, "order_id": order_id, "person_id": goes}
            parts.append({**who, **state, "answered_at": starts})
    _write(connection, Order, iter(rows))
    _write(connection, Assignment, iter(parts))


def _write(connection: Connection, table: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    block: Rows = []
    for row in rows:
        block.append(row)
        if len(block) == SLICE:
            connection.execute(insert(table), block)
            block = []
    if block:
        connection.execute(insert(table), block)
