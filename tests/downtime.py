"""What stands behind one timer of each kind, for tests that let the desk be away for days."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers.broadcast_news import NEWS
from models.assignment import Assignment, AssignmentState
from models.call_list import CallItem, WhyCalled
from models.contact import Contact
from models.membership import Membership, Role
from models.notice import Notice, NoticeState, Urgency
from models.order import Order, OrderState
from models.outbox import Outbox
from models.person import Person
from models.rights_request import request
from models.service_record import Evidence
from models.standing_help import StandingHelp
from models.timer import Timer
from models.visit import Visit
from tests.broadcasting import send_out
from tests.downtime_activities import ACTIVITIES
from tests.downtime_duty import alert_open, cried, rota, suggested
from tests.downtime_hours import HOURS
from tests.transcript import ZONE, World

A, S = AssignmentState, OrderState
SUN, WANG, ZHOU = "孙丽", "王秀英", "周凯"


@dataclass
class Case:
    """Rows of one community, and the order or visit the timer is about, which begins `starts_at`.

    孙丽 coordinates, 王秀英 asks, 周凯 goes.
    """

    world: World
    session: Session
    starts_at: datetime
    people: dict[str, Person] = field(default_factory=dict)

    def order(self, state: OrderState, **more: Any) -> Order:
        """One order of hers."""
        made = Order(
            community_id=self.world.community_id,
            number="1123-01",
            state=state,
            kind="errand",
            raw_text="取快递",
            requested_by_id=self.people[WANG].id,
            served_person_id=self.people[WANG].id,
            starts_at=self.starts_at,
            minutes_planned=40,
            urgency="U2",
            review_due_at=self.world.now,
            code="4826",
            created_at=self.world.now,
            changed_at=self.world.now,
            **{"precision": "minute", "people_needed": 1, "places_left": 1, **more},
        )
        self.session.add(made)
        self.session.flush()
        return made

    def part(self, order: Order, state: AssignmentState, **more: Any) -> Assignment:
        """周凯's part in it."""
        row = {"order_id": order.id, "person_id": self.people[ZHOU].id}
        made = Assignment(
            community_id=order.community_id, **row, state=state, answered_at=self.world.now, **more
        )
        self.session.add(made)
        self.session.flush()
        return made

    def goes(self) -> str:
        """He goes; how his part is named."""
        order = self.order(S.CLAIMED, places_left=0)
        return f"assignment:{self.part(order, A.ACCEPTED).id}"

    def inside(self) -> str:
        """He is still in there."""
        order = self.order(S.IN_SERVICE, places_left=0)
        self.part(order, A.ACCEPTED)
        row = {"order_id": order.id, "person_id": self.people[ZHOU].id, "in_at": self.world.now}
        visit = Visit(community_id=order.community_id, **row, in_evidence=Evidence.CODE)
        self.session.add(visit)
        self.session.flush()
        return visit.subject

    def lacks(self, **more: Any) -> str:
        """Nobody goes yet."""
        return self.order(S.DISPATCHED, batches=1, **more).subject

    def wishes(self, kind: str) -> str:
        """He wants his record, or to leave."""
        made = request(self.session, self.people[ZHOU], kind, self.world.now)
        return f"person:{made.person_id}" if kind == "leave" else made.subject

    def invited(self) -> str:
        """He was asked by name and has not answered."""
        order = self.order(S.DISPATCHED)
        until = self.world.now + timedelta(hours=1)
        sun = self.people[SUN].id
        return f"assignment:{self.part(order, A.OFFERED, expires_at=until, invited_by_id=sun).id}"

    def role_over(self) -> str:
        """His role ends in an hour."""
        his = select(Membership).filter_by(person_id=self.people[ZHOU].id, role=Role.VOLUNTEER)
        role = self.session.scalars(his).one()
        role.until = self.world.now + timedelta(hours=1)
        return f"membership:{role.id}"

    def comes_again(self) -> str:
        """He came a week before; the next time is the day it is about, and maybe the last."""
        order = self.order(S.CLOSED)
        local = self.starts_at.astimezone(ZONE)
        is_over = local < self.world.now + timedelta(days=3)
        rule = "FREQ=WEEKLY;COUNT=2" if is_over else "FREQ=WEEKLY"
        made = StandingHelp(
            community_id=order.community_id,
            served_person_id=order.served_person_id,
            requested_by_id=order.requested_by_id,
            rrule=rule,
            starts=local.time(),
            since=local.date() - timedelta(days=7),
            asks_first=[],
            created_at=self.world.now,
        )
        self.session.add(made)
        self.session.flush()
        order.standing_help_id, order.standing_day = made.id, made.since
        return made.subject

    def chat(self) -> str:
        """His chat."""
        his = select(Contact.id).filter_by(person_id=self.people[ZHOU].id)
        return f"contact:{self.session.scalars(his).one()}"

    def rested(self) -> str:
        """A notice that goes on."""
        row = {"community_id": self.world.community_id, "author_id": self.people[SUN].id}
        made = Notice(**row, text="停水", audience="everyone", created_at=self.world.now)
        self.session.add(made)
        self.session.flush()
        return made.subject

    def rings(self) -> str:
        """An urgent notice that she has not been told of."""
        row = {"community_id": self.world.community_id, "author_id": self.people[SUN].id}
        going = {"state": NoticeState.SENT, "urgency": Urgency.TODAY, "not_after": self.starts_at}
        made = Notice(**row, **going, text="停水", audience="everyone", created_at=self.world.now)
        self.session.add(made)
        self.session.flush()
        of = {"notice_id": made.id, "person_id": self.people[WANG].id, "made_at": self.world.now}
        here = self.world.community_id
        self.session.add(CallItem(community_id=here, why=WhyCalled.NO_CHAT, **of))
        return f"calls:{made.id}:{here}"


#: for each kind: what it is set for, and what people are told when it fires in time
CASES: dict[str, tuple[Callable[[Case], str], str]] = {
    "alert_next": (alert_open, "alert_card"),
    "at_risk": (Case.goes, "at_risk"),
    "call_back": (lambda c: c.order(S.DONE, relation="station").subject, "call_back_due"),
    "calls_left": (Case.rings, "calls_to_make"),
    "close_unrated": (lambda c: c.order(S.DONE).subject, "closed"),
    "duty_week": (rota, "duty_hole"),
    "erase_chat": (lambda c: f"{c.chat()}@{c.world.now.timestamp():.0f}", ""),
    "erase_news": (lambda c: f"person:{c.people[ZHOU].id}@{c.world.now.timestamp():.0f}#0", ""),
    "erase_person": (lambda c: f"person:{c.people[ZHOU].id}", ""),
    "export": (lambda c: c.wishes("export"), "export_ready"),
    "help_next": (cried, "help_wanted"),
    "group_code": (
        lambda c: f"for:{c.people[SUN].id}:{c.order(S.DISPATCHED).subject}",
        "group_code",
    ),
    "invitation_over": (Case.invited, "no_answer"),
    "leave_waits": (lambda c: c.wishes("leave"), "leave_ready"),
    "next_batch": (Case.lacks, "order_card"),
    "nobody_yet": (Case.lacks, "nobody_yet"),
    "not_come": (lambda c: f"order:{c.goes() and 1}", "not_there"),
    "notice_wakes": (Case.rested, ""),
    "overdue": (Case.inside, "still_there"),
    "overdue_staff": (Case.inside, "not_out"),
    "poor_answer": (lambda c: c.order(S.RATED).subject, "poor_late"),
    "review_due": (lambda c: c.order(S.SUBMITTED).subject, "review_late"),
    "role_ends": (Case.role_over, "role_ended"),
    "standing_help": (Case.comes_again, "order_card"),
    "still_coming": (Case.goes, "still_coming"),
    "still_coming_soon": (Case.goes, "still_coming"),
    "suggestion_due": (suggested, "suggestion_late"),
    "tell_by": (Case.lacks, "still_looking"),
    "unanswered": (Case.chat, ""),
    "unfilled": (Case.lacks, "unfilled"),
    "who_comes": (lambda c: f"order:{c.goes() and 1}", "coming"),
    "woman_wanted": (lambda c: c.lacks(wants_woman=True), "no_woman_yet"),
    **ACTIVITIES,
    **HOURS,
}


def away(world: World, kind: str, starts_at: datetime, long: timedelta, timers: int = 1) -> int:
    """Set this kind for half an hour from now, be away for so long; returns what was said of it."""
    people = [(SUN, Role.COORDINATOR), (WANG, Role.RESIDENT), (ZHOU, Role.VOLUNTEER)]
    for name, role in people:
        world.known(name, role)
    make, notice = CASES[kind]
    due_at = world.now + timedelta(minutes=30)
    with world.db.session() as session:
        found = {each.display_name: each for each in session.scalars(select(Person))}
        subject = make(Case(world, session, starts_at, found))
        for n in range(timers):
            row = {"kind": kind, "subject": subject, "occurrence": f"{n}"}
            session.add(Timer(community_id=world.community_id, **row, due_at=due_at))
    world.now = due_at + long
    world.restart()
    world.wait(seconds=1)
    if notice == NEWS:  # the timer announces it; queueing for many is another hand's
        send_out(world)
    return said(world, notice)


def most_to_one(world: World, notice: str) -> int:
    """How many messages of that name whoever has most of them has."""
    rows = select(func.count()).where(Outbox.kind == notice).group_by(Outbox.contact_id)
    with world.db.reading() as session:
        return max(session.scalars(rows), default=0)


def said(world: World, notice: str = "") -> int:
    """How many messages of that name were queued; of all but answers without one."""
    rows = select(func.count()).where(Outbox.kind == notice if notice else Outbox.kind != "reply")
    with world.db.reading() as session:
        return session.scalar(rows) or 0
