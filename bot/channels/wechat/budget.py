"""Which messages may use up the last that WeChat lets us say, and which wait for her next word.

Five follow one message of hers. Of an order the resident must hear four: somebody comes (with the
code), it has changed, they say it is done (with the second code), how was it; the fifth is the
promised answer when nobody has been found. Reminders never use up what these need.
"""

#: between whoever is in danger and those who are called
ALERTS = (
    *("alert_card", "alert_again", "alert_more", "alert_place", "alert_words", "alert_taken"),
    *("alert_answered", "alert_next_called", "alert_unanswered"),
)
#: the name of a notice -> how many must be left over after it; "reply" is an answer
KEPT: dict[str, int] = {
    **dict.fromkeys(("reply", "help_wanted", *ALERTS), 0),
    **dict.fromkeys(("coming", "coming_changed", "said_done", "left", "nobody_yet"), 0),
    **dict.fromkeys(("no_answer", "cancelled", "rejected", "asked_back", "activity_cancelled"), 0),
    **dict.fromkeys(("order_card", "place_open", "place_for_you", "activity_changed"), 1),
    **dict.fromkeys(("nudge", "still_coming", "still_attending", "activity_morning"), 4),
    **dict.fromkeys(("activity_week", "leader_morning", "leader_eve", "leader_week"), 4),
    "broadcast": 3,
}
OTHERS = 2


def kept_for_more(kind: str) -> int:
    """How many pushes a message of this kind leaves for what matters more."""
    return KEPT.get(kind, OTHERS)
