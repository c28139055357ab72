"""What is read aloud at a door: the same words at every door, in the language of the place."""

from datetime import datetime, time

from handlers.doorstep_post import Entry
from handlers.language import _, language, ngettext
from handlers.sayings import say_when
from handlers.understand.span import TimeSpan
from models.need_kind import NeedKind

#: wishes that begin so are done together outside, or at home by whoever comes
_OUTSIDE = "陪去取拿买寄代接送"
_AT_HOME = "理剪修换打搬教洗看量读写装扫收通剃擦"
_END_OF_DAY = time(23, 59)
_SUNDAY = 6


def need_aloud(wish: str, kind: NeedKind) -> str:
    """请人上门来理发: her wish as a sentence about somebody who comes."""
    if language() == "en" or not wish or wish.isascii():
        return _("请人帮忙：{what}").format(what=kind.title(language()))
    if wish[0] in _OUTSIDE:
        return _("请人{wish}").format(wish=wish)
    if wish[0] in _AT_HOME:
        return _("请人上门来{wish}").format(wish=wish)
    return _("请人上门，{wish}").format(wish=wish)


def time_aloud(span: TimeSpan, now: datetime) -> str:
    """这周，到29号周日，白天都行; a time of the clock as it is said everywhere."""
    end = span.end
    if end is None or end.time() != _END_OF_DAY or span.part or span.bound:
        return say_when(span, now)
    is_this_week = (end.date() - now.date()).days == _SUNDAY - now.weekday()
    if span.start.date() == now.date() and end.date() > now.date() and is_this_week:
        if language() == "en":
            return _("这周都行")
        return _("这周，到{day}号周日，白天都行").format(day=end.day)
    return _("{when}，白天都行").format(when=say_when(span, now))


def aloud(need: str, when: str, entry: Entry, *, goes_abroad: bool) -> str:
    """The words of the first yes, to be read as they stand.

    `goes_abroad`: whoever comes may read the door in a foreign company's program.
    """
    people = entry.people
    what = _("名字、门牌和电话") if entry.phone else _("名字和门牌")
    come = ngettext("来一位", "来{n}位", people).format(n=_("两") if people == 2 else people)
    lines = [
        _("“我记的是：{need}，\n{when}。\n{come}，戴工作牌，不收钱。\n{what}，只给来的人看。"),
        _("来的人用国外软件的，会存到国外的机器上。") if goes_abroad else "",
        _("我替您发出去，您同意吗？”"),
    ]
    words = "\n".join(each for each in lines if each)
    return words.format(need=need, when=when, come=come, what=what)


def health_aloud(words: str) -> str:
    """The words of the second yes, which costs nothing to refuse."""
    return _("“您{words}，要不要先告诉来的人？\n不说也来。”").format(words=words)
