"""Home visits: two by default, one alone only by somebody's word, and nobody talks around it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import assignment, posting, visiting
from models.audit import Audit
from models.community import Community
from models.database import Database
from models.errors import Refused
from models.need_kind import NeedKind
from models.trust import ALONE, CHILDREN, end_trust, give_trust, is_trusted
from models.visit_rules import people_for
from tests.models.going import TOMORROW, a_ground
from tests.models.test_orders import MONDAY


@pytest.mark.parametrize(
    ("at_home", "allowed", "may", "is_first_alone", "for_child", "people"),
    [
        (True, False, False, False, False, 2),
        (True, True, False, False, False, 2),
        (True, False, True, False, False, 2),
        (True, True, True, False, False, 1),
        (True, True, True, True, False, 2),
        (False, False, False, False, False, 1),
        (False, True, True, True, False, 1),
        (False, True, True, False, True, 2),
    ],
)
def test_two_go_unless_everything_allows_one(
    at_home: bool, allowed: bool, may: bool, is_first_alone: bool, for_child: bool, people: int
) -> None:
    community = Community(name="葵园社区", alone_allowed=allowed)
    kind = NeedKind(code="x", people=1, may_be_alone=may, for_child=for_child)
    found = people_for(community, kind, at_home=at_home, is_first_alone=is_first_alone)
    assert found == people


@pytest.mark.parametrize(
    ("kind", "place", "people"),
    [
        ("home_repair", posting.Place("3", "2", "501"), 2),
        ("digital_help", posting.Place("3", "2", "501"), 2),
        ("digital_help", posting.Place(landmark="葵园站"), 1),
        ("errand", posting.Place("3", "2", "501"), 1),
        ("culture_class", posting.Place(landmark="葵园站"), 1),
        ("tutoring", posting.Place(landmark="葵园站"), 2),
        ("event_support", posting.Place(landmark="广场"), 4),
    ],
)
def test_each_kind_of_help_says_where_it_is_and_how_many_go(
    sqlite_db: Database, kind: str, place: posting.Place, people: int
) -> None:
    with a_ground(sqlite_db) as ground:
        order = ground.order(kind, ground.person("王秀英"), place)
        assert (order.people_needed, order.places_left) == (people, people)


def test_an_old_order_for_one_gets_its_second_place_before_anybody_takes_the_first(
    db: Database,
) -> None:
    with a_ground(db) as ground:
        order = ground.order("digital_help", ground.person("王秀英"))
        order.people_needed = order.places_left = 1
        assignment.claim(ground.session, order, ground.person("周凯"), MONDAY)
        assert (order.people_needed, order.places_left, order.state) == (2, 1, "dispatched")


def test_alone_goes_only_who_is_trusted_and_only_as_long(sqlite_db: Database) -> None:
    with a_ground(sqlite_db, alone_allowed=True) as ground:
        order = ground.order("digital_help", ground.person("王秀英"))
        zhou = ground.person("周凯")
        assert order.people_needed == 1
        assert "要社区先点头" in ground.why_not(order, zhou)
        ground.trust(zhou, ALONE)
        assert ground.why_not(order, zhou) == ""
        assert "要社区先点头" in ground.why_not(order, zhou, at=MONDAY + timedelta(days=31))
        end_trust(ground.session, zhou, ALONE, ground.worker, MONDAY)
        assert "要社区先点头" in ground.why_not(order, zhou)


def test_trust_that_ends_between_claim_and_visit_stops_the_visit(sqlite_db: Database) -> None:
    with a_ground(sqlite_db, alone_allowed=True) as ground:
        order = ground.order("digital_help", ground.person("王秀英"))
        zhou = ground.person("周凯")
        ground.trust(zhou, ALONE)
        assignment.claim(ground.session, order, zhou, MONDAY)
        end_trust(ground.session, zhou, ALONE, ground.worker, MONDAY)
        with pytest.raises(Refused, match="要社区先点头"):
            visiting.check_in(ground.session, order, zhou, "4826", TOMORROW)


def test_never_first_alone_to_somebody_who_lives_alone(sqlite_db: Database) -> None:
    with a_ground(sqlite_db, alone_allowed=True) as ground:
        wang = ground.person("王秀英", care={"marks": ["lives_alone"]})
        zhou, he = ground.person("周凯"), ground.person("何静")
        for each in (zhou, he):
            ground.trust(each, ALONE)
        first = ground.order("digital_help", wang)
        assert first.people_needed == 2
        ground.has_been_there(zhou, first)
        second = ground.order("digital_help", wang)
        assert second.people_needed == 1
        assert ground.why_not(second, zhou) == ""
        refused = ground.why_not(second, he)
        assert "头一回去，要两位一起" in refused
        assert "一个人住" not in refused


@pytest.mark.parametrize(
    ("sex", "going", "needed", "refused"),
    [
        ("f", [], 1, False),
        ("m", [], 1, True),
        ("", [], 1, True),
        ("m", [], 2, False),
        ("m", ["m"], 2, True),
        ("f", ["m"], 2, False),
        ("m", ["f"], 2, False),
    ],
)
def test_the_last_place_waits_for_a_woman(
    sqlite_db: Database, sex: str, going: list[str], needed: int, refused: bool
) -> None:
    with a_ground(sqlite_db) as ground:
        order = ground.order("errand", ground.person("王秀英"))
        order.wants_woman, order.people_needed = True, needed
        others = [ground.person(f"去的{n}", sex=each) for n, each in enumerate(going)]
        who = ground.person("想去的", sex=sex)
        assert ("女志愿者" in ground.why_not(order, who, *others)) is refused


def test_who_is_under_age_never_goes_without_a_guardian(sqlite_db: Database) -> None:
    with a_ground(sqlite_db) as ground:
        wang, lin = ground.person("王秀英"), ground.person("小林", is_adult=False)
        mother = ground.person("林妈妈")
        parcel, lamp = ground.order("errand", wang), ground.order("home_repair", wang)
        assert "监护人先同意" in ground.why_not(parcel, lin)
        ground.guardian(mother, lin)
        assert ground.why_not(parcel, lin) == ""
        assert "监护人一起去" in ground.why_not(lamp, lin)
        assert ground.why_not(lamp, lin, mother) == ""
        school = ground.order("child_escort", mother)
        assert "两位大人" in ground.why_not(school, lin, mother)


def test_with_a_child_go_two_who_were_vetted_and_a_guardian_asks(sqlite_db: Database) -> None:
    with a_ground(sqlite_db) as ground:
        mother, zhou = ground.person("林妈妈"), ground.person("周凯")
        order = ground.order("tutoring", mother, posting.Place(landmark="葵园站"))
        assert "核实过的人" in ground.why_not(order, zhou)
        ground.trust(zhou, CHILDREN)
        assert ground.why_not(order, zhou) == ""
        assert "两位一起" in ground.why_not_enter(order, zhou, zhou)
        child = ground.person("小林", is_adult=False)
        alone = ground.order("tutoring", child, posting.Place(landmark="葵园站"))
        assert "监护人来请才行" in ground.why_not(alone, zhou)


def test_nobody_enters_before_all_who_go_are_found(sqlite_db: Database) -> None:
    with a_ground(sqlite_db) as ground:
        order = ground.order("home_repair", ground.person("王秀英"))
        zhou, ma = ground.person("周凯"), ground.person("马立国")
        assignment.claim(ground.session, order, zhou, MONDAY)
        with pytest.raises(Refused, match="还差一位"):
            visiting.check_in(ground.session, order, zhou, "4826", TOMORROW)
        assignment.claim(ground.session, order, ma, MONDAY)
        visiting.check_in(ground.session, order, zhou, "4826", TOMORROW)


def test_what_was_reported_at_a_door_stops_new_visits_there_until_looked_at(
    db: Database,
) -> None:
    with a_ground(db) as ground:
        wang, li = ground.person("王秀英"), ground.person("李婶")
        zhou = ground.person("周凯")
        order, other = ground.order("errand", wang), ground.order("errand", li)
        elsewhere = ground.order("errand", li, posting.Place("5", "1", "302"))
        incident = ground.report(order, zhou)
        assert "再看一眼" in ground.why_not(ground.order("errand", wang), zhou)
        assert "再看一眼" in ground.why_not(other, zhou), "the same door, somebody else's name"
        assert ground.why_not(elsewhere, zhou) == ""
        incident.state = "seen"
        assert ground.why_not(other, zhou) == ""


def test_a_volunteer_who_was_reported_waits_and_the_one_who_reported_does_not(
    sqlite_db: Database,
) -> None:
    with a_ground(sqlite_db) as ground:
        wang, li = ground.person("王秀英"), ground.person("李婶")
        zhou, he = ground.person("周凯"), ground.person("何静")
        order = ground.order("errand", wang)
        assignment.claim(ground.session, order, zhou, MONDAY)
        far = ground.order("errand", li, posting.Place("5", "1", "302"))
        ground.report(order, wang)
        refused = ground.why_not(far, zhou)
        assert "现在先不请您去" in refused
        assert "王" not in refused
        assert ground.why_not(far, he) == ""


@pytest.mark.parametrize("who", ["himself", "a minor", "no volunteer", "of elsewhere", "no worker"])
def test_trust_is_given_by_name_and_not_to_anybody(sqlite_db: Database, who: str) -> None:
    with a_ground(sqlite_db) as ground:
        until = MONDAY + timedelta(days=30)
        by, person = ground.worker, ground.person("周凯")
        if who == "himself":
            person = ground.worker
        elif who == "a minor":
            person.is_adult = False
        elif who == "no volunteer":
            person = ground.worker.__class__(community_id=ground.community.id, created_at=MONDAY)
            ground.session.add(person)
            ground.session.flush()
        elif who == "of elsewhere":
            other = Community(name="柳园社区")
            ground.session.add(other)
            ground.session.flush()
            person.community_id = other.id
        else:
            by = ground.person("何静")
        with pytest.raises(Refused):
            give_trust(ground.session, person, ALONE, until, by, MONDAY)
        assert not is_trusted(ground.session, person, ALONE, MONDAY)


def test_who_gave_and_ended_trust_is_written_down(sqlite_db: Database) -> None:
    with a_ground(sqlite_db) as ground:
        zhou = ground.person("周凯")
        ground.trust(zhou, ALONE)
        end_trust(ground.session, zhou, ALONE, ground.worker, MONDAY)
        rows = ground.session.scalars(select(Audit).order_by(Audit.id)).all()
        assert [(row.action, row.actor_id, row.subject) for row in rows] == [
            ("trust_given", ground.worker.id, f"person:{zhou.id}"),
            ("trust_ended", ground.worker.id, f"person:{zhou.id}"),
        ]
        with pytest.raises(Refused, match="不用收回"):
            end_trust(ground.session, zhou, ALONE, ground.worker, MONDAY)
