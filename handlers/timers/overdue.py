"""A visit that has not ended half an hour after it was to: first they are asked, then we look.

`overdue` asks the volunteer; `overdue_staff`, a quarter of an hour later without an answer, gives
a worker both phones; of a private order, those who were named. After downtime both fire late and
are still owed: somebody may be in there.
"""

from collections.abc import Sequence

from handlers.timers.firing import Firing, subject_id
from models.audit import note_deed
from models.membership import STAFF
from models.order import Order
from models.timer import Timer, set_timer
from models.visit import Visit
from models.watching import OVERDUE_STAFF, STAFF_AFTER


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """还在那儿吗: a quiet question, with a way to call for help."""
    for timer in timers:
        visit = firing.session.get(Visit, subject_id(timer.subject))
        if visit is None or visit.out_at is not None:
            continue
        due = firing.now + STAFF_AFTER
        set_timer(firing.session, visit.community_id, OVERDUE_STAFF, visit.subject, due)
        firing.tell(visit.person_id, "still_there", visit=visit.id)


def fire_staff(firing: Firing, timers: Sequence[Timer]) -> None:
    """No answer: a worker gets both phones; that they see them is written down."""
    for timer in timers:
        visit = firing.session.get(Visit, subject_id(timer.subject))
        if visit is None or visit.out_at is not None:
            continue
        order = firing.session.get_one(Order, visit.order_id)
        keepers = firing.keepers(order)
        for person_id in keepers:
            note_deed(firing.session, order, "shown_contact", person_id, firing.now, OVERDUE_STAFF)
            firing.tell(person_id, "not_out", visit=visit.id)
        if order.only_named:
            _tell_others(firing, order, visit, keepers)


def _tell_others(firing: Firing, order: Order, visit: Visit, keepers: Sequence[int]) -> None:
    """Safety stands above what only named people see: of a quarrel's visit the others on staff
    learn the number and who went there, and no more."""
    for person_id in firing.people_with(order.community_id, STAFF):
        if person_id not in keepers:
            firing.tell(person_id, "not_out", visit=visit.id, who=visit.person_id)
