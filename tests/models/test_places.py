"""Places of an activity, whatever happens in whatever order: none twice, none lost, all fair."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import publishing, signing_up, waiting_list
from models.activity import Activity, ActivityRole, ActivityState
from models.changing import set_places
from models.community import Community
from models.database import Database
from models.errors import Refused
from models.membership import Role, grant
from models.person import Person
from models.publishing import Plan, Task
from models.sign_up import COMING, SignUp, SignUpState
from tests.models.test_orders import MONDAY

PEOPLE, PLACES = 6, 2
STARTS = MONDAY + timedelta(days=5)
DEEDS = ("join", "leave", "accept", "lapse", "silent", "yes", "more", "less")
S = SignUpState


@contextmanager
def an_activity(db: Database) -> Iterator[tuple[Session, Activity, list[Person]]]:
    """Two places, six people, one leader; rolled back at the end."""
    with db.session() as session:
        community = Community(name="葵园社区")
        session.add(community)
        session.flush()
        people = [
            Person(community_id=community.id, display_name=str(n), created_at=MONDAY)
            for n in range(PEOPLE + 1)
        ]
        session.add_all(people)
        session.flush()
        for person in people[1:]:
            grant(session, person, Role.VOLUNTEER, MONDAY)
        grant(session, people[0], Role.WORKER, MONDAY)
        session.flush()
        ends = STARTS + timedelta(hours=2)
        plan = Plan("暖冬", "广场", STARTS, ends, [Task("擦窗", PLACES)], "路滑", people[0].id)
        activity = publishing.draft(session, community, plan, people[0], "key", MONDAY)
        publishing.publish(session, community, activity, people[0], MONDAY)
        yield session, activity, people
        session.rollback()


def do(
    session: Session, activity: Activity, people: list[Person], step: tuple[str, int], at: datetime
) -> None:
    """One thing that can happen; then whoever waits is asked, as the desk does."""
    deed, n = step
    role = session.scalars(select(ActivityRole)).one()
    person = people[1 + n]
    mine = session.scalars(select(SignUp).filter_by(person_id=person.id)).first()
    try:
        with session.begin_nested():
            if deed == "join":
                signing_up.join(session, activity, role, person, at)
            elif deed == "leave":
                signing_up.give_up(session, activity, person, at)
            elif deed == "accept":
                signing_up.accept(session, activity, person, at)
            elif deed == "lapse" and mine is not None and mine.answer_by is not None:
                signing_up.cancel(session, activity, mine, at)
            elif deed == "silent" and mine is not None and mine.state is S.APPLIED:
                mine.at_risk_at = at
            elif deed == "yes":
                signing_up.confirm(session, activity, person, at)
            elif deed in ("more", "less"):
                places = role.places + (1 if deed == "more" else -1)
                set_places(session, activity, role, places, people[0], at)
    except Refused:
        session.expire_all()
    community = session.get_one(Community, activity.community_id)
    waiting_list.ask_next(session, community, activity, role, at)


def check(session: Session, activity: Activity) -> None:
    """What holds after every step."""
    role = session.scalars(select(ActivityRole)).one()
    rows = session.scalars(select(SignUp)).all()
    coming = [each for each in rows if each.state in COMING]
    offered = [each for each in rows if each.state is S.WAITLIST and each.answer_by is not None]
    queue = waiting_list.waiting(session, role)
    assert role.places_left == max(0, role.places - len(coming) - len(offered))
    assert (activity.state is ActivityState.FULL) == (role.places_left == 0)
    # nobody waits while a place is free for the asking
    assert not (queue and role.places_left)
    positions = [waiting_list.position_of(session, each) for each in [*queue, *offered]]
    assert sorted(positions) == list(range(1, len(positions) + 1))
    assert [waiting_list.position_of(session, each) for each in queue] == sorted(
        waiting_list.position_of(session, each) for each in queue
    )
    assert all(each.answer_by is None for each in rows if each.state is not S.WAITLIST)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(DEEDS), st.integers(0, PEOPLE - 1)), min_size=1, max_size=25
    )
)
def test_in_any_order_no_place_is_taken_twice_or_lost(
    sqlite_db: Database, steps: list[tuple[str, int]]
) -> None:
    with an_activity(sqlite_db) as (session, activity, people):
        for minute, step in enumerate(steps):
            do(session, activity, people, step, MONDAY + timedelta(minutes=minute))
            check(session, activity)


@pytest.mark.parametrize(
    ("hour", "answer"), [(10, (12, 0)), (18, (20, 0)), (20, (10, 0)), (23, (10, 0))]
)
def test_the_time_to_answer_is_of_the_day(
    sqlite_db: Database, hour: int, answer: tuple[int, int]
) -> None:
    with an_activity(sqlite_db) as (session, activity, people):
        community = session.get_one(Community, activity.community_id)
        at = MONDAY.replace(hour=hour, minute=0)
        until = waiting_list.answer_by(community, people[1], activity, at)
        assert until is not None
        local = community.local(until)
        assert (local.hour, local.minute) == answer


def test_half_an_hour_before_nobody_is_asked_any_more(sqlite_db: Database) -> None:
    with an_activity(sqlite_db) as (session, activity, people):
        community = session.get_one(Community, activity.community_id)
        late = STARTS - timedelta(minutes=45)
        assert waiting_list.answer_by(community, people[1], activity, late) is None
        early = STARTS - timedelta(minutes=70)
        assert waiting_list.answer_by(community, people[1], activity, early) == STARTS - timedelta(
            minutes=30
        )
