"""Takes one update, however it came in: what the webhook and polling have in common."""

from collections.abc import Callable
from typing import Any, NoReturn

import structlog

from bot.accepting import Inbound
from bot.channels.contract import Channel
from bot.channels.telegram.alarm import Alarm
from bot.channels.telegram.inbound import Event, Heard, Pressed, Source, read, update_id_of
from bot.channels.telegram.members import Members
from bot.channels.telegram.presses import Presses
from bot.clock import Surroundings
from bot.receiving import NotHandled, Receipt, Receiver
from bot.riding import Ride
from bot.traces import trace_of
from bot.turns import NO_POPUP
from models.database import is_away

log = structlog.get_logger()


class NotAccepted(Exception):
    """The update is not ours. `will_pass`: it may be, when it comes again after a while."""

    def __init__(self, will_pass: bool) -> None:
        """False when a bug of ours stands in its way."""
        super().__init__("will pass" if will_pass else "will not pass")
        self.will_pass = will_pass


class Intake:
    """Where the updates of one bot enter one process."""

    def __init__(
        self,
        source: Source,
        receiver: Receiver,
        members: Members,
        presses: Presses,
        alarm: Alarm,
        around: Surroundings,
    ) -> None:
        """`source` is the bot; the others do what follows from an update."""
        self._source, self._receiver, self._members = source, receiver, members
        self._presses, self._alarm, self._around = presses, alarm, around
        #: called for each new message when its turn is over, with whose it is
        self.met: Callable[[Inbound, int], None] = lambda _inbound, _contact_id: None

    async def take(self, update: Any, rides_on: Channel | None = None) -> Ride | None:
        """Do what the update asks for; returns once it is ours, handled or not.

        `rides_on` and the result are as in Receiver.receive. Raises NotAccepted.
        """
        event = read(update, self._source, self._around.now())
        match event:
            case Heard():
                receipt = await self._receive(event.inbound, rides_on)
                return receipt.ride if receipt else None
            case Pressed():
                return await self._press(event, rides_on)
            case None:
                return None
            case _:
                await self._note(event, update_id_of(update) or 0)
                return None

    def rode(self, ride: Ride) -> None:
        """The bytes of the reply were written."""
        self._receiver.rode(ride)

    async def _press(self, press: Pressed, rides_on: Channel | None) -> Ride | None:
        is_first = self._presses.begin(press)
        receipt = None
        try:
            if press.inbound is not None:
                receipt = await self._receive(press.inbound, rides_on)
        except BaseException:
            if is_first:
                self._presses.forget(press)
            raise
        if is_first:
            self._presses.rest(press, receipt.popup if receipt else NO_POPUP)
        return receipt.ride if receipt else None

    async def _receive(self, inbound: Inbound, rides_on: Channel | None) -> Receipt | None:
        """None when it is ours and a bug stopped us afterwards: the sweep takes it up."""
        try:
            receipt = await self._receiver.receive(inbound, rides_on=rides_on)
        except Exception as error:
            why = error.cause if isinstance(error, NotHandled) else error
            if is_away(why):
                self._alarm.hear(inbound)
            if why is error or is_away(why):
                _refuse(why, inbound.key)
            trace = trace_of(why)
            log.error("an accepted update was not handled", key=inbound.key, trace=trace)
            return None
        if receipt.is_new:
            self.met(inbound, receipt.contact_id)
        return receipt

    async def _note(self, event: Event, number: int) -> None:
        try:
            await self._members.note(event)
        except Exception as error:
            _refuse(error, f"u{number}")


def _refuse(error: Exception, key: str) -> NoReturn:
    if is_away(error):
        log.warning("database away", key=key, error=type(error).__name__)
        raise NotAccepted(will_pass=True) from error
    log.error("an update could not be accepted", key=key, trace=trace_of(error))
    raise NotAccepted(will_pass=False) from error
