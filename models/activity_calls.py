"""Calling volunteers to an activity: a notice in the bulk lane, a slice at a time.

Budget, opt-outs and quiet hours of notices hold; whoever has answered already is left in peace.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from models import announcing
from models.activity import Activity
from models.audience_rule import volunteers
from models.calling import Call
from models.errors import Refused
from models.notice import LIVES, Audience, Notice, NoticeState
from models.person import Person
from models.words import N_


def call_out(session: Session, activity: Activity, author: Person, at: datetime) -> Notice:
    """请大家来, by a coordinator: above fifty people a colleague reads it first. Raises Refused."""
    if not activity.is_open(at):
        raise Refused(N_("这个活动现在报不了名了。\n看别的，写“活动”。"))
    rule, call = volunteers([activity.community_id]), Call(activity.subject)
    notice = announcing.post(session, author, announcing.Draft(activity.title, rule, call), at)
    # worded from the activity as it is when somebody reads it
    notice.audience = Audience.VOLUNTEERS
    session.flush()
    return notice


def call_by_rule(session: Session, activity: Activity, at: datetime) -> Notice | None:
    """The invitation that the rule plans; the rule itself was a coordinator's word."""
    author_id = activity.leader_id or activity.made_by_id
    if author_id is None or not activity.is_open(at):
        return None
    notice = Notice(
        community_id=activity.community_id,
        author_id=author_id,
        text=activity.title,
        audience=Audience.VOLUNTEERS,
        state=NoticeState.QUEUED,
        calls_for=activity.subject,
        cursor=0,
        queued=0,
        created_at=at,
        not_after=min(at + LIVES, activity.starts_at),
    )
    session.add(notice)
    session.flush()
    return notice
