"""A call in a group with one place left, pressed by many at the same moment."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.accepting import Inbound
from handlers.content import Content
from handlers.engine.buttons import Action, Bearer, with_actions
from models.assignment import Assignment
from models.group_chat import GroupPurpose
from models.order import Order, OrderState
from tests.acceptance.crowd import Door, at_once, doors, open_order, order_of, volunteers
from tests.groups import placed
from tests.transcript import World

WON, LOST, MINE = "接上了，细节发您私聊了。", "刚被别人接走了，谢谢您。", "这张单您已经接了"


def called(world: World) -> tuple[str, str]:
    """An order for one stands in a group; the group's address and the button's token."""
    open_order(world, 1)
    group = placed(world, "全葵园", GroupPurpose.COMMUNITY)
    with world.db.session() as session:
        subject = session.query(Order).one().subject
        bearer = Bearer(None, world.community_id, world.around.token, group.id)
        action = Action("接单", "claim_here", subject)
        content = with_actions(session, Content(), [action], bearer, world.now)
    return group.address, content.buttons[0].token


def press(world: World, where: tuple[str, str], address: str, order: int) -> Inbound:
    """A press in the group as a channel brings it."""
    group, token = where
    data = {"callback": str(order), "message": 1, "group": group}
    payload: dict[str, Any] = {"kind": "press", "token": token, "data": data}
    key = f"{address}-p{order}"
    return Inbound(world.account_id, world.community_id, address, key, order, world.now, payload)


def _pop_up(door: Door, inbound: Inbound) -> str:
    done = door.turns.run(door.take(inbound), patient=True)
    return done.popups[inbound.key].text


@pytest.mark.parametrize("claimers", [2, 8])
def test_of_all_who_press_at_once_one_wins_and_each_gets_one_clear_line(
    world: World, claimers: int
) -> None:
    where = called(world)
    presses = [
        press(world, where, address, n) for n, address in enumerate(volunteers(world, claimers))
    ]
    with doors(world, 2) as ways:
        work = [partial(_pop_up, ways[n % 2], each) for n, each in enumerate(presses)]
        lines = at_once(work)
    assert sorted(lines) == sorted([WON, *[LOST] * (claimers - 1)])
    assert order_of(world).state is OrderState.CLAIMED
    with world.db.reading() as session:
        assert session.scalar(select(func.count(Assignment.id))) == 1


def test_one_volunteer_who_presses_twice_at_once_takes_it_once(world: World) -> None:
    where = called(world)
    (address,) = volunteers(world, 1)
    presses = [press(world, where, address, n) for n in range(4)]
    with doors(world, 4) as ways:
        pairs = zip(ways, presses, strict=True)
        answers = at_once([partial(_answers, door, each) for door, each in pairs])
    lines = [line for each in answers for line in each.values()]
    assert len(lines) == 4
    assert sorted(line[:7] for line in lines) == sorted([WON[:7], *[MINE[:7]] * 3])
    with world.db.reading() as session:
        assert session.scalar(select(func.count(Assignment.id))) == 1


def _answers(door: Door, inbound: Inbound) -> dict[str, str]:
    popups = door.turns.run(door.take(inbound), patient=True).popups
    return {key: popup.text for key, popup in popups.items()}
