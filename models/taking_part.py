"""Who takes part: volunteers, those who asked for help, and those who do both in one account."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.membership import Membership, Role
from models.order import Order


@dataclass(frozen=True, slots=True)
class TakingPart:
    """Numbers of people, each counted once."""

    volunteers: int
    askers: int
    both: int


def taking_part(session: Session, community_id: int, at: datetime) -> TakingPart:
    """As it is at that moment."""
    volunteers = select(Membership.person_id).where(
        Membership.community_id == community_id,
        Membership.role == Role.VOLUNTEER,
        or_(Membership.until.is_(None), Membership.until > at),
    )
    asked = select(Order.requested_by_id).where(Order.community_id == community_id)
    served = select(Order.served_person_id).where(Order.community_id == community_id)
    askers = asked.union(served).subquery()
    everybody = select(func.count()).select_from(askers)
    both = everybody.where(askers.c.requested_by_id.in_(volunteers))
    counted = session.scalar(select(func.count()).select_from(volunteers.subquery()))
    return TakingPart(counted or 0, session.scalar(everybody) or 0, session.scalar(both) or 0)
