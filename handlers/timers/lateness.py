"""How each scheduled kind behaves after downtime: what is still said, what no more, and how long.

One line for each kind of TIMERS; a test lets three days pass for every one of them. Whatever is
said late keeps to quiet hours and opt-outs like everything else (bot/wording.py).
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Late(StrEnum):
    """What becomes of a timer that fires late.

    said: it is owed, and said once, however late; ahead: said while what it is about lies ahead,
    dropped after that; merged: of what was missed one is made up for, while it lies ahead; done:
    work without words, which goes on where it stood.
    """

    SAID = "said"
    AHEAD = "ahead"
    MERGED = "merged"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Lateness:
    """`within` is how late it may be said at all; None: there is no such limit."""

    late: Late
    within: timedelta | None = None


_SAID, _AHEAD, _DONE = Lateness(Late.SAID), Lateness(Late.AHEAD), Lateness(Late.DONE)
LATENESS: dict[str, Lateness] = {
    "activity_ends": _SAID,
    "activity_eve": _AHEAD,
    "activity_invite": _AHEAD,
    "activity_last_call": _AHEAD,
    "activity_morning": _AHEAD,
    "activity_results": _SAID,
    "activity_silent": Lateness(Late.SAID, within=timedelta(hours=1)),
    "activity_starts": _DONE,
    "activity_unsettled": _SAID,
    "alert_next": _SAID,
    "at_risk": _AHEAD,
    "calendar_day": Lateness(Late.MERGED),
    "calendar_link": _SAID,
    "call_back": _SAID,
    "calls_left": _AHEAD,
    "close_unrated": _SAID,
    "duty_week": _SAID,
    "erase_chat": _DONE,
    "erase_news": _DONE,
    "erase_person": _DONE,
    "export": _SAID,
    "figures_file": _SAID,
    "help_next": _SAID,
    "group_code": _SAID,
    "hours_due": _SAID,
    "invitation_over": _SAID,
    "leave_waits": _SAID,
    "next_batch": Lateness(Late.MERGED),
    "nobody_yet": _AHEAD,
    "not_come": Lateness(Late.SAID, within=timedelta(days=1)),
    "notice_wakes": _DONE,
    "objection_due": _SAID,
    "objection_late": _SAID,
    "overdue": _SAID,
    "overdue_staff": _SAID,
    "place_answer": _SAID,
    "poor_answer": _SAID,
    "recheck": _SAID,
    "review_due": _SAID,
    "role_ends": _SAID,
    "sign_in_screen": Lateness(Late.SAID, within=timedelta(hours=1)),
    "standing_help": Lateness(Late.MERGED),
    "still_coming": _AHEAD,
    "still_coming_soon": _AHEAD,
    "suggestion_due": _SAID,
    "tell_by": _AHEAD,
    "unanswered": _DONE,
    "unfilled": _SAID,
    "who_comes": _AHEAD,
    "woman_wanted": _AHEAD,
}
