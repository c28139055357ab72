"""A worker made something for a group: where its picture lies is told.

Guards the sentence 带码的图一分钟内发到这里. Fires late after downtime: still owed.
"""

from collections.abc import Sequence

from handlers.engine.chat import Told
from handlers.timers.firing import Firing
from models.activity import Activity
from models.order import Order
from models.outbox import Lane
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """One address for each wish; the picture holds nothing but the word that it leads to."""
    for timer in timers:
        _for, person_id, kind, subject_id = timer.subject.split(":")
        found: Order | Activity | None
        if kind == "order":
            found = firing.session.get(Order, int(subject_id))
        else:
            found = firing.session.get(Activity, int(subject_id))
        if found is None:
            continue
        link = f"{firing.address}/group/{kind}-{found.number}.png" if firing.is_public else ""
        told = {"link": link, "number": found.number}
        firing.told.append(Told(int(person_id), "group_code", told, lane=Lane.REPLY))
