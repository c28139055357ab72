"""What a leased message says now, whether it may go now, and if not, when or why never.

All of it is decided here, when the message is about to go: what was true when it was queued may
not be true in the morning.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row
from sqlalchemy.orm import Session

from bot.readers import BUDGET_DAYS, Readers
from bot.traces import trace_of
from handlers.content import Content
from handlers.engine.buttons import Bearer, with_actions
from handlers.language import speaking
from handlers.notice import Message, NotNow, Reading
from handlers.notices import NOTICES, OWED_WITHOUT_A_YES, THOUGH_HUSHED
from models.consent import UNANSWERED
from models.database import is_passing
from models.lore import Lore
from models.outbox import GaveUp, Lane
from models.quiet import hush_end, quiet_end

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Place:
    """Where it would go. `replaces` is the platform's id of the card of its subject there."""

    #: a message there makes a phone ring
    rings: bool
    #: notices to many that one chat gets in seven days
    bulk_per_week: int
    replaces: str = ""
    #: asked for just now: goes below, and the older card steps back
    fresh: bool = False
    #: cards cannot be changed there, and each message is counted: this one says nothing new
    spared: bool = False

    @property
    def is_edit(self) -> bool:
        """It would only change that card."""
        return bool(self.replaces) and not self.fresh


Said = Content | GaveUp | NotNow


@dataclass(frozen=True, slots=True)
class Wording:
    """Words leased rows at one moment; one for each look, with what is known of all readers."""

    session: Session
    lore: Lore
    new_token: Callable[[], str]
    now: datetime
    readers: Readers

    def word(self, rows: Sequence[Row[Any]], places: Sequence[Place]) -> list[Said]:
        """What each says, or when to look again, or why it is not said any more.

        One that cannot be worded takes none of the others along. Raises the database's failure.
        """
        both = list(zip(rows, places, strict=True))
        try:
            with self.session.begin_nested():
                return [self._said(row, place) for row, place in both]
        except Exception as error:
            if is_passing(error):
                raise
        return [self._alone(row, place) for row, place in both]

    def _alone(self, row: Row[Any], place: Place) -> Said:
        try:
            with self.session.begin_nested():
                return self._said(row, place)
        except Exception as error:
            if is_passing(error):
                raise
            trace = trace_of(error)
            log.error("a notice cannot be worded", outbox=row.id, kind=row.kind, trace=trace)
            return GaveUp.INVALID

    def _said(self, row: Row[Any], place: Place) -> Said:
        if row.stopped_at is not None:
            return GaveUp.BLOCKED
        if row.reason is GaveUp.NO_WINDOW:
            return GaveUp.NO_WINDOW  # its time is over, and she did not come (bot/holding.py)
        if row.not_after is not None and row.not_after < self.now:
            return GaveUp.TOO_OLD
        if not row.content:
            return GaveUp.ERASED
        if "said" in row.content:
            return Content.from_json(row.content["said"])
        if row.overseas == UNANSWERED and row.content["notice"] not in OWED_WITHOUT_A_YES:
            return GaveUp.NO_CONTACT
        return self._notice(row, place)

    def _notice(self, row: Row[Any], place: Place) -> Said:
        if place.spared:
            return GaveUp.TOO_OLD
        reading = self._reading(row)
        with speaking(row.language or reading.community.language):
            message = NOTICES[row.content["notice"]](reading, row.content["values"])
        if message is None:
            return GaveUp.TOO_OLD
        if not isinstance(message, Message):
            return message
        if not place.is_edit:
            unwelcome = self._unwelcome(row, reading, message, place)
            if unwelcome is not None:
                return unwelcome
        bearer = Bearer(row.contact_id, row.community_id, self.new_token, row.group_id)
        return with_actions(self.session, message.content, message.actions, bearer, self.now)

    def _reading(self, row: Row[Any]) -> Reading:
        known = self.lore.of(self.session, row.community_id, self.now)
        person = self.readers.people.get(row.person_id)
        group = self.readers.groups.get(row.group_id)
        return Reading(self.session, known, person, self.now, group)

    def _unwelcome(
        self, row: Row[Any], reading: Reading, message: Message, place: Place
    ) -> GaveUp | NotNow | None:
        """A ring that this person did not want at all, or not now."""
        asked_for = row.lane is Lane.REPLY or bool(row.content["values"].get("fresh"))
        if asked_for:
            return None
        if message.kind and message.kind in self.readers.turned_off.get(row.person_id, ()):
            return GaveUp.OPTED_OUT
        if place.rings and not message.loud:
            peace = self._left_in_peace(row, reading, message)
            if peace is not None:
                return _later(row, peace, GaveUp.TOO_OLD)
        if row.lane is Lane.BULK and not message.urgent:
            return self._over_budget(row, place.bulk_per_week)
        return None

    def _left_in_peace(self, row: Row[Any], reading: Reading, message: Message) -> datetime | None:
        """Until when this person is not to be rung: quiet hours, or 今天别叫我."""
        quiet = quiet_end(reading.community, reading.person, self.now)
        though_hushed = message.urgent or row.content["notice"] in THOUGH_HUSHED
        if quiet is not None or though_hushed:
            return quiet
        return hush_end(reading.person, self.now)

    def _over_budget(self, row: Row[Any], most: int) -> GaveUp | NotNow | None:
        """Enough was written to this chat lately."""
        sent, first = self.readers.bulk.get(row.contact_id, (0, None))
        if sent < most:
            return None
        return _later(row, (first or self.now) + BUDGET_DAYS, GaveUp.QUOTA)


def _later(row: Row[Any], at: datetime, reason: GaveUp) -> GaveUp | NotNow:
    """Put off until then, unless it would be too late."""
    return reason if row.not_after is not None and row.not_after < at else NotNow(at)
