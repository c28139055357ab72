"""How an activity is said to people: when, where, what there is to do."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.language import _, language, ngettext
from handlers.sayings import say_time, say_when
from handlers.understand.span import TimeSpan
from models.activity import Activity, ActivityRole
from models.calendar import Theme
from models.community import Community
from models.person import Person
from models.publishing import Plan


def say_held(held: Activity | Plan, community: Community, at: datetime) -> str:
    """On a card: 12月5日 周六上午9点到11点半."""
    return say_span(held.starts_at, held.ends_at, community, at)


def say_span(starts: datetime, ends: datetime, community: Community, at: datetime) -> str:
    """The same of any two moments."""
    return _said(say_time, _span(starts, ends, community), community.local(at))


def say_soon(activity: Activity, community: Community, at: datetime) -> str:
    """In talk: 明天（5号 周六）上午9点到11点半."""
    span = _span(activity.starts_at, activity.ends_at, community)
    return _said(say_when, span, community.local(at))


def _said(say: Callable[[TimeSpan, datetime], str], span: TimeSpan, now: datetime) -> str:
    """By day and clock at either end, where it goes on until another day."""
    if span.end is None or span.end.date() == span.start.date():
        return say(span, now)
    ends = [TimeSpan(each, None, "minute", "") for each in (span.start, span.end)]
    first, last = (say(each, now) for each in ends)
    return _("{first}到{last}").format(first=first, last=last)


def _span(starts: datetime, ends: datetime, community: Community) -> TimeSpan:
    return TimeSpan(community.local(starts), community.local(ends), "range", "")


def say_tasks(roles: Sequence[ActivityRole]) -> str:
    """擦窗、修小家电，共要 30 位."""
    names = _("、").join(role.name for role in roles)
    total = sum(role.places for role in roles)
    people = ngettext("共要 {n} 位", "共要 {n} 位", total).format(n=total)
    return _("{names}，{people}").format(names=names, people=people)


def say_left(roles: Sequence[ActivityRole]) -> str:
    """擦窗还要 8 位、修小家电满了."""
    return _("、").join(_one_left(role) for role in roles)


def _one_left(role: ActivityRole) -> str:
    if role.places_left:
        return _("{name}还要 {n} 位").format(name=role.name, n=role.places_left)
    return _("{name}满了").format(name=role.name)


def leader_name(session: Session, person_id: int | None) -> str:
    """Who leads it, or stands in, by the name they chose."""
    person = session.get(Person, person_id) if person_id else None
    return (person.display_name if person else "") or _("还没定")


def theme_name(theme: Theme) -> str:
    """What the month is about, in the language spoken now."""
    return theme.name_en if language() == "en" and theme.name_en else theme.name


def its_theme(session: Session, activity: Activity) -> str:
    """What the month of an activity is about; "" where it has no theme."""
    theme = session.get(Theme, activity.theme_id) if activity.theme_id else None
    return theme_name(theme) if theme is not None else ""
