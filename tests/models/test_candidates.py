"""Whom to ask for an order: reasons, who is left out and why, and how far we look.

The same on both databases; what the rules of visits refuse is never suggested.
"""

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from models import visit_rules
from models.account import ensure_account
from models.assignment import Assignment, AssignmentState, claim, decline, volunteers_of, withdraw
from models.candidates import GROUP, candidates
from models.contact import Contact, meet
from models.database import Database
from models.errors import Refused
from models.finding_hours import invitation_until, over_at, told_by
from models.inviting import ask_group, invite
from models.need_kind import kind_of
from models.open_orders import open_orders
from models.order import Order
from models.person import Person
from models.qualification import Qualification
from models.volunteer_profile import VolunteerProfile
from tests.models.going import Ground, a_ground
from tests.models.test_orders import MONDAY

A = AssignmentState


def reach(ground: Ground, person: Person) -> Person:
    """Give them a chat."""
    session = ground.session
    account = ensure_account(session, ground.community, "paper", "main")
    contact_id = meet(
        session.connection(), ground.community.id, account.id, f"p{person.id}", MONDAY
    )
    session.get_one(Contact, contact_id).person_id = person.id
    session.flush()
    return person


def told(ground: Ground, person: Person, **said: object) -> Person:
    """What they told us of themselves."""
    parts: dict[str, object] = {"skills": [], "kinds": [], "slots": [], "skipped": [], **said}
    ground.session.add(
        VolunteerProfile(
            community_id=ground.community.id,
            person_id=person.id,
            number=f"{person.id:08d}",
            since=MONDAY,
            **parts,
        )
    )
    ground.session.flush()
    return person


def names(ground: Ground, order: Order, many: int = GROUP) -> list[str]:
    """Whom we would ask, by name."""
    return [each.name for each in candidates(ground.session, order, MONDAY, many).listed]


def test_who_fits_is_free_and_lives_near_comes_first(db: Database) -> None:
    with a_ground(db) as here:
        served = here.person("李婶")
        far = told(here, reach(here, here.person("远处")), slots=["tue_am"])
        near = told(here, reach(here, here.person("近处", building="3")), slots=["tue_am"])
        fit = told(here, reach(here, here.person("会的")), skills=["haircut"], slots=["tue_am"])
        order = here.order("haircut", served)
        assert names(here, order) == ["会的", "近处", "远处"]
        assert {far.id, near.id, fit.id} == {
            each.person_id for each in candidates(here.session, order, MONDAY).listed
        }


def test_the_one_she_wants_comes_before_all(db: Database) -> None:
    with a_ground(db) as here:
        served = here.person("李婶")
        told(here, reach(here, here.person("会的")), skills=["haircut"], slots=["tue_am"])
        wanted = reach(here, here.person("老邻居"))
        order = here.order("haircut", served)
        order.wants_person_id = wanted.id
        assert names(here, order)[0] == "老邻居"
        (first, *_rest) = candidates(here.session, order, MONDAY).listed
        assert first.has("wanted")


def test_a_licence_is_asked_for_where_the_law_wants_one(db: Database) -> None:
    with a_ground(db) as here:
        served = here.person("李婶")
        told(here, reach(here, here.person("说会")), skills=["law"])
        proven = reach(here, here.person("有证"))
        old = reach(here, here.person("证过期"))
        for person, until in ((proven, None), (old, MONDAY.date() - timedelta(days=1))):
            here.session.add(
                Qualification(
                    community_id=here.community.id,
                    person_id=person.id,
                    skill="law",
                    valid_until=until,
                    verified_by_id=here.worker.id,
                    verified_at=MONDAY,
                )
            )
        order = here.order("legal_advice", served)
        found = candidates(here.session, order, MONDAY)
        assert [each.name for each in found.listed] == ["有证"]
        assert found.left_out["unproven"] == 2


def test_what_the_rules_of_visits_refuse_is_never_suggested(db: Database) -> None:
    with a_ground(db) as here:
        served = here.person("李婶")
        young = reach(here, here.person("小林", is_adult=False))
        grown = reach(here, here.person("周凯"))
        order = here.order("haircut", served)
        found = candidates(here.session, order, MONDAY)
        assert [each.person_id for each in found.listed] == [grown.id]
        assert found.left_out["rules"] == 1
        going = volunteers_of(here.session, order)
        assert visit_rules.why_not(here.session, order, young, going, MONDAY) is not None


@pytest.mark.parametrize("kind", ["haircut", "errand", "tutoring", "digital_help"])
@pytest.mark.parametrize("wants_woman", [False, True])
def test_whoever_is_suggested_may_go(db: Database, kind: str, wants_woman: bool) -> None:
    with a_ground(db) as here:
        served = here.person("李婶")
        for n, (adult, sex) in enumerate(((True, "f"), (True, "m"), (False, "f"), (None, ""))):
            reach(here, here.person(f"志愿者{n}", is_adult=adult, sex=sex))
        order = here.order(kind, served)
        order.wants_woman = wants_woman
        here.session.flush()
        for each in candidates(here.session, order, MONDAY).listed:
            person = here.session.get_one(Person, each.person_id)
            going = volunteers_of(here.session, order)
            assert visit_rules.why_not(here.session, order, person, going, MONDAY) is None


def test_a_no_ends_the_pings_of_that_order_and_leaves_nothing_else(db: Database) -> None:
    with a_ground(db) as here:
        served = here.person("李婶")
        zhou = reach(here, here.person("周凯"))
        order = here.order("haircut", served)
        decline(here.session, order, zhou, MONDAY)
        found = candidates(here.session, order, MONDAY)
        assert (found.listed, found.left_out["declined"]) == ([], 1)
        with pytest.raises(Refused, match="就不再问了"):
            invite(here.session, order, zhou, here.worker, MONDAY)
        other = here.order("haircut", served)
        (again,) = candidates(here.session, other, MONDAY).listed
        assert again.reasons == ()


def test_a_group_is_asked_once_and_the_next_is_somebody_else(db: Database) -> None:
    with a_ground(db) as here:
        served = here.person("李婶")
        for n in range(GROUP + 2):
            reach(here, here.person(f"志愿者{n}"))
        order = here.order("haircut", served)
        first = ask_group(here.session, order, MONDAY)
        second = ask_group(here.session, order, MONDAY)
        assert (len(first), len(second)) == (GROUP, 2)
        assert set(first).isdisjoint(second)
        assert ask_group(here.session, order, MONDAY) == []


def test_a_kept_place_goes_to_the_one_it_is_kept_for(db: Database) -> None:
    with a_ground(db) as here:
        served = here.person("李婶")
        zhou, he, wu = (reach(here, here.person(name)) for name in ("周凯", "何静", "吴芳"))
        order = here.order("haircut", served)
        until = invite(here.session, order, zhou, here.worker, MONDAY)
        claim(here.session, order, he, MONDAY)
        with pytest.raises(Refused, match="先问了别人"):
            claim(here.session, order, wu, MONDAY)
        with pytest.raises(Refused, match="位子都问着人了"):
            invite(here.session, order, wu, here.worker, MONDAY)
        claim(here.session, order, wu, until)
        assert order.places_left == 0


def test_who_gave_it_back_may_take_it_again_while_it_is_free(db: Database) -> None:
    with a_ground(db) as here:
        served = here.person("李婶")
        zhou = reach(here, here.person("周凯"))
        order = here.order("haircut", served)
        claim(here.session, order, zhou, MONDAY)
        withdraw(here.session, order, zhou, "busy", MONDAY)
        assert claim(here.session, order, zhou, MONDAY).state is A.ACCEPTED


def test_open_orders_of_the_building_come_first_and_none_that_are_over(db: Database) -> None:
    with a_ground(db) as here:
        served, zhou = here.person("李婶"), here.person("周凯", building="9")
        far, near = here.order("haircut", served), here.order("cleaning", served)
        near.building = "9"
        here.session.flush()
        assert [each.id for each in open_orders(here.session, zhou, MONDAY)] == [near.id, far.id]
        far.batches = 0
        here.session.flush()
        assert [each.id for each in open_orders(here.session, zhou, MONDAY)] == [near.id]
        assert open_orders(here.session, zhou, MONDAY + timedelta(days=2)) == []


def test_promised_hours_lie_before_the_visit_and_after_now(db: Database) -> None:
    with a_ground(db) as here:
        order = here.order("haircut", here.person("李婶"))
        for hours in (0, 5, 20, 22, 23.5, 24, 26):
            at = MONDAY + timedelta(hours=hours)
            assert at < invitation_until(here.community, order, at)
            assert at < told_by(here.community, order, at) or at >= over_at(order)


def test_a_city_is_not_read_for_one_order(db: Database) -> None:
    """The number of statements and of people looked at does not grow with the community."""
    with a_ground(db) as here:
        served = here.person("李婶")
        people = [reach(here, here.person(f"志愿者{n}", building=str(n % 9))) for n in range(150)]
        order = here.order("haircut", served)
        statements: list[str] = []
        bind = here.session.get_bind().engine
        event.listen(bind, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
        found = candidates(here.session, order, MONDAY)
        assert len(found.listed) == GROUP
        assert len(statements) <= 24
        assert sum(found.left_out.values()) + GROUP < len(people)
        kept = select(func.count()).select_from(Assignment)
        assert here.session.scalar(kept) == 0
        assert kind_of(here.session, here.community.id, "haircut").skills == ["haircut"]
