"""抽查: of each settled activity one stretch by the roster alone is looked at again by a colleague.

Who it is follows from the activity's secret key, so nobody can choose, and asking again finds the
same one. Formalism (签名、扫码、拍照、走人) is found by looking, not by more forms.
"""

import hashlib
import hmac

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity import Activity
from models.service_record import STANDING, Evidence, ServiceRecord

#: what nobody but the leader, or they themselves, can vouch for
_WEAK = (Evidence.ROSTER, Evidence.SELF)


def to_recheck(session: Session, activity: Activity, settler_id: int) -> ServiceRecord | None:
    """The entry to be looked at; None where all were seen by a code, or only the settler's own."""
    rows = select(ServiceRecord).where(
        ServiceRecord.subject == activity.subject,
        ServiceRecord.evidence.in_(_WEAK),
        ServiceRecord.state.in_(STANDING),
        ServiceRecord.person_id != settler_id,
    )
    found = list(session.scalars(rows.order_by(ServiceRecord.id)))
    if not found:
        return None
    digest = hmac.new(activity.code_key.encode(), b"recheck", hashlib.sha256).digest()
    return found[int.from_bytes(digest[:4], "big") % len(found)]
