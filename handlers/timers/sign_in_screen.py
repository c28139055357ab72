"""Where the screen for signing in is, sent to whoever leads and asked for the code of the day.

Guards no promise: without an address that phones reach there is no screen, and the digits do.
Late, it is still wanted while people come; after that it opens nothing.
"""

from collections.abc import Sequence

from handlers.engine.chat import Told
from handlers.timers.firing import Firing
from models.activity import Activity
from models.attendance import is_on
from models.day_code import screen_key
from models.outbox import Lane
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """activity:12@34: the address of the screen of activity 12 to person 34."""
    for timer in timers:
        activity_id, _at, person_id = timer.subject.partition(":")[2].partition("@")
        activity = firing.session.get(Activity, int(activity_id))
        if activity is None or not firing.is_public or not is_on(activity, firing.now):
            continue
        link = f"{firing.address}/here/{activity.number}/{screen_key(activity)}"
        firing.told.append(Told(int(person_id), "sign_in_screen", {"link": link}, lane=Lane.REPLY))
