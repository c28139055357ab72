"""Asked whether they still come, and silent since: on the list of those who look after it.

After downtime it is marked and said while the visit lies ahead, and dropped after that.
"""

from collections.abc import Sequence

from sqlalchemy import select

from handlers.timers.firing import Firing, subject_id
from models.finding_hours import SILENT_EVE
from models.still_coming import going
from models.team import Team
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Mark those who have not answered since they were asked; staff and their leader hear it."""
    asked = {subject_id(each.subject): each.due_at - SILENT_EVE for each in timers}
    silent = [
        (mine, order)
        for mine, order in going(firing.session, list(asked))
        if order.starts_at > firing.now
        and (mine.confirmed_at is None or mine.confirmed_at < asked[mine.id])
    ]
    teams = [mine.team_id for mine, _order in silent if mine.team_id is not None]
    rows = select(Team.id, Team.leader_id).where(Team.id.in_(teams))
    leaders = {row[0]: row[1] for row in firing.session.execute(rows)} if teams else {}
    for mine, order in silent:
        mine.at_risk_at = firing.now
        staff = firing.keepers(order)
        leader = leaders.get(mine.team_id or 0)
        for person_id in dict.fromkeys([*staff, *([leader] if leader else [])]):
            firing.tell(person_id, "at_risk", order=order.id, who=mine.person_id)
