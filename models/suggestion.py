"""A suggestion (建议): a thing of its own, routed to who can act, answered, and reported back.

A question for somebody who knows (明白人) goes the same way. Whoever gave it hears each step. With
no name, nobody who answers learns whose it is: what is answered finds its way by the desk.
"""

from datetime import datetime, time

from sqlalchemy import Boolean, ForeignKey, Index, String, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.community import Community
from models.errors import Refused
from models.membership import SITTERS, STAFF, roles_of
from models.person import Person
from models.timer import clear_timer, set_timer
from models.vault import Secret
from models.words import N_
from models.workdays import add_workdays

SUGGESTION, COMPLAINT, QUESTION = "suggestion", "complaint", "question"
#: answered within so many workdays, at that hour (a choice of this project)
WITHIN, AT = 3, time(18)
TIMER = "suggestion_due"
#: characters of what is given, answered or told of it (a choice of this project)
LONGEST = 500


class Suggestion(Owned, Base):
    """What one person gave the community to think about, or asked somebody who knows."""

    __tablename__ = "suggestion"
    __table_args__ = (
        Index("ix_suggestion_community_id_answered_at", "community_id", "answered_at"),
    )

    id: Mapped[Key]
    author_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    #: SUGGESTION, COMPLAINT or QUESTION
    about: Mapped[str] = mapped_column(String(12), default=SUGGESTION)
    #: of a question, the kind of help it is about; "" else
    kind: Mapped[str] = mapped_column(String(24), default="")
    text: Mapped[str | None] = mapped_column(Secret)
    #: whoever answers does not learn who gave it
    is_unnamed: Mapped[bool] = mapped_column(Boolean, default=False)
    #: who is to answer; None: anybody on staff
    keeper_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    due_at: Mapped[datetime] = mapped_column(Instant)
    answer: Mapped[str | None] = mapped_column(Secret)
    answered_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    #: what came of it in the end
    result: Mapped[str | None] = mapped_column(Secret)
    reported_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def subject(self) -> str:
        """How buttons, cards and timers name it: suggestion:3."""
        return f"suggestion:{self.id}"

    @classmethod
    def locked(cls, session: Session, suggestion_id: int) -> "Suggestion":
        """Fresh, and locked until the turn ends. Raises Refused when there is none."""
        found = session.get(cls, suggestion_id, with_for_update=True, populate_existing=True)
        if found is None:
            raise Refused(N_("这条建议找不到了。\n写“建议清单”看等着回的。"))
        return found


def answer_due(session: Session, community: Community, at: datetime) -> datetime:
    """Until when she hears something."""
    day = add_workdays(session, community.id, community.local(at).date(), WITHIN)
    return community.moment(day, AT)


def give(
    session: Session,
    community: Community,
    given: Suggestion,
    at: datetime,
    due_at: datetime | None = None,
) -> Suggestion:
    """Write it down. The hour promised is guarded by a timer: `due_at`, or some workdays."""
    given.community_id, given.created_at = community.id, at
    given.due_at = due_at or answer_due(session, community, at)
    session.add(given)
    session.flush()
    set_timer(session, community.id, TIMER, given.subject, given.due_at)
    return given


def may_answer(session: Session, given: Suggestion, person: Person | None, at: datetime) -> bool:
    """Who it was given to; of a suggestion anybody on staff; of a question nobody else."""
    if person is None or person.community_id != given.community_id or person.id == given.author_id:
        return False
    held = roles_of(session, person, at)
    if person.id == given.keeper_id:
        return bool(held.intersection(SITTERS if given.about == QUESTION else STAFF))
    is_closed = given.about == QUESTION and given.keeper_id is not None
    return not is_closed and bool(held.intersection(STAFF))


def require_answering(
    session: Session, given: Suggestion, person: Person | None, at: datetime
) -> None:
    """Raise Refused for everybody else, in the same words whatever it is."""
    if not may_answer(session, given, person, at):
        raise Refused(N_("这一条不归您回。\n有事写“找社区”。"))


def route(session: Session, given: Suggestion, to: Person, by: Person, at: datetime) -> None:
    """转给: somebody who can act; only staff are given what others wrote."""
    require_answering(session, given, by, at)
    if given.answered_at is not None:
        raise Refused(N_("这一条已经回过了。"))
    if not roles_of(session, to, at).intersection(STAFF) or to.id == given.author_id:
        raise Refused(N_("只能转给社区的工作人员。\n写全名，再试一次。"), ask="whom")
    given.keeper_id = to.id
    session.flush()


def answer(session: Session, given: Suggestion, words: str, by: Person, at: datetime) -> None:
    """回话: she reads it exactly as it was written."""
    require_answering(session, given, by, at)
    if given.answered_at is not None:
        raise Refused(N_("这一条已经回过了。"))
    given.answer, given.answered_by_id, given.answered_at = words, by.id, at
    clear_timer(session, TIMER, given.subject)
    session.flush()


def report(session: Session, given: Suggestion, words: str, by: Person, at: datetime) -> None:
    """告诉结果: what came of it, once it was answered. Raises Refused before that."""
    require_answering(session, given, by, at)
    if given.answered_at is None:
        raise Refused(N_("先回一句，办出结果再说。"))
    given.result, given.reported_at = words, at
    session.flush()


def waiting_for(session: Session, person: Person, at: datetime) -> list[Suggestion]:
    """What this person may answer and has no answer yet, due first."""
    held, mine = roles_of(session, person, at), Suggestion.keeper_id == person.id
    if held.intersection(STAFF):
        mine = or_(mine, Suggestion.keeper_id.is_(None), Suggestion.about != QUESTION)
    elif held.intersection(SITTERS):
        mine = and_(mine, Suggestion.about == QUESTION)
    else:
        return []
    rows = select(Suggestion).where(
        Suggestion.community_id == person.community_id,
        Suggestion.answered_at.is_(None),
        Suggestion.text.is_not(None),
        Suggestion.author_id != person.id,
        mine,
    )
    return list(session.scalars(rows.order_by(Suggestion.due_at, Suggestion.id)))


def unreported(session: Session, person: Person) -> list[Suggestion]:
    """What this person answered lately and has told no result of, newest first."""
    rows = select(Suggestion).where(
        Suggestion.answered_by_id == person.id,
        Suggestion.reported_at.is_(None),
        Suggestion.about != QUESTION,
    )
    return list(session.scalars(rows.order_by(Suggestion.id.desc()).limit(10)))


def given_by(session: Session, person: Person, limit: int) -> list[Suggestion]:
    """What this person gave, newest first, as far as its words are still there."""
    rows = select(Suggestion).where(Suggestion.author_id == person.id, Suggestion.text.is_not(None))
    return list(session.scalars(rows.order_by(Suggestion.id.desc()).limit(limit)))
