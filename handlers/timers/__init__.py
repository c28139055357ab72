"""What happens when a timer is due: one scheduled thing a file, one line here.

A kind gets up to 500 due rows at once and reads its subjects anew; it is called at least once
for each and must be harmless the second time.
"""

from collections.abc import Callable, Sequence

from handlers.timers import close_unrated, overdue, review_due, unanswered
from handlers.timers.firing import Firing
from models.timer import Timer

TIMERS: dict[str, Callable[[Firing, Sequence[Timer]], None]] = {
    "close_unrated": close_unrated.fire,
    "overdue": overdue.fire,
    "overdue_staff": overdue.fire_staff,
    "review_due": review_due.fire,
    "unanswered": unanswered.fire,
}
