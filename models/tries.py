"""Wrong numbers: how often one chat may guess in a day. What was guessed is written nowhere."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.audit import Audit
from models.errors import Refused
from models.words import N_

#: wrong digits allowed for one chat in a day
TRIES = 5


def check_tries(session: Session, action: str, contact_id: int, at: datetime) -> None:
    """Raise Refused for a chat that has guessed too often today. `action` names what at."""
    wrong = select(func.count()).where(
        Audit.action == action,
        Audit.subject == f"contact:{contact_id}",
        Audit.at > at - timedelta(days=1),
    )
    if (session.scalar(wrong) or 0) >= TRIES:
        raise Refused(N_("号码试了好几次都不对。\n明天再试，或者到站里来办。"))


def keep_wrong(
    session: Session, community_id: int, action: str, contact_id: int, at: datetime
) -> None:
    """Write down that this chat guessed wrong; it has to outlive the refusal (`chat.note`)."""
    subject = f"contact:{contact_id}"
    session.add(Audit(community_id=community_id, action=action, subject=subject, at=at))
