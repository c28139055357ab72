"""What happens when a timer is due: one scheduled thing a file, one line here.

A kind gets up to 500 due rows at once and reads its subjects anew; it is called at least once
for each and must be harmless the second time.
"""

from collections.abc import Callable, Sequence

from handlers.timers import (
    close_unrated,
    overdue,
    poor_answer,
    review_due,
    unanswered,
    woman_wanted,
)
from handlers.timers.firing import Firing
from models.timer import Timer

TIMERS: dict[str, Callable[[Firing, Sequence[Timer]], None]] = {
    "close_unrated": close_unrated.fire,
    "overdue": overdue.fire,
    "overdue_staff": overdue.fire_staff,
    "poor_answer": poor_answer.fire,
    "review_due": review_due.fire,
    "unanswered": unanswered.fire,
    "woman_wanted": woman_wanted.fire,
}
