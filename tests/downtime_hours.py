"""What stands behind a timer of the hours book or of figures, for tests/downtime.py."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from models.hours_book import enter
from models.hours_objection import Said, object_to
from models.order import OrderState
from models.service_record import Evidence, ServiceRecord

if TYPE_CHECKING:
    from tests.downtime import Case

SUN, ZHOU = "孙丽", "周凯"
Makes = Callable[["Case"], str]


def served(case: "Case") -> ServiceRecord:
    """He was there for the last hour by his own word; nobody has agreed to it."""
    order, zhou = case.order(OrderState.DONE), case.people[ZHOU]
    return enter(
        case.session,
        community_id=order.community_id,
        subject=order.subject,
        person_id=zhou.id,
        started=case.world.now - timedelta(hours=1),
        ended=case.world.now,
        evidence=Evidence.SELF,
        recorder_id=zhou.id,
        at=case.world.now,
    )


def waits(case: "Case") -> str:
    """His hour has to be agreed to by a day."""
    record = served(case)
    return f"hours:{record.community_id}:{record.due_on}"


def objected(case: "Case") -> str:
    """He says that it was longer, and nobody has answered."""
    said = Said(served(case), "记少了")
    return object_to(case.session, case.people[ZHOU], said, case.world.now).subject_name


#: for each kind: what it is set for, and what people are told when it fires in time
HOURS: dict[str, tuple[Makes, str]] = {
    "figures_file": (lambda c: f"figures:{c.people[SUN].id}:month:2026-11-01", "figures_ready"),
    "hours_due": (waits, "hours_due"),
    "objection_due": (objected, "hours_objection"),
    "objection_late": (objected, "objection_late"),
    "recheck": (lambda c: c.order(OrderState.DONE).subject, "recheck"),
}
