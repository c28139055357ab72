"""How long what is kept, and what happens then: a table of rules, one row per kind of data.

The days are domain.md section 8 ([D] Retention); a community may shorten them in its rows. What
is told of them (隐私) and what is done by them (models/sweeping.py) are read from the same rows.
Of an order whose words are gone, kind, building and time stay: that is what figures need.
"""

from dataclasses import dataclass

from sqlalchemy import Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Key


class Retention(Base):
    """One rule as it stands in this database."""

    __tablename__ = "retention"
    __table_args__ = (UniqueConstraint("table", "column"),)

    id: Mapped[Key]
    table: Mapped[str] = mapped_column(String(40))
    column: Mapped[str] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(String(80))
    days: Mapped[int] = mapped_column(Integer)
    #: "delete" the row, or "blank" the column
    action: Mapped[str] = mapped_column(String(16))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as shipped. `moment` is the column the days are counted from."""

    table: str
    column: str
    purpose: str
    days: int
    action: str
    moment: str


RULES: tuple[Rule, ...] = (
    Rule("inbox", "payload", "redo a turn; the words of a chat", 90, "delete", "accepted_at"),
    Rule("inbox", "answer", "answer a message that comes twice", 2, "blank", "accepted_at"),
    Rule("conversation", "state", "go on where it stood", 90, "blank", "changed_at"),
    Rule("conversation", "script", "go on where it stood", 90, "blank", "changed_at"),
    Rule("outbox", "content", "send it; show that it was sent", 90, "delete", "created_at"),
    Rule("chat_line", "content", "show the chat again", 90, "delete", "at"),
    Rule("push_window", "contact_id", "write while WeChat lets us", 30, "delete", "until"),
    Rule("subscription", "contact_id", "knock as agreed", 1095, "delete", "counted_at"),
    Rule("notice", "text", "show what was sent to many", 365, "blank", "created_at"),
    Rule("media", "sha256", "see or hear what was sent for an order", 90, "delete", "created_at"),
    Rule("service_order", "raw_text", "do and check the order", 365, "blank", "closed_at"),
    Rule("service_order", "unit", "find the door", 365, "blank", "closed_at"),
    Rule("service_order", "room", "find the door", 365, "blank", "closed_at"),
    Rule("service_order", "landmark", "find the place", 365, "blank", "closed_at"),
    Rule("service_order", "phone", "ring before coming", 7, "blank", "closed_at"),
    Rule("service_order", "papers", "do an errand at an office", 90, "blank", "closed_at"),
    Rule("hand_over", "what", "prove which papers changed hands", 365, "blank", "at"),
    Rule("service_order", "code", "prove who came", 7, "blank", "closed_at"),
    Rule("service_order", "reject_reason", "explain a decision", 365, "blank", "closed_at"),
    Rule("service_order", "wish", "do it as she likes it", 365, "blank", "closed_at"),
    Rule("service_order", "door_note", "find and open the door", 7, "blank", "closed_at"),
    Rule("service_order", "code_out", "prove that it was done", 7, "blank", "closed_at"),
    Rule("service_order", "password", "know who stands at the door", 7, "blank", "closed_at"),
    Rule("evaluation", "comment", "mend what went wrong", 365, "blank", "at"),
    Rule("evaluation", "thanks", "thank those who went", 365, "blank", "at"),
    Rule("assignment", "reason", "explain why somebody could not come", 90, "blank", "answered_at"),
    Rule("relay_line", "text", "speak without each other's number", 90, "delete", "at"),
    Rule("call_log", "note", "show what was said on the phone", 365, "blank", "at"),
    Rule("home_enquiry", "unit", "find the door again", 365, "blank", "at"),
    Rule("home_enquiry", "room", "find the door again", 365, "blank", "at"),
    Rule("incident", "text", "look into what happened", 1095, "blank", "handled_at"),
    Rule("incident", "outcome", "show what was done about it", 1095, "blank", "handled_at"),
    Rule("alert", "words", "help in an emergency", 365, "blank", "closed_at"),
    Rule("alert", "place", "find who is in danger", 90, "blank", "closed_at"),
    Rule("alert", "outcome", "show what was done about it", 1095, "blank", "closed_at"),
    Rule("call_item", "person_id", "ring up whom no chat reached", 90, "delete", "made_at"),
    Rule("text_message", "person_id", "show who was told by text", 90, "delete", "due_at"),
    Rule("pasted_line", "fingerprint", "enter a longer list once", 180, "delete", "at"),
    Rule("suggestion", "text", "answer a suggestion or a question", 365, "blank", "answered_at"),
    Rule("suggestion", "answer", "show how it was answered", 365, "blank", "answered_at"),
    Rule("suggestion", "result", "show what came of it", 365, "blank", "answered_at"),
    Rule("call_request", "contact_id", "ring back", 90, "delete", "at"),
    Rule("rights_request", "kind", "show that it was answered", 1095, "delete", "at"),
    Rule("order_event", "reason", "explain a decision", 365, "blank", "at"),
    Rule(
        "service_record",
        "minutes",
        "GB/T 40143-2021 5.2.2: ten years",
        3650,
        "delete",
        "created_at",
    ),
    Rule("sign_up", "excuse", "explain why somebody was not there", 90, "blank", "applied_at"),
    Rule("companion", "name", "know whom somebody brings along", 90, "blank", "brought_at"),
    Rule("sign_up", "story", "tell what came of an activity", 365, "blank", "applied_at"),
    Rule("hours_objection", "text", "show how it was answered", 1095, "blank", "answered_at"),
    Rule("hours_objection", "answer", "show how it was answered", 1095, "blank", "answered_at"),
    Rule(
        "calendar_feed", "token_hash", "show activities in a calendar", 30, "delete", "revoked_at"
    ),
    Rule("correction", "words", "read messages better", 365, "delete", "day_at"),
    Rule("audit", "detail", "show who read what", 1095, "delete", "at"),
    Rule("one_time_link", "token_hash", "open a session once", 1, "delete", "expires_at"),
    Rule("device_code", "code_hash", "move a chat to another browser", 1, "delete", "expires_at"),
    Rule("link_code", "code_hash", "bring a second chat to a person", 1, "delete", "expires_at"),
    Rule("joining", "moved", "part two records again", 30, "blank", "at"),
    Rule("guardian_code", "code_hash", "let a guardian find a minor", 1, "delete", "expires_at"),
    Rule("action_button", "token", "press what a card offers", 90, "delete", "created_at"),
    Rule("web_session", "token_hash", "know a browser again", 365, "delete", "revoked_at"),
    Rule("timer", "subject", "look at something again", 30, "delete", "fired_at"),
)


_KNOWN = select(Retention.table, Retention.column)
_DAYS = select(Retention.table, Retention.column, Retention.days)


def days_kept(session: Session) -> dict[tuple[str, str], int]:
    """How many days each kind of data is kept in this database, by table and column.

    A rule that this database has no row of yet counts as shipped.
    """
    here = {(table, column): days for table, column, days in session.execute(_DAYS)}
    return {(rule.table, rule.column): rule.days for rule in RULES} | here


def seed_retention(session: Session) -> None:
    """Add the shipped rules that this database does not have yet."""
    known = {(table, column) for table, column in session.execute(_KNOWN)}
    for rule in RULES:
        if (rule.table, rule.column) not in known:
            session.add(
                Retention(
                    table=rule.table,
                    column=rule.column,
                    purpose=rule.purpose,
                    days=rule.days,
                    action=rule.action,
                )
            )
