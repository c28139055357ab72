"""How the questions about activities and the calendar are reached."""

from collections.abc import Callable
from datetime import timedelta

from models.membership import Role
from tests.activities import SATURDAY, published
from tests.finding import volunteer
from tests.handlers.engine.reached import Reached
from tests.transcript import World

Reach = Callable[[World], Reached]
WHEN, TASKS = "12月5日上午9点到11点", "扫地5人、捡纸5人"


def planned(good: str, *said: str) -> Reach:
    """孙丽 has no activity yet, and says these words."""

    def reach(world: World) -> Reached:
        sun = world.known("孙丽", Role.COORDINATOR)
        for words in said:
            sun.say(words)
        return Reached(sun, good)

    return reach


def ahead(good: str, *said: str, tasks: str = "擦窗2人、修小家电1人") -> Reach:
    """暖冬 is to come, 周凯 has a place; 孙丽 says these words."""

    def reach(world: World) -> Reached:
        sun = published(world, tasks)
        volunteer(world, "周凯").say("擦窗1205-01")
        for words in said:
            sun.say(words)
        return Reached(sun, good)

    return reach


def on_the_day(good: str, *said: str, hours: float = 0) -> Reach:
    """It has begun, or ended so many hours after nine; 吴芳 has not come."""

    def reach(world: World) -> Reached:
        sun = published(world)
        volunteer(world, "周凯").say("擦窗1205-01")
        volunteer(world, "吴芳").say("修小家电1205-01")
        world.at(SATURDAY)
        if hours:
            sun.say("点名")
            sun.say("1")
            world.at(SATURDAY + timedelta(hours=hours))
        for words in said:
            sun.say(words)
        return Reached(sun, good)

    return reach


def by_zhou(good: str, *said: str, day: bool = False) -> Reach:
    """周凯, who has a place once he took one."""

    def reach(world: World) -> Reached:
        published(world)
        zhou = volunteer(world, "周凯")
        if day:
            zhou.say("擦窗1205-01")
            world.at(SATURDAY)
        for words in said:
            zhou.say(words)
        return Reached(zhou, good)

    return reach


def with_others(good: str, *said: str) -> Reach:
    """周凯 came and brought two."""

    def reach(world: World) -> Reached:
        sun = published(world, "擦窗5人")
        zhou = volunteer(world, "周凯")
        for words in ("擦窗1205-01", "带人一起1205-01", "2", "都满了", "不写"):
            zhou.say(words)
        world.at(SATURDAY)
        sun.say("点名")
        sun.say("1")
        world.at(SATURDAY + timedelta(hours=2.5))
        for words in said:
            sun.say(words)
        return Reached(sun, good)

    return reach


MADE = ("做活动", "清扫", WHEN, "广场", TASKS)
RULED = ("奉献日规则", "奉献日", "每月第三个周六", "照常办")
BRINGS = ("擦窗1205-01", "带人一起1205-01", "1", "都满了")
QUESTIONS: dict[str, Reach] = {
    "make_activity.title": planned("清扫", *MADE[:1]),
    "make_activity.when": planned(WHEN, *MADE[:2]),
    "make_activity.place": planned("广场", *MADE[:3]),
    "make_activity.tasks": planned(TASKS, *MADE[:4]),
    "make_activity.risk": planned("路滑", *MADE),
    "make_activity.card": planned("发出", *MADE, "路滑"),
    "make_activity.long": planned("守夜", "做活动 值守，12月5日上午6点到晚上8点"),
    "sign_up.role": by_zhou("擦窗", "报名1205-01"),
    "bring_along.how_many": by_zhou("1", *BRINGS[:2]),
    "bring_along.minors": by_zhou("都满了", *BRINGS[:3]),
    "bring_along.names": by_zhou("不写", *BRINGS),
    "my_calendar.which": by_zhou("我报的", "我的日历"),
    "sign_in_activity.code": by_zhou("取消", "签到", day=True),
    "change_activity.what": ahead("地点", "改活动1205-01"),
    "change_activity.place": ahead("葵园站", "改活动1205-01", "地点"),
    "change_activity.when": ahead("12月6日上午9点到11点", "改活动1205-01", "时间"),
    "change_activity.reason": ahead("有雨", "改活动1205-01", "地点", "葵园站"),
    "change_activity.card": ahead("改", "改活动1205-01", "地点", "葵园站", "有雨"),
    "change_activity.role": ahead("擦窗", "改活动1205-01", "名额"),
    "change_activity.places": ahead("5", "改活动1205-01", "名额", "擦窗"),
    "call_off_activity.reason": ahead("有雪", "取消活动1205-01"),
    "call_off_activity.sure": ahead("不取消", "取消活动1205-01", "有雪"),
    "call_to_activity.sure": ahead("先不请", "请大家来1205-01"),
    "roll_numbers.present": on_the_day("1", "点名"),
    "headcount.served": on_the_day("63", "人次"),
    "settle_steps.served": on_the_day("63", "结算", hours=2.5),
    "settle_steps.result": on_the_day("扫完了", "结算", "63", hours=2.5),
    "settle_steps.excuses": on_the_day("没有", "结算", "63", "扫完了", hours=2.5),
    "settle_steps.along": with_others("1", "结算", "63", "扫完了", "改跟来"),
    "settle_steps.card": on_the_day("先不发", "结算", "63", "扫完了", "没有", hours=2.5),
    "dedication_rule.occasion": planned("奉献日", *RULED[:1]),
    "dedication_rule.day": planned("每月5号", *RULED[:2]),
    "dedication_rule.shift": planned("照常办", *RULED[:3]),
    "dedication_rule.place": planned("广场", *RULED),
    "dedication_rule.card": planned("先不发", *RULED, "广场"),
    "rule_exception.card": planned("先不发", *RULED, "广场", "定", "奉献日 2027-01-16 off"),
    "theme.month": planned("12", "主题"),
    "theme.name": planned("暖冬", "主题", "12"),
    "holidays.days": planned("2月6日到12日休", "假期"),
    "holidays.card": planned("先不发", "假期", "2月6日到12日休"),
}
#: these take words of any kind
TAKE_WORDS = {
    "make_activity.title",
    "make_activity.place",
    "make_activity.long",
    "make_activity.risk",
    "change_activity.place",
    "change_activity.reason",
    "call_off_activity.reason",
    "settle_steps.result",
    "dedication_rule.place",
    "theme.name",
}
