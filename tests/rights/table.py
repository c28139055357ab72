"""Who may do what with an order, and in which of its states: whatever is not here is refused.

One line a script; the left names are those of tests/rights/cast.py.
"""

from collections.abc import Mapping

from models.order import ENDED, OrderState

S = OrderState
Who = frozenset[str]
When = frozenset[OrderState]

STAFF: Who = frozenset({"worker", "coordinator", "admin"})
#: who asked and who is served
OWN: Who = frozenset({"asker", "served"})
ANY: When = frozenset(OrderState)
OPEN: When = ANY - ENDED
TO_REVIEW: When = frozenset({S.SUBMITTED, S.NEED_INFO})
BEFORE_VISIT: When = TO_REVIEW | {S.APPROVED, S.DISPATCHED, S.CLAIMED}

#: the scripts that change something, by who may and while the order stands how
MAY_DO: Mapping[str, tuple[Who, When]] = {
    "answer_back": (OWN, frozenset({S.NEED_INFO})),
    "approve": (STAFF, TO_REVIEW),
    "ask_back": (STAFF, frozenset({S.SUBMITTED})),
    "cancel_order": (OWN, BEFORE_VISIT),
    "check_in": (frozenset({"goes"}), frozenset({S.CLAIMED, S.DISPATCHED})),
    "check_out": (frozenset({"goes"}), frozenset({S.IN_SERVICE})),
    "close_order": (STAFF, frozenset({S.RATED})),
    "give_back": (frozenset({"goes"}), frozenset({S.CLAIMED, S.DISPATCHED})),
    "open_order": (STAFF, frozenset({S.APPROVED, S.CLAIMED})),
    "rate_done": (OWN, frozenset({S.DONE})),
    "rate_nobody": (OWN, frozenset({S.DONE})),
    "rate_not_done": (OWN, frozenset({S.DONE})),
    "reject": (STAFF, TO_REVIEW | {S.APPROVED}),
}
