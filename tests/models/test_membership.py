"""Who may give what to whom, and who has to stay."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.database import Database
from models.errors import Refused
from models.guardian import entrust
from models.membership import MAY_GIVE, TRUSTED, Change, Role, end, give, grant, may_give, roles_of
from models.person import Person
from tests.models.test_profile import some_people
from tests.transcript import MONDAY


def staffed(session: Session, *roles: Role) -> list[Person]:
    """One person for each role, in one community."""
    people = some_people(session, *(role.value for role in roles))
    for person, role in zip(people, roles, strict=True):
        grant(session, person, role, MONDAY)
    session.flush()
    return people


@pytest.mark.parametrize("giver", list(Role))
@pytest.mark.parametrize("role", list(Role))
def test_only_what_stands_in_the_table_is_given(
    sqlite_db: Database, giver: Role, role: Role
) -> None:
    with sqlite_db.session() as session:
        by, other = staffed(session, giver, Role.RESIDENT)
        allowed = role in MAY_GIVE.get(giver, frozenset())
        assert (role in may_give(session, by, MONDAY)) is allowed
        if allowed:
            give(session, Change(other, role, by, MONDAY))
            assert role in roles_of(session, other, MONDAY)
        else:
            with pytest.raises(Refused):
                give(session, Change(other, role, by, MONDAY))


@pytest.mark.parametrize("role", list(Role))
def test_nobody_gives_themselves_anything(sqlite_db: Database, role: Role) -> None:
    with sqlite_db.session() as session:
        admin, _other = staffed(session, Role.ADMIN, Role.ADMIN)
        with pytest.raises(Refused):
            give(session, Change(admin, role, admin, MONDAY))


def test_a_role_is_over_at_its_moment_without_any_timer(db: Database) -> None:
    with db.session() as session:
        admin, other = staffed(session, Role.ADMIN, Role.RESIDENT)
        until = MONDAY + timedelta(days=1)
        give(session, Change(other, Role.WORKER, admin, MONDAY), until)
        assert Role.WORKER in roles_of(session, other, until - timedelta(seconds=1))
        assert Role.WORKER not in roles_of(session, other, until)
        assert may_give(session, other, until) == frozenset()


def test_the_last_admin_and_the_last_coordinator_stay(db: Database) -> None:
    with db.session() as session:
        admin, chen, sun = staffed(session, Role.ADMIN, Role.COORDINATOR, Role.COORDINATOR)
        with pytest.raises(Refused):
            end(session, Change(admin, Role.ADMIN, admin, MONDAY))
        end(session, Change(sun, Role.COORDINATOR, admin, MONDAY))
        with pytest.raises(Refused):
            end(session, Change(chen, Role.COORDINATOR, admin, MONDAY))
        with pytest.raises(Refused):
            end(session, Change(chen, Role.COORDINATOR, chen, MONDAY))


def test_somebody_of_another_community_is_nobody_here(sqlite_db: Database) -> None:
    with sqlite_db.session() as session:
        (admin,) = staffed(session, Role.ADMIN)
        elsewhere = Person(community_id=admin.community_id, created_at=MONDAY)
        session.add(elsewhere)
        session.flush()
        elsewhere.community_id = admin.community_id + 1
        with session.no_autoflush, pytest.raises(Refused):
            give(session, Change(elsewhere, Role.WORKER, admin, MONDAY))
        session.rollback()


def test_minors_are_volunteers_at_most_and_not_without_a_guardian(sqlite_db: Database) -> None:
    with sqlite_db.session() as session:
        admin, lin, mother = staffed(session, Role.ADMIN, Role.RESIDENT, Role.RESIDENT)
        lin.is_adult, lin.birth_year, mother.is_adult = False, 2010, True
        for role in (*TRUSTED, Role.VOLUNTEER):
            with pytest.raises(Refused):
                give(session, Change(lin, role, admin, MONDAY))
        entrust(session, lin, mother, MONDAY)
        assert roles_of(session, lin, MONDAY) == {Role.RESIDENT, Role.VOLUNTEER}
        assert session.scalars(select(Person.id)).all() != []
