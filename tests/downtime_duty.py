"""What stands behind a timer of an alert or of the duty list, for tests/downtime.py."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from models.alert import Alert
from models.contact import Contact
from models.duty import DutyTurn, Part
from models.incident import HELP, Incident
from models.order import OrderState
from models.suggestion import Suggestion

if TYPE_CHECKING:
    from tests.downtime import Case

SUN, WANG, ZHOU = "孙丽", "王秀英", "周凯"


def alert_open(case: "Case") -> str:
    """王秀英 wrote of an emergency; nobody was called yet."""
    hers = select(Contact.id).filter_by(person_id=case.people[WANG].id)
    alert = Alert(
        community_id=case.world.community_id,
        contact_id=case.session.scalars(hers).one(),
        person_id=case.people[WANG].id,
        kind="medical_120",
        number="120",
        words="摔了起不来",
        raised_at=case.world.now,
    )
    case.session.add(alert)
    case.session.flush()
    return alert.subject


def rota(case: "Case") -> str:
    """孙丽 is on duty on Wednesday nights, and nobody else."""
    row = {"community_id": case.world.community_id, "person_id": case.people[SUN].id}
    case.session.add(DutyTurn(**row, weekday=2, part=Part.NIGHT, rank=1))
    return f"community:{case.world.community_id}"


def cried(case: "Case") -> str:
    """周凯 is inside and has pressed 需要帮忙; nobody has taken it."""
    order = case.order(OrderState.IN_SERVICE, places_left=0)
    row = {"community_id": order.community_id, "order_id": order.id, "kind": HELP}
    cry = Incident(**row, reported_by_id=case.people[ZHOU].id, at=case.world.now)
    case.session.add(cry)
    case.session.flush()
    return cry.subject


def suggested(case: "Case") -> str:
    """王秀英 gave a suggestion that nobody has answered."""
    row = {"community_id": case.world.community_id, "author_id": case.people[WANG].id}
    given = Suggestion(**row, text="装个扶手", due_at=case.world.now, created_at=case.world.now)
    case.session.add(given)
    case.session.flush()
    return given.subject
