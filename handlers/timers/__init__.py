"""What happens when a timer is due: one scheduled thing a file, one line here.

A kind gets up to 500 due rows at once and reads its subjects anew; it is called at least once
for each and must be harmless the second time.
"""

from collections.abc import Callable, Sequence

from handlers.timers import (
    at_risk,
    call_back,
    close_unrated,
    erase,
    export,
    invitation_over,
    leave_waits,
    next_batch,
    nobody_yet,
    not_come,
    notice_wakes,
    overdue,
    poor_answer,
    review_due,
    role_ends,
    standing_help,
    still_coming,
    tell_by,
    unanswered,
    unfilled,
    who_comes,
    woman_wanted,
)
from handlers.timers.firing import Firing
from models.timer import Timer

TIMERS: dict[str, Callable[[Firing, Sequence[Timer]], None]] = {
    "at_risk": at_risk.fire,
    "call_back": call_back.fire,
    "close_unrated": close_unrated.fire,
    "erase_chat": erase.erase_chats,
    "erase_news": erase.erase_told,
    "erase_person": erase.erase_persons,
    "export": export.fire,
    "invitation_over": invitation_over.fire,
    "leave_waits": leave_waits.fire,
    "next_batch": next_batch.fire,
    "nobody_yet": nobody_yet.fire,
    "not_come": not_come.fire,
    "notice_wakes": notice_wakes.fire,
    "overdue": overdue.fire,
    "overdue_staff": overdue.fire_staff,
    "poor_answer": poor_answer.fire,
    "review_due": review_due.fire,
    "role_ends": role_ends.fire,
    "standing_help": standing_help.fire,
    "still_coming": still_coming.eve,
    "still_coming_soon": still_coming.soon,
    "tell_by": tell_by.fire,
    "unanswered": unanswered.fire,
    "unfilled": unfilled.fire,
    "who_comes": who_comes.fire,
    "woman_wanted": woman_wanted.fire,
}
