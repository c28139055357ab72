"""接着发: what was put off while a notice rested goes out again, a slice a second.

After downtime it goes on where it stood; one that was stopped meanwhile, or has enough, is left.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update

from handlers.timers.firing import Firing, subject_id
from models.notice import Notice
from models.outbox import Outbox, OutboxState
from models.sweeping import SLICE
from models.timer import Timer, set_timer

SOON = timedelta(seconds=1)


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Rows that wait for the end of the notice's time are due now."""
    left = SLICE
    for timer in timers:
        notice = firing.session.get(Notice, subject_id(timer.subject))
        if notice is None or not notice.is_going or notice.paused_at is not None:
            continue
        waiting = select(Outbox.id).where(
            Outbox.notice_id == notice.id,
            Outbox.state == OutboxState.DUE,
            Outbox.due_at == notice.not_after,
        )
        ids = list(firing.session.scalars(waiting.limit(left))) if left else []
        now = update(Outbox).where(Outbox.id.in_(ids), Outbox.state == OutboxState.DUE)
        firing.session.execute(now.values(due_at=firing.now))
        left -= len(ids)
        if not left:
            again = firing.now + SOON
            set_timer(firing.session, timer.community_id, timer.kind, timer.subject, again)
