"""Sign-ups (报名): one person at one activity, from a tap to having been there."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.vault import Secret
from models.words import N_


class SignUpState(StrEnum):
    """signup.state of the data dictionary (domain.md section 11).

    applied: has a place, not yet asked; confirmed: has said 来; a waiting one with `answer_by` has
    been asked whether a free place suits.
    """

    APPLIED = "applied"
    WAITLIST = "waitlist"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    ABSENT = "absent"


SIGN_UP_LABELS: dict[SignUpState, str] = {
    SignUpState.APPLIED: N_("已报名"),
    SignUpState.WAITLIST: N_("候补"),
    SignUpState.CONFIRMED: N_("说了来"),
    SignUpState.CANCELLED: N_("来不了"),
    SignUpState.ATTENDED: N_("来了"),
    SignUpState.ABSENT: N_("没来"),
}
#: whoever has a place
COMING = (SignUpState.APPLIED, SignUpState.CONFIRMED)


class SignUp(Owned, Base):
    """One person's place, or place in the queue, at one activity."""

    __tablename__ = "sign_up"
    __table_args__ = (
        UniqueConstraint("activity_id", "person_id"),
        Index("ix_sign_up_activity_id_state_applied_at", "activity_id", "state", "applied_at"),
    )

    id: Mapped[Key]
    activity_id: Mapped[int] = mapped_column(BigKey, ForeignKey("activity.id"))
    role_id: Mapped[int] = mapped_column(BigKey, ForeignKey("activity_role.id"))
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    state: Mapped[SignUpState] = mapped_column(named(SignUpState), default=SignUpState.APPLIED)
    #: the queue goes by this and then by id
    applied_at: Mapped[datetime] = mapped_column(Instant)
    #: whoever waits and was asked: their time to answer
    answer_by: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    #: asked whether they still come, and silent since
    at_risk_at: Mapped[datetime | None] = mapped_column(Instant)
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)
    #: came without a place and was taken in by the leader
    is_walk_in: Mapped[bool] = mapped_column(Boolean, default=False)
    #: who put them on the list; None: they themselves
    added_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    #: absent, and it is all right: by whose word, and what was said
    excused_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    excuse: Mapped[str | None] = mapped_column(Secret)
    #: what they wrote afterwards (心得), shown to others only with their yes
    story: Mapped[str | None] = mapped_column(Secret)
    may_share_story: Mapped[bool] = mapped_column(Boolean, default=False)

    @property
    def subject(self) -> str:
        """How timers and buttons name it: sign_up:12."""
        return f"sign_up:{self.id}"


def sign_up_of(session: Session, activity_id: int, person_id: int) -> SignUp | None:
    """This person's place, or place in the queue, at that activity."""
    return session.scalar(select(SignUp).filter_by(activity_id=activity_id, person_id=person_id))


class Attendance(Owned, Base):
    """One stretch of one person at one activity, from in to out; at most three a day."""

    __tablename__ = "attendance"

    id: Mapped[Key]
    activity_id: Mapped[int] = mapped_column(BigKey, ForeignKey("activity.id"), index=True)
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    in_at: Mapped[datetime] = mapped_column(Instant)
    out_at: Mapped[datetime | None] = mapped_column(Instant)
    #: an Evidence grade of the hours book: code, scan, roster, self
    evidence: Mapped[str] = mapped_column(String(16), default="roster")
    out_evidence: Mapped[str] = mapped_column(String(16), default="")
    break_minutes: Mapped[int] = mapped_column(Integer, default=0)
    noted_by_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
