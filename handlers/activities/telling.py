"""Who hears of what becomes of a place: whoever waits longest is asked, once."""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from models.activity import Activity, ActivityRole, roles_at
from models.community import Community
from models.waiting_list import ask_next


class Teller(Protocol):
    """A turn, or the firing of a timer: both can let people know."""

    @property
    def session(self) -> Session:
        """Where the rows are."""

    @property
    def now(self) -> datetime:
        """The moment of it."""

    def tell(self, person_id: int, notice: str, **values: Any) -> None:
        """Let somebody know."""


def move_up(teller: Teller, activity: Activity, role: ActivityRole | None = None) -> None:
    """Ask those who wait for the places that are free now, of one role or of all."""
    community = teller.session.get_one(Community, activity.community_id)
    for each in [role] if role is not None else roles_at(teller.session, activity):
        for asked in ask_next(teller.session, community, activity, each, teller.now):
            teller.tell(asked.person_id, "place_for_you", sign_up=asked.id)
