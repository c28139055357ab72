"""The address of somebody's calendar, sent at once; scripts do not know where our pages are.

After downtime it comes late, once.
"""

from collections.abc import Sequence

from handlers.timers.firing import Firing
from models.calendar import CalendarFeed
from models.calendar_feed import token_of
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """feed:12@34: the address of feed 12 to person 34."""
    for timer in timers:
        feed_id, _at, person_id = timer.subject.partition(":")[2].partition("@")
        feed = firing.session.get(CalendarFeed, int(feed_id))
        if feed is not None and feed.revoked_at is None:
            link = f"{firing.address}/calendar/{token_of(firing.session, feed)}.ics"
            firing.tell(int(person_id), "calendar_link", link=link, own=feed.person_id is not None)
