"""What every turn needs and hardly ever changes: the community and its kinds of help.

Kept in memory for ten seconds, because reading them cost more than a fifth of a turn. An edit
shows that late in other processes, which is soon enough for a word list and a phone number.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.community import Community
from models.need_kind import NeedKind, kinds_of

LIVES = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Known:
    """One community as it stood `at`; its rows belong to no session and are not to be changed."""

    at: datetime
    community: Community
    kinds: tuple[NeedKind, ...]

    def kind(self, code: str) -> NeedKind:
        """The kind of that code; the last one, "other", for a code that is gone."""
        return next((kind for kind in self.kinds if kind.code == code), self.kinds[-1])


class Lore:
    """The memory of one process."""

    def __init__(self) -> None:
        """No community is known yet."""
        self._kept: dict[int, Known] = {}

    def recall(self, community_id: int, at: datetime) -> Known | None:
        """The community as it stood at most ten seconds ago, if it is known."""
        known = self._kept.get(community_id)
        return None if known is None or abs(at - known.at) > LIVES else known

    def of(self, session: Session, community_id: int, at: datetime) -> Known:
        """The community as it stands, or stood at most ten seconds ago."""
        known = self.recall(community_id, at)
        if known is None:
            known = self._read(session, community_id, at)
            self._kept[community_id] = known
        return known

    def _read(self, session: Session, community_id: int, at: datetime) -> Known:
        community = session.get_one(Community, community_id)
        kinds = tuple(kinds_of(session, community_id))
        for row in (community, *kinds):
            session.expunge(row)
        return Known(at, community, kinds)
