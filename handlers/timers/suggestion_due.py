"""The hour by which a suggestion or a question was to be answered: if nobody has, we say so first.

Guards the sentence "…前回您". Fires late after downtime: still true, still owed.
"""

from collections.abc import Sequence

from handlers.timers.firing import Firing, subject_id
from models.membership import STAFF
from models.need_kind import kind_of
from models.sitting import may_sit, next_sitting
from models.suggestion import QUESTION, Suggestion, answer_due
from models.timer import Timer, set_timer


def _to_who_sits_now(firing: Firing, given: Suggestion) -> None:
    """A question that was not answered goes to whoever sits next; with nobody left, to staff."""
    community = firing.community(given.community_id)
    kind = kind_of(firing.session, given.community_id, given.kind)
    sits = next_sitting(firing.session, community, kind, firing.now, [given.author_id])
    others = sits.people if sits else ()
    if others and given.keeper_id not in others:
        given.keeper_id = others[0]
        firing.session.flush()
        firing.card(others[0], "suggestion_card", given.subject, suggestion=given.id)
    elif not others and given.keeper_id is not None:
        left = [given.keeper_id]
        if not may_sit(firing.session, given.community_id, left, firing.now):
            given.keeper_id = None
            firing.session.flush()


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Apologise once for each missed promise, give a new day, remind who is to answer."""
    for timer in timers:
        given = Suggestion.locked(firing.session, subject_id(timer.subject))
        if given.answered_at is not None or given.text is None:
            continue
        community = firing.community(given.community_id)
        given.due_at = answer_due(firing.session, community, firing.now)
        set_timer(firing.session, given.community_id, timer.kind, timer.subject, given.due_at)
        firing.tell(given.author_id, "suggestion_late", suggestion=given.id)
        staff = firing.people_with(given.community_id, STAFF)
        if given.about == QUESTION:
            _to_who_sits_now(firing, given)
        elif given.keeper_id not in staff:
            given.keeper_id = None  # whoever had it works here no more
        for person_id in [given.keeper_id] if given.keeper_id else staff:
            firing.tell(person_id, "suggestion_overdue", suggestion=given.id)
