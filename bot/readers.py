"""What has to be known of everybody in one look, read once for all of them.

A notice to many goes out in looks of fifty; a query for each reader would take longer than
sending.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, func, select
from sqlalchemy.orm import Session

from models.group_chat import GroupChat
from models.notice import Notice
from models.opt_out import NoticeKind, OptOut
from models.outbox import Lane, Outbox, OutboxState
from models.person import Person

BUDGET_DAYS = timedelta(days=7)

# What runs with every look is built once: building a statement costs five times what running it
# does.
_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_PEOPLE = select(Person).where(Person.id.in_(_IDS))
_GROUPS = select(GroupChat).where(GroupChat.id.in_(_IDS))
_NOTICES = select(Notice).where(Notice.id.in_(_IDS))
_OFF = select(OptOut.person_id, OptOut.kind).where(OptOut.person_id.in_(_IDS))
_BULK = (
    select(Outbox.contact_id, func.count().label("sent"), func.min(Outbox.sent_at).label("first"))
    .where(
        Outbox.contact_id.in_(_IDS),
        Outbox.state == OutboxState.SENT,
        Outbox.lane == Lane.BULK,
        Outbox.sent_at > bindparam("since"),
    )
    .group_by(Outbox.contact_id)
)


@dataclass(frozen=True, slots=True)
class Readers:
    """Of the rows of one look: who reads them, and what these readers had enough of."""

    people: dict[int, Person]
    groups: dict[int, GroupChat]
    #: the notices to many among them; kept here, they are read once
    notices: Sequence[Notice]
    turned_off: dict[int, set[NoticeKind]]
    #: by contact: how many notices to many it got in the last days, and when the first
    bulk: dict[int, tuple[int, datetime | None]]


def look_up(session: Session, rows: Sequence[Row[Any]], now: datetime) -> Readers:
    """Read all of it; what nobody needs is not asked for."""
    people = {row.person_id for row in rows} - {None}
    groups = {row.group_id for row in rows} - {None}
    notices = {row.notice_id for row in rows} - {None}
    ringing = {row.contact_id for row in rows if row.lane is Lane.BULK} - {None}
    return Readers(
        {each.id: each for each in _all(session, _PEOPLE, people)},
        {each.id: each for each in _all(session, _GROUPS, groups)},
        _all(session, _NOTICES, notices),
        _turned_off(
            session, {row.person_id for row in rows if row.lane is not Lane.REPLY} - {None}
        ),
        _bulk(session, ringing, now),
    )


def _all(session: Session, statement: Any, ids: Collection[int]) -> list[Any]:
    return list(session.scalars(statement, {"ids": list(ids)})) if ids else []


def _turned_off(session: Session, people: Collection[int]) -> dict[int, set[NoticeKind]]:
    off: dict[int, set[NoticeKind]] = {}
    if people:
        for person_id, kind in session.execute(_OFF, {"ids": list(people)}):
            off.setdefault(person_id, set()).add(kind)
    return off


def _bulk(
    session: Session, contacts: Collection[int], now: datetime
) -> dict[int, tuple[int, datetime | None]]:
    if not contacts:
        return {}
    values = {"ids": list(contacts), "since": now - BUDGET_DAYS}
    rows = session.execute(_BULK, values)
    return {row.contact_id: (row.sent, row.first) for row in rows}
