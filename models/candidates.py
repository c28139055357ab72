"""Whom to ask for an order, with the reasons for each, and who is left out and why.

Reasons are facts that can be argued with; there is no score. Nobody is asked in vain: who cannot,
would not or has said no is left out here, for staff and for every group that is asked.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from models import visit_rules
from models.assignment import AssignmentState, volunteers_of
from models.candidate_facts import Facts, gather
from models.community import Community
from models.need_kind import NeedKind, kind_of
from models.order import Order
from models.person import Person
from models.skill import LICENSED

#: a volunteer who gets three useless cards mutes us
GROUP = 6
#: what is known is looked at more closely for so many, in their order
CLOSELY = 24
#: somebody with so many orders in a week is told of as having much to do
MUCH = 3
A = AssignmentState
#: has gone, goes, or does not want to hear of this order again
SETTLED = {
    A.ACCEPTED: "goes",
    A.COMPLETED: "goes",
    A.DECLINED: "declined",
    A.WITHDRAWN: "declined",
    A.NO_SHOW: "declined",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One volunteer to ask. `reasons` are pairs of a name and what it is about."""

    person_id: int
    name: str
    reasons: tuple[tuple[str, str], ...]
    near: int
    last_asked: str

    def has(self, *names: str) -> bool:
        """Whether one of these reasons speaks for them, or against."""
        return any(name in names for name, _about in self.reasons)


@dataclass(slots=True)
class Found:
    """Whom to ask, best first, and how many were left out for which reason."""

    listed: list[Candidate] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def candidates(session: Session, order: Order, at: datetime, many: int = GROUP) -> Found:
    """The best `many` to ask for this order now. Reads only.

    The rules of visits are looked up one by one, so only for as many as are needed.
    """
    community, kind = _ground(session, order)
    facts = gather(session, community, order, kind, at)
    found = Found()
    for person_id in facts.people:
        why_not = _against(facts, kind, person_id)
        if why_not:
            found.left_out[why_not] += 1
        else:
            found.listed.append(_candidate(facts, order, kind, person_id))
    ranked = sorted(found.listed, key=_order_of_asking)
    found.listed = []
    going = volunteers_of(session, order)
    for each in ranked[:CLOSELY]:
        if len(found.listed) == many:
            break
        if _may_go(session, facts, order, kind, each.person_id, going):
            found.listed.append(each)
        else:
            found.left_out["rules"] += 1
    return found


def _may_go(
    session: Session,
    facts: Facts,
    order: Order,
    kind: NeedKind,
    person_id: int,
    going: list[Person],
) -> bool:
    """Whether the rules of visits let them; asked only where a rule can have something to say."""
    is_adult = facts.people[person_id].is_adult
    if not (facts.has_incidents or visit_rules.may_refuse(kind, order, is_adult=is_adult)):
        return True
    person = session.get_one(Person, person_id)
    return visit_rules.why_not(session, order, person, going, facts.at) is None


def reasons_for(
    session: Session, order: Order, person_id: int, at: datetime
) -> tuple[tuple[str, str], ...]:
    """Why this one is asked: what staff would read of them."""
    community, kind = _ground(session, order)
    facts = gather(session, community, order, kind, at, [person_id])
    if person_id not in facts.people:
        return ()
    return _candidate(facts, order, kind, person_id).reasons


def fitting(
    session: Session, order: Order, people: Collection[int], at: datetime
) -> tuple[list[int], Counter[str]]:
    """Who of these can be asked, such as the members of a team, and why the others cannot."""
    community, kind = _ground(session, order)
    facts = gather(session, community, order, kind, at, list(people))
    own = (order.requested_by_id, order.served_person_id)
    against = {each: _against(facts, kind, each) for each in facts.people if each not in own}
    going = volunteers_of(session, order)
    for each, why in against.items():
        if not why and not _may_go(session, facts, order, kind, each, going):
            against[each] = "rules"
    left_out = Counter(why for why in against.values() if why)
    return [each for each, why in against.items() if not why], left_out


def _ground(session: Session, order: Order) -> tuple[Community, NeedKind]:
    community = session.get_one(Community, order.community_id)
    return community, kind_of(session, order.community_id, order.kind)


def _against(facts: Facts, kind: NeedKind, person_id: int) -> str:
    """The first reason not to ask them; "" when there is none."""
    row = facts.people[person_id]
    settled = SETTLED.get(facts.states.get(person_id, A.OFFERED), "")
    checks = (
        (settled, bool(settled)),
        ("asked", person_id in facts.states and not facts.asks_first(person_id)),
        ("quiet", row.is_quiet or not row.hears),
        ("rests", facts.rests(person_id)),
        ("unproven", kind.needs_proof and not facts.proven_for(person_id, kind)),
        ("unchecked", kind.for_child and not row.children),
        ("busy", facts.is_busy(person_id) or facts.is_free(person_id) is False),
    )
    return next((why for why, holds in checks if holds), "")


def _candidate(facts: Facts, order: Order, kind: NeedKind, person_id: int) -> Candidate:
    row = facts.people[person_id]
    near, where = facts.nearness(person_id, order)
    reasons: list[tuple[str, str]] = []
    if person_id == order.wants_person_id:
        reasons.append(("wanted", ""))
    reasons.extend(_fit(facts, kind, person_id))
    if facts.visits.get(person_id):
        reasons.append(("visited", str(facts.visits[person_id])))
    if facts.is_free(person_id):
        reasons.append(("free", ""))
    if order.wants_woman and row.sex == "f":
        reasons.append(("woman", ""))
    if where:
        reasons.append((where, ""))
    if order.people_needed == 1 and row.alone:
        reasons.append(("trusted", ""))
    reasons.extend(_load(facts, order, person_id))
    asked = facts.last_asked.get(person_id)
    return Candidate(person_id, row.name, tuple(reasons), near, asked.isoformat() if asked else "")


def _fit(facts: Facts, kind: NeedKind, person_id: int) -> list[tuple[str, str]]:
    """Skills by name, proven ones as such; where one is asked for and none is there, so it is."""
    profile = facts.profiles.get(person_id)
    proven = facts.proven_for(person_id, kind)
    said = [skill for skill in (profile.skills if profile else ()) if skill in kind.skills]
    fit = [("proven", skill) for skill in proven]
    fit += [("skill", skill) for skill in said if skill not in proven and skill not in LICENSED]
    fit += [("unseen", skill) for skill in said if skill not in proven and skill in LICENSED]
    if profile is not None and kind.code in profile.kinds:
        fit.append(("likes", kind.code))
    if kind.skills and not fit and profile is not None and profile.skills:
        fit.append(("unskilled", kind.skills[0]))
    return fit


def _load(facts: Facts, order: Order, person_id: int) -> list[tuple[str, str]]:
    count, minutes = facts.week.get(person_id, (0, 0))
    profile = facts.profiles.get(person_id)
    most = profile.minutes_per_week if profile else None
    if most is not None and minutes + order.minutes_planned > most:
        return [("over", str(most)), *([("week", str(count))] if count else [])]
    return [("week", str(count))] if count else []


def _order_of_asking(each: Candidate) -> tuple[bool, bool, bool, bool, int, int, str, int]:
    """Whom she wants; who is not over their week; who can; who is free and near; least asked."""
    orders = int(next((about for name, about in each.reasons if name == "week"), "0"))
    return (
        not each.has("wanted"),
        each.has("over") or orders >= MUCH,
        not each.has("proven", "skill", "unseen", "likes", "visited"),
        not each.has("free"),
        each.near - each.has("woman"),
        orders,
        each.last_asked,
        each.person_id,
    )
