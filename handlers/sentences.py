"""Sentences that begin a conversation and already hold some of its answers."""

import re

from handlers.activities import words as activities
from handlers.suggesting import words as suggesting

#: sentences that begin a conversation and already hold some of its answers; the groups are named
#: like the questions
_LINE = r"(?:[\s:：,，]+|(?=\d))\S.*"
_TRUSTED = r"单独上门|一个人上门|单独|和孩子在一起|和孩子|带孩子|孩子"
_ROLE = "志愿者|队长|社区工作人员|工作人员|协调员|审核员|管理员"
_TO = r"(?:\s*到\s*(?P<until>.{2,12}))?"
NOTICE = re.compile(r"(?:发通知|通知|/?notice)[\s:：,，]+(?P<said>\S.*)", re.DOTALL | re.IGNORECASE)
SENTENCES: dict[str, re.Pattern[str]] = {
    **activities.SENTENCES,
    **suggesting.SENTENCES,
    "broadcast": NOTICE,
    "door_contacts": re.compile(rf"(?:楼门|/?doors){_LINE}", re.DOTALL | re.IGNORECASE),
    "doorstep": re.compile(
        rf"(?:开门询单|询单|/door|door visit){_LINE}", re.DOTALL | re.IGNORECASE
    ),
    "duty_hours": re.compile(rf"(?:交班时间|hand-over hours)(?P<line>{_LINE})", re.IGNORECASE),
    "set_duty": re.compile(rf"(?:值班|排班|/?duty)(?P<line>{_LINE})", re.IGNORECASE),
    "swap_duty": re.compile(rf"(?:换班|swap duty)(?P<line>{_LINE})", re.IGNORECASE),
    "paste_list": re.compile(
        r"\s*(?:#\s*接龙|接龙|#chain|paste a list)[\s:：,，]*\S.*", re.DOTALL | re.IGNORECASE
    ),
    "paste_needs": re.compile(
        r"(?:群消息|群里的话|paste messages)[\s:：]+\S.*", re.DOTALL | re.IGNORECASE
    ),
    "end_trust": re.compile(rf"收回信任\s+(?P<whom>\S{{1,20}})(?:\s+(?P<kind>{_TRUSTED}))?"),
    "give_trust": re.compile(
        rf"(?P<verb>信任|核实)\s+(?P<whom>\S{{1,20}})(?:\s+(?P<kind>{_TRUSTED}))?"
        r"(?:\s*(?P<until>[到至].{2,12}))?"
    ),
    "end_role": re.compile(rf"收回\s*(?P<whom>\S{{1,20}}?)\s*的?\s*(?P<role>{_ROLE})"),
    "give_role": re.compile(rf"给\s*(?P<whom>\S{{1,20}}?)\s*(?P<role>{_ROLE}){_TO}"),
    "each_time": re.compile(
        r"(?P<year>\d{4})[年-](?P<month>\d{1,2})[月-](?P<day>\d{1,2})日?\s*(?:以前|and before)"
    ),
    "link_here": re.compile(
        r"(?:连号|换手机|连上微信|/?link)[\s:：,，]*(?P<code>\d{4}[\s-]?\d{4})", re.IGNORECASE
    ),
    "make_up_hours": re.compile(
        r"补[记录](?:时长)?\s+(?P<whom>\S{1,20})\s+(?P<number>\d{4}-?\d{2,3})"
    ),
    "pause_standing": re.compile(
        r"(?:停一阵|pause it)[\s,，]*(?:到|停到|until)?\s*(?P<until>\S.{1,12})"
    ),
    "verify_skill": re.compile(rf"核实资质\s*(?P<whom>\S{{1,20}})\s+(?P<skill>\S{{1,12}}?){_TO}"),
}
#: the digits of another chat of theirs, as the first word of somebody unknown
LINK_DIGITS = re.compile(r"\d{4}[\s-]?\d{4}")
#: the word of a call with more around it: 我接1123-07 老周 13900000456
CALLED = re.compile(
    r"(?:我[来要想]?)?(?P<word>接单|接|报名)\s*(?P<day>\d{4})-?(?P<n>\d{2,3})(?!\d)(?P<more>.*)",
    re.DOTALL,
)
