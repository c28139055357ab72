"""Announcing: who may write to many, who looks first, and what rests, stops or ends it.

Up to `community.second_look_above` people a coordinator may write to alone; above that a second
member of staff reads it first. What was begun any of them may stop.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from models.audience import Circle, is_larger
from models.audience_rule import Rule, check, communities_of, may_be_written_to
from models.calling import Call, call_of, came_forward, coming, lacking, over_at
from models.community import Community
from models.contact import Contact
from models.errors import Refused
from models.membership import STAFF, Membership, Role, people_with, roles_of
from models.notice import LIVES, STATE_LABELS, Audience, Notice, NoticeState, Urgency
from models.person import Person
from models.timer import set_timer
from models.words import N_, Label

#: who may write to many
AUTHORS = (Role.COORDINATOR, Role.ADMIN)
#: the timer that lets go what rested
WAKES = "notice_wakes"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be said to whom, what it calls for, and when it begins; None: at once."""

    text: str
    rule: Rule
    call: Call | None = None
    starts_at: datetime | None = None
    #: who is asked for a second look; None: any colleague
    approver_id: int | None = None
    urgency: Urgency = Urgency.NEWS


def is_author(session: Session, person: Person | None, at: datetime) -> bool:
    """Whether this person may write to many."""
    return bool(roles_of(session, person, at).intersection(AUTHORS))


def require_author(session: Session, person: Person | None, at: datetime) -> None:
    """Raise Refused unless this person may write to many."""
    if not is_author(session, person, at):
        raise Refused(N_("发通知是社区协调员的事。\n有事写“找社区”。"))


def communities_led(session: Session, person: Person, at: datetime) -> list[int]:
    """Ids of the communities to whose people this person may write, their own first."""
    rows = select(Membership.community_id).where(
        Membership.person_id == person.id,
        Membership.role.in_(AUTHORS),
        Membership.since <= at,
        or_(Membership.until.is_(None), Membership.until > at),
    )
    found = set(session.scalars(rows))
    return sorted(found, key=lambda each: (each != person.community_id, each))


def require_reach(session: Session, person: Person, rule: Rule, at: datetime) -> None:
    """Raise Refused when the rule names a community where this person may not write to many."""
    led = communities_led(session, person, at)
    foreign = [each for each in communities_of(rule) if each not in led]
    if foreign:
        name = session.get_one(Community, foreign[0]).name
        raise Refused(
            N_("{name}的人，要那边的协调员来发。\n换个对象，比如“志愿者”。"),
            ask="audience",
            name=name,
        )


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
            most=_alone_up_to(session, author),
        )


def _alone_up_to(session: Session, author: Person) -> int:
    return session.get_one(Community, author.community_id).second_look_above


def post(session: Session, author: Person, draft: Draft, at: datetime) -> Notice:
    """Write it down: it goes out when it is to, or waits for a second look. Raises Refused.

    Whether it needs one is found out now: they may be more than the author was shown.
    """
    require_author(session, author, at)
    check(draft.rule)
    require_reach(session, author, draft.rule, at)
    circle = Circle(draft.rule, author.id, at, draft.urgency is Urgency.SAFETY)
    is_large = is_larger(session, circle, _alone_up_to(session, author))
    if is_large:
        require_colleague(session, author, at)
    notice = Notice(
        community_id=author.community_id,
        author_id=author.id,
        text=draft.text,
        audience=Audience.RULE,
        rule=draft.rule,
        state=NoticeState.WAITING,
        cursor=0,
        queued=0,
        starts_at=draft.starts_at,
        urgency=draft.urgency,
        approver_id=draft.approver_id if is_large else None,
        created_at=at,
        **_called(session, draft.call),
    )
    session.add(notice)
    session.flush()
    notice.note(session, "posted", author, at)
    if not is_large:
        _let_go(session, notice, at)
    return notice


def _called(session: Session, call: Call | None) -> dict[str, str | int]:
    if call is None:
        return {}
    wanted = coming(session, call) + lacking(session, call)
    return {"calls_for": str(call), "wanted": wanted}


def require_second_look(session: Session, notice: Notice, by: Person, at: datetime) -> None:
    """Raise Refused unless `by` may be the second to look at this notice, and is the first."""
    require_staff(session, notice, by, at)
    if by.id == notice.author_id:
        raise Refused(N_("自己写的通知，要另一位同事来看。"))
    if notice.state is not NoticeState.WAITING:
        label = Label(STATE_LABELS[notice.state])
        raise Refused(N_("这条通知已经有人看过了。\n现在是：{state}。"), state=label)


def approve(session: Session, notice: Notice, by: Person, at: datetime) -> None:
    """同意发出: a second member of staff has read it. Raises Refused."""
    require_second_look(session, notice, by, at)
    notice.approver_id = by.id
    _let_go(session, notice, at)
    notice.note(session, "approved", by, at)


def refuse(session: Session, notice: Notice, by: Person, at: datetime) -> None:
    """退回通知: a second member of staff would not send it. Raises Refused."""
    require_second_look(session, notice, by, at)
    notice.approver_id = by.id
    notice.state, notice.done_at = NoticeState.REFUSED, at
    notice.note(session, "refused", by, at)


def pause(session: Session, notice: Notice, by: Person, at: datetime) -> None:
    """先停一下: nothing more goes out until somebody says so. Raises Refused."""
    require_staff(session, notice, by, at)
    _require_going(notice)
    if notice.paused_at is None:
        notice.paused_at = at
        notice.note(session, "paused", by, at)


def resume(session: Session, notice: Notice, by: Person, at: datetime) -> None:
    """接着发: what rested goes on where it stood. Raises Refused."""
    require_staff(session, notice, by, at)
    _require_going(notice)
    if notice.paused_at is not None:
        notice.paused_at = None
        set_timer(session, notice.community_id, WAKES, notice.subject, at)
        notice.note(session, "resumed", by, at)


def stop(session: Session, notice: Notice, by: Person, at: datetime) -> None:
    """不发了: what has not gone out stays here. Raises Refused when all of it is over."""
    require_staff(session, notice, by, at)
    is_waiting = notice.state is NoticeState.WAITING
    if not is_waiting:
        _require_going(notice)
    notice.state, notice.paused_at = NoticeState.STOPPED, None
    if is_waiting:  # nothing of it is on its way: nothing to wait for, nothing to report
        notice.done_at = at
    notice.note(session, "stopped", by, at)


def thank(session: Session, notice: Notice, by: Person, at: datetime) -> list[int]:
    """谢谢来的人: ids of those who came forward; once for each notice. Raises Refused."""
    require_thanks(session, notice, by, at)
    notice.note(session, "thanked", by, at)
    return [each.id for each in came_forward(session, notice)]


def require_thanks(session: Session, notice: Notice, by: Person, at: datetime) -> None:
    """Raise Refused unless somebody came forward and nobody has thanked them yet."""
    require_staff(session, notice, by, at)
    if notice.was_noted(session, "thanked"):
        raise Refused(N_("已经谢过了，一次就够。"))
    if not came_forward(session, notice):
        raise Refused(N_("还没有人报名。\n有人来了再谢。"))


def _let_go(session: Session, notice: Notice, at: datetime) -> None:
    starts = max(notice.starts_at or at, at)
    notice.state, notice.starts_at = NoticeState.QUEUED, starts
    notice.not_after = not_after(session, call_of(notice), starts)


def not_after(session: Session, call: Call | None, starts: datetime) -> datetime:
    """Until when a notice that begins at `starts` is said: what it calls for is over by then."""
    over = over_at(session, call) if call is not None else None
    return min(starts + LIVES, over or starts + LIVES)


def _require_going(notice: Notice) -> None:
    if not notice.is_going:
        raise Refused(N_("这条通知已经结束了。\n按了没有变化。"))


def require_staff(session: Session, notice: Notice, by: Person, at: datetime) -> None:
    """Raise Refused unless `by` is on the staff of the notice's community."""
    is_ours = by.community_id == notice.community_id
    if not (is_ours and roles_of(session, by, at).intersection(STAFF)):
        raise Refused(N_("这条通知要社区的人来定。\n有事写“找社区”。"))
