"""What happens when a timer is due: one scheduled thing a file, one line here.

A kind gets up to 500 due rows at once and reads its subjects anew; it is called at least once
for each and must be harmless the second time.
"""

from collections.abc import (
    Callable,
    Sequence,
)

from handlers.timers import (
    call_back,
    close_unrated,
    erase,
    export,
    leave_waits,
    review_due,
    unanswered,
)
from handlers.timers.firing import (
    Firing,
)
from models.timer import (
    Timer,
)

TIMERS: dict[str, Callable[[Firing, Sequence[Timer]], None]] = {
    "call_back": call_back.fire,
    "close_unrated": close_unrated.fire,
    "erase_chat": erase.erase_chats,
    "erase_news": erase.erase_told,
    "erase_person": erase.erase_persons,
    "export": export.fire,
    "leave_waits": leave_waits.fire,
    "review_due": review_due.fire,
    "unanswered": unanswered.fire,
}
