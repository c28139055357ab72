"""Takes one post of WeCom: once it is ours it is answered, and what we say goes by calls.

A pressed answer's buttons go with the answer to the post itself: that needs no call, and no code.
"""

import asyncio
from datetime import datetime

import structlog
from sqlalchemy import update

from bot.accepting import Inbound
from bot.channels.wechat.envelope import Letter
from bot.channels.wechat.hook import RETRY, Answer, Said
from bot.channels.wechat.spool import Spool
from bot.channels.wechat.xml import reply_to
from bot.channels.wecom.directory import Directory
from bot.channels.wecom.drawing import at_rest
from bot.channels.wecom.inbound import Entered, Heard, Pressed, Source, Standing, read
from bot.channels.wecom.sending import WeCom
from bot.clock import Surroundings
from bot.receiving import NotHandled, Receiver
from bot.running import Runner
from bot.traces import trace_of
from handlers.alert_news import nobody_there
from handlers.emergency import hear
from handlers.emergency_answers import answer_in_all
from handlers.language import speaking
from models.contact import Contact
from models.database import Database, is_away
from models.directory import has_come

log = structlog.get_logger()


class Intake:
    """Where the posts of one app enter one process."""

    def __init__(
        self, source: Source, channel: WeCom, receiver: Receiver, db: Database, runner: Runner
    ) -> None:
        """`channel` is the app."""
        self._source, self._channel, self._receiver = source, channel, receiver
        self._db, self._runner = db, runner
        #: where emergencies go while the database is away
        self.spool: Spool | None = None
        self.directory: Directory | None = None

    async def take(self, letter: Letter, around: Surroundings) -> Answer:
        """Do what the post asks for."""
        event = read(letter.fields, self._source, around.now())
        try:
            return await self._taken(event, letter)
        except Exception as error:
            inbound = getattr(event, "inbound", None)
            return await self._refused(error, inbound, letter)

    async def _taken(
        self, event: Entered | Heard | Pressed | Standing | None, letter: Letter
    ) -> Answer:
        match event:
            case Heard():
                await self._receive(event.inbound)
            case Pressed():
                self._channel.codes.pressed(event.task, event.code)
                await self._receive(event.inbound)
                return _come_to_rest(event, letter) if event.is_answer else None
            case Standing():
                await self._runner.do(self._note, event)
                if event.may_write:
                    await self._greet(event.inbound)
            case Entered():
                await self._greet(event.inbound)
        return None

    async def _receive(self, inbound: Inbound) -> None:
        """Returns once it is ours; a bug after that is the sweep's."""
        try:
            await self._receiver.receive(inbound)
        except NotHandled as error:
            trace = trace_of(error.cause)
            log.error("an accepted post was not handled", key=inbound.key, trace=trace)

    async def _greet(self, inbound: Inbound) -> None:
        """Say who we are, once: opening the app again says nothing."""
        if not await self._runner.read(self._knows, inbound.address):
            await self._receive(inbound)

    def _knows(self, address: str) -> bool:
        with self._db.read.connect() as connection:
            return has_come(connection, self._source.account_id, address)

    def _note(self, standing: Standing, *, patient: bool) -> None:
        """The app is open to her, or not any more. Somebody we never met needs no row."""
        hers = update(Contact).where(
            Contact.account_id == self._source.account_id, Contact.address == standing.address
        )
        if not standing.may_write:
            hers = hers.where(Contact.stopped_at.is_(None))
        stopped_at = None if standing.may_write else standing.at
        with (self._db.patient if patient else self._db.write).begin() as connection:
            connection.execute(hers.values(stopped_at=stopped_at))

    async def stop(self) -> None:
        """Nothing here outlasts its post."""

    async def take_up(self, now: datetime) -> None:
        """What waits in the spool enters the inbox; then the directory is looked at.

        Raises the database's failure.
        """
        if self.spool is not None:
            await self._empty(self.spool, now)
        if self.directory is not None:
            await self.directory.keep_fresh()

    async def _empty(self, spool: Spool, now: datetime) -> None:
        for path in spool.waiting():
            fields = spool.read(path)
            event = read(fields, self._source, now) if fields is not None else None
            if isinstance(event, Heard):
                await self._receive(event.inbound)
            spool.drop(path)

    async def _refused(self, error: Exception, inbound: Inbound | None, letter: Letter) -> Answer:
        """It is not ours: WeCom posts again. An emergency is answered at once, and kept."""
        key = inbound.key if inbound is not None else ""
        if is_away(error):
            log.warning("database away", key=key, error=type(error).__name__)
        else:
            log.error("a post could not be accepted", key=key, trace=trace_of(error))
        found = hear(str(inbound.payload.get("text") or "")) if inbound is not None else None
        if found is None:
            return RETRY
        log.warning("answered an emergency without the database", key=key)
        if self.spool is not None:
            try:
                await asyncio.to_thread(self.spool.keep, letter.fields)
            except OSError as trouble:
                log.error("an emergency is not kept", key=key, error=trouble.strerror)
        said = {"MsgType": "text", "Content": answer_in_all(found, nobody_there)}
        return Said(None, reply_to(letter.fields, said))


def _come_to_rest(press: Pressed, letter: Letter) -> Answer:
    """The card's buttons turn grey, with what was chosen on them."""
    with speaking("en" if press.label.isascii() else "zh"):
        said = {"MsgType": "update_button", "Button": {"ReplaceName": at_rest(press.label)}}
    return Said(None, reply_to(letter.fields, said))
