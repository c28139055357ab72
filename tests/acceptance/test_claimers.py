"""A hundred volunteers want the same three places at the same moment."""

from functools import partial

import pytest
from sqlalchemy import func, select

from bot.accepting import Inbound
from models.assignment import Assignment, AssignmentState
from models.inbox import Inbox, InboxState
from models.order import OrderState
from models.outbox import Outbox
from tests.acceptance.crowd import Door, at_once, doors, open_order, order_of, says, volunteers
from tests.transcript import World

PLACES, CLAIMERS, THREADS = 3, 100, 10
WON, LOST = "接好了，谢谢您", "这张单刚接满"


def _answers(door: Door, claims: list[Inbound]) -> list[str]:
    return [door.answer(each) for each in claims]


def test_of_a_hundred_claimers_three_win_and_all_hear_which(world: World) -> None:
    number = open_order(world, PLACES)
    claims = [says(world, address, f"接{number}") for address in volunteers(world, CLAIMERS)]
    with doors(world, 4) as ways:
        shares = [
            partial(_answers, ways[n % len(ways)], claims[n::THREADS]) for n in range(THREADS)
        ]
        answers = [answer for share in at_once(shares) for answer in share]
    assert sum(WON in answer for answer in answers) == PLACES
    assert sum(LOST in answer for answer in answers) == CLAIMERS - PLACES
    order = order_of(world)
    assert (order.places_left, order.state) == (0, OrderState.CLAIMED)
    with world.db.reading() as session:
        taken = select(func.count()).where(Assignment.state == AssignmentState.ACCEPTED)
        assert session.scalar(taken) == PLACES
        assert set(session.scalars(select(Inbox.state))) == {InboxState.DONE}


@pytest.mark.parametrize("presses", [5])
def test_one_volunteer_pressing_at_once_in_many_processes_takes_one_place(
    world: World, presses: int
) -> None:
    number = open_order(world, PLACES)
    (address,) = volunteers(world, 1)
    claims = [says(world, address, f"接{number}", order=n) for n in range(presses)]
    with doors(world, presses) as ways:
        at_once([partial(door.answer, claim) for door, claim in zip(ways, claims, strict=True)])
    with world.db.reading() as session:
        replies = session.scalars(select(Outbox.content).where(Outbox.kind == "reply"))
        said = "\n".join(reply["said"].get("text", "") for reply in replies)
    assert said.count(WON) == 1
    assert said.count("这张单您已经接了") == presses - 1
    assert order_of(world).places_left == PLACES - 1
