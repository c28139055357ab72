"""The hours of two records that become one: what cannot both be true, and how it is settled.

Entries are never changed: what does not stand is countered, what somebody had agreed to for
themselves is countered and waits anew (models/hours_mending.py).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String as Text
from sqlalchemy import and_, cast, literal, or_, select
from sqlalchemy.orm import Session, aliased

from models.hours_book import lock_record
from models.hours_mending import again, renew_as, reverse
from models.order import Order
from models.service_record import KEEPS_TIME, RecordState, ServiceRecord
from models.words import N_

#: what stands beside the counter-entry, as its person reads it
TWICE = N_("两份记录合成一份：同一段时间只算一笔")
FOR_ONESELF = N_("两份记录合成一份：自己的单不算时长")


def overlapping(
    session: Session, one_id: int, other_id: int
) -> list[tuple[ServiceRecord, ServiceRecord]]:
    """Pairs of entries, one of each, that lie at the same time: the same person was not twice."""
    one, other = aliased(ServiceRecord), aliased(ServiceRecord)
    rows = (
        select(one, other)
        .join(other, and_(one.started_at < other.ended_at, one.ended_at > other.started_at))
        .where(
            one.person_id == one_id,
            other.person_id == other_id,
            one.state.in_(KEEPS_TIME),
            other.state.in_(KEEPS_TIME),
            one.reversal_of_id.is_(None),
            other.reversal_of_id.is_(None),
        )
        .order_by(one.started_at, one.id, other.id)
    )
    return [(row[0], row[1]) for row in session.execute(rows)]


def for_oneself(session: Session, one_id: int, other_id: int) -> list[ServiceRecord]:
    """Entries that one of them has for an order of the other's: nobody serves themselves."""
    pair = (one_id, other_id)
    subjects = select(literal("order:") + cast(Order.id, Text)).where(
        or_(Order.served_person_id.in_(pair), Order.requested_by_id.in_(pair))
    )
    rows = select(ServiceRecord).where(
        ServiceRecord.person_id.in_(pair),
        ServiceRecord.subject.in_(subjects),
        ServiceRecord.state.in_(KEEPS_TIME),
        ServiceRecord.reversal_of_id.is_(None),
    )
    return list(session.scalars(rows.order_by(ServiceRecord.id)))


def agreed_to_by_oneself(session: Session, one_id: int, other_id: int) -> list[ServiceRecord]:
    """Entries of one that the other agreed to: nobody agrees to their own time."""
    pair = (one_id, other_id)
    rows = select(ServiceRecord).where(
        ServiceRecord.person_id.in_(pair),
        ServiceRecord.approved_by_id.in_(pair),
        ServiceRecord.state == RecordState.APPROVED,
    )
    return list(session.scalars(rows.order_by(ServiceRecord.id)))


def settle_hours(
    session: Session, pair: tuple[int, int], falls: Sequence[int], by_id: int, at: datetime
) -> list[int]:
    """Counter the entries `falls` and those for oneself; returns the ids of all countered.

    What one had agreed to for the other waits for somebody else. Nothing overlaps afterwards.
    """
    own = for_oneself(session, *pair)
    reasons = dict.fromkeys(falls, TWICE) | {each.id: FOR_ONESELF for each in own}
    for record_id, reason in sorted(reasons.items()):
        record = session.get_one(ServiceRecord, record_id)
        lock_record(session, record)
        if record.person_id in pair and record.state in KEEPS_TIME:
            reverse(session, record, by_id, reason, at)
    for record in agreed_to_by_oneself(session, *pair):
        renew_as(session, record, record.evidence, by_id, at)
    return sorted(reasons)


def bring_back(session: Session, ids: Sequence[int], at: datetime) -> None:
    """They are two people after all: what was countered is written anew and waits for a yes."""
    for record_id in ids:
        record = session.get_one(ServiceRecord, record_id)
        lock_record(session, record)
        again(session, record, at)
