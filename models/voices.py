"""Voice that no machine here understands: on the workers' list until somebody has heard it."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.alert import Alert
from models.call_request import CallRequest
from models.media import Media, MediaState
from models.membership import STAFF, roles_of
from models.person import Person

#: why somebody stands on the list
VOICE = "voice"
#: the platform's clock and ours may differ by this much
SKEW = timedelta(minutes=1)


def voices_of(session: Session, contact_id: int, since: datetime) -> list[Media]:
    """What this chat has spoken since then, oldest first; what is gone is left out."""
    rows = select(Media).where(
        Media.contact_id == contact_id,
        Media.kind == "voice",
        Media.created_at >= since - SKEW,
        Media.state != MediaState.GONE,
    )
    return list(session.scalars(rows.order_by(Media.id)))


def waiting_voices(session: Session, contact_id: int) -> list[int]:
    """Ids of the voices of this chat that wait on the list and belong to no order yet."""
    rows = select(CallRequest).filter_by(contact_id=contact_id, order_id=None, done_at=None)
    call = session.scalars(rows.order_by(CallRequest.id).limit(1)).first()
    found = voices_of(session, contact_id, call.at) if call is not None else []
    return [each.id for each in found if each.order_id is None]


def may_hear(session: Session, media: Media, person: Person | None, at: datetime) -> bool:
    """Staff of the community, once it stands on their list or belongs to an alert."""
    if person is None or media.kind != "voice" or person.community_id != media.community_id:
        return False
    if not roles_of(session, person, at).intersection(STAFF):
        return False
    upto = media.created_at + SKEW
    call = select(CallRequest.id).where(
        CallRequest.contact_id == media.contact_id, CallRequest.at <= upto
    )
    alert = select(Alert.id).where(Alert.contact_id == media.contact_id, Alert.raised_at <= upto)
    return bool(session.scalar(select(or_(call.exists(), alert.exists()))))


def keep_heard(session: Session, call: CallRequest, by: Person, words: str) -> None:
    """What a worker heard, until the speaker has said whether it is so."""
    call.heard, call.heard_by_id = words, by.id
    session.flush()
