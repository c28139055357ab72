"""Why somebody is asked and others are not: facts in words, for staff and for the one asked."""

from collections import Counter
from collections.abc import Callable

from handlers.language import _, ngettext
from handlers.sayings import say_minutes
from models.candidates import MUCH, Candidate
from models.order import Order
from models.skill import SKILLS
from models.words import N_

#: what the one asked may read: nothing that tells whose order it is
FOR_READER = frozenset({"proven", "skill", "unseen", "likes", "free", "building", "grid"})
PLAIN: dict[str, str] = {
    "wanted": N_("对方点名想请"),
    "likes": N_("愿意做这类事"),
    "free": N_("那时候有空"),
    "woman": N_("女志愿者"),
    "door_contact": N_("是这个楼门的联系人"),
    "door": N_("住同一个楼门"),
    "building": N_("住同一栋楼"),
    "grid": N_("就住附近"),
    "trusted": N_("可以一个人上门"),
}
LEFT_OUT: dict[str, str] = {
    "busy": N_("{n} 位那时候没空"),
    "rests": N_("{n} 位在歇着"),
    "quiet": N_("{n} 位不收接单提醒"),
    "declined": N_("{n} 位这次不方便"),
    "asked": N_("{n} 位问过了"),
    "unproven": N_("{n} 位还没核实资质"),
    "unchecked": N_("{n} 位还没核实"),
    "rules": N_("{n} 位按上门的规矩去不了"),
    "goes": N_("{n} 位已经接了"),
}


def say_reasons(each: Candidate) -> str:
    """All that speaks for and against them."""
    return _("，").join(_said(name, about) for name, about in each.reasons) or _("还没填档案")


def say_to_reader(reasons: tuple[tuple[str, str], ...]) -> str:
    """为什么问您: at most three things, about the reader alone."""
    own = [_said(name, about) for name, about in reasons if name in FOR_READER]
    return _("，").join(own[:3])


def say_left_out(left_out: Counter[str]) -> str:
    """没列: how many, and why."""
    counted = [_(text).format(n=left_out[why]) for why, text in LEFT_OUT.items() if left_out[why]]
    return _("没列：{who}。").format(who=_("，").join(counted)) if counted else ""


def say_places(order: Order, left: int) -> str:
    """要 2 位 before anybody has said yes, 还差 1 位 after."""
    if left == order.people_needed:
        return ngettext("要 {n} 位，可以请", "要 {n} 位，可以请", left).format(n=left)
    return ngettext("还差 {n} 位，可以请", "还差 {n} 位，可以请", left).format(n=left)


def _said(name: str, about: str) -> str:
    if name in PLAIN:
        return _(PLAIN[name])
    return _COUNTED[name](about)


def _skill(code: str) -> str:
    return _(SKILLS[code].label) if code in SKILLS else code


def _week(count: str) -> str:
    n = int(count)
    text = ngettext("本周已 {n} 单", "本周已 {n} 单", n).format(n=n)
    return _("{week}，别太累").format(week=text) if n >= MUCH else text


_COUNTED: dict[str, Callable[[str], str]] = {
    "proven": lambda code: _("会{skill}，核实过").format(skill=_skill(code)),
    "skill": lambda code: _("会{skill}").format(skill=_skill(code)),
    "unseen": lambda code: _("会{skill}，证没核实").format(skill=_skill(code)),
    "unskilled": lambda code: _("没说会{skill}").format(skill=_skill(code)),
    "visited": lambda n: _("去过这家 {n} 次").format(n=n),
    "week": _week,
    "over": lambda most: _("超过自己说的每周{most}").format(most=say_minutes(int(most))),
}
