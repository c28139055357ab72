"""Who hears of what: whoever waits longest is asked, once; whoever leads it; the staff."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from models.activity import Activity, ActivityRole, roles_at
from models.activity_leaving import leave_activities
from models.community import Community
from models.membership import STAFF, people_with
from models.person import Person
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


def gave_up(teller: Teller, person: Person) -> None:
    """Somebody goes, or is no volunteer any more: the next ones are asked, staff miss a leader."""
    left = leave_activities(teller.session, person, teller.now)
    for activity, role in left.places:
        move_up(teller, activity, role)
    for activity in left.leaderless:
        tell_staff(teller, activity, "leader_wanted", but=(person.id,))


def tell_staff(
    teller: Teller,
    activity: Activity,
    notice: str,
    but: Collection[int | None],
    **values: Any,
) -> None:
    """Everybody who may publish activities there, but for those whom it concerns."""
    for person_id in people_with(teller.session, activity.community_id, STAFF, teller.now):
        if person_id not in but:
            teller.tell(person_id, notice, activity=activity.id, **values)


def tell_leader(teller: Teller, activity: Activity, notice: str, by: Person) -> None:
    """Whoever leads it, of what somebody else has done."""
    if activity.leader_id is not None and activity.leader_id != by.id:
        teller.tell(activity.leader_id, notice, activity=activity.id)
