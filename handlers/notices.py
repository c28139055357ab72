"""What people are told, by name: a notice is one function in handlers/news/ and one line here."""

from collections.abc import Callable
from typing import Any

from handlers import broadcast_news
from handlers.group_call import group_call
from handlers.groups import group_added, group_hello
from handlers.news import desk, incidents, orders, ratings, visits
from handlers.notice import Message, Reading
from handlers.order_card import order_card

NOTICES: dict[str, Callable[[Reading, dict[str, Any]], Message | None]] = {
    "answered_back": orders.answered_back,
    "arrived": orders.arrived,
    "asked_again": ratings.asked_again,
    "asked_back": orders.asked_back,
    "asked_to_vouch": visits.asked_to_vouch,
    "broadcast": broadcast_news.broadcast,
    "broadcast_approved": broadcast_news.broadcast_approved,
    "broadcast_card": broadcast_news.broadcast_card,
    "broadcast_done": broadcast_news.broadcast_done,
    "broadcast_refused": broadcast_news.broadcast_refused,
    "cancelled": orders.cancelled,
    "coming": orders.coming,
    "emergency": desk.emergency,
    "emergency_where": desk.emergency_where,
    "given_back": orders.given_back,
    "group_added": group_added,
    "group_call": group_call,
    "group_hello": group_hello,
    "help_wanted": incidents.help_wanted,
    "her_thanks": ratings.her_thanks,
    "incident_reported": incidents.incident_reported,
    "left": orders.left,
    "minutes_agreed": visits.minutes_agreed,
    "no_code": visits.no_code,
    "no_woman_found": visits.no_woman_found,
    "no_woman_yet": visits.no_woman_yet,
    "not_out": visits.not_out,
    "not_yet": visits.not_yet,
    "nudge": desk.nudge,
    "order_card": order_card,
    "own_word": visits.own_word,
    "poor_answer": ratings.poor_answer,
    "poor_late": ratings.poor_late,
    "poor_overdue": ratings.poor_overdue,
    "rejected": orders.rejected,
    "review_late": orders.review_late,
    "review_overdue": orders.review_overdue,
    "said_done": visits.said_done,
    "says_arrived": visits.says_arrived,
    "still_there": visits.still_there,
    "thanks": orders.thanks,
    "trouble": desk.trouble,
    "vouched": visits.vouched,
    "waits_for_you": visits.waits_for_you,
    "waits_outside": visits.waits_outside,
    "worried": visits.worried,
}
