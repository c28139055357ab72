"""How soon a notice has to be known, as its own words say: today, or at once because of danger."""

import re
from datetime import datetime

from handlers.understand.clock import read_time
from handlers.understand.normal import plain
from handlers.understand.span import Found
from models.notice import Urgency

_DANGER = re.compile(
    r"台风|暴雨|暴雪|大风预警|洪水|内涝|积水|漏气|泄漏|泄露|煤气中毒|一氧化碳|火灾|着火|起火|失火|爆炸"
    r"|疏散|撤离|地震|倒塌|坠落|触电|漏电|有害|有毒|水质|别喝|停用电梯|电梯故障|橙色预警|红色预警"
    r"|typhoon|flood|gas leak|evacuat|earthquake|on fire|do not drink|live wire",
)
_TODAY = re.compile(
    r"今天|今日|今早|今晚|今夜|现在起|马上|刚刚|today|tonight|this (?:morning|afternoon)"
)


def read_how_soon(text: str, now: datetime) -> Urgency:
    """What the words say, heard at `now` on the community's clock; a lesson or a drill is news."""
    words = plain(text)
    if re.search(r"演练|讲座|培训|宣传|drill|lecture|training", words):
        return Urgency.NEWS
    if _DANGER.search(words):
        return Urgency.SAFETY
    reading = read_time(words, now)
    is_today = isinstance(reading, Found) and reading.span.start.date() == now.date()
    return Urgency.TODAY if is_today or _TODAY.search(words) else Urgency.NEWS
