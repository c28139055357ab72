"""The days that rules make (奉献日): three months ahead, each once, from a template.

The rule and its day are unique, so making them again changes nothing. Where days off become known
later, a day that nobody has signed up for moves to where the rule now puts it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import activity_timers
from models.activity import OPEN, PLANNED, Activity, ActivityState
from models.activity_rule import ActivityRule, ActivityTemplate
from models.community import Community
from models.errors import Refused
from models.person import Person
from models.publishing import Plan, Task, draft, publish, was_noted
from models.rule_days import days_of
from models.sign_up import SignUp
from models.timer import set_timer
from models.words import N_
from models.workdays import Workdays

#: so far ahead people can plan
AHEAD = relativedelta(months=3)
#: why a day that nobody has signed up for is off
RETIRED = N_("规则改了日子")
#: the timer of a community's calendar, and the hour at which it looks each day
DAILY, LOOKS_AT = "calendar_day", time(6)


@dataclass(slots=True)
class Made:
    """What one look at the rules made: activities, published or still lacking something."""

    published: list[Activity] = field(default_factory=list)
    drafts: list[Activity] = field(default_factory=list)
    moved: list[Activity] = field(default_factory=list)
    #: people have signed up, and the rule now names another day
    elsewhere: list[Activity] = field(default_factory=list)


def rules_of(session: Session, community_id: int) -> list[ActivityRule]:
    """The rules of a community, the oldest first."""
    rows = select(ActivityRule).filter_by(community_id=community_id)
    return list(session.scalars(rows.order_by(ActivityRule.id)))


def look_daily(session: Session, community: Community, at: datetime) -> None:
    """Look at the rules again tomorrow morning."""
    day = community.local(at).date() + timedelta(days=1)
    due = community.moment(day, LOOKS_AT)
    set_timer(session, community.id, DAILY, f"community:{community.id}", due)


def make_days(
    session: Session, community: Community, new_key: Callable[[], str], at: datetime
) -> Made:
    """Make what is due until three months from now; `new_key` gives 128 random bits."""
    look = _Look(session, community, at)
    today = community.local(at).date()
    workdays = Workdays(session, community.id)
    for rule in rules_of(session, community.id):
        if rule.is_on:
            known = _known(session, rule)
            first, last = today + timedelta(days=1), today + AHEAD
            days = days_of(rule, first, last, workdays)
            for day, held in days:
                if day in known:
                    look.set_right(known[day], held)
                else:
                    look.make(rule, day, held, new_key())
            named = {day for day, _held in days}
            for day, activity in known.items():
                if day not in named and first <= day <= last:
                    look.retire(activity)
    return look.made


def _known(session: Session, rule: ActivityRule) -> dict[date, Activity]:
    rows = select(Activity).filter_by(rule_id=rule.id)
    return {each.rule_day: each for each in session.scalars(rows) if each.rule_day is not None}


@dataclass(slots=True)
class _Look:
    """One look at the rules of a community."""

    session: Session
    community: Community
    at: datetime
    made: Made = field(default_factory=Made)

    def make(self, rule: ActivityRule, day: date, held: date, key: str) -> None:
        """The activity of one day of a rule; a draft when the template lacks something."""
        template = self.session.get_one(ActivityTemplate, rule.template_id)
        plan = plan_from(self.session, self.community, template, held)
        plan = replace(plan, rule_id=rule.id, rule_day=day)
        activity = draft(self.session, self.community, plan, None, key, self.at)
        try:
            publish(self.session, self.community, activity, None, self.at)
            self.made.published.append(activity)
        except Refused:
            self.made.drafts.append(activity)

    def set_right(self, activity: Activity, held: date) -> None:
        """Days off became known after it was made; what people moved by hand stays."""
        stands = self.community.local(activity.starts_at)
        if stands.date() == held or not self._is_untouched(activity):
            return
        long = activity.ends_at - activity.starts_at
        activity.starts_at = self.community.moment(held, stands.time())
        activity.ends_at = activity.starts_at + long
        if activity.state in OPEN:
            activity_timers.plan(self.session, self.community, activity, self.at)
        self.session.flush()
        self.made.moved.append(activity)

    def retire(self, activity: Activity) -> None:
        """The rule names another day now; nobody has signed up for this one."""
        if self._is_untouched(activity):
            activity.state, activity.cancel_reason = ActivityState.CANCELLED, RETIRED
            activity_timers.clear(self.session, activity)
            self.session.flush()

    def _is_untouched(self, activity: Activity) -> bool:
        """Nobody has moved it by hand, and nobody comes; who comes is pointed out."""
        is_ahead = activity.state in PLANNED
        if not is_ahead or was_noted(self.session, activity, "changed"):
            return False
        rows = select(SignUp.id).filter_by(activity_id=activity.id)
        if self.session.scalar(rows.limit(1)):
            self.made.elsewhere.append(activity)
            return False
        return True


def plan_from(session: Session, community: Community, template: ActivityTemplate, on: date) -> Plan:
    """What a template says, on that local day; a leader who has left is none."""
    starts = community.moment(on, template.starts)
    leader = session.get(Person, template.leader_id) if template.leader_id else None
    return Plan(
        title=template.title,
        about=template.about,
        place=template.place,
        station_id=template.station_id,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=template.minutes),
        tasks=[Task(**each) for each in template.roles],
        risk_note=template.risk_note,
        leader_id=leader.id if leader and leader.left_at is None else None,
        occasion=template.occasion,
        category=template.category,
        min_age=template.min_age,
        is_easy=template.is_easy,
        template_id=template.id,
    )
