"""Parting (分开): two records that were made one become two again, within 30 days.

What moved goes back; what came since stays with who stands; hours that were countered are written
anew and wait for a yes, for the book only grows.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.contact import Contact
from models.errors import Refused
from models.joining import MERGERS, Joining, lock_both, write_down
from models.joining_hours import bring_back
from models.joining_moves import move_back
from models.membership import Membership, require
from models.person import Person
from models.words import N_

#: how long two records can be parted again
UNDO = timedelta(days=30)


def to_part(session: Session, community_id: int, at: datetime, limit: int) -> list[Joining]:
    """What can still be parted, the newest first."""
    rows = select(Joining).where(
        Joining.community_id == community_id, Joining.undone_at.is_(None), Joining.at > at - UNDO
    )
    return list(session.scalars(rows.order_by(Joining.id.desc()).limit(limit)))


def part(session: Session, joined: Joining, by: Person, at: datetime) -> None:
    """Part what was joined: rows go back, hours that were countered wait anew. Raises Refused."""
    require(session, by, MERGERS, at)
    if by.community_id != joined.community_id or by.id == joined.stays_id:
        raise Refused(N_("自己的两份记录，\n要另一位同事来分。"))
    stays = session.get_one(Person, joined.stays_id)
    gone = session.get_one(Person, joined.gone_id) if joined.gone_id else None
    lock_both(session, stays, gone)
    session.refresh(joined)
    later = select(Joining.id).where(Joining.gone_id == stays.id, Joining.undone_at.is_(None))
    is_over = joined.undone_at is not None or joined.moved is None or joined.at <= at - UNDO
    if is_over or stays.left_at is not None:
        raise Refused(N_("这一次分不开了：\n过了 30 天，或者已经分开了。"))
    if session.scalar(later.limit(1)) is not None:
        raise Refused(N_("后来又合过一次，先分开那一次。"))
    if gone is None:
        session.get_one(Contact, joined.contact_id).person_id = None
    else:
        _unmerge(session, joined, stays, gone, at)
    joined.undone_at = at
    write_down(session, stays, "parted_person", by, at)
    session.flush()
    session.expire_all()


def _unmerge(session: Session, joined: Joining, stays: Person, gone: Person, at: datetime) -> None:
    moved: dict[str, Any] = joined.moved or {}
    gone.merged_into_id = None
    session.flush()
    move_back(session, moved["rows"], gone.id, stays.id)
    for column, value in moved["before"].items():
        is_moment = column.endswith("_at") and value
        setattr(stays, column, datetime.fromisoformat(value) if is_moment else value)
    for row_id, until in moved["roles"].items():
        role = session.get_one(Membership, int(row_id))
        role.until = datetime.fromisoformat(until) if until else None
    bring_back(session, moved["hours"], at)
