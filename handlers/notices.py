"""What people are told, by name: a notice is one function in handlers/news/ and one line here."""

from collections.abc import (
    Callable,
)
from typing import (
    Any,
)

from handlers import (
    broadcast_news,
)
from handlers.group_call import (
    group_call,
)
from handlers.groups import (
    group_added,
    group_hello,
)
from handlers.news import (
    desk,
    doors,
    doorstep,
    family,
    orders,
    rights,
)
from handlers.notice import (
    Message,
    Reading,
)
from handlers.order_card import (
    order_card,
)

NOTICES: dict[str, Callable[[Reading, dict[str, Any]], Message | None]] = {
    "answered_back": orders.answered_back,
    "arrived": orders.arrived,
    "arrived_to_tell": doorstep.arrived,
    "asked_back": orders.asked_back,
    "broadcast": broadcast_news.broadcast,
    "broadcast_approved": broadcast_news.broadcast_approved,
    "broadcast_card": broadcast_news.broadcast_card,
    "broadcast_done": broadcast_news.broadcast_done,
    "broadcast_refused": broadcast_news.broadcast_refused,
    "call_back_due": doorstep.call_back_due,
    "cancelled": orders.cancelled,
    "coming": orders.coming,
    "coming_for_family": family.coming_for_family,
    "coming_to_tell": doorstep.coming,
    "door_ended": doors.door_ended,
    "door_given": doors.door_given,
    "emergency": desk.emergency,
    "emergency_where": desk.emergency_where,
    "export_ready": rights.export_ready,
    "given_back": orders.given_back,
    "group_added": group_added,
    "group_call": group_call,
    "group_hello": group_hello,
    "hours_answered": rights.hours_answered,
    "hours_objection": rights.hours_objection,
    "how_it_was": family.how_it_was,
    "joined": family.joined,
    "leave_ready": rights.leave_ready,
    "left": orders.left,
    "left_for_family": family.left_for_family,
    "left_to_tell": doorstep.left,
    "not_done": orders.not_done,
    "nudge": desk.nudge,
    "order_card": order_card,
    "own_no": family.own_no,
    "rejected": orders.rejected,
    "rejected_to_tell": doorstep.rejected,
    "review_late": orders.review_late,
    "review_overdue": orders.review_overdue,
    "thanks": orders.thanks,
    "trouble": desk.trouble,
}
