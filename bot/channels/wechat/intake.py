"""Takes one post of WeChat and says how it is answered: at once, by a call later, or by silence.

WeChat waits five seconds and posts three times in all. Where we may write later, a turn that
takes long is answered by `success`; where we may not, by nothing: the next post brings its answer.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import structlog
from sqlalchemy import Connection, update

from bot.accepting import Inbound
from bot.channels.wechat.drawing import first_page
from bot.channels.wechat.envelope import Letter
from bot.channels.wechat.hook import RETRY, SILENCE, Answer, Said
from bot.channels.wechat.inbound import Agreed, Heard, Left, Source, read
from bot.channels.wechat.sending import WeChat
from bot.channels.wechat.spool import Spool
from bot.channels.wechat.xml import reply_to
from bot.clock import Surroundings
from bot.receiving import NotHandled, Receipt, Receiver
from bot.riding import Ride
from bot.running import Runner
from bot.traces import trace_of
from handlers.alert_news import nobody_there
from handlers.emergency import hear
from handlers.emergency_answers import answer_in_all
from models.contact import Contact, meet
from models.database import Database, is_away
from models.push_window import open_window
from models.subscription import agreed, withdrew

#: one post is left in silence before WeChat hangs up after five seconds
LAST_PATIENCE_SECONDS = 4.5
STOP_SECONDS = 3.0
log = structlog.get_logger()


class Intake:
    """Where the posts of one account enter one process."""

    def __init__(
        self, source: Source, channel: WeChat, receiver: Receiver, db: Database, runner: Runner
    ) -> None:
        """`channel` is the account."""
        self._source, self._channel, self._receiver = source, channel, receiver
        self._db, self._runner = db, runner
        #: where emergencies go while the database is away
        self.spool: Spool | None = None
        self._late: set[asyncio.Task[None]] = set()

    async def take(self, letter: Letter, around: Surroundings) -> Answer:
        """Do what the post asks for."""
        match read(letter.fields, self._source, around.now()):
            case Heard() as heard:
                return await self._heard(heard, letter)
            case Left() as left:
                return await self._noted(self._note_left, left)
            case Agreed() as said:
                return await self._noted(self._note_agreed, said)
            case None:
                return None

    async def take_up(self, now: datetime) -> None:
        """What waits in the spool enters the inbox. Raises the database's failure."""
        if self.spool is None:
            return
        for path in self.spool.waiting():
            fields = self.spool.read(path)
            heard = read(fields, self._source, now) if fields is not None else None
            if isinstance(heard, Heard):
                with suppress(NotHandled):  # it is ours, and the sweep takes it up
                    await self._receiver.receive(heard.inbound)
            self.spool.drop(path)

    def rode(self, ride: Ride) -> None:
        """The bytes of the reply were written."""
        self._receiver.rode(ride)

    async def stop(self) -> None:
        """See through what took long."""
        if self._late:
            await asyncio.wait(self._late, timeout=STOP_SECONDS)

    async def _heard(self, heard: Heard, letter: Letter) -> Answer:
        may_write = self._channel.abilities.custom
        task = asyncio.create_task(self._receive(heard))
        patience = min(self._channel.answer_seconds, LAST_PATIENCE_SECONDS)
        done, _waiting = await asyncio.wait({task}, timeout=patience)
        if not done:
            late = asyncio.create_task(self._answer_later(task))
            self._late.add(late)
            late.add_done_callback(self._late.discard)
            return None if may_write else SILENCE
        try:
            receipt = task.result()
        except Exception as error:
            return await self._refused(error, heard.inbound, letter)
        if receipt is None or receipt.ride is None:
            return None
        return Said(receipt.ride, _message(letter, receipt.ride.body["text"]))

    async def _receive(self, heard: Heard) -> Receipt | None:
        """None when it is ours and a bug stopped us afterwards: the sweep takes it up."""
        inbound = heard.inbound

        def opens(connection: Connection, contact_id: int) -> None:
            kind, at = heard.opens, inbound.said_at
            open_window(connection, inbound.community_id, contact_id, kind, at)

        beside = opens if self._channel.abilities.custom else None
        try:
            return await self._receiver.receive(inbound, beside, rides_on=self._channel)
        except NotHandled as error:
            trace = trace_of(error.cause)
            log.error("an accepted post was not handled", key=inbound.key, trace=trace)
            return None

    async def _answer_later(self, task: asyncio.Task[Receipt | None]) -> None:
        """A turn that took long: its reply goes by a call, unless the next post brings it."""
        try:
            receipt = await task
            if receipt is not None and receipt.ride is not None and self._channel.abilities.custom:
                await self._receiver.unridden(receipt.ride)
        except Exception as error:
            log.error("a slow post was not answered", trace=trace_of(error))

    async def _refused(self, error: Exception, inbound: Inbound, letter: Letter) -> Answer:
        """It is not ours: WeChat posts again. An emergency is answered at once, and kept."""
        found = hear(str(inbound.payload.get("text") or ""))
        if is_away(error):
            log.warning("database away", key=inbound.key, error=type(error).__name__)
        else:
            log.error("a post could not be accepted", key=inbound.key, trace=trace_of(error))
        if found is None:
            return RETRY
        log.warning("answered an emergency without the database", key=inbound.key)
        if self.spool is not None:
            try:
                await asyncio.to_thread(self.spool.keep, letter.fields)
            except OSError as trouble:
                log.error("an emergency is not kept", key=inbound.key, error=trouble.strerror)
        return Said(None, _message(letter, first_page(answer_in_all(found, nobody_there))))

    async def _noted(self, note: Callable[..., None], what: Left | Agreed) -> Answer:
        """It is written down, and nothing is said to it."""
        try:
            await self._runner.do(note, what)
        except Exception as error:
            log.warning("a post could not be accepted", error=type(error).__name__)
            return RETRY
        return None

    def _note_agreed(self, said: Agreed, *, patient: bool) -> None:
        account_id, community_id = self._source.account_id, self._source.community_id
        with (self._db.patient if patient else self._db.write).begin() as connection:
            contact_id = meet(connection, community_id, account_id, said.address, said.at)
            for template in said.yes:
                agreed(connection, community_id, contact_id, template, said.at)
            for template in said.no:
                withdrew(connection, community_id, contact_id, template, said.at)

    def _note_left(self, left: Left, *, patient: bool) -> None:
        """She does not follow us any more. Somebody we never met needs no row."""
        hers = update(Contact).where(
            Contact.account_id == self._source.account_id,
            Contact.address == left.address,
            Contact.stopped_at.is_(None),
        )
        with (self._db.patient if patient else self._db.write).begin() as connection:
            connection.execute(hers.values(stopped_at=left.at))


def _message(letter: Letter, text: str) -> str:
    return reply_to(letter.fields, {"MsgType": "text", "Content": text})
