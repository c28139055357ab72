"""Announcing: who may write to many, who looks first, and what stops it.

Up to fifty people a coordinator may write to alone; above that a second member of staff reads it
first. What was begun any of them may stop.
"""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.audience import Circle, may_be_written_to, next_people
from models.contact import Contact
from models.errors import Refused
from models.membership import STAFF, Role, people_with, roles_of
from models.notice import LIVES, STATE_LABELS, Audience, Notice, NoticeState
from models.person import Person
from models.words import N_, Label

#: who may write to many
AUTHORS = (Role.COORDINATOR, Role.ADMIN)
#: as many people as one coordinator may write to without a second look
ALONE_UP_TO = 50


def is_author(session: Session, person: Person | None, at: datetime) -> bool:
    """Whether this person may write to many."""
    return bool(roles_of(session, person, at).intersection(AUTHORS))


def require_author(session: Session, person: Person | None, at: datetime) -> None:
    """Raise Refused unless this person may write to many."""
    if not is_author(session, person, at):
        raise Refused(N_("发通知是社区协调员的事。\n有事写“找社区”。"))


def colleagues(session: Session, author: Person, at: datetime) -> list[int]:
    """Ids of the staff beside the author who can be asked for a second look: they have a chat."""
    staff = people_with(session, author.community_id, STAFF, at)
    reachable = select(Person.id).where(
        Person.id.in_(staff),
        Person.id != author.id,
        Person.left_at.is_(None),
        exists().where(Contact.person_id == Person.id, may_be_written_to(Contact)),
    )
    return list(session.scalars(reachable.order_by(Person.id)))


def require_colleague(session: Session, author: Person, at: datetime) -> None:
    """Raise Refused when nobody is there to take a second look."""
    if not colleagues(session, author, at):
        raise Refused(
            N_(
                "超过 {most} 位，要另一位同事看过，\n现在没有别人能看。\n"
                "换少一点的对象，或者请社区\n再加一位工作人员。"
            ),
            ask="audience",
            most=ALONE_UP_TO,
        )


def post(session: Session, author: Person, text: str, audience: Audience, at: datetime) -> Notice:
    """Write it down: it goes out at once, or waits for a second look. Raises Refused.

    Whether it needs one is found out now: they may be more than the author was shown.
    """
    require_author(session, author, at)
    circle = Circle(author.community_id, author.id, audience, at)
    first = next_people(session.connection(), circle, 0, ALONE_UP_TO + 1)
    is_large = len(first) > ALONE_UP_TO
    if is_large:
        require_colleague(session, author, at)
    notice = Notice(
        community_id=author.community_id,
        author_id=author.id,
        text=text,
        audience=audience,
        state=NoticeState.WAITING,
        cursor=0,
        queued=0,
        created_at=at,
    )
    session.add(notice)
    session.flush()
    notice.note(session, "posted", author, at)
    if not is_large:
        _let_go(notice, at)
    return notice


def require_second_look(session: Session, notice: Notice, by: Person, at: datetime) -> None:
    """Raise Refused unless `by` may be the second to look at this notice, and is the first."""
    _require_staff(session, notice, by, at)
    if by.id == notice.author_id:
        raise Refused(N_("自己写的通知，要另一位同事来看。"))
    if notice.state is not NoticeState.WAITING:
        label = Label(STATE_LABELS[notice.state])
        raise Refused(N_("这条通知已经有人看过了。\n现在是：{state}。"), state=label)


def approve(session: Session, notice: Notice, by: Person, at: datetime) -> None:
    """同意发出: a second member of staff has read it. Raises Refused."""
    require_second_look(session, notice, by, at)
    _let_go(notice, at)
    notice.note(session, "approved", by, at)


def refuse(session: Session, notice: Notice, by: Person, at: datetime) -> None:
    """退回通知: a second member of staff would not send it. Raises Refused."""
    require_second_look(session, notice, by, at)
    notice.state, notice.done_at = NoticeState.REFUSED, at
    notice.note(session, "refused", by, at)


def stop(session: Session, notice: Notice, by: Person, at: datetime) -> None:
    """停止通知: what has not gone out stays here. Raises Refused when all of it is over."""
    _require_staff(session, notice, by, at)
    is_waiting = notice.state is NoticeState.WAITING
    if not (is_waiting or notice.is_going):
        raise Refused(N_("这条通知已经结束了。\n按了没有变化。"))
    notice.state = NoticeState.STOPPED
    if is_waiting:  # nothing of it is on its way: nothing to wait for, nothing to report
        notice.done_at = at
    notice.note(session, "stopped", by, at)


def _let_go(notice: Notice, at: datetime) -> None:
    notice.state, notice.not_after = NoticeState.QUEUED, at + LIVES


def _require_staff(session: Session, notice: Notice, by: Person, at: datetime) -> None:
    is_ours = by.community_id == notice.community_id
    if not (is_ours and roles_of(session, by, at).intersection(STAFF)):
        raise Refused(N_("这条通知要社区的人来定。\n有事写“找社区”。"))
