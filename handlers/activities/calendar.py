"""主题, 假期, 我的日历: what the community's calendar knows, and how to have it in one's own."""

import re
from datetime import date, timedelta
from typing import Any

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.reader import Reader
from handlers.engine.said import Answer
from handlers.engine.sheet import Fact
from handlers.language import _, ngettext, pgettext
from handlers.readers import OneOf, Words
from handlers.sayings import say_date
from handlers.standing import rest_on_new_holidays
from handlers.understand.days_off import read_days_off
from handlers.understand.normal import fold
from models.activity_rights import require_planner
from models.calendar import set_theme, themes_from
from models.calendar_feed import LINK, feed_for
from models.dedication_days import make_days
from models.errors import Invalid
from models.timer import set_timer
from models.words import N_
from models.workdays import REST, DayTold, check_year, tell_days

_THEME = re.compile(r"(?:主题|theme)\s*(?P<month>1[0-2]|0?[1-9])月\s*(?P<name>\S.{0,38})")


def theme(chat: Chat) -> None:
    """主题 12月 暖冬: what a month is about; without more, what is known and what is not."""
    by = chat.somebody_known()
    require_planner(chat.session, by, chat.now)
    match = _THEME.fullmatch(fold(chat.opening.text).strip()) if chat.opening else None
    today = chat.community.local(chat.now).date()
    if match is None:
        _say_themes(chat, today)
    month = Month()
    chat.suppose("month", month, int(match["month"]) if match else None)
    number = chat.ask("month", _("哪个月？写数字，比如“12”。"), month)
    on = date(today.year + (number < today.month), number, 1)
    name = Words(40)
    chat.suppose("name", name, match["name"] if match else None)
    words = chat.ask("name", _("{month}月做什么主题？").format(month=on.month), name)
    set_theme(chat.session, by.community_id, on, words)
    chat.say(_("好，{month}月做“{name}”。").format(month=on.month, name=words))


def _say_themes(chat: Chat, today: date) -> None:
    for each in themes_from(chat.session, chat.hearer.community_id, today.replace(day=1)):
        chat.say(_("{month}月：{name}").format(month=each.month_on.month, name=each.name))


class Month(Reader[int]):
    """A month by its number: 12, 12月."""

    def read(self, answer: Answer) -> int:
        """1 to 12. Raises Invalid."""
        found = re.fullmatch(r"(1[0-2]|0?[1-9])\s*月?(?:份)?", fold(answer.text).strip())
        if found is None:
            raise Invalid(N_("月份写 1 到 12 就行。"))
        return int(found[1])


class DaysOff(Reader[list[DayTold]]):
    """The notice on days off, pasted or in short."""

    def __init__(self, today: date) -> None:
        """`today` on the community's clock: what year is meant where none is written."""
        self._today = today

    def read(self, answer: Answer) -> list[list[str]]:
        """ISO days with their kind. Raises Invalid."""
        try:
            found = read_days_off(answer.text, self._today)
        except ValueError:
            raise Invalid(N_("有一天日历上没有。\n像“2月6日到12日休”这样写。")) from None
        if not found:
            raise Invalid(N_("没看出哪天休、哪天上班。\n把通知整段贴来就行。"))
        return [[day.isoformat(), kind] for day, kind in found]

    def load(self, value: Any) -> list[DayTold]:
        """The days."""
        return [DayTold(date.fromisoformat(day), kind) for day, kind in value]


def holidays(chat: Chat) -> None:
    """假期: the State Council's notice, read back before it counts; rules are looked at anew."""
    by = chat.somebody_known()
    require_planner(chat.session, by, chat.now)
    now = chat.community.local(chat.now)
    asked = _("把放假通知贴来，或者写\n“2月6日到12日休，2月14日上班”。")
    days = chat.ask("days", asked, DaysOff(now.date()))
    check_year(days, chat.now)
    rest = [each.day for each in days if each.kind == REST]
    work = [each.day for each in days if each.kind != REST]
    facts = [
        Fact(name, _say_spans(chat, listed))
        for name, listed in ((_("放假"), rest), (_("上班"), work))
        if listed
    ]
    title = _("{year} 年的放假安排").format(year=days[0].day.year)
    send = Option("yes", pgettext("button", "记上"))
    if not chat.confirm("card", title, facts, _("跟通知对一遍再记。"), send):
        chat.say(_("好，没记。"))
        return
    told = tell_days(chat.session, by.community_id, days)
    made = make_days(chat.session, chat.community, chat.hearer.new_token, chat.now)
    chat.say(ngettext("记上了，{n} 天。", "记上了，{n} 天。", told).format(n=told))
    rest_on_new_holidays(chat)
    for each in made.moved:
        day = say_date(chat.community.local(each.starts_at).date(), now)
        chat.say(
            _("{number} {title}挪到{day}。").format(number=each.number, title=each.title, day=day)
        )
    for each in made.elsewhere:
        chat.say(
            _("{number} {title}有人报名了，没挪。\n要挪，写“改活动{number}”。").format(
                number=each.number, title=each.title
            )
        )


def _say_spans(chat: Chat, days: list[date]) -> str:
    """2月6日 周六到2月12日 周五; days in a row are one span."""
    now = chat.community.local(chat.now)
    spans: list[list[date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][-1] == timedelta(days=1):
            spans[-1].append(day)
        else:
            spans.append([day])
    said = []
    for span in spans:
        first, last = say_date(span[0], now), say_date(span[-1], now)
        said.append(
            first if len(span) == 1 else _("{first}到{last}").format(first=first, last=last)
        )
    return _("、").join(said)


def my_calendar(chat: Chat) -> None:
    """我的日历: an address for one's own calendar; whoever knows it reads it, so it can be new."""
    person = chat.somebody_known()
    options = [
        Option("mine", pgettext("button", "我报的")),
        Option("all", pgettext("button", "社区全部的")),
        Option("new", pgettext("button", "换个新链接")),
    ]
    which = chat.ask("which", _("手机日历里看哪些活动？"), OneOf(options))
    feed = feed_for(chat.session, person, chat.now, own=which != "all", anew=which == "new")
    set_timer(chat.session, person.community_id, LINK, f"feed:{feed.id}@{person.id}", chat.now)
    chat.say(_("好，链接这就发到这里。"))
