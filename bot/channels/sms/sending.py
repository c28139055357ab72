"""Sends the text messages that are due: marked before the call, so that none goes twice.

Whatever stands between the mark and its result when a process dies is in doubt, and stays on the
call list; so does everything that was not sent.
"""

import asyncio
import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta

import structlog
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.channels.contract import SendError, Trouble
from bot.channels.sms.gateway import Gateway, Text
from bot.clock import Surroundings
from bot.config_sms import SmsSection
from bot.running import Runner
from models.call_list import still_waits
from models.community import Community
from models.database import Database
from models.notice import GOING, Notice
from models.person import Person
from models.text_message import TextMessage, TextState, due_texts

TICK_SECONDS = 5
TOGETHER = 20
#: a call is over long before that
IN_DOUBT_AFTER = timedelta(minutes=2)
#: characters of a notice that fit into one; the rest is told on the phone
LONGEST = 60
_MOBILE = re.compile(r"1[3-9]\d{9}")
log = structlog.get_logger()
S = TextState


class Texting:
    """The text messages of one process."""

    def __init__(
        self,
        db: Database,
        runner: Runner,
        around: Surroundings,
        settings: SmsSection,
        opens: Callable[[SmsSection], AbstractAsyncContextManager[Gateway]] = Gateway,
    ) -> None:
        """`opens` makes the gateway of one tick."""
        self._db, self._runner, self._around = db, runner, around
        self._settings, self._opens = settings, opens
        self._rests_until: datetime | None = None

    async def tick(self) -> None:
        """Send what is due now, one after the other."""
        now = self._around.now()
        if self._rests_until is not None and now < self._rests_until:
            return
        ids = await self._runner.aside(self._due)
        if not ids:
            return
        async with self._opens(self._settings) as gateway:
            for text_id in ids:
                text = await self._runner.aside(self._begin, text_id)
                if text is None:
                    continue
                self._around.reach("sms.marked")
                trouble = await _send(gateway, text)
                await self._runner.aside(self._end, text_id, trouble)
                if trouble is not None and trouble.retry_after:
                    self._rests_until = now + timedelta(seconds=trouble.retry_after)
                    return
                await asyncio.sleep(1 / self._settings.pace)

    def _due(self) -> list[int]:
        """What may go now; what a dead process left behind is in doubt."""
        now = self._around.now()
        left = update(TextMessage).where(
            TextMessage.state == S.SENDING, TextMessage.sent_at <= now - IN_DOUBT_AFTER
        )
        with self._db.read.connect() as connection:
            found = due_texts(connection, now, now - IN_DOUBT_AFTER, TOGETHER)
        if found.in_doubt:
            with self._db.patient.begin() as connection:
                connection.execute(left.values(state=S.UNCERTAIN))
        return found.due

    def _begin(self, text_id: int) -> Text | None:
        """Mark one as being sent and read what it says; None when there is nothing to send."""
        now = self._around.now()
        mine = update(TextMessage).where(TextMessage.id == text_id, TextMessage.state == S.DUE)
        with self._db.patient.begin() as connection:
            if not connection.execute(mine.values(state=S.SENDING, sent_at=now)).rowcount:
                return None
            with Session(connection, join_transaction_mode="create_savepoint") as session:
                row = session.get_one(TextMessage, text_id)
                said = self._said(session, row, now)
                if isinstance(said, Text):
                    return said
                row.state, row.reason, row.sent_at = S.GAVE_UP, said, None
                session.commit()
        return None

    def _said(self, session: Session, row: TextMessage, now: datetime) -> Text | str:
        """What it says, to which number; or why it is not said any more."""
        notice = session.get_one(Notice, row.notice_id)
        is_over = notice.not_after is not None and notice.not_after <= now
        if (
            notice.state not in GOING
            or is_over
            or not still_waits(session, row.notice_id, row.person_id)
        ):
            return "over"
        person = session.get_one(Person, row.person_id)
        if person.left_at is not None or not _MOBILE.fullmatch(person.phone or ""):
            return "no_phone"
        template = self._settings.template_of(notice.is_safety)
        if not template:
            return "no_template"
        community = session.get_one(Community, row.community_id)
        words = " ".join(notice.text.split())
        return Text(
            number=person.phone or "",
            template=template,
            key=f"linli-{row.id}",
            community=community.name,
            words=words if len(words) <= LONGEST else words[: LONGEST - 1] + "…",
            phone=community.station_phone,
        )

    def _end(self, text_id: int, trouble: SendError | None) -> None:
        """Write down how it went; what was surely not taken is due again."""
        now = self._around.now()
        values: dict[str, object] = {"state": S.SENT, "sent_at": now}
        if trouble is not None and trouble.trouble is Trouble.BUSY:
            values = {"state": S.DUE, "due_at": now + timedelta(seconds=trouble.retry_after)}
        elif trouble is not None and trouble.trouble is Trouble.REJECTED:
            values = {"state": S.GAVE_UP, "reason": "rejected"}
        elif trouble is not None:
            values = {"state": S.UNCERTAIN}
        mine = update(TextMessage).where(TextMessage.id == text_id, TextMessage.state == S.SENDING)
        with self._db.patient.begin() as connection:
            connection.execute(mine.values(values))


async def _send(gateway: Gateway, text: Text) -> SendError | None:
    try:
        await gateway.send(text)
    except SendError as error:
        return error
    return None
