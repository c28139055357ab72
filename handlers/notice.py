"""The contract of notices: words for somebody else, made at the moment they are sent.

A notice is a function of who reads and the values it was told with. It returns None when what
it would say is no longer true, or never concerned this reader; then nothing is sent.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.content import Content
from handlers.engine.buttons import Action
from models.community import Community
from models.group_chat import GroupChat
from models.lore import Known
from models.opt_out import NoticeKind
from models.outbox import GaveUp
from models.person import Person


@dataclass(frozen=True, slots=True)
class Reading:
    """Who will read it, where, and when."""

    session: Session
    known: Known
    person: Person | None
    now: datetime
    #: the group that reads it, where nobody in particular does
    group: GroupChat | None = None

    @property
    def community(self) -> Community:
        """Where this is read."""
        return self.known.community


@dataclass(frozen=True, slots=True)
class Message:
    """A message with the actions it offers; they become buttons in one place."""

    content: Content
    actions: tuple[Action, ...] = ()
    #: goes out in quiet hours too: somebody on duty is needed, or would set out for nothing
    loud: bool = False
    #: has to be known today: neither 今天别叫我 nor what they got this week holds it back
    urgent: bool = False
    #: of a kind that people can turn off
    kind: NoticeKind | None = None


@dataclass(frozen=True, slots=True)
class NotNow:
    """It may not be said yet; to be looked at again then."""

    at: datetime


#: what becomes of a notice when it is about to go; None: it is no longer true
Worded = Message | NotNow | GaveUp | None
