"""Standing help at work: on which days it comes, the next order, resting, and the end.

Orders are made a week ahead, so that whoever is asked first has days to think. Every one of them
is an order like any other; words, place and wishes come from the newest one before it.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.assignment import Assignment, AssignmentState, volunteers_of
from models.community import Community
from models.errors import Refused
from models.keeping import keeps
from models.membership import STAFF, roles_of
from models.order import Order, OrderState
from models.person import Person
from models.repeating import NewTime, once_more
from models.speaking import may_speak
from models.standing_help import StandingHelp, StandingState
from models.timer import clear_timer, set_timer
from models.words import N_
from models.workdays import Workdays

S = OrderState
TIMER = "standing_help"
#: an order stands there so many days before
AHEAD = timedelta(days=7)
#: on the community's clock
MADE_AT = time(9)
#: the latest day that is looked for; a rule that names none until then is over
FARTHEST = timedelta(days=400)
#: what can still be called off when she does not want it any more
CAN_BE_CALLED_OFF = (S.SUBMITTED, S.NEED_INFO, S.APPROVED, S.DISPATCHED, S.CLAIMED)
_NOT_FOR_US = (S.REJECTED, S.REFERRED)


def require_may_begin(session: Session, order: Order, by: Person, at: datetime) -> None:
    """Raise Refused unless it does not come again yet, and is theirs, or they are on the staff."""
    is_ours = by.community_id == order.community_id
    if not may_speak(session, order, by, at) and not (is_ours and keeps(session, order, by, at)):
        raise Refused(N_("这张单要写它的人来定。"))
    if order.standing_help_id is not None:
        raise Refused(N_("这件事已经定好常来了。\n想停，写“停一阵”。"))
    if order.state in (*_NOT_FOR_US, S.CANCELLED):
        raise Refused(N_("这张单没有办，定不了常来。\n想办，再写一句就行。"))


def begin(
    session: Session,
    order: Order,
    rule: str,
    by: Person,
    at: datetime,
    *,
    not_on_holidays: bool = False,
) -> StandingHelp:
    """This order comes again by `rule` (RFC 5545), on holidays or not. Raises Refused."""
    require_may_begin(session, order, by, at)
    community = session.get_one(Community, order.community_id)
    local = community.local(order.starts_at)
    made = StandingHelp(
        community_id=order.community_id,
        served_person_id=order.served_person_id,
        requested_by_id=order.requested_by_id,
        state=StandingState.ACTIVE,
        rrule=rule,
        not_on_holidays=not_on_holidays,
        starts=local.time().replace(tzinfo=None),
        since=local.date(),
        made_until=max(local.date(), community.local(at).date()),
        asks_first=[each.id for each in volunteers_of(session, order)],
        created_at=at,
    )
    session.add(made)
    session.flush()
    order.standing_help_id, order.standing_day = made.id, local.date()
    order.note(session, "made_standing", by, at)
    plan(session, made, at)
    return made


def days_after(session: Session, help_: StandingHelp, after: date, until: date) -> list[date]:
    """The days of the rule beyond `after`, up to `until`, on which it does not rest."""
    first = datetime.combine(help_.since, time())
    rule = rrulestr(help_.rrule, dtstart=first)
    start, end = (datetime.combine(each, time()) for each in (after + timedelta(days=1), until))
    days = [each.date() for each in rule.between(start, end, inc=True)]
    last, back = help_.until, help_.paused_until
    days = [day for day in days if (last is None or day <= last) and (back is None or day > back)]
    days = [day for day in days if day > help_.since]
    if not help_.not_on_holidays:
        return days
    calendar = Workdays(session, help_.community_id)
    return [day for day in days if not calendar.is_holiday(day)]


def next_day(session: Session, help_: StandingHelp) -> date | None:
    """The next day for which no order was made; None while it rests for good, or is over."""
    resting = help_.state is StandingState.PAUSED and help_.paused_until is None
    if help_.state is StandingState.ENDED or resting:
        return None
    after = help_.made_until or help_.since
    days = days_after(session, help_, after, after + FARTHEST)
    return days[0] if days else None


def plan(session: Session, help_: StandingHelp, at: datetime) -> None:
    """The next order is made a week before its day."""
    clear_timer(session, TIMER, help_.subject)
    day = next_day(session, help_)
    if day is not None:
        community = session.get_one(Community, help_.community_id)
        due = community.moment(day - AHEAD, MADE_AT)
        set_timer(session, help_.community_id, TIMER, help_.subject, max(due, at))


def newest(session: Session, help_: StandingHelp) -> Order | None:
    """The last order it made; its words, place and wishes hold for the next."""
    rows = select(Order).filter_by(standing_help_id=help_.id)
    return session.scalar(rows.order_by(Order.standing_day.desc()).limit(1))


def make_orders(
    session: Session, help_: StandingHelp, new_code: Callable[[], str], at: datetime
) -> list[Order]:
    """Orders for the days of the coming week that have none; days that are over are skipped.

    A need that was looked at once is looked at for good; one that still waits makes others wait.
    """
    before = newest(session, help_)
    served = session.get_one(Person, help_.served_person_id)
    if help_.state is StandingState.ENDED or before is None or served.left_at is not None:
        return []
    community = session.get_one(Community, help_.community_id)
    today = community.local(at).date()
    after = max(help_.made_until or help_.since, today)
    made = []
    for day in days_after(session, help_, after, today + AHEAD):
        order = once_more(session, before, _time(community, help_, before, day), new_code(), at)
        order.standing_help_id, order.standing_day = help_.id, day
        waits = before.state in (S.SUBMITTED, S.NEED_INFO)
        order.note(session, "submitted", None, at)
        if not waits:
            order.move(session, S.APPROVED, None, at)
        help_.made_until = day
        made.append(order)
    session.flush()
    return made


def _time(community: Community, help_: StandingHelp, before: Order, day: date) -> NewTime:
    starts = community.moment(day, help_.starts)
    long = before.ends_at - before.starts_at if before.ends_at else None
    return NewTime(starts, starts + long if long else None, before.precision, before.bound)


def pause(
    session: Session, help_: StandingHelp, until: date | None, by: Person, at: datetime
) -> list[Order]:
    """停一阵, up to and with that day or for now; the orders that are not wanted any more."""
    _require_hers(session, help_, by, at)
    help_.state, help_.paused_until = StandingState.PAUSED, until
    plan(session, help_, at)
    return _ahead(session, help_, until)


def resume(session: Session, help_: StandingHelp, by: Person, at: datetime) -> None:
    """接着来, from the next day of the rule on."""
    _require_hers(session, help_, by, at)
    community = session.get_one(Community, help_.community_id)
    help_.state, help_.paused_until = StandingState.ACTIVE, None
    help_.made_until = max(help_.made_until or help_.since, community.local(at).date())
    plan(session, help_, at)


def leave_out_holidays(
    session: Session, help_: StandingHelp, by: Person, at: datetime
) -> list[Order]:
    """放假不来; the orders ahead that fall on a holiday and are not wanted any more."""
    _require_hers(session, help_, by, at)
    help_.not_on_holidays = True
    plan(session, help_, at)
    calendar = Workdays(session, help_.community_id)
    ahead = _ahead(session, help_, None)
    return [each for each in ahead if each.standing_day and calendar.is_holiday(each.standing_day)]


def come_on_holidays(session: Session, help_: StandingHelp, by: Person, at: datetime) -> None:
    """放假也来: each is asked about, a week before."""
    _require_hers(session, help_, by, at)
    help_.not_on_holidays = False
    plan(session, help_, at)


def end(session: Session, help_: StandingHelp, by: Person, at: datetime) -> list[Order]:
    """不用来了: no order is made any more; those that stand ahead are not wanted."""
    _require_hers(session, help_, by, at)
    help_.state, help_.ended_at = StandingState.ENDED, at
    clear_timer(session, TIMER, help_.subject)
    return _ahead(session, help_, None)


def fallen_on_holidays(session: Session, community_id: int) -> list[Order]:
    """Orders that stand on a day which turned out to be off, of help that rests then."""
    rows = (
        select(Order)
        .join(StandingHelp, StandingHelp.id == Order.standing_help_id)
        .where(
            Order.community_id == community_id,
            Order.state.in_(CAN_BE_CALLED_OFF),
            Order.standing_day > StandingHelp.since,
            StandingHelp.not_on_holidays,
        )
    )
    calendar = Workdays(session, community_id)
    found = session.scalars(rows.order_by(Order.id).with_for_update(of=Order))
    return [each for each in found if each.standing_day and calendar.is_holiday(each.standing_day)]


def _ahead(session: Session, help_: StandingHelp, until: date | None) -> list[Order]:
    rows = select(Order).where(
        Order.standing_help_id == help_.id,
        Order.standing_day > help_.since,
        Order.state.in_(CAN_BE_CALLED_OFF),
    )
    if until is not None:
        rows = rows.where(Order.standing_day <= until)
    return list(session.scalars(rows.order_by(Order.id).with_for_update()))


def _require_hers(session: Session, help_: StandingHelp, by: Person, at: datetime) -> None:
    is_staff = by.community_id == help_.community_id and roles_of(session, by, at).intersection(
        STAFF
    )
    if by.id not in (help_.served_person_id, help_.requested_by_id) and not is_staff:
        raise Refused(N_("这件事要写它的人来定。"))
    if help_.state is StandingState.ENDED:
        raise Refused(N_("这件事已经不再来了。\n想要，再写一句就行。"))


def standing_of(session: Session, person: Person) -> list[StandingHelp]:
    """What comes again for this person, or was asked by them for somebody, and is not over."""
    mine = (StandingHelp.served_person_id == person.id) | (
        StandingHelp.requested_by_id == person.id
    )
    rows = select(StandingHelp).where(mine, StandingHelp.state != StandingState.ENDED)
    return list(session.scalars(rows.order_by(StandingHelp.id)))


def asked_first(session: Session, help_: StandingHelp) -> list[Person]:
    """Who is asked before anybody else: those named, and who came last; nobody who has left."""
    ids: Sequence[int] = help_.asks_first
    before = newest(session, help_)
    if not ids and before is not None:
        came = select(Assignment.person_id).join(Order, Order.id == Assignment.order_id)
        came = came.where(
            Order.standing_help_id == help_.id,
            Assignment.state == AssignmentState.COMPLETED,
        )
        ids = session.scalars(came.order_by(Assignment.id.desc()).limit(before.people_needed)).all()
    rows = select(Person).where(Person.id.in_(ids), Person.left_at.is_(None))
    return list(session.scalars(rows.order_by(Person.id)))
