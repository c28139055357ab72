"""What a leased message says now, whether it may go now, and if not, when or why never.

All of it is decided here, when the message is about to go: what was true when it was queued may
not be true in the morning.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from handlers.content import Content
from handlers.engine.buttons import Bearer, with_actions
from handlers.language import speaking
from handlers.notice import Message, Reading
from handlers.notices import NOTICES
from models.consent import UNANSWERED
from models.group_chat import GroupChat
from models.lore import Lore
from models.opt_out import turned_off
from models.outbox import GaveUp, Lane, Outbox, OutboxState
from models.person import Person

BUDGET_DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Later:
    """It may not go now; look again then."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Situation:
    """Where it would go: whether that rings, and whether it only changes a card there."""

    rings: bool
    is_edit: bool
    #: notices to many that one chat gets in seven days
    bulk_per_week: int


@dataclass(frozen=True, slots=True)
class Wording:
    """Words leased rows at one moment; one for each batch."""

    session: Session
    lore: Lore
    new_token: Callable[[], str]
    now: datetime

    def word(self, row: Row[Any], situation: Situation) -> Content | GaveUp | Later:
        """What it says, or when to look again, or why it is not said any more."""
        if row.stopped_at is not None:
            return GaveUp.BLOCKED
        if row.not_after is not None and row.not_after < self.now:
            return GaveUp.TOO_OLD
        if not row.content:
            return GaveUp.ERASED
        if "said" in row.content:
            return Content.from_json(row.content["said"])
        if row.overseas == UNANSWERED:
            return GaveUp.NO_CONTACT
        with self.session.begin_nested():
            return self._notice(row, situation)

    def _notice(self, row: Row[Any], situation: Situation) -> Content | GaveUp | Later:
        reading = self._reading(row)
        with speaking(row.language or reading.community.language):
            message = NOTICES[row.content["notice"]](reading, row.content["values"])
        if message is None:
            return GaveUp.TOO_OLD
        if not situation.is_edit:
            unwelcome = self._unwelcome(row, reading, message, situation)
            if unwelcome is not None:
                return unwelcome
        bearer = Bearer(row.contact_id, row.community_id, self.new_token, row.group_id)
        return with_actions(self.session, message.content, message.actions, bearer, self.now)

    def _reading(self, row: Row[Any]) -> Reading:
        known = self.lore.of(self.session, row.community_id, self.now)
        person = self.session.get(Person, row.person_id) if row.person_id else None
        group = self.session.get(GroupChat, row.group_id) if row.group_id else None
        return Reading(self.session, known, person, self.now, group)

    def _unwelcome(
        self, row: Row[Any], reading: Reading, message: Message, situation: Situation
    ) -> GaveUp | Later | None:
        """A ring that this person did not want at all, or not now."""
        asked_for = row.lane is Lane.REPLY or bool(row.content["values"].get("fresh"))
        if asked_for:
            return None
        person = reading.person
        if message.kind and person and message.kind in turned_off(self.session, person):
            return GaveUp.OPTED_OUT
        if situation.rings and not message.loud:
            quiet_end = reading.community.quiet_end(self.now)
            if quiet_end is not None:
                return _later(row, quiet_end, GaveUp.TOO_OLD)
        if row.lane is Lane.BULK:
            return self._over_budget(row, situation.bulk_per_week)
        return None

    def _over_budget(self, row: Row[Any], most: int) -> GaveUp | Later | None:
        """Enough was written to this chat lately."""
        sent, first = self.session.execute(
            select(func.count(), func.min(Outbox.sent_at)).where(
                Outbox.contact_id == row.contact_id,
                Outbox.state == OutboxState.SENT,
                Outbox.lane == Lane.BULK,
                Outbox.sent_at > self.now - BUDGET_DAYS,
            )
        ).one()
        if sent < most:
            return None
        return _later(row, first + BUDGET_DAYS if first else self.now + BUDGET_DAYS, GaveUp.QUOTA)


def _later(row: Row[Any], at: datetime, reason: GaveUp) -> GaveUp | Later:
    """Put off until then, unless it would be too late."""
    return reason if row.not_after is not None and row.not_after < at else Later(at)
