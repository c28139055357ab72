"""What people are told, by name: a notice is one function in handlers/news/ and one line here."""

from collections.abc import Callable
from typing import Any

from handlers import broadcast_news
from handlers.group_call import group_call
from handlers.groups import group_added, group_hello
from handlers.news import desk, finding, orders
from handlers.notice import Message, Reading
from handlers.order_card import order_card

NOTICES: dict[str, Callable[[Reading, dict[str, Any]], Message | None]] = {
    "another_time": finding.another_time,
    "answered_back": orders.answered_back,
    "arrived": orders.arrived,
    "asked_back": orders.asked_back,
    "at_risk": finding.at_risk,
    "broadcast": broadcast_news.broadcast,
    "broadcast_approved": broadcast_news.broadcast_approved,
    "broadcast_card": broadcast_news.broadcast_card,
    "broadcast_done": broadcast_news.broadcast_done,
    "broadcast_refused": broadcast_news.broadcast_refused,
    "call_back": finding.call_back,
    "cancelled": orders.cancelled,
    "closed": finding.closed,
    "coming": finding.coming,
    "coming_changed": finding.coming_changed,
    "emergency": desk.emergency,
    "emergency_where": desk.emergency_where,
    "given_back": orders.given_back,
    "group_added": group_added,
    "group_call": group_call,
    "group_hello": group_hello,
    "left": orders.left,
    "merged": finding.merged,
    "missed_you": finding.missed_you,
    "no_answer": finding.no_answer,
    "nobody_came": finding.nobody_came,
    "nobody_yet": finding.nobody_yet,
    "not_done": orders.not_done,
    "not_there": finding.not_there,
    "nudge": desk.nudge,
    "order_card": order_card,
    "place_open": finding.place_open,
    "rejected": orders.rejected,
    "review_late": orders.review_late,
    "review_overdue": orders.review_overdue,
    "still_coming": finding.still_coming,
    "still_looking": finding.still_looking,
    "team_asked": finding.team_asked,
    "thanks": orders.thanks,
    "time_changed": finding.time_changed,
    "trouble": desk.trouble,
    "unfilled": finding.unfilled,
    "waited_in_vain": finding.waited_in_vain,
}
