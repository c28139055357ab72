"""What the volunteers of the crowd have done: closed orders, with everything that belongs to one.

Written as rows and not played, which would take an hour; the tests hold them to the same rules.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert
from sqlalchemy.orm import Session

from bot.sample.days import Days
from bot.sample.invented import Invented, Visited
from models.assignment import Assignment, AssignmentState
from models.community import Community, next_number
from models.evaluation import Evaluation, Outcome
from models.order import Order, OrderState
from models.order_event import OrderEvent
from models.posting import review_due
from models.service_record import Evidence, RecordState, ServiceRecord
from models.visit import Visit

#: every text says 后天
ASKED_AHEAD = 2
ASKED_AT, COMES_AT, COMES_UNTIL = 10, 14, 18
URGENCY = "U2"
LOOKED_AT_AFTER, OPENED_AFTER = timedelta(minutes=35), timedelta(minutes=40)
CLAIMED_AFTER, SPOKE_AFTER = timedelta(minutes=60), timedelta(hours=2)
Row = dict[str, Any]
S = OrderState


@dataclass(frozen=True, slots=True)
class Helper:
    """One volunteer with what they did, and who asked each time. `now` is the day counted from."""

    person_id: int
    invented: Invented
    askers: Sequence[int]
    now: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """One order that is over."""

    community: Community
    helper: Helper
    visited: Visited
    asker_id: int
    worker_id: int

    @property
    def posted(self) -> datetime:
        """When it was asked for."""
        return self._on(-self.visited.days - ASKED_AHEAD, ASKED_AT)

    @property
    def starts(self) -> datetime:
        """When the volunteer stood at the door."""
        return self._on(-self.visited.days, COMES_AT)

    @property
    def ends(self) -> datetime:
        """When they left."""
        return self.starts + timedelta(minutes=self.visited.minutes)

    @property
    def closed(self) -> datetime:
        """When the resident had said how it was."""
        return self.ends + SPOKE_AFTER

    def until(self) -> datetime:
        """The end of the time that was asked for."""
        return self._on(-self.visited.days, COMES_UNTIL)

    def _on(self, days: int, hour: int) -> datetime:
        return Days(self.helper.now, self.community.zone).on(days, hour)


def add_visited(
    connection: Connection, community: Community, worker_id: int, helpers: Sequence[Helper]
) -> None:
    """Write the closed orders of these volunteers."""
    all_done = [
        Done(community, helper, visited, asker_id, worker_id)
        for helper in helpers
        for visited, asker_id in zip(helper.invented.visited, helper.askers, strict=True)
    ]
    if not all_done:
        return
    with Session(connection) as session:
        orders = [_order(session, done) for done in all_done]
    made = insert(Order).returning(Order.id, sort_by_parameter_order=True)
    pairs = list(zip(all_done, connection.scalars(made, orders), strict=True))
    events = [row for done, order_id in pairs for row in _events(done, order_id)]
    connection.execute(insert(OrderEvent), events)
    for table, rows in (
        (Assignment, [_assignment(*pair) for pair in pairs]),
        (Visit, [_visit(*pair) for pair in pairs]),
        (Evaluation, [_evaluation(*pair) for pair in pairs]),
        (ServiceRecord, [_record(*pair) for pair in pairs]),
    ):
        connection.execute(insert(table), rows)


def _order(session: Session, done: Done) -> Row:
    community, posted, home = done.community, done.posted, done.helper.invented
    on = community.local(posted).date()
    number = next_number(session, community, "order", on)
    return {
        "community_id": community.id,
        "number": f"{on:%m%d}-{number:02d}",
        "state": S.CLOSED,
        "kind": done.visited.kind,
        "raw_text": done.visited.text,
        "requested_by_id": done.asker_id,
        "served_person_id": done.asker_id,
        "building": home.building,
        "unit": home.unit,
        "starts_at": done.starts,
        "ends_at": done.until(),
        "minutes_planned": 60,
        "people_needed": 1,
        "places_left": 0,
        "urgency": URGENCY,
        "review_due_at": review_due(community, URGENCY, posted),
        "code": str(1000 + home.index % 9000),
        "created_at": posted,
        "changed_at": done.closed,
        "closed_at": done.closed,
    }


def _events(done: Done, order_id: int) -> Iterator[Row]:
    """The whole way of an order, as models/order.py would have written it."""
    asker, worker, helper = done.asker_id, done.worker_id, done.helper.person_id
    claimed = done.posted + CLAIMED_AFTER
    before = ""
    for what, actor, at in (
        (S.SUBMITTED, asker, done.posted),
        (S.APPROVED, worker, done.posted + LOOKED_AT_AFTER),
        (S.DISPATCHED, worker, done.posted + OPENED_AFTER),
        (None, helper, claimed),
        (S.CLAIMED, helper, claimed),
        (S.IN_SERVICE, helper, done.starts),
        (S.DONE, helper, done.ends),
        (S.RATED, asker, done.closed),
        (S.CLOSED, asker, done.closed),
    ):
        yield {
            **_of(done, order_id),
            "from_state": before if what else "",
            "what": what.value if what else "accepted",
            "actor_id": actor,
            "at": at,
        }
        before = what.value if what else before


def _assignment(done: Done, order_id: int) -> Row:
    return {
        **_by(done, order_id),
        "state": AssignmentState.COMPLETED,
        "answered_at": done.posted + CLAIMED_AFTER,
    }


def _visit(done: Done, order_id: int) -> Row:
    return {
        **_by(done, order_id),
        "in_at": done.starts,
        "in_evidence": Evidence.CODE,
        "out_at": done.ends,
        "out_evidence": Evidence.SELF,
    }


def _evaluation(done: Done, order_id: int) -> Row:
    return {
        **_of(done, order_id),
        "rater_id": done.asker_id,
        "outcome": Outcome.DONE,
        "comment": done.visited.words or None,
        "at": done.closed,
    }


def _record(done: Done, order_id: int) -> Row:
    return {
        "community_id": done.community.id,
        "person_id": done.helper.person_id,
        "subject": f"order:{order_id}",
        "served_on": done.community.local(done.starts).date(),
        "started_at": done.starts,
        "ended_at": done.ends,
        "minutes": done.visited.minutes,
        "evidence": Evidence.CODE,
        "state": RecordState.APPROVED,
        "recorder_id": done.helper.person_id,
        "approved_by_id": done.asker_id,
        "approved_at": done.closed,
        "created_at": done.ends,
    }


def _of(done: Done, order_id: int) -> Row:
    return {"community_id": done.community.id, "order_id": order_id}


def _by(done: Done, order_id: int) -> Row:
    return {**_of(done, order_id), "person_id": done.helper.person_id}
