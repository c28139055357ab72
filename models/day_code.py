"""The changing code of an activity's day (签到码), read out on the spot or scanned from a screen.

Four digits are made from the activity's key and the time; they are good for five minutes and five
more, so that a photo of them that is sent around is worth nothing ten minutes later.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activity import Activity
from models.attendance import is_on, must_be_on
from models.audit import Audit, note_deed
from models.errors import Refused
from models.person import Person
from models.words import N_

CODE_CHANGES = timedelta(minutes=5)
#: wrong digits allowed for one person at one activity
TRIES = 5
WRONG = "wrong_activity_code"


def code_at(activity: Activity, at: datetime) -> str:
    """The four digits of this moment, without a leading 0."""
    window = int(at.timestamp() // CODE_CHANGES.total_seconds())
    digest = hmac.new(activity.code_key.encode(), str(window).encode(), hashlib.sha256).digest()
    return str(1000 + int.from_bytes(digest[:8], "big") % 9000)


def screen_key(activity: Activity) -> str:
    """What opens the screen that shows the code of now: 32 hex digits, for whoever leads it."""
    return hmac.new(activity.code_key.encode(), b"screen", hashlib.sha256).hexdigest()[:32]


def opens_screen(activity: Activity, key: str, at: datetime) -> bool:
    """Whether `key` opens it now: only while people can sign in."""
    is_right = hmac.compare_digest(screen_key(activity).encode(), key.encode())
    return is_right and is_on(activity, at)


def code_until(at: datetime) -> datetime:
    """Until when the digits of this moment are surely good, UTC."""
    long = CODE_CHANGES.total_seconds()
    return datetime.fromtimestamp((at.timestamp() // long + 2) * long, UTC)


def check_code(
    session: Session, activity: Activity, person: Person, said: str, at: datetime
) -> None:
    """Raise Refused unless `said` is the code of now, or of five minutes ago."""
    must_be_on(activity, at)
    if _wrong_so_far(session, activity, person) >= TRIES:
        raise Refused(N_("号码试了 5 次都不对。\n请领队点名时记上您。"))
    good = (code_at(activity, at), code_at(activity, at - CODE_CHANGES))
    if not any(hmac.compare_digest(said.encode(), each.encode()) for each in good):
        raise Refused(N_("这个号码对不上。\n请领队再念一遍现在的号码。"), ask="code")


def _wrong_so_far(session: Session, activity: Activity, person: Person) -> int:
    rows = select(func.count()).where(
        Audit.action == WRONG, Audit.subject == activity.subject, Audit.actor_id == person.id
    )
    return session.scalar(rows) or 0


def note_wrong_code(session: Session, activity: Activity, person_id: int, at: datetime) -> None:
    """One try less."""
    note_deed(session, activity, WRONG, person_id, at)
