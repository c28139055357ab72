"""The words that begin what is done with activities."""

import re

from handlers.activities.exceptions import EXCEPTION

WORDS: dict[str, str] = {
    **dict.fromkeys(("活动", "/activities", "activities", "今天有什么活动"), "activities"),
    **dict.fromkeys(("小活", "小任务", "small tasks"), "small_tasks"),
    **dict.fromkeys(("附近的活动", "附近活动", "activities near me"), "near_activities"),
    **dict.fromkeys(("带人一起", "带人", "bring people"), "bring_along"),
    **dict.fromkeys(("报名", "我要报名", "join an activity"), "sign_up"),
    **dict.fromkeys(("做活动", "发活动", "办活动", "make an activity"), "make_activity"),
    **dict.fromkeys(("请大家来", "call volunteers"), "call_to_activity"),
    **dict.fromkeys(("改活动", "change activity"), "change_activity"),
    **dict.fromkeys(("取消活动", "call off activity"), "call_off_activity"),
    **dict.fromkeys(("名单", "roster"), "roster"),
    **dict.fromkeys(("签到码", "sign-in code"), "sign_in_code"),
    **dict.fromkeys(("点名", "roll call"), "call_roll"),
    **dict.fromkeys(("加人", "add someone"), "add_walk_in"),
    **dict.fromkeys(("人次", "来了几位", "headcount"), "headcount"),
    **dict.fromkeys(("我的日历", "日历", "my calendar"), "my_calendar"),
    **dict.fromkeys(("主题", "theme"), "theme"),
    **dict.fromkeys(("活动数字", "activity figures"), "activity_figures"),
    **dict.fromkeys(("奉献日规则", "活动规则", "dedication day rule"), "dedication_rule"),
    **dict.fromkeys(("停规则", "stop a rule"), "stop_rule"),
    **dict.fromkeys(("假期", "放假安排", "days off"), "holidays"),
    **dict.fromkeys(("大家写的", "their words on activities"), "read_stories"),
    **dict.fromkeys(("结算", "记时长", "settle"), "settle_activity"),
}

#: words with an activity's number: 报名1205-01; the same words may be about an order of another
#: number, because orders and activities share the counter of a day
ABOUT: dict[str, str] = {
    "报名": "sign_up",
    "来": "attend",
    "我来": "take_place",
    "来不了": "not_attending",
    "带人一起": "bring_along",
    "不排了": "not_attending",
    "看活动": "see_activity",
    "活动": "see_activity",
    "请大家来": "call_to_activity",
    "改活动": "change_activity",
    "取消活动": "call_off_activity",
    "发活动": "publish_activity",
    "名单": "roster",
    "签到": "sign_in_activity",
    "签到码": "sign_in_code",
    "点名": "call_roll",
    "加人": "add_walk_in",
    "人次": "headcount",
    "结算": "settle_activity",
    "问过了": "rechecked",
    "对不上": "recheck_fails",
    "i've asked": "rechecked",
    "doesn't fit": "recheck_fails",
    "出了点事": "report_at_activity",
    "report it": "report_at_activity",
    "加上": "add_walk_in",
    "写两句": "write_story",
    "核实时长": "agree_minutes",
    "发出": "publish_activity",
    "发群": "for_group",
    "for the group": "for_group",
    "for group": "for_group",
    "join": "sign_up",
    "coming": "attend",
    "can't come": "not_attending",
    "bring people": "bring_along",
    "leave queue": "not_attending",
    "i'll come": "take_place",
    "see it": "see_activity",
    "call people": "call_to_activity",
    "change it": "change_activity",
    "call it off": "call_off_activity",
    "send": "publish_activity",
    "roster": "roster",
    "sign in": "sign_in_activity",
    "sign-in code": "sign_in_code",
    "roll call": "call_roll",
    "add someone": "add_walk_in",
    "add them": "add_walk_in",
    "headcount": "headcount",
    "settle": "settle_activity",
    "a few words": "write_story",
    "agree to hours": "agree_minutes",
}

#: said without a number, of the one activity they have a place at or wait for
OF_ONE = frozenset({"attend", "not_attending", "take_place"})
#: more words, but not just the number of an activity
_LINE = r"(?!\s*\d{4}-?\d{2,3}\s*\Z)(?:[\s:：,，]+|(?=\d))\S.*"
SENTENCES: dict[str, re.Pattern[str]] = {
    "make_activity": re.compile(
        rf"(?:做活动|发活动|办活动|make an activity){_LINE}", re.DOTALL | re.IGNORECASE
    ),
    "activities": re.compile(rf"(?:活动|activities|/activities){_LINE}", re.IGNORECASE),
    "rule_exception": EXCEPTION,
    "theme": re.compile(r"(?:主题|theme)\s*\d{1,2}月\s*\S.{0,38}", re.IGNORECASE),
    "headcount": re.compile(r"(?:人次|来了)\s*\d{1,6}\s*[位人]?"),
}
#: a word, or the name of something to do, with an activity's number
NUMBERED = re.compile(r"([^\d\s](?:.{0,14}?[^\d\s])?)\s*(\d{4})-?(\d{2,3})")
