"""Nobody has pressed 我来联系 in time: the next one is called, then everybody, then all again.

Fires late after downtime and is still owed: an alert stands until somebody has it.
"""

from collections.abc import Sequence
from datetime import timedelta

from handlers import alert_news
from handlers.emergency_rules import rules
from handlers.timers.firing import Firing, subject_id
from models.alert import OPEN, TIMER, Alert, call_next
from models.audit import note_deed, was_noted
from models.timer import Timer, set_timer

#: all are rung again for so long; afterwards it stands on the list, and silence is kept
RING_FOR = timedelta(hours=2)


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Call on, and tell her who is called; nothing for what somebody has."""
    for alert_id in sorted({subject_id(timer.subject) for timer in timers}):
        alert = firing.session.get(Alert, alert_id, with_for_update=True)
        if alert is not None and alert.state == OPEN:
            _call_on(firing, alert)


def _call_on(firing: Firing, alert: Alert) -> None:
    community = firing.community(alert.community_id)
    called = call_next(firing.session, alert, community, firing.now)
    wait = rules().next_after
    if called:
        firing.told.extend(alert_news.cards(alert, called))
        firing.told.append(alert_news.to_her(alert, "alert_next_called", called))
    else:
        wait = rules().again_after
        _call_again(firing, alert)
    if called or firing.now - alert.raised_at < RING_FOR:
        due = firing.now + wait
        set_timer(firing.session, alert.community_id, TIMER, alert.subject, due)


def _call_again(firing: Firing, alert: Alert) -> None:
    """Everybody once more; she is told once that nobody has answered."""
    again = alert_news.to_called(firing.session, alert, "alert_again", firing.now)
    firing.told.extend(again)
    if not was_noted(firing.session, alert, "alert_unanswered"):
        note_deed(firing.session, alert, "alert_unanswered", None, firing.now)
        firing.told.append(alert_news.to_her(alert, "alert_unanswered"))
