"""The ages that decide, all in one place, and who answers for whom."""

from datetime import UTC, datetime

import pytest

from models.database import Database
from models.errors import Refused
from models.guardian import (
    WRONG,
    children_of,
    entrust,
    give_guardian_code,
    minor_of_code,
    take_back,
)
from models.minors import (
    AGES,
    NOT_FOR_MINORS,
    check_age,
    goes_accompanied,
    guardian_of,
    is_minor,
    may_do,
    youngest_age,
)
from models.need_kind import NeedKind, seed_kinds
from models.person import Person
from models.tries import check_tries
from tests.models.test_profile import some_people
from tests.transcript import MONDAY


def born(year: int | None, *, adult: bool | None = False) -> Person:
    return Person(birth_year=year, is_adult=adult)


def test_the_ages_of_the_law() -> None:
    assert (AGES.adult, AGES.alone, AGES.accompanied, AGES.least) == (18, 14, 10, 6)


def test_an_age_is_the_one_they_surely_have() -> None:
    assert youngest_age(2010, datetime(2026, 1, 1, tzinfo=UTC)) == 15
    assert youngest_age(2010, datetime(2026, 12, 31, tzinfo=UTC)) == 15


@pytest.mark.parametrize(
    ("year", "adult", "minor"),
    [(None, None, False), (None, True, False), (None, False, True), (2010, False, True)],
)
def test_who_is_a_minor(year: int | None, adult: bool | None, minor: bool) -> None:
    assert is_minor(born(year, adult=adult), MONDAY) is minor


def test_nobody_stays_a_minor() -> None:
    assert is_minor(born(2008), datetime(2026, 11, 23, tzinfo=UTC))
    assert not is_minor(born(2008), datetime(2027, 1, 1, tzinfo=UTC))


def test_the_small_ones_are_accompanied() -> None:
    assert goes_accompanied(born(2016), MONDAY)
    assert not goes_accompanied(born(2015), MONDAY)
    assert not goes_accompanied(born(None, adult=True), MONDAY)


@pytest.mark.parametrize("year", [2020, 2026, 2027, 1800])
def test_too_young_or_impossible(year: int) -> None:
    with pytest.raises(Refused):
        check_age(year, MONDAY)


def test_what_is_never_for_them_are_kinds_that_exist(sqlite_db: Database) -> None:
    with sqlite_db.session() as session:
        (lin,) = some_people(session, "小林")
        community = lin.community_id
        from models.community import Community

        seed_kinds(session, session.get_one(Community, community))
        session.flush()
        codes = {each.code for each in session.query(NeedKind)}
        assert codes >= NOT_FOR_MINORS
        lin.is_adult = False
        assert {code for code in codes if not may_do(lin, code, MONDAY)} == NOT_FOR_MINORS
        assert may_do(born(1980, adult=True), "home_repair", MONDAY)


def test_a_guardians_code_finds_one_minor_once(db: Database) -> None:
    with db.session() as session:
        lin, mother = some_people(session, "小林", "林梅")
        lin.is_adult, lin.birth_year = False, 2010
        give_guardian_code(session, lin, "48264827", MONDAY)
        give_guardian_code(session, lin, "11112222", MONDAY)
        session.flush()
        community = lin.community_id
        assert minor_of_code(session, community, "48264827", MONDAY) is None
        assert minor_of_code(session, community + 1, "11112222", MONDAY) is None
        assert minor_of_code(session, community, "11112222", MONDAY) is lin
        entrust(session, lin, mother, MONDAY)
        assert minor_of_code(session, community, "11112222", MONDAY) is None
        assert guardian_of(session, lin) is mother
        assert children_of(session, mother) == [lin]
        take_back(session, mother, lin, MONDAY)
        assert guardian_of(session, lin) is None
        with pytest.raises(Refused):
            take_back(session, mother, lin, MONDAY)
        check_tries(session, WRONG, 1, MONDAY)


def test_under_fourteen_only_with_a_witness_and_never_by_a_minor(sqlite_db: Database) -> None:
    with sqlite_db.session() as session:
        child, mother, worker, brother = some_people(session, "小小林", "林梅", "赵倩", "小林")
        child.is_adult, child.birth_year = False, 2014
        brother.is_adult, brother.birth_year = False, 2010
        with pytest.raises(Refused):
            entrust(session, child, mother, MONDAY)
        with pytest.raises(Refused):
            entrust(session, child, brother, MONDAY, worker)
        with pytest.raises(Refused):
            entrust(session, child, child, MONDAY, worker)
        entrust(session, child, mother, MONDAY, worker)
        assert guardian_of(session, child) is mother
