"""What answers in the chats of others tell about somebody: found again by what stands in them.

News name orders and people by id; an answer is kept as it was said.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from models.button import ActionButton
from models.order import Order


def answers_about(
    session: Session, rows: Sequence[Row[Any]], person_id: int, orders: Select[int]
) -> list[int]:
    """Ids of those rows of the outbox that answer others about this person or these orders.

    `rows` have `id`, `content` and `community_id`; one may be found twice.
    """
    return [
        *_inviting(session, answers_in(rows), person_id),
        *answers_naming(rows, numbers_of(session, orders)),
    ]


def answers_in(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Those of these rows that are kept as they were said."""
    return [row for row in rows if "said" in (row.content or {})]


def _inviting(session: Session, answers: Sequence[Row[Any]], person_id: int) -> list[int]:
    """Those that list the person among who could be asked to go."""
    tokens = {
        button["token"]: row.id
        for row in answers
        for button in row.content["said"].get("buttons", ())
    }
    offered = select(ActionButton.token).where(
        ActionButton.token.in_(tokens),
        ActionButton.script == "invite",
        ActionButton.subject.endswith(f":{person_id}"),
    )
    return [tokens[token] for token in session.scalars(offered)]


def numbers_of(session: Session, orders: Select[int]) -> list[tuple[re.Pattern[str], int]]:
    """What names each of these orders in an answer, and in which community."""
    own = select(Order.number, Order.community_id).where(Order.id.in_(orders))
    return [
        (re.compile(rf"(?<!\d){re.escape(number)}(?!\d)"), community_id)
        for number, community_id in session.execute(own)
    ]


def answers_naming(
    rows: Sequence[Row[Any]], named: Sequence[tuple[re.Pattern[str], int]]
) -> list[int]:
    """Those that name one of the orders, as do those that show its words or its phone."""
    texts = [(row, json.dumps(row.content["said"], ensure_ascii=False)) for row in answers_in(rows)]
    return [
        row.id
        for row, text in texts
        if any(of == row.community_id and number.search(text) for number, of in named)
    ]
