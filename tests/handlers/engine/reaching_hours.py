"""How the questions about hours are reached: what is wrong, what waits, what is missing."""

from collections.abc import Callable
from datetime import datetime

from models.membership import Role
from models.service_record import Evidence
from tests.handlers.engine.reached import Reached
from tests.served import served
from tests.transcript import ZONE, World
from tests.visits import both_inside

Reach = Callable[[World], Reached]
SATURDAY = datetime(2026, 11, 21, 9, 0, tzinfo=ZONE)


def by_volunteer(good: str, *said: str) -> Reach:
    """何静, with an entry of hers, who says these words."""

    def reach(world: World) -> Reached:
        he = world.known("何静", Role.VOLUNTEER)
        served(world, "何静", SATURDAY, 60)
        for words in said:
            he.say(words)
        return Reached(he, good)

    return reach


def by_staff(good: str, *said: str, hours: int = 1, times: int = 1) -> Reach:
    """孙丽, before entries that wait and that 何静 says are wrong, who says these words."""

    def reach(world: World) -> Reached:
        he, sun = world.known("何静", Role.VOLUNTEER), world.known("孙丽", Role.COORDINATOR)
        for n in range(times):
            at = SATURDAY.replace(day=21 - n, hour=6)
            served(world, "何静", at, hours * 60, Evidence.SELF, "-")
            for words in ("记错了", str(n + 1), "记少了"):
                he.say(words)
        for words in said:
            sun.say(words)
        return Reached(sun, good)

    return reach


def making_up(good: str, *said: str) -> Reach:
    """孙丽, while two are at a visit that nobody will write down."""

    def reach(world: World) -> Reached:
        sun = both_inside(world).sun
        world.wait(hours=2)
        for words in said:
            sun.say(words)
        return Reached(sun, good)

    return reach


WAITING = ("核实时长", "挑一笔看", "甲")
MADE_UP = ("补记 周凯 1123-01", "9点10分", "20分钟", "没带手机")
IN_HELPERS = (("_meant", "which"),)
PARTS = {"making_up": "make_up_hours", "hours_waiting": "hours_waiting"}
#: any words will do there
TAKE_WORDS = {
    "correct_hours.reason",
    "hours_waiting.reason",
    "hours_waiting.why",
    "hours_waiting.why_other",
    "hours_wrong.words",
    "keep_hours.why",
    "make_up_hours.reason",
}
QUESTIONS: dict[str, Reach] = {
    "correct_hours.card": by_staff("改", "改一笔", "两小时", "登记表上是两小时"),
    "correct_hours.minutes": by_staff("两小时", "改一笔"),
    "correct_hours.reason": by_staff("登记表上是两小时", "改一笔", "两小时"),
    "correct_hours.which": by_staff("1", "改一笔", times=2),
    "hours_waiting.decision": by_staff("先放着", *WAITING),
    "hours_waiting.minutes": by_staff("一小时", *WAITING, "改时长"),
    "hours_waiting.reason": by_staff("抢险救援", *WAITING, "核实", hours=13),
    "hours_waiting.what": by_staff("先不核实", *WAITING[:1]),
    "hours_waiting.which": by_staff("甲", *WAITING[:2]),
    "hours_waiting.why_other": by_staff("散得早", *WAITING, "改时长", "40分钟"),
    "hours_waiting.why": by_staff("那天没去", *WAITING, "不能算"),
    "hours_wrong.which": by_volunteer("少了一次", "记错了"),
    "hours_wrong.words": by_volunteer("周二也去了", "记错了", "少了一次"),
    "keep_hours.which": by_staff("1", "不改时长", times=2),
    "keep_hours.why": by_staff("签退是10点", "不改时长"),
    "make_up_hours.card": making_up("补上", *MADE_UP),
    "make_up_hours.minutes": making_up("20分钟", *MADE_UP[:2]),
    "make_up_hours.number": making_up("1123-01", "补记", "周凯"),
    "make_up_hours.reason": making_up("没带手机", *MADE_UP[:3]),
    "make_up_hours.started": making_up("9点10分", *MADE_UP[:1]),
    "make_up_hours.whom": making_up("周凯", "补记"),
}
