"""Settling (结算): the leader says who came and what came of it, and the minutes are entered.

What counts is time on the spot: somebody who signed in and was gone within ten minutes has no
minutes, and nothing is entered while nobody has said whom it served and what was done.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import activity_timers
from models.activity import Activity, ActivityState
from models.activity_rights import require_lead
from models.community import Community
from models.companion import forget_names
from models.errors import Refused
from models.hours_approving import agree
from models.hours_book import enter
from models.membership import has_registered
from models.person import Person
from models.publishing import note
from models.service_record import Evidence
from models.sign_up import COMING, Attendance, SignUpState
from models.signing_up import cancel, people_at
from models.words import N_

S = SignUpState
#: less than this on the spot is no service
LEAST = timedelta(minutes=10)
LONGEST_RESULT = 240


@dataclass(slots=True)
class Settled:
    """What became of it: whose minutes stand in the book, and whose do not, with the reason."""

    minutes: dict[int, int] = field(default_factory=dict)
    left_out: dict[int, str] = field(default_factory=dict)
    absent: list[int] = field(default_factory=list)


def check_may_settle(session: Session, activity: Activity, by: Person, at: datetime) -> None:
    """Raise Refused unless `by` may settle it now."""
    require_lead(session, activity, by, at)
    if activity.state is ActivityState.SETTLED:
        raise Refused(N_("这个活动记好了。\n有出入，写“时长”说一声。"))
    if activity.state in (ActivityState.CANCELLED, ActivityState.DRAFT):
        raise Refused(N_("这个活动没有办，不用记。"))
    if at < activity.starts_at:
        raise Refused(N_("还没开始，结束了再记。"))


def count_served(activity: Activity, people: int) -> None:
    """来了几位: how many people it served so far (人次)."""
    if not 0 <= people <= 100_000:
        raise Refused(N_("这个数不像。\n写一个数，比如“63”。"), ask="served")
    activity.served_count = people


def settle(
    session: Session, community: Community, activity: Activity, by: Person, at: datetime
) -> Settled:
    """Enter the minutes; who signed them is the leader. Raises Refused while the result is missing.

    Nobody agrees to their own minutes: those of whoever settles wait for a colleague.
    """
    check_may_settle(session, activity, by, at)
    if not activity.result.strip():
        raise Refused(N_("做成了什么，写一句。\n比如“修了 17 件小家电”。"), ask="result")
    settled = Settled()
    for row in _stretches(session, activity):
        _enter(session, activity, row, by, at, settled)
    for mine in people_at(session, activity, *COMING):
        mine.state = S.ABSENT
        settled.absent.append(mine.person_id)
    for mine in people_at(session, activity, S.WAITLIST):
        cancel(session, activity, mine, at)
    activity.state, activity.settled_at, activity.settled_by_id = ActivityState.SETTLED, at, by.id
    forget_names(session, activity.id)
    note(session, activity, "settled", by, at)
    activity_timers.clear(session, activity)
    activity_timers.plan_results(session, community, activity, at)
    session.flush()
    return settled


def _stretches(session: Session, activity: Activity) -> list[Attendance]:
    rows = select(Attendance).filter_by(activity_id=activity.id)
    return list(session.scalars(rows.order_by(Attendance.person_id, Attendance.in_at)))


def _enter(
    session: Session,
    activity: Activity,
    row: Attendance,
    by: Person,
    at: datetime,
    settled: Settled,
) -> None:
    """One stretch, cut to the time the activity was planned for."""
    if row.out_at is None:
        row.out_at, row.out_evidence = min(at, activity.ends_at), Evidence.ROSTER.value
    started, ended = max(row.in_at, activity.starts_at), min(row.out_at, activity.ends_at)
    if ended - started < LEAST:
        settled.left_out[row.person_id] = N_("不到 10 分钟")
        return
    if not has_registered(session, row.person_id):
        settled.left_out[row.person_id] = N_("还没登记志愿者")
        return
    try:
        with session.begin_nested():
            record = enter(
                session,
                community_id=activity.community_id,
                subject=activity.subject,
                person_id=row.person_id,
                started=started,
                ended=ended,
                evidence=Evidence(row.evidence),
                recorder_id=by.id,
                at=at,
                leader_id=activity.leader_id,
                break_minutes=row.break_minutes,
                reason=activity.long_reason,
            )
            if row.person_id != by.id:
                agree(session, record, by.id, at)
    except Refused as refused:
        settled.left_out[row.person_id] = refused.text
        return
    settled.minutes[row.person_id] = settled.minutes.get(row.person_id, 0) + record.minutes


def excuse(
    session: Session, activity: Activity, person_id: int, words: str, by: Person, at: datetime
) -> None:
    """They were not there, and it is all right: by whose word, and what was said."""
    require_lead(session, activity, by, at)
    for mine in people_at(session, activity, S.ABSENT, *COMING):
        if mine.person_id == person_id:
            mine.excused_by_id, mine.excuse = by.id, words
            session.flush()
            return
    raise Refused(N_("这一位不在没来的名单上。\n看名单，写“名单”。"))
