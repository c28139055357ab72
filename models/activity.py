"""Activities (活动): one gathering of many, with places by role, and what was changed in it.

draft - recruiting - full - running - ended - settled. Its number is said like an order's, from
the same counter.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.errors import Refused
from models.vault import Secret
from models.words import N_


class ActivityState(StrEnum):
    """activity.state of the data dictionary (domain.md section 11)."""

    DRAFT = "draft"
    RECRUITING = "recruiting"
    FULL = "full"
    RUNNING = "running"
    ENDED = "ended"
    SETTLED = "settled"
    CANCELLED = "cancelled"


ACTIVITY_LABELS: dict[ActivityState, str] = {
    ActivityState.DRAFT: N_("草拟"),
    ActivityState.RECRUITING: N_("招募中"),
    ActivityState.FULL: N_("已满"),
    ActivityState.RUNNING: N_("进行中"),
    ActivityState.ENDED: N_("已结束"),
    ActivityState.SETTLED: N_("时长记好了"),
    ActivityState.CANCELLED: N_("已取消"),
}
#: a small task (小而美) is at most so long
SMALL_MINUTES = 60
#: published and still ahead: people sign up or wait
OPEN = (ActivityState.RECRUITING, ActivityState.FULL)
#: not begun: it can be changed, and be led by somebody else
PLANNED = (ActivityState.DRAFT, *OPEN)
#: published, and neither over nor called off: people are coming, or there
LIVE = (*OPEN, ActivityState.RUNNING)
#: nothing more happens there
OVER = (ActivityState.ENDED, ActivityState.SETTLED, ActivityState.CANCELLED)


class Activity(Owned, Base):
    """One gathering at one place and time. Knowing its number grants nothing."""

    __tablename__ = "activity"
    __table_args__ = (
        UniqueConstraint("community_id", "number", "created_at"),
        UniqueConstraint("rule_id", "rule_day"),
        Index("ix_activity_community_id_state_starts_at", "community_id", "state", "starts_at"),
    )

    id: Mapped[Key]
    #: what people say: month, day, seventh of that day, e.g. 1205-01
    number: Mapped[str] = mapped_column(String(12), index=True)
    state: Mapped[ActivityState] = mapped_column(named(ActivityState), default=ActivityState.DRAFT)
    title: Mapped[str] = mapped_column(String(60))
    #: what is done there, in a sentence or two that everybody may read
    about: Mapped[str] = mapped_column(String(240), default="")
    #: "dedication_day", "lei_feng", "service_week", "volunteer_day", "double_ninth" or "other"
    occasion: Mapped[str] = mapped_column(String(16), default="other")
    #: a national service category (domain.md section 3); "" not said
    category: Mapped[str] = mapped_column(String(24), default="")
    theme_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("theme.id"))
    leader_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    deputy_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("team.id"))
    made_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    #: where everybody meets, as people say it: 葵园站二楼
    place: Mapped[str] = mapped_column(String(80), default="")
    #: the station it is at, and its distance to people; None: elsewhere
    station_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("station.id"))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    #: Regulation art. 12: possible risks are named before anybody signs up
    risk_note: Mapped[str] = mapped_column(String(120), default="")
    min_age: Mapped[int] = mapped_column(Integer, default=0)
    #: no training is needed: with at most an hour it is a small task (小而美)
    is_easy: Mapped[bool] = mapped_column(Boolean, default=False)
    #: an overnight or rescue activity may pass the day gates of the hours book, with this reason
    long_reason: Mapped[str] = mapped_column(String(60), default="")
    #: from which the changing code of the day is made
    code_key: Mapped[str] = mapped_column(Secret)
    #: the rule that made it, and which day of the rule it stands for
    rule_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("activity_rule.id"))
    rule_day: Mapped[date | None] = mapped_column(Date)
    template_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("activity_template.id"))
    copied_from_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("activity.id"))
    #: how many people it served (人次), counted on the spot
    served_count: Mapped[int] = mapped_column(Integer, default=0)
    #: what came of it, told to those who came
    result: Mapped[str] = mapped_column(String(240), default="")
    cancel_reason: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))

    @property
    def subject(self) -> str:
        """How timers, buttons and the hours book name it: activity:12."""
        return f"activity:{self.id}"

    @property
    def minutes(self) -> int:
        """How long it is planned to last."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def is_small(self) -> bool:
        """小而美: within an hour, and anybody can do it at once."""
        return self.is_easy and self.minutes <= SMALL_MINUTES

    @property
    def leads(self) -> list[int]:
        """Ids of the leader and the deputy, as far as there are any."""
        return [each for each in (self.leader_id, self.deputy_id) if each is not None]

    def is_open(self, at: datetime) -> bool:
        """Whether people may still sign up, or wait for a place."""
        return self.state in OPEN and self.starts_at > at

    @classmethod
    def locked(cls, session: Session, activity_id: int) -> "Activity":
        """The activity, fresh and locked until the turn ends. Raises Refused when it is gone."""
        rows = select(cls).where(cls.id == activity_id).with_for_update()
        return _there(session.scalar(rows, execution_options={"populate_existing": True}))

    @classmethod
    def known(cls, session: Session, activity_id: int) -> "Activity":
        """The activity as it stands, to read only. Raises Refused when there is none."""
        return _there(session.get(cls, activity_id))


def _there(activity: Activity | None) -> Activity:
    if activity is None:
        raise Refused(N_("这个活动找不到了。\n看现在有哪些，写“活动”。"))
    return activity


def find_activity(
    session: Session, community_id: int, number: str, *, drafts: bool = False
) -> Activity | None:
    """The newest activity of that number; drafts only where they are asked for."""
    rows = select(Activity).filter_by(community_id=community_id, number=number)
    if not drafts:
        rows = rows.where(Activity.state != ActivityState.DRAFT)
    return session.scalar(rows.order_by(Activity.id.desc()).limit(1))


class ActivityRole(Owned, Base):
    """What people do at an activity, and for how many there is room."""

    __tablename__ = "activity_role"
    __table_args__ = (UniqueConstraint("activity_id", "name"),)

    id: Mapped[Key]
    activity_id: Mapped[int] = mapped_column(BigKey, ForeignKey("activity.id"))
    name: Mapped[str] = mapped_column(String(24))
    places: Mapped[int] = mapped_column(Integer)
    #: goes down by a conditional update only: of k who come at once exactly n get in
    places_left: Mapped[int] = mapped_column(Integer)
    #: a skill of models.skill; "" none is needed
    skill: Mapped[str] = mapped_column(String(24), default="")
    sort: Mapped[int] = mapped_column(Integer, default=0)

    @property
    def subject(self) -> str:
        """How a button names it: role:12."""
        return f"role:{self.id}"


def roles_at(session: Session, activity: Activity) -> list[ActivityRole]:
    """What there is to do, in the order it was written."""
    rows = select(ActivityRole).filter_by(activity_id=activity.id)
    return list(session.scalars(rows.order_by(ActivityRole.sort, ActivityRole.id)))


def role_called(session: Session, activity: Activity, name: str) -> ActivityRole | None:
    """The thing to do of that name, as it stands on its button."""
    return next((r for r in roles_at(session, activity) if r.name.casefold() == name), None)


def places_at(session: Session, activity: Activity) -> tuple[int, int]:
    """All places, and how many of them are left."""
    sums = func.sum(ActivityRole.places), func.sum(ActivityRole.places_left)
    row = session.execute(select(*sums).filter_by(activity_id=activity.id)).one()
    return int(row[0] or 0), int(row[1] or 0)


class ActivityChange(Owned, Base):
    """What was changed after it was published: old, new and why, as everybody was told."""

    __tablename__ = "activity_change"

    id: Mapped[Key]
    activity_id: Mapped[int] = mapped_column(BigKey, ForeignKey("activity.id"), index=True)
    #: {"place": ["葵园广场", "葵园站二楼"], "starts_at": [ISO, ISO]}
    changed: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(120))
    by_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Instant)
