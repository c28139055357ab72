"""A cry for help that nobody took in time: everybody else on staff hears it, too.

Fires late after downtime and is still owed: somebody may be in there.
"""

from collections.abc import Sequence

from sqlalchemy import select

from handlers.timers.firing import Firing, subject_id
from models.assignment import volunteers_of
from models.audit import Audit, note_deed
from models.incident import OPEN, Incident
from models.membership import STAFF
from models.order import Order
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Call those who were not called yet; that they see both phones is written down."""
    for timer in timers:
        row = firing.session.get(Incident, subject_id(timer.subject))
        if row is None or row.state != OPEN or row.order_id is None:
            continue
        order = firing.session.get_one(Order, row.order_id)
        left_out = {*order.asking_side, *(each.id for each in volunteers_of(firing.session, order))}
        called = select(Audit.actor_id).filter_by(
            subject=order.subject, action="shown_contact", detail=row.kind
        )
        left_out.update(each for each in firing.session.scalars(called) if each is not None)
        for person_id in firing.people_with(row.community_id, STAFF):
            if person_id not in left_out:
                note_deed(firing.session, order, "shown_contact", person_id, firing.now, row.kind)
                firing.tell(person_id, "help_wanted", incident=row.id)
