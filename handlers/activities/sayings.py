"""How an activity is said to people: when, where, what there is to do."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.language import _, language, ngettext
from handlers.sayings import say_time, say_when
from handlers.understand.span import TimeSpan
from models.activity import Activity, ActivityRole
from models.calendar import Theme
from models.community import Community
from models.person import Person

#: places after which a description is cut in a list
SHOWN = 60


def span_of(activity: Activity, community: Community) -> TimeSpan:
    """Its time on the clock of its community."""
    starts, ends = (community.local(each) for each in (activity.starts_at, activity.ends_at))
    return TimeSpan(starts, ends, "range", "")


def say_held(activity: Activity, community: Community, at: datetime) -> str:
    """On a card: 12月5日 周六上午9点到11点半."""
    return say_time(span_of(activity, community), community.local(at))


def say_soon(activity: Activity, community: Community, at: datetime) -> str:
    """In talk: 明天（5号 周六）上午9点到11点半."""
    return say_when(span_of(activity, community), community.local(at))


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


def leader_name(session: Session, activity: Activity) -> str:
    """Who leads it, by the name they chose."""
    leader = session.get(Person, activity.leader_id) if activity.leader_id else None
    return (leader.display_name if leader else "") or _("还没定")


def theme_name(theme: Theme) -> str:
    """What the month is about, in the language spoken now."""
    return theme.name_en if language() == "en" and theme.name_en else theme.name
