"""What was changed in an activity, old and new, in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handlers.activities.sayings import leader_name, say_span
from handlers.language import _
from models.activity import Activity, ActivityChange
from models.community import Community
from models.words import N_

_NAMES = {"place": N_("地点"), "risk_note": N_("当心"), "title": N_("名字"), "about": N_("内容")}


def say_value(
    session: Session, community: Community, what: str, new: Mapping[str, Any], at: datetime
) -> str:
    """The new value of what is being changed."""
    if what == "when":
        return say_span(new["starts_at"], new["ends_at"], community, at)
    if what in ("leader", "deputy"):
        return leader_name(session, new[f"{what}_id"])
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
        lines.append(
            _("领队换成{name}。").format(name=leader_name(session, changed["leader_id"][1]))
        )
    if "deputy_id" in changed:
        name = leader_name(session, changed["deputy_id"][1])
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
    return say_span(both["starts_at"], both["ends_at"], community, at)
