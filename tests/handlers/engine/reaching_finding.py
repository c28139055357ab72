"""How the questions asked while somebody is looked for are reached."""

from collections.abc import Callable
from datetime import datetime

from tests.chats.test_invited_team import a_team
from tests.chats.test_losing import lost
from tests.finding import approved, opened, volunteer
from tests.handlers.engine.reached import Reached
from tests.transcript import ZONE, World

EVENING = datetime(2026, 11, 23, 20, 31, tzinfo=ZONE)


def arrival(world: World) -> Reached:
    """Somebody has just said yes to a whole afternoon."""
    zhou = volunteer(world, "周凯")
    opened(world)
    zhou.press("接单")
    return Reached(zhou, "下午3点")


def ask_first(world: World) -> Reached:
    """Somebody came too late."""
    _zhou, he = lost(world)
    return Reached(he, "好")


def another_time(world: World) -> Reached:
    """Nobody is found by the evening."""
    _sun, li = opened(world)
    world.at(EVENING)
    li.press("换个时间")
    return Reached(li, "周五下午")


def team_call(world: World) -> Reached:
    """A team is to be asked."""
    a_team(world, "赵队长", "何静")
    sun, _li = approved(world)
    sun.press("派给队")
    return Reached(sun, "朝阳之声")


FINDING: dict[str, Callable[[World], Reached]] = {
    "another_time.when": another_time,
    "arrival.hour": arrival,
    "ask_first.first": ask_first,
    "team_call.team": team_call,
}
