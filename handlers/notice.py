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
from models.lore import Known
from models.person import Person


@dataclass(frozen=True, slots=True)
class Reading:
    """Who will read it, where, and when."""

    session: Session
    known: Known
    person: Person | None
    now: datetime

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
