"""Who may speak for an order: whose it is; of what was written at a door, the station."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.errors import Refused
from models.keeping import keeps, require_keeper
from models.order import Order
from models.person import Person
from models.words import N_


def may_speak(session: Session, order: Order, person: Person | None, at: datetime) -> bool:
    """Whether it is this person's to answer for, or to take back. What was written at a door is
    the station's: anybody's who works there, and no longer theirs who did."""
    if person is None or person.community_id != order.community_id:
        return False
    if order.relation == "station" and person.id != order.served_person_id:
        return keeps(session, order, person, at)
    return order.is_of(person)


def may_print(session: Session, order: Order, person: Person | None, at: datetime) -> None:
    """Raise Refused unless a worker of this community may hand out the slip of this order."""
    require_keeper(session, order, person, at)
    if person is None or person.community_id != order.community_id or order.relation != "station":
        raise Refused(N_("这张单没有纸条。\n上门写的单才有。"))
    if order.has_ended:
        raise Refused(N_("这张单办完了，纸条用不着了。"))
