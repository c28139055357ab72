"""How an entry of the hours book is said: the day, what it was, how long, how we know."""

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.language import _, language
from handlers.sayings import say_date, say_minutes
from models.activity import Activity
from models.community import Community
from models.hours_book import HONOUR
from models.lore import Known
from models.order import Order
from models.service_record import EVIDENCE_LABELS, RecordState, ServiceRecord


def what_it_was(session: Session, known: Known, subject: str) -> str:
    """家里小修, or the title of an activity; never whose home it was."""
    kind, _colon, number = subject.partition(":")
    if kind == "order":
        order = session.get(Order, int(number))
        return known.kind(order.kind).title(language()) if order is not None else ""
    activity = session.get(Activity, int(number)) if kind == "activity" else None
    return activity.title if activity is not None else ""


def say_day_of(community: Community, record: ServiceRecord, now: datetime) -> str:
    """11月24日 周二, with the year where it is another one than at `now`."""
    return say_date(record.served_on, community.local(now))


def say_how_known(record: ServiceRecord) -> str:
    """45分钟，现场号码，等核实."""
    parts = [say_minutes(record.minutes), _(EVIDENCE_LABELS[record.evidence])]
    if record.state is RecordState.PENDING:
        parts.append(_("等核实"))
    if record.state is RecordState.REJECTED:
        parts.append(_("没算：{reason}").format(reason=record.reason))
    elif record.reason and record.kind == HONOUR:
        parts.append(_("补记：{reason}").format(reason=record.reason))
    elif record.reason:
        parts.append(_("改过：{reason}").format(reason=record.reason))
    return _("，").join(parts)


def say_entry(session: Session, known: Known, record: ServiceRecord, now: datetime) -> str:
    """One entry in two short lines."""
    what = what_it_was(session, known, record.subject)
    return f"{say_day_of(known.community, record, now)} {what}\n{say_how_known(record)}"
