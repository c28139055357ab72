"""Activities of the sample: templates of the days many communities keep, a rule, a few to come."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.sample.days import Days
from bot.sample.people import Cast
from models import publishing, signing_up
from models.activity import Activity, roles_at
from models.activity_rule import ActivityTemplate
from models.activity_seeds import SEEDS, rule_from
from models.calendar import set_theme
from models.community import Community
from models.dedication_days import look_daily, make_days
from models.occasions import DEDICATION
from models.publishing import Plan, Task
from models.station import Station

#: the theme of each month, from January on (一月一主题)
THEMES = (
    "问需入户", "红火过年", "雷锋月", "清明护绿", "劳动光荣", "护航成长",
    "清凉一夏", "邻里夜话", "开学第一课", "敬老月", "消防平安", "暖冬",
)  # fmt: skip
#: the monthly day: the first Saturday, on the next day off where that is worked
FIRST_SATURDAY = {"kind": "weekday", "nth": 1, "weekday": 5}
#: who has signed up for the next one already
SIGNED_UP = 6
#: how many days from now, title, place, minutes, what there is to do, what to mind
SMALL = (
    (2, "给老人读报", "葵园站", 60, ("读报", 4), "走廊有台阶，扶一把"),
    (5, "楼道清杂物", "葵园广场", 60, ("清理", 8), "戴手套，重的两人抬"),
)


def add_activities(session: Session, community: Community, cast: Cast, days: Days) -> None:
    """Themes, templates and rules, what they make, two small tasks, and some who come."""
    leader, keys = cast.staff[0], _keys()
    here = select(Station).filter_by(community_id=community.id, code="KY1")
    station = session.scalars(here).one()
    today = days.on(0, 12).date()
    for month, name in enumerate(THEMES, start=1):
        first = today.replace(month=month, day=1)
        year = today.year + (month < today.month)
        set_theme(session, community.id, first.replace(year=year), name)
    for seed in SEEDS:
        columns = FIRST_SATURDAY if seed.occasion == DEDICATION else None
        rule = rule_from(session, community.id, seed, columns)
        template = session.get_one(ActivityTemplate, rule.template_id)
        template.place, template.station_id, template.leader_id = "葵园广场", station.id, leader.id
    session.flush()
    made = make_days(session, community, lambda: next(keys), days.now)
    look_daily(session, community, days.now)
    _add_small(session, community, cast, days, station)
    if made.published:
        _sign_up(session, min(made.published, key=lambda each: each.starts_at), cast, days)


def _keys() -> Iterator[str]:
    return (f"sample-{n}" for n in count(1))


def _add_small(
    session: Session, community: Community, cast: Cast, days: Days, station: Station
) -> None:
    for ahead, title, place, minutes, task, risk in SMALL:
        starts = days.on(ahead, 15)
        plan = Plan(
            title=title,
            place=place,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=minutes),
            tasks=[Task(*task)],
            risk_note=risk,
            leader_id=cast.staff[1].id,
            station_id=station.id,
            is_easy=True,
        )
        activity = publishing.draft(session, community, plan, cast.staff[1], title, days.now)
        publishing.publish(session, community, activity, cast.staff[1], days.now)


def _sign_up(session: Session, activity: Activity, cast: Cast, days: Days) -> None:
    roles = roles_at(session, activity)
    for n, person in enumerate(cast.volunteers[10 : 10 + SIGNED_UP]):
        signing_up.join(session, activity, roles[n % len(roles)], person, days.now)
