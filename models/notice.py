"""Notices (通知): one text from a coordinator to many people, queued in slices.

Who may send, approve and stop one: models/announcing.py. Whom it reaches: models/audience.py.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import audit
from models.audience_rule import Rule, everyone, volunteers
from models.base import Base, BigKey, Instant, Key, Owned, named
from models.errors import Refused
from models.outbox import GaveUp, Outbox, OutboxState
from models.person import Person
from models.vault import Secret
from models.words import N_

#: news that could not be brought by then is news no more
LIVES = timedelta(days=3)


class Audience(StrEnum):
    """Who hears a notice."""

    EVERYONE = "everyone"
    VOLUNTEERS = "volunteers"
    RULE = "rule"


class Urgency(StrEnum):
    """How soon it has to be known: news can wait; today; at once, at any hour, by everybody."""

    NEWS = "news"
    TODAY = "today"
    SAFETY = "safety"


class NoticeState(StrEnum):
    """How far it is.

    waiting: for a second look; refused: after that look; queued: slices are still being made;
    sent: every row is made; stopped: by staff; met: whatever it called for is there. One that is
    queued may begin later (starts_at), or rest (paused_at).
    """

    WAITING = "waiting"
    REFUSED = "refused"
    QUEUED = "queued"
    SENT = "sent"
    STOPPED = "stopped"
    MET = "met"


STATE_LABELS: dict[NoticeState, str] = {
    NoticeState.WAITING: N_("等另一位同事看"),
    NoticeState.REFUSED: N_("退回了，没有发"),
    NoticeState.QUEUED: N_("在发"),
    NoticeState.SENT: N_("在发"),
    NoticeState.STOPPED: N_("停了"),
    NoticeState.MET: N_("人够了，停了"),
}
#: rows are made, or will be, and something can still be stopped
GOING = (NoticeState.QUEUED, NoticeState.SENT)


class Notice(Owned, Base):
    """One notice. `cursor` is the last person it was queued for: a crash repeats nobody."""

    __tablename__ = "notice"

    id: Mapped[Key]
    author_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Secret)
    audience: Mapped[Audience] = mapped_column(named(Audience))
    state: Mapped[NoticeState] = mapped_column(named(NoticeState), default=NoticeState.QUEUED)
    cursor: Mapped[int] = mapped_column(BigKey, default=0)
    #: rows in the outbox so far
    queued: Mapped[int] = mapped_column(Integer, default=0)
    #: whom it is for, when it is neither of the two: an expression of models/audience_rule.py
    rule: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    #: begins to go out then, or began; None: before anybody said so
    starts_at: Mapped[datetime | None] = mapped_column(Instant)
    urgency: Mapped[Urgency] = mapped_column(named(Urgency), default=Urgency.NEWS)
    #: what it calls for (models/calling.py), and how many are wanted there in all
    calls_for: Mapped[str] = mapped_column(String(40), default="")
    wanted: Mapped[int | None] = mapped_column(Integer)
    #: who was asked for a second look, and then who has taken it; None: whoever looks first
    approver_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    #: 先停一下: nothing goes out since then
    paused_at: Mapped[datetime | None] = mapped_column(Instant)
    #: whoever has not been reached by then is not
    not_after: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    #: when nothing of it was on its way any more
    done_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def subject(self) -> str:
        """How buttons and live cards name this notice."""
        return f"notice:{self.id}"

    @property
    def whom(self) -> Rule:
        """Whom it is for, as a rule."""
        if self.rule is not None:
            return self.rule
        here = [self.community_id]
        return everyone(here) if self.audience is Audience.EVERYONE else volunteers(here)

    @property
    def is_safety(self) -> bool:
        """Whoever turned news off hears it, too, and quiet hours hold nothing back."""
        return self.urgency is Urgency.SAFETY

    @property
    def is_urgent(self) -> bool:
        """Whoever no chat reaches is rung up."""
        return self.urgency is not Urgency.NEWS

    @property
    def let_go_at(self) -> datetime | None:
        """When it began to go out, or will; None while nobody has let it."""
        return None if self.not_after is None else self.starts_at or self.created_at

    @property
    def is_going(self) -> bool:
        """Some of it may still go out."""
        return self.state in GOING and self.done_at is None

    @classmethod
    def locked(cls, session: Session, notice_id: int) -> "Notice":
        """The notice, fresh and locked until the turn ends. Raises Refused when it is gone."""
        statement = select(cls).where(cls.id == notice_id).with_for_update()
        found = session.scalar(statement, execution_options={"populate_existing": True})
        if found is None:
            raise Refused(N_("这条通知找不到了。\n想看现在的，写“通知进度”。"))
        return found

    def note(self, session: Session, what: str, by: Person, at: datetime) -> None:
        """Write down who decided what about it."""
        audit.note_deed(session, self, f"notice_{what}", by.id, at)

    def was_noted(self, session: Session, what: str) -> bool:
        """Whether that was done with it before."""
        return audit.was_noted(session, self, f"notice_{what}")


def unfinished(session: Session, community_id: int, *states: NoticeState) -> list[Notice]:
    """Notices of this community in one of `states` that have not come to their end, newest first.

    At most five.
    """
    rows = select(Notice).where(
        Notice.community_id == community_id, Notice.state.in_(states), Notice.done_at.is_(None)
    )
    return list(session.scalars(rows.order_by(Notice.id.desc()).limit(5)))


def newest(session: Session, community_id: int) -> Notice | None:
    """The last notice of this community."""
    rows = select(Notice).filter_by(community_id=community_id)
    return session.scalar(rows.order_by(Notice.id.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class Tally:
    """How the rows of one notice stand. `doubtful` may have arrived; nobody knows."""

    sent: int
    left: int
    doubtful: int
    gave_up: dict[GaveUp, int]


_ENDED = (OutboxState.SENT, OutboxState.ANSWERED, OutboxState.UNCERTAIN, OutboxState.GAVE_UP)


def tally(session: Session, notice_id: int) -> Tally:
    """Count its rows; from the index alone but for those given up."""
    mine = Outbox.notice_id == notice_id
    states = select(Outbox.state, func.count()).where(mine).group_by(Outbox.state)
    counts = {state: n for state, n in session.execute(states)}  # noqa: C416 - rows, not pairs
    reasons = select(Outbox.reason, func.count()).where(mine, Outbox.state == OutboxState.GAVE_UP)
    gave_up = {
        reason: n for reason, n in session.execute(reasons.group_by(Outbox.reason)) if reason
    }
    return Tally(
        sent=counts.get(OutboxState.SENT, 0) + counts.get(OutboxState.ANSWERED, 0),
        left=sum(n for state, n in counts.items() if state not in _ENDED),
        doubtful=counts.get(OutboxState.UNCERTAIN, 0),
        gave_up=gave_up,
    )
