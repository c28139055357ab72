"""明天还来吗, the evening before; and once more two hours before, never in quiet hours.

Asked by the row, in three statements for 500 people. After downtime: asked while the visit still
lies ahead, dropped after that; the two never come as two messages at once, for the one two hours
before is dropped when they have just said yes.
"""

from collections.abc import Sequence
from datetime import timedelta

from handlers.engine.chat import Told
from handlers.timers.firing import Firing, subject_id
from models.finding_hours import SILENT_EVE, SILENT_SOON
from models.still_coming import expect_word, going
from models.timer import Timer

#: who has said yes within so long is not asked again
JUST_SAID = timedelta(hours=4)


def eve(firing: Firing, timers: Sequence[Timer]) -> None:
    """The evening before; after that the silence is looked at."""
    _ask(firing, timers, SILENT_EVE)


def soon(firing: Firing, timers: Sequence[Timer]) -> None:
    """Two hours before, unless people sleep."""
    _ask(firing, timers, SILENT_SOON, wakes=False)


def _ask(firing: Firing, timers: Sequence[Timer], silent: timedelta, *, wakes: bool = True) -> None:
    asked = []
    for mine, order in going(firing.session, [subject_id(timer.subject) for timer in timers]):
        starts = mine.arrives_at or order.starts_at
        said = mine.confirmed_at is not None and mine.confirmed_at > firing.now - JUST_SAID
        community = firing.community(order.community_id)
        if starts <= firing.now or said or (not wakes and community.quiet_end(firing.now)):
            continue
        values = {"order": order.id}
        told = Told(mine.person_id, "still_coming", values, not_after=starts)
        firing.told.append(told)
        asked.append(mine)
    expect_word(firing.session, asked, firing.now + silent)
