"""The sample community: whole, all invented, and never loaded over another one."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from math import cos, hypot, radians
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.clock import Surroundings
from bot.sample import Who, demo_person, load_sample
from bot.sample.places import POINT_KINDS, STATIONS
from models.address import Building, Door, Grid
from models.community import Community
from models.consent import Purpose, has_agreed
from models.contact import Contact
from models.database import Database, open_database
from models.membership import Membership, Role, roles_of
from models.need_kind import NeedKind
from models.order import Order
from models.person import Person
from models.project import Project
from models.retention import RULES, Retention
from models.station import Station
from models.tables import METADATA
from models.team import Team, TeamMember
from models.vault import Vault
from tests.transcript import MONDAY


def around(now: datetime) -> Surroundings:
    return Surroundings(now=lambda: now)


@pytest.fixture
def sample(db: Database) -> Database:
    """Freshly loaded, on both databases."""
    load_sample(db, around(MONDAY))
    return db


@pytest.fixture(scope="module")
def monday(
    sqlite_template: Path, vault: Vault, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """Loaded once, only to be read."""
    path = tmp_path_factory.mktemp("sample") / "linli.db"
    shutil.copy(sqlite_template, path)
    db = open_database(f"sqlite:///{path}", vault)
    load_sample(db, around(MONDAY))
    yield db
    db.close()


def test_the_sample_has_the_figures_it_promises(sample: Database) -> None:
    with sample.reading() as session:
        community = session.scalars(select(Community)).one()
        assert (community.name, community.timezone) == ("葵园社区", "Asia/Shanghai")
        assert community.is_sample
        assert community.station_phone == "8000 0123"
        assert 3900 <= community.residents <= 4100
        assert count(session, Grid) == 11
        assert count(session, Building) == 22
        assert count(session, Door) == 58
        assert count(session, Team) == 18
        assert count(session, Project) == 23
        assert count(session, Person) == 123
        assert count(session, NeedKind) > 20
        assert count(session, Retention) == len(RULES)
        assert count(session, Contact) == 0
        roles = Counter(session.scalars(select(Membership.role)))
    assert roles == {
        Role.RESIDENT: 120,
        Role.VOLUNTEER: 60,
        Role.TEAM_LEADER: 18,
        Role.WORKER: 3,
        Role.COORDINATOR: 1,
    }


def test_every_row_belongs_to_the_sample(monday: Database) -> None:
    with monday.reading() as session:
        community = session.scalars(select(Community.id)).one()
        for table in METADATA.sorted_tables:
            if "community_id" in table.c:
                owners = set(session.scalars(select(table.c.community_id)))
                assert owners <= {community}, table.name


def test_every_door_has_a_volunteer_who_lives_behind_it(monday: Database) -> None:
    with monday.reading() as session:
        for door in session.scalars(select(Door)):
            contact = session.get_one(Person, door.contact_person_id)
            assert (contact.building_id, contact.unit) == (door.building_id, door.unit)
            assert Role.VOLUNTEER in roles_of(session, contact, MONDAY)
        homes = [person.door for person in session.scalars(select(Person)) if person.door]
    assert len(set(homes)) == len(homes) == 120


def test_every_team_is_led_by_one_of_its_members(monday: Database) -> None:
    with monday.reading() as session:
        for team in session.scalars(select(Team)):
            members = set(session.scalars(select(TeamMember.person_id).filter_by(team_id=team.id)))
            assert team.leader_id in members
            assert len(members) >= 3


def test_stations_and_points_of_18_kinds_lie_within_15_minutes(monday: Database) -> None:
    with monday.reading() as session:
        places = list(session.scalars(select(Station)))
    kinds = Counter(place.kind for place in places)
    assert len(POINT_KINDS) == 18
    assert all(kinds[kind] == 2 for kind, *_ in POINT_KINDS)
    assert len(places) == len(STATIONS) + 36
    assert all(re.fullmatch(r"[A-Z0-9]+", place.code) for place in places)
    home = next(place for place in places if place.name == "葵园站")
    assert max(metres(home, place) for place in places) <= 1200  # 15 minutes at 80 m


def test_everybody_has_agreed_and_is_invented(monday: Database) -> None:
    with monday.reading() as session:
        people = list(session.scalars(select(Person)))
        assert all(has_agreed(session, person, Purpose.REGISTER) for person in people)
        phones = [phone for order in session.scalars(select(Order)) if (phone := order.phone)]
    own = [person.phone or "" for person in people]
    assert all(re.fullmatch(r"1390000\d{4}", phone) for phone in [*own, *phones])
    assert len(set(own)) == len({person.display_name for person in people}) == len(people)
    assert {person.phone_index for person in people} == {monday.vault.index(each) for each in own}


def test_the_doors_lead_to_the_four_who_can_be_played(monday: Database) -> None:
    with monday.reading() as session:
        played = {who: demo_person(session, who) for who in get_args(Who)}
        names = [person.display_name for person in played.values()]
        roles = [roles_of(session, person, MONDAY) for person in played.values()]
    assert names == ["李婶", "王敏", "周凯", "陈静"]
    assert roles == [
        {Role.RESIDENT},
        {Role.RESIDENT, Role.VOLUNTEER},
        {Role.RESIDENT, Role.VOLUNTEER},
        {Role.WORKER, Role.COORDINATOR},
    ]
    assert played["resident"].door == ("3", "2", "501")
    assert played["resident"].phone == "13900000123"


def test_without_the_sample_nobody_can_be_played(sqlite_db: Database) -> None:
    with sqlite_db.reading() as session, pytest.raises(LookupError):
        demo_person(session, "resident")


def test_a_database_in_use_is_left_alone(sample: Database) -> None:
    with sample.reading() as session:
        before = count(session, Person), count(session, Order), count(session, Community)
    with pytest.raises(ValueError, match="community already"):
        load_sample(sample, around(MONDAY))
    with sample.reading() as session:
        after = count(session, Person), count(session, Order), count(session, Community)
    assert after == before


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def metres(one: Station, other: Station) -> float:
    north = (one.latitude or 0) - (other.latitude or 0)
    east = ((one.longitude or 0) - (other.longitude or 0)) * cos(radians(one.latitude or 0))
    return 111_000 * hypot(north, east)
