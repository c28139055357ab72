"""明白人坐班: who of those who know sits for which kind of help now, and who comes next.

The lists are those of models.duty, one for each kind. Where the law wants a licence, nobody sits
without one that somebody of the community has seen.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.community import Community
from models.duty import WEEK, DutyTurn, Part, Shift, roster
from models.membership import SITTERS, Membership
from models.need_kind import NeedKind
from models.qualification import proven


@dataclass(frozen=True, slots=True)
class Sitting:
    """One shift in which somebody sits, from whom on, and until when (UTC)."""

    people: tuple[int, ...]
    shift: Shift
    ends_at: datetime
    is_now: bool


def may_sit(session: Session, community_id: int, people: Collection[int], at: datetime) -> set[int]:
    """Those of these who may be asked to sit in this community, licence aside."""
    rows = select(Membership.person_id).where(
        Membership.community_id == community_id,
        Membership.person_id.in_(people),
        Membership.role.in_(SITTERS),
        or_(Membership.until.is_(None), Membership.until > at),
    )
    return set(session.scalars(rows)) if people else set()


def able(
    session: Session, community: Community, kind: NeedKind, people: Collection[int], at: datetime
) -> list[int]:
    """Those of these who may sit for it, in their order."""
    members = may_sit(session, community.id, people, at)
    here = [each for each in people if each in members]
    if not kind.needs_proof:
        return here
    shown = proven(session, here, community.local(at).date())
    return [each for each in here if shown.get(each, set()).intersection(kind.skills)]


def next_sitting(
    session: Session,
    community: Community,
    kind: NeedKind,
    at: datetime,
    but: Collection[int | None] = (),
) -> Sitting | None:
    """Who beside `but` sits now, or the next time within a week; None when nobody does."""
    if kind.code not in lines(session, community.id):
        return None
    today = community.local(at).date()
    found = roster(
        session, community, today - timedelta(days=1), today + timedelta(days=WEEK), kind.code
    )
    listed = {each.person_id for each in found.turns}.difference(but)
    may = set(able(session, community, kind, listed, at))
    now = found.shift_at(at)
    days = [now.on + timedelta(days=n) for n in range(WEEK + 1)]
    shifts = [Shift(day, part) for day in days for part in (Part.DAY, Part.NIGHT)]
    for shift in shifts[shifts.index(now) :]:
        people = tuple(each for each in found.people(shift) if each in may)
        if people:
            return Sitting(people, shift, found.ends(shift), shift == now)
    return None


def lines(session: Session, community_id: int) -> list[str]:
    """The kinds of help that somebody sits for."""
    rows = select(DutyTurn.kind).filter_by(community_id=community_id)
    return list(session.scalars(rows.where(DutyTurn.kind != "").distinct().order_by(DutyTurn.kind)))
