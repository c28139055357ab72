"""What a rule means: each fact about people alone, and, or, not; and what is no rule."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, update

from models.activity import Activity, ActivityRole
from models.address import Building, Grid
from models.audience import LOOKED_AT, next_people
from models.audience_rule import (
    FACTS,
    NoRule,
    Rule,
    check,
    communities_of,
    everyone,
    narrowed,
    volunteers,
)
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database
from models.membership import Role, grant
from models.person import Person
from models.qualification import Qualification
from models.sign_up import SignUp, SignUpState
from models.team import Team, TeamMember
from models.volunteer_profile import VolunteerProfile
from tests.models.test_audience import Street
from tests.models.test_orders import MONDAY


@pytest.fixture
def street(db: Database) -> Iterator[Street]:
    with db.session() as session:
        yield Street(session)


def profile(street: Street, person: Person, **said: Any) -> None:
    row = {"person_id": person.id, "number": f"{person.id}", "since": MONDAY}
    lists = {name: said.get(name, []) for name in ("skills", "kinds")}
    street.session.add(VolunteerProfile(community_id=street.community.id, **row, **lists))
    street.session.flush()


def test_a_role_counts_while_it_lasts(street: Street) -> None:
    street.person()
    helper, worker = street.person(Role.VOLUNTEER), street.person(Role.WORKER)
    assert street.meant({"role": ["volunteer"]}) == [helper.id]
    assert street.meant({"role": ["volunteer", "worker"]}) == [helper.id, worker.id]


def test_a_building_and_the_grid_it_belongs_to(street: Street) -> None:
    three, five, _nobody = street.person(), street.person(), street.person()
    three.building, five.building = "3", "5"
    grid = Grid(community_id=street.community.id, name="第一网格")
    street.session.add(grid)
    street.session.flush()
    same = {"community_id": street.community.id, "grid_id": grid.id}
    street.session.add(Building(**same, number="5"))
    street.session.flush()
    assert street.meant({"building": ["3"]}) == [three.id]
    assert street.meant({"building": ["3", "5"]}) == [three.id, five.id]
    assert street.meant({"grid": [grid.id]}) == [five.id]


def test_a_team_whose_members_have_not_left(street: Street) -> None:
    stays, left = street.person(), street.person()
    team = Team(community_id=street.community.id, name="晨光队")
    street.session.add(team)
    street.session.flush()
    same = {"community_id": street.community.id, "team_id": team.id, "joined_at": MONDAY}
    street.session.add(TeamMember(**same, person_id=stays.id))
    street.session.add(TeamMember(**same, person_id=left.id, left_at=MONDAY))
    street.session.flush()
    assert street.meant({"team": [team.id]}) == [stays.id]


def test_a_skill_is_said_or_shown_and_a_licence_must_be_good(street: Street) -> None:
    says, shows, late, _none = (street.person(Role.VOLUNTEER) for _n in range(4))
    profile(street, says, skills=["medical"], kinds=["chat"])
    for person, until in ((shows, None), (late, (MONDAY - timedelta(days=1)).date())):
        seen = {"skill": "medical", "verified_by_id": says.id, "verified_at": MONDAY}
        row = {"community_id": street.community.id, "person_id": person.id, **seen}
        street.session.add(Qualification(**row, valid_until=until))
    street.session.flush()
    assert street.meant({"skill": ["medical"]}) == [says.id, shows.id]
    assert street.meant({"kind": ["chat"]}) == [says.id]
    assert street.meant({"skill": ["med"]}) == []


def test_who_signed_up_who_said_nothing_yet_and_who_came(street: Street) -> None:
    here, waits, said_no, was_there, silent = (street.person() for _n in range(5))
    of = {"community_id": street.community.id}
    meeting = Activity(
        **of, number="1205-01", title="义诊", starts_at=MONDAY, ends_at=MONDAY, code_key="k",
        created_at=MONDAY,
    )  # fmt: skip
    street.session.add(meeting)
    street.session.flush()
    role = ActivityRole(**of, activity_id=meeting.id, name="量血压", places=6, places_left=3)
    street.session.add(role)
    street.session.flush()
    for person, state in (
        (here, SignUpState.APPLIED),
        (waits, SignUpState.WAITLIST),
        (said_no, SignUpState.CANCELLED),
        (was_there, SignUpState.ATTENDED),
    ):
        row = {"activity_id": meeting.id, "role_id": role.id, "person_id": person.id}
        street.session.add(SignUp(**of, **row, state=state, applied_at=MONDAY))
    street.session.flush()

    def how(what: str) -> list[int]:
        return street.meant({"activity": {"id": meeting.id, "how": what}})

    assert how("signed_up") == [here.id]
    assert how("came") == [was_there.id]
    assert how("not_yet") == [silent.id]


def test_language_channel_and_when_they_wrote_last(street: Street) -> None:
    web, bot = street.person(chats=("web",)), street.person(chats=("telegram",))
    of_bot = Contact.person_id == bot.id
    street.session.execute(update(Contact).where(of_bot).values(language="en"))
    old = update(Conversation).where(Conversation.contact_id == Contact.id, of_bot)
    street.session.execute(old.values(changed_at=MONDAY - timedelta(days=40)))
    assert street.meant({"language": ["en"]}) == [bot.id]
    assert street.meant({"language": ["zh"]}) == [web.id]
    assert street.meant({"channel": ["telegram"]}) == [bot.id]
    assert street.meant({"seen": 30}) == [web.id]
    assert street.meant({"not": {"seen": 30}}) == [bot.id]


def test_and_or_and_not(street: Street) -> None:
    three, helper, both, neither = (street.person() for _n in range(4))
    three.building = both.building = "3"
    for person in (helper, both):
        grant(street.session, person, Role.VOLUNTEER, MONDAY)
    street.session.flush()
    building, role = {"building": ["3"]}, {"role": ["volunteer"]}
    assert street.meant(building, role) == [both.id]
    assert street.meant({"any": [building, role]}) == [three.id, helper.id, both.id]
    assert street.meant({"not": {"any": [building, role]}}) == [neither.id]
    assert street.meant({"all": [role, {"not": building}]}) == [helper.id]


def test_several_communities_are_reached_and_none_that_is_not_named(street: Street) -> None:
    other, third = (Street(street.session, name) for name in ("苇湾社区", "柳岸社区"))
    here, there = street.person(), other.person()
    third.person()
    circle = street.circle(lambda _own: everyone([street.community.id, other.community.id]))
    found = next_people(street.session.connection(), circle, 0, 500)
    assert [each for each, _chat in found.people] == [other.author.id, here.id, there.id]


@pytest.mark.parametrize(
    "rule",
    [
        {},
        [],
        {"role": ["volunteer"]},
        {"all": []},
        {"all": [{"community": []}]},
        {"all": [{"community": ["1"]}]},
        {"all": [{"community": [1]}, {"shoe size": [42]}]},
        {"all": [{"community": [1]}, {"role": []}]},
        {"all": [{"community": [1]}, {"building": [3]}]},
        {"all": [{"community": [1]}, {"role": ["volunteer"], "seen": 3}]},
        {"all": [{"community": [1]}, *[{"seen": 3}] * 50]},
        {"any": [{"community": [1]}, {"role": ["volunteer"]}]},
        {"not": {"community": [1]}},
    ],
)
def test_what_is_no_rule_is_refused(rule: Any) -> None:
    with pytest.raises(NoRule):
        check(rule)


def test_a_rule_too_deep_is_refused() -> None:
    deep: Rule = {"seen": 3}
    for _n in range(9):
        deep = {"not": deep}
    with pytest.raises(NoRule):
        check(narrowed(everyone([1]), deep))


def test_a_good_rule_names_its_communities() -> None:
    rule = narrowed(volunteers([4, 2]), {"any": [{"seen": 3}, {"not": {"skill": ["law"]}}]})
    check(rule)
    assert communities_of(rule) == [4, 2]


def test_few_among_many_are_found_a_slice_at_a_time(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few are meant, one slice looks at so many chats and no more."""
    monkeypatch.setattr("models.audience.LOOKED_AT", 4)
    people = [street.person() for _n in range(11)]
    people[6].building = people[10].building = "3"
    street.session.flush()
    circle = street.circle(everyone, 5, {"building": ["3"]})
    found: list[int] = []
    after: int | None = 0
    slices = 0
    while after is not None:
        some = next_people(street.session.connection(), circle, after, 3)
        found += [each for each, _chat in some.people]
        after, slices = some.reached, slices + 1
    assert found == [people[6].id, people[10].id]
    assert slices == 3
    assert LOOKED_AT == 2_000


VALUES: dict[str, Any] = {
    "community": [1],
    "role": ["volunteer"],
    "building": ["3"],
    "grid": [1],
    "team": [1],
    "skill": ["law"],
    "kind": ["chat"],
    "activity": {"id": 1, "how": "not_yet"},
    "language": ["en"],
    "channel": ["web"],
    "seen": 30,
    "asked_for": ["elder"],
}


@pytest.mark.parametrize("fact", FACTS)
def test_no_slice_looks_at_everybody_whatever_the_rule_asks(sqlite_db: Database, fact: str) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _k: object, text: str, values: Any, *_rest: object) -> None:
        asked.append((text, values))

    with sqlite_db.session() as session:
        street = Street(session)
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", note)
        street.meant({fact: VALUES[fact]})
        event.remove(connection, "before_cursor_execute", note)
        text, values = asked[-1]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all()
    assert [str(row[3]) for row in plan if str(row[3]).startswith("SCAN")] == []
