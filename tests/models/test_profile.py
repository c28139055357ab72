"""What a volunteer said of skills and times, and which proofs count."""

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from models.community import Community
from models.database import Database
from models.errors import Refused
from models.membership import Role, grant
from models.person import Person
from models.qualification import Proof, proven, verify
from models.volunteer_profile import (
    VolunteerProfile,
    next_question,
    open_profile,
    profile_of,
    skip,
    slots_between,
    tell,
)
from tests.transcript import MONDAY, ZONE


def some_people(session: Session, *names: str) -> list[Person]:
    """People of one new community."""
    community = Community(name="葵园社区", timezone=str(ZONE))
    session.add(community)
    session.flush()
    people = [
        Person(community_id=community.id, display_name=name, created_at=MONDAY) for name in names
    ]
    session.add_all(people)
    session.flush()
    return people


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=ZONE)


@pytest.mark.row("V1")
def test_a_number_is_given_once_and_never_twice(db: Database) -> None:
    with db.session() as session:
        zhou, lin = some_people(session, "周凯", "林可")
        first = open_profile(session, zhou, ["38201177"], MONDAY)
        second = open_profile(session, lin, ["38201177", "55107720"], MONDAY)
        assert (first.number, second.number) == ("38201177", "55107720")
        assert open_profile(session, zhou, ["11112222"], MONDAY).number == "38201177"
        with pytest.raises(RuntimeError):
            open_profile(session, some_people_more(session, zhou), ["38201177"], MONDAY)


def some_people_more(session: Session, like: Person) -> Person:
    person = Person(community_id=like.community_id, display_name="何静", created_at=MONDAY)
    session.add(person)
    session.flush()
    return person


def test_the_parts_of_days_that_a_span_touches() -> None:
    assert slots_between(at(24, 8), at(24, 12)) == ["tue_am"]
    assert slots_between(at(24, 11), at(24, 13)) == ["tue_am", "tue_pm"]
    assert slots_between(at(24, 19), None) == ["tue_eve"]
    assert slots_between(at(28, 17), at(29, 9)) == ["sat_pm", "sat_eve", "sun_am"]


def test_who_said_nothing_of_times_is_neither_free_nor_busy() -> None:
    profile = VolunteerProfile(slots=[], skills=[], kinds=[], skipped=[])
    assert profile.free_at(at(24, 9), None) is None
    tell(profile, "slots", ["tue_am", "tue_am"])
    assert profile.slots == ["tue_am"]
    assert profile.free_at(at(24, 9), at(24, 10)) is True
    assert profile.free_at(at(25, 9), at(25, 10)) is False


def test_what_was_said_or_skipped_is_not_asked_again() -> None:
    profile = VolunteerProfile(slots=[], skills=[], kinds=[], skipped=[])
    assert next_question(profile) == "slots"
    tell(profile, "slots", ["sat_am"])
    assert next_question(profile) == "skills"
    skip(profile, "skills")
    assert next_question(profile) == "kinds"
    skip(profile, "kinds")
    assert next_question(profile) is None


def test_a_licence_counts_from_a_colleagues_look_until_its_day(db: Database) -> None:
    today = date(2026, 11, 23)
    with db.session() as session:
        zhou, chen = some_people(session, "周凯", "陈静")
        proof = Proof("plumbing_electric", date(2027, 6, 30))
        with pytest.raises(Refused):
            verify(session, zhou, proof, chen, today, MONDAY)
        grant(session, chen, Role.WORKER, MONDAY)
        verify(session, zhou, proof, chen, today, MONDAY)
        assert proven(session, [zhou.id], today) == {zhou.id: {"plumbing_electric"}}
        assert proven(session, [zhou.id], date(2027, 7, 1)) == {}
        with pytest.raises(Refused):
            verify(session, chen, proof, chen, today, MONDAY)
        with pytest.raises(Refused):
            verify(session, zhou, Proof("law", date(2025, 1, 1)), chen, today, MONDAY)
        with pytest.raises(Refused):
            verify(session, zhou, Proof("haircut"), chen, today, MONDAY)
        assert profile_of(session, zhou) is None
