"""How the questions of what makes minutes count are reached: a result, a refusal, a look."""

from collections.abc import Callable

from tests.handlers.engine.reached import Reached
from tests.transcript import World
from tests.visits import Going, both_inside

Reach = Callable[[World], Reached]


def _left(world: World) -> Going:
    going = both_inside(world)
    world.wait(minutes=37)
    for each in (going.ma, going.zhou):
        each.say("我走了")
        each.say(str(going.order.code_out))
    return going


def by_volunteer(world: World) -> Reached:
    """周凯 has left and says what came of it."""
    return Reached(_left(world).zhou, "灯换好了")


def by_worker(good: str, *said: str) -> Reach:
    """孙丽, after that visit, who says these words."""

    def reach(world: World) -> Reached:
        going = _left(world)
        for words in said:
            going.sun.say(words)
        return Reached(going.sun, good)

    return reach


TAKE_WORDS = {"recheck.note", "refuse_minutes.words", "say_result.result"}
QUESTIONS: dict[str, Reach] = {
    "recheck.note": by_worker("就来了一位", "抽查1123-01", "不对"),
    "recheck.said": by_worker("都对", "抽查1123-01"),
    "refuse_minutes.words": by_worker("没待够", "不算1123-01"),
    "say_result.result": by_volunteer,
}
