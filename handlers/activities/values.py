"""What was changed in an activity, old and new, in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handlers.language import _
from handlers.sayings import say_time
from handlers.understand.span import TimeSpan
from models.activity import Activity, ActivityChange
from models.community import Community
from models.person import Person
from models.words import N_

_NAMES = {"place": N_("地点"), "risk_note": N_("当心"), "title": N_("名字"), "about": N_("内容")}


def say_value(
    session: Session, community: Community, what: str, new: Mapping[str, Any], at: datetime
) -> str:
    """The new value of what is being changed."""
    if what == "when":
        return _span(community, new["starts_at"], new["ends_at"], at)
    if what in ("leader", "deputy"):
        return name_of(session, new[f"{what}_id"])
    return str(new[what])


def say_change(
    session: Session, community: Community, row: ActivityChange, at: datetime
) -> list[str]:
    """A line for each thing: 换地方了：不在葵园广场，改到葵园站二楼."""
    changed = row.changed
    lines = []
    if "place" in changed:
        old, new = changed["place"]
        lines.append(_("换地方了：不在{old}，\n改到{new}。").format(old=old, new=new))
    if "starts_at" in changed or "ends_at" in changed:
        lines.append(_said_when(session, community, row, at))
    if "leader_id" in changed:
        lines.append(_("领队换成{name}。").format(name=name_of(session, changed["leader_id"][1])))
    if "deputy_id" in changed:
        name = name_of(session, changed["deputy_id"][1])
        lines.append(_("副领队是{name}。").format(name=name))
    return lines + [
        _("{what}：{new}").format(what=_(_NAMES[name]), new=changed[name][1])
        for name in ("risk_note", "title", "about")
        if name in changed
    ]


def _said_when(session: Session, community: Community, row: ActivityChange, at: datetime) -> str:
    activity = session.get_one(Activity, row.activity_id)
    old, new = (_said_span(community, activity, row, n, at) for n in (0, 1))
    return _("换时间了：\n原来 {old}\n改到 {new}").format(old=old, new=new)


def _said_span(
    community: Community, activity: Activity, row: ActivityChange, n: int, at: datetime
) -> str:
    """The time before (0) or after (1) the change."""
    both = {"starts_at": activity.starts_at, "ends_at": activity.ends_at}
    for name in both.keys() & row.changed.keys():
        both[name] = datetime.fromisoformat(row.changed[name][n])
    return _span(community, both["starts_at"], both["ends_at"], at)


def _span(community: Community, starts: datetime, ends: datetime, at: datetime) -> str:
    span = TimeSpan(community.local(starts), community.local(ends), "range", "")
    return say_time(span, community.local(at))


def name_of(session: Session, person_id: int | None) -> str:
    """Who leads it, by the name they chose."""
    person = session.get(Person, person_id) if person_id else None
    return (person.display_name if person else "") or _("还没定")
