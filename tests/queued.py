"""Rows of the outbox, written straight into the table: queues as a bad day leaves them."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Connection, insert, select

from models.account import Account
from models.contact import meet
from models.database import Database
from models.outbox import Lane, Outbox, OutboxState

_keys = count(1)


def queued(
    db: Database,
    at: datetime,
    state: OutboxState,
    *,
    rows: int = 1,
    ago: timedelta = timedelta(),
    **more: Any,
) -> list[int]:
    """Write `rows` messages to one contact of the first account, made and due `ago`; their ids."""
    with db.patient.begin() as connection:
        known = _chat(connection, at)
        values = {
            **known,
            "lane": Lane.NOTICE,
            "kind": "order_news",
            "may_repeat": more.get("lane") is not Lane.BULK,
            "content": {"said": {"text": "秘密"}},
            "subject": "",
            "state": state,
            "due_at": at - ago,
            "attempts": 1,
            "doubts": 0,
            "created_at": at - ago,
            **more,
        }
        return [
            connection.execute(
                insert(Outbox).values(key=f"q{next(_keys)}", **values).returning(Outbox.id)
            ).scalar_one()
            for _n in range(rows)
        ]


def _chat(connection: Connection, at: datetime) -> dict[str, int]:
    account = connection.execute(
        select(Account.id, Account.community_id).order_by(Account.id).limit(1)
    ).one()
    contact_id = meet(connection, account.community_id, account.id, "13900001234", at)
    return {
        "account_id": account.id,
        "community_id": account.community_id,
        "contact_id": contact_id,
    }
