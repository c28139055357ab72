"""What can be wrong on one person's page of the hours book, and how it is found."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.activity import Activity
from models.community import Community
from models.hours_gates import COORDINATOR_ABOVE, KEEPERS, Gate, gate_for, minutes_by_day
from models.membership import Membership
from models.order import Order
from models.person import Person
from models.service_record import STANDING, RecordState
from models.words import N_

#: keys that are asked for in one statement
KEYS = 5_000
S = RecordState
#: what nobody agreed to, or what is doubted for now: in the book, and in no total
_SET_ASIDE = (S.REJECTED, S.DISPUTED)
#: rows, not objects: millions of them are read
Entry = Row[Any]
Entries = Sequence[Entry]


class Fault(StrEnum):
    """What can be wrong with an entry."""

    UNPAIRED = "unpaired"
    OVERLAP = "overlap"
    OWN_YES = "own_yes"
    NO_YES = "no_yes"
    NO_SUBJECT = "no_subject"
    MINUTES = "minutes"
    GATE = "gate"
    TOTAL = "total"


FAULT_LABELS: dict[Fault, str] = {
    Fault.UNPAIRED: N_("改过的一笔对不上"),
    Fault.OVERLAP: N_("两笔时间重了"),
    Fault.OWN_YES: N_("自己核实了自己的"),
    Fault.NO_YES: N_("算数了却没人核实"),
    Fault.NO_SUBJECT: N_("找不到是哪张单、哪场活动"),
    Fault.MINUTES: N_("分钟和起止对不上"),
    Fault.GATE: N_("一天太长，没有协调员点头"),
    Fault.TOTAL: N_("合计对不上"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: which, whose, and in which entry (0: in their total)."""

    fault: Fault
    community_id: int
    person_id: int
    record_id: int


class LookedUp:
    """What the entries of a slice point at, looked up once."""

    def __init__(self, session: Session, pages: Iterable[Entries]) -> None:
        entries = [each for page in pages for each in page]
        self.subjects = {
            *_existing(session, "order", Order.id, entries),
            *_existing(session, "activity", Activity.id, entries),
        }
        self.communities = {each.id: each for each in session.scalars(select(Community))}
        keepers = select(Membership.person_id).where(Membership.role.in_(KEEPERS))
        left = select(Person.id).where(Person.left_at.is_not(None))
        #: who may have opened a gate; of those who left it is not known any more
        self.keepers = {*session.scalars(keepers), *session.scalars(left)}


def _existing(
    session: Session, name: str, key: InstrumentedAttribute[int], entries: Entries
) -> list[str]:
    kinds = (each.subject.partition(":") for each in entries)
    wanted = sorted({int(n) for kind, _colon, n in kinds if kind == name and n.isdecimal()})
    found: list[str] = []
    for first in range(0, len(wanted), KEYS):
        rows = session.scalars(select(key).where(key.in_(wanted[first : first + KEYS])))
        found += [f"{name}:{number}" for number in rows]
    return found


def faults_of(looked: LookedUp, entries: Entries, standing: int) -> list[Finding]:
    wrong: list[tuple[Fault, Entry]] = [
        *((Fault.UNPAIRED, each) for each in _unpaired(entries)),
        *((Fault.OVERLAP, each) for each in _overlapping(entries)),
        *((Fault.GATE, each) for each in _past_gates(looked, entries)),
    ]
    for each in entries:
        wrong += [(fault, each) for fault in _of_entry(looked, each)]
    found = [Finding(fault, each.community_id, each.person_id, each.id) for fault, each in wrong]
    counted = sum(each.minutes for each in entries if each.state not in _SET_ASIDE)
    if counted != standing:
        first = entries[0]
        found.append(Finding(Fault.TOTAL, first.community_id, first.person_id, 0))
    return found


def _of_entry(looked: LookedUp, record: Entry) -> list[Fault]:
    wrong = []
    if record.state is S.APPROVED:
        if record.approved_by_id is None or record.approved_at is None:
            wrong.append(Fault.NO_YES)
        if record.approved_by_id == record.person_id:
            wrong.append(Fault.OWN_YES)
    if record.subject not in looked.subjects:
        wrong.append(Fault.NO_SUBJECT)
    length = int((record.ended_at - record.started_at).total_seconds() // 60)
    sign = -1 if record.reversal_of_id else 1
    if record.minutes != sign * (length - record.break_minutes):
        wrong.append(Fault.MINUTES)
    return wrong


def _unpaired(entries: Entries) -> list[Entry]:
    """Countered entries without exactly one counter, counters without their entry."""
    by_id = {each.id: each for each in entries}
    counters: defaultdict[int, list[Entry]] = defaultdict(list)
    for each in entries:
        if each.reversal_of_id is not None:
            counters[each.reversal_of_id].append(each)
    wrong = []
    for each in entries:
        if each.reversal_of_id is None:
            is_fine = len(counters[each.id]) == (1 if each.state is S.REVERSED else 0)
        else:
            of = by_id.get(each.reversal_of_id)
            is_fine = of is not None and each.state is S.REVERSED and _cancels(each, of)
        if not is_fine:
            wrong.append(each)
    return wrong


def _cancels(counter: Entry, of: Entry) -> bool:
    same = ("person_id", "subject", "started_at", "ended_at", "community_id")
    return counter.minutes == -of.minutes and all(
        getattr(counter, name) == getattr(of, name) for name in same
    )


def _overlapping(entries: Entries) -> list[Entry]:
    """Entries that begin before an earlier one has ended."""
    wrong, until = [], None
    for each in entries:
        if each.state not in STANDING or each.started_at == each.ended_at:
            continue
        if until is not None and each.started_at < until:
            wrong.append(each)
        until = each.ended_at if until is None else max(until, each.ended_at)
    return wrong


def _may_be_long(entries: Entries) -> bool:
    """Whether any day may stand at a gate; cutting at midnight costs much and is seldom needed."""
    days: defaultdict[date, int] = defaultdict(int)
    for each in entries:
        days[each.served_on] += each.minutes
    eve = timedelta(days=1)
    return any(n + days.get(day - eve, 0) > COORDINATOR_ABOVE for day, n in list(days.items()))


def _past_gates(looked: LookedUp, entries: Entries) -> list[Entry]:
    """Entries that took a day past a gate nobody opened, in the order of the yeses."""
    agreed = [each for each in entries if each.state is S.APPROVED and each.approved_at]
    if not _may_be_long(agreed):
        return []
    days: defaultdict[date, int] = defaultdict(int)
    wrong = []
    for each in sorted(agreed, key=lambda each: (each.approved_at, each.id)):
        own = minutes_by_day(looked.communities[each.community_id], each)
        for day, minutes in own.items():
            days[day] += minutes
        gate = gate_for(max(days[day] for day in own))
        opened = each.approved_by_id in looked.keepers
        if (gate is not Gate.OPEN and not opened) or (gate is Gate.REASON and not each.reason):
            wrong.append(each)
    return wrong
