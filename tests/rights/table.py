"""Who may do what with an order, and in which of its states: whatever is not here is refused.

One line a script; the names on the left are those of tests/rights/cast.py.
"""

from collections.abc import Mapping

from models.order import ENDED, OrderState

S = OrderState
Who = frozenset[str]
When = frozenset[OrderState]

STAFF: Who = frozenset({"worker", "coordinator", "admin"})
#: who asked, and who is served
OWN: Who = frozenset({"asker", "served"})
GOES: Who = frozenset({"goes"})
ANY: When = frozenset(OrderState)
TO_REVIEW: When = frozenset({S.SUBMITTED, S.NEED_INFO})
LOOKED_FOR: When = frozenset({S.DISPATCHED, S.CLAIMED})
BEFORE_VISIT: When = TO_REVIEW | LOOKED_FOR | {S.APPROVED}
#: somebody goes, is there or was there
TAKEN: When = ANY - TO_REVIEW - {S.APPROVED} - (ENDED - {S.CLOSED})

#: the scripts that change something: who may, and while the order stands how
MAY_DO: Mapping[str, tuple[Who, When]] = {
    "another_time": (OWN, TO_REVIEW | {S.APPROVED, S.DISPATCHED, S.EXPIRED}),
    "answer_back": (OWN, frozenset({S.NEED_INFO})),
    "approve": (STAFF, TO_REVIEW),
    "arrival": (GOES, LOOKED_FOR),
    "ask_back": (STAFF, frozenset({S.SUBMITTED})),
    "ask_first": (frozenset({"volunteer", "invited", "declined", "leader"}), LOOKED_FOR),
    "call_her": (STAFF, ANY),
    "call_me_back": (OWN, ANY),
    "cancel_order": (OWN, BEFORE_VISIT),
    "check_in": (GOES, LOOKED_FOR),
    "check_out": (GOES, frozenset({S.IN_SERVICE})),
    "close_order": (STAFF, frozenset({S.RATED})),
    "come": (GOES, LOOKED_FOR),
    "decline": (frozenset({"invited"}), ANY),
    "door_note": (OWN, BEFORE_VISIT),
    "family_off": (STAFF | {"served"}, ANY),
    "family_on": (STAFF | {"served"}, ANY),
    "give_back": (GOES, LOOKED_FOR),
    "leave_code": (GOES, frozenset({S.IN_SERVICE})),
    "mark_order": (STAFF, BEFORE_VISIT - {S.CLAIMED}),
    "let_it_be": (OWN, BEFORE_VISIT),
    "make_standing": (OWN | STAFF, ANY - {S.REJECTED, S.REFERRED, S.CANCELLED}),
    "no_code": (GOES, LOOKED_FOR),
    "nobody_came": (OWN, frozenset({S.DONE})),
    "not_alone": (GOES, LOOKED_FOR),
    "not_yet": (OWN, frozenset({S.DONE})),
    "open_order": (STAFF, frozenset({S.APPROVED, S.DISPATCHED})),
    "passed_on": (STAFF, ANY),
    "return_papers": (frozenset(), ANY),  # nothing was taken
    "take_papers": (frozenset(), ANY),  # it is no errand at an office
    "rate_done": (OWN, frozenset({S.DONE})),
    "rate_nobody": (OWN, frozenset({S.DONE})),
    "rate_not_done": (OWN, frozenset({S.DONE})),
    "recheck": (STAFF, frozenset({S.DONE, S.RATED, S.CLOSED})),
    "reject": (STAFF, TO_REVIEW | {S.APPROVED}),
    "say_result": (GOES, frozenset({S.DONE, S.RATED, S.CLOSED})),
}
#: others who may the same for a while: whoever sees it in the list need not be asked
ALSO: Mapping[str, tuple[Who, When]] = {
    "decline": (frozenset({"volunteer", "leader"}), LOOKED_FOR),
}
#: 需要帮忙, 出了点事: either side at any time; whoever goes, once they have said yes
CRIES = ("need_help", "report_incident")
#: the scripts that only read, or change something that this order does not have
QUIET = (
    "ask_again",
    "ask_others",
    "call_back",
    "care",
    "confirm_minutes",
    "dispatch",
    "for_group",
    "let_see",  # this one everybody on staff sees
    "merge_orders",
    "need_to_know",
    "own_yes",
    "rate_stars",
    "read_codes",
    "refuse_minutes",
    "relay",
    "see_phone",
    "see_words",
    "show_media",
    "slip",
    "somebody_came",
    "team_call",
    "thank",
)


def may_do(script: str, state: OrderState) -> Who:
    """Who may."""
    if script in CRIES:
        return OWN | GOES if state in TAKEN else OWN
    who, when = MAY_DO.get(script, (frozenset(), frozenset()))
    also, then = ALSO.get(script, (frozenset(), frozenset()))
    return (who if state in when else frozenset()) | (also if state in then else frozenset())
