"""What happens when a timer is due: one scheduled thing a file, one line here.

A kind gets up to 500 due rows at once and reads its subjects anew; it is called at least once
for each and must be harmless the second time.
"""

from collections.abc import Callable, Sequence

from handlers.timers import (
    activity_ahead,
    activity_day,
    at_risk,
    calendar_day,
    calendar_link,
    call_back,
    close_unrated,
    erase,
    export,
    invitation_over,
    leave_waits,
    next_batch,
    nobody_yet,
    not_come,
    overdue,
    place_answer,
    poor_answer,
    review_due,
    role_ends,
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
    "activity_ends": activity_day.ends,
    "activity_eve": activity_ahead.eve,
    "activity_invite": activity_ahead.invite,
    "activity_last_call": activity_ahead.last_call,
    "activity_morning": activity_ahead.morning,
    "activity_results": activity_day.results,
    "activity_silent": activity_ahead.silent,
    "activity_starts": activity_day.starts,
    "activity_unsettled": activity_day.unsettled,
    "at_risk": at_risk.fire,
    "calendar_day": calendar_day.fire,
    "calendar_link": calendar_link.fire,
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
    "overdue": overdue.fire,
    "overdue_staff": overdue.fire_staff,
    "place_answer": place_answer.fire,
    "poor_answer": poor_answer.fire,
    "review_due": review_due.fire,
    "role_ends": role_ends.fire,
    "still_coming": still_coming.eve,
    "still_coming_soon": still_coming.soon,
    "tell_by": tell_by.fire,
    "unanswered": unanswered.fire,
    "unfilled": unfilled.fire,
    "who_comes": who_comes.fire,
    "woman_wanted": woman_wanted.fire,
}
