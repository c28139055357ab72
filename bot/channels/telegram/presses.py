"""After a press, by webhook or by polling: the button comes to rest, the answered question's go.

Telegram shows a press as pending until it is answered, so every one is, even one that means
nothing any more. None of it delays what the platform waits for.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from bot.channels.telegram.errands import Errands
from bot.channels.telegram.inbound import Pressed, Source
from bot.channels.telegram.sending import Telegram
from bot.turns import NO_POPUP, Popup

#: presses remembered, so that one which comes twice is not answered over its pop-up
KEPT = 1000
#: before each try to answer; Telegram shows a press as pending for not much longer
PAUSES_SECONDS = (0, 1, 3)
Wait = Callable[[float], Awaitable[None]]


class Presses:
    """The presses that came to one bot in this process."""

    def __init__(
        self, telegram: Telegram, errands: Errands, source: Source, wait: Wait = asyncio.sleep
    ) -> None:
        """`errands` carries the calls out; `source` knows the bot's name, for links to it."""
        self._telegram, self._errands, self._source = telegram, errands, source
        self._wait = wait
        self._seen: OrderedDict[str, None] = OrderedDict()

    def begin(self, press: Pressed) -> bool:
        """Whether this press is to be answered here: not when it came before and was, or is."""
        if press.callback in self._seen:
            return False
        self._seen[press.callback] = None
        while len(self._seen) > KEPT:
            self._seen.popitem(last=False)
        return True

    def forget(self, press: Pressed) -> None:
        """It could not be taken: it comes again and is answered then."""
        self._seen.pop(press.callback, None)

    def rest(self, press: Pressed, popup: Popup = NO_POPUP) -> None:
        """Answer it, with a pop-up if there is one, and take a question's buttons away."""
        self._errands.run(self._rest(press, popup))

    async def _rest(self, press: Pressed, popup: Popup) -> None:
        link = self._link(popup.opens)
        for pause in PAUSES_SECONDS:
            await self._wait(pause)
            if await self._telegram.answer_press(press.callback, popup.text, link):
                break
        where = _question_of(press)
        if where is not None:
            await self._telegram.drop_keyboard(*where)

    def _link(self, opens: str) -> str:
        """Where a stranger goes on in private."""
        username = self._source.username
        return f"https://t.me/{username}?start={opens}" if opens and username else ""


def _question_of(press: Pressed) -> tuple[int, int] | None:
    """Chat and message of an answered question; a live card changes by an order of its own.

    The token of a question ends in the number of the option.
    """
    if press.inbound is None:
        return None
    payload = press.inbound.payload
    data = payload["data"]
    if "." not in payload["token"] or not data["message"] or "group" in data:
        return None
    return int(press.inbound.address), data["message"]
