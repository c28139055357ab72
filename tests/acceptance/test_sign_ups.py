"""Two hundred volunteers want the same thirty places in the same second."""

import re
from datetime import timedelta
from functools import partial

from sqlalchemy import func, select

from bot.accepting import Inbound
from models import publishing
from models.activity import Activity, ActivityRole, ActivityState
from models.community import Community
from models.inbox import Inbox, InboxState
from models.membership import Role, grant
from models.outbox import Outbox
from models.person import Person
from models.publishing import Plan, Task
from models.sign_up import SignUp, SignUpState
from models.waiting_list import position_of
from tests.acceptance.crowd import Door, at_once, doors, says, volunteers
from tests.transcript import World

PLACES, PEOPLE, THREADS = 30, 200, 10
_PLACE_IN_QUEUE = re.compile(r"您排第 (\d+)。")


def an_activity(world: World) -> str:
    """Thirty places on Saturday; returns its number."""
    with world.db.session() as session:
        community = session.get_one(Community, world.community_id)
        worker = Person(community_id=community.id, display_name="孙丽", created_at=world.now)
        session.add(worker)
        session.flush()
        grant(session, worker, Role.WORKER, world.now)
        starts = world.now + timedelta(days=5)
        plan = Plan(
            "暖冬",
            "葵园广场",
            starts,
            starts + timedelta(hours=2),
            [Task("擦窗", PLACES)],
            "不登高",
            worker.id,
        )
        activity = publishing.draft(session, community, plan, worker, "key", world.now)
        publishing.publish(session, community, activity, worker, world.now)
        return activity.number


def _answers(door: Door, share: list[Inbound]) -> list[tuple[str, str]]:
    return [(each.address, door.answer(each)) for each in share]


def test_of_two_hundred_thirty_are_in_and_the_rest_wait_in_a_fair_order(world: World) -> None:
    number = an_activity(world)
    wishes = [says(world, each, f"报名{number}") for each in volunteers(world, PEOPLE)]
    with doors(world, 4) as ways:
        shares = [
            partial(_answers, ways[n % len(ways)], wishes[n::THREADS]) for n in range(THREADS)
        ]
        answers = dict(answer for share in at_once(shares) for answer in share)
    assert sum("给您留好了，擦窗。" in said for said in answers.values()) == PLACES
    told = {
        address: int(match[1])
        for address, said in answers.items()
        if (match := _PLACE_IN_QUEUE.search(said))
    }
    # everybody has heard a place of their own, and that is the place they have
    assert sorted(told.values()) == list(range(1, PEOPLE - PLACES + 1))
    with world.db.reading() as session:
        waiting = session.scalars(select(SignUp).filter_by(state=SignUpState.WAITLIST)).all()
        names = {each.id: each.display_name for each in session.scalars(select(Person))}
        assert {names[each.person_id]: position_of(session, each) for each in waiting} == told
        assert session.scalars(select(ActivityRole.places_left)).one() == 0
        assert session.scalars(select(Activity.state)).one() is ActivityState.FULL
        assert set(session.scalars(select(Inbox.state))) == {InboxState.DONE}
        replies = select(func.count()).where(Outbox.kind == "reply").group_by(Outbox.contact_id)
        assert set(session.scalars(replies)) == {1}  # each told once


def test_one_person_who_signs_up_in_many_processes_at_once_has_one_place(world: World) -> None:
    number = an_activity(world)
    (address,) = volunteers(world, 1)
    wishes = [says(world, address, f"报名{number}", order=n) for n in range(5)]
    with doors(world, 5) as ways:
        at_once([partial(door.answer, wish) for door, wish in zip(ways, wishes, strict=True)])
    with world.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignUp)) == 1
        assert session.scalars(select(ActivityRole.places_left)).one() == PLACES - 1
