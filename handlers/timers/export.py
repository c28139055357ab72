"""A copy was asked for: its link is made and sent.

Guards the sentence 10 分钟内做好. Fires late after downtime: still owed.
"""

from collections.abc import Sequence

from handlers.engine.chat import Told
from handlers.timers.firing import Firing, subject_id
from models.outbox import Lane
from models.person import Person
from models.rights_request import RightsRequest
from models.timer import Timer
from models.web import give_copy_link


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """One link for each request that is still open; older ones of the same person are over."""
    for timer in timers:
        wish = firing.session.get(RightsRequest, subject_id(timer.subject))
        if wish is None or wish.state != "open":
            continue
        person = firing.session.get_one(Person, wish.person_id)
        token = firing.new_token()
        until = give_copy_link(firing.session, person, token, firing.now)
        wish.answer(firing.now)
        link = f"{firing.address}/export/{token}"
        values = {"link": link, "until": until.isoformat()}
        # an answer to what they asked for just now: at any hour
        firing.told.append(Told(person.id, "export_ready", values, lane=Lane.REPLY))
