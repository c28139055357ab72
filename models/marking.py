"""标一下: staff say whose an order is (一老一小) and whether it can wait (着急的事)."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.community import Community
from models.keeping import require_keeper
from models.order import Order
from models.person import Person
from models.posting import PRESSING, review_due
from models.visit_rules import BEFORE_ANYBODY_GOES
from models.words import N_

ELDER, CHILD, NOBODY = "elder", "child", ""
WHOSE_LABELS: dict[str, str] = {ELDER: N_("老人的事"), CHILD: N_("孩子的事")}


def mark_whose(session: Session, order: Order, whose: str, by: Person, at: datetime) -> None:
    """Whose it is: ELDER, CHILD, or NOBODY's in particular."""
    require_keeper(session, order, by, at)
    order.whose = whose
    order.note(session, "marked", by, at)


def hurry(session: Session, order: Order, by: Person, at: datetime) -> None:
    """着急: from now on the shorter hours hold; a promise already given only comes sooner."""
    require_keeper(session, order, by, at)
    order.must_be(*BEFORE_ANYBODY_GOES)
    community = session.get_one(Community, order.community_id)
    order.is_pressing, order.urgency = True, min(order.urgency, PRESSING)
    order.review_due_at = min(order.review_due_at, review_due(community, order.urgency, at))
    order.note(session, "hurried", by, at)


def calm(session: Session, order: Order, by: Person, at: datetime) -> None:
    """不着急: the usual hours from the next step on; what she was promised stays promised."""
    require_keeper(session, order, by, at)
    order.is_pressing = False
    order.note(session, "calmed", by, at)
