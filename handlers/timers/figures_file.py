"""Figures were asked for as a file: a link is made and sent.

Guards the sentence 一分钟内发到这里. Fires late after downtime: still owed.
"""

from collections.abc import Sequence

from handlers.engine.chat import Told
from handlers.timers.firing import Firing
from models.membership import STAFF, roles_of
from models.outbox import Lane
from models.person import Person
from models.timer import Timer
from models.web import give_figures_link


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """One link for each wish; none for whoever is no longer on staff."""
    for timer in timers:
        _kind, person_id, kind, first = timer.subject.split(":")
        person = firing.session.get_one(Person, int(person_id))
        if not roles_of(firing.session, person, firing.now).intersection(STAFF):
            continue
        token, span = firing.new_token(), f"{kind}/{first}"
        until = give_figures_link(firing.session, person, f"{span}/{token}", firing.now)
        link = f"{firing.address}/figures/{span}/{token}"
        values = {"link": link, "until": until.isoformat()}
        firing.told.append(Told(person.id, "figures_ready", values, lane=Lane.REPLY))
