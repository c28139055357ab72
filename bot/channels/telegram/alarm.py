"""An emergency is answered even while the database is away: at once, by a direct call.

The platform brings the message again, so the order for it is made later and nothing else is kept.
"""

from collections import OrderedDict

import structlog
from telegram.error import TelegramError

from bot.accepting import Inbound
from bot.channels.telegram.errands import Errands
from bot.channels.telegram.refusals import described
from bot.channels.telegram.sending import Telegram
from handlers.emergency import Emergency, answer_in_all, hear

#: messages remembered, so that a repeated one is not answered again
KEPT = 10_000
log = structlog.get_logger()


class Alarm:
    """Answers emergencies that cannot be accepted, each of them once."""

    def __init__(self, telegram: Telegram, errands: Errands) -> None:
        """`errands` carries the calls out."""
        self._telegram, self._errands = telegram, errands
        self._answered: OrderedDict[str, None] = OrderedDict()

    def hear(self, inbound: Inbound) -> bool:
        """Whether the message speaks of an emergency; if so, it is being answered."""
        found = hear(str(inbound.payload.get("text") or ""))
        if found is None:
            return False
        if inbound.key not in self._answered:
            self._answered[inbound.key] = None
            while len(self._answered) > KEPT:
                self._answered.popitem(last=False)
            self._errands.run(self._answer(inbound, found))
        return True

    async def _answer(self, inbound: Inbound, found: Emergency) -> None:
        try:
            await self._telegram.bot.send_message(int(inbound.address), answer_in_all(found))
        except TelegramError as error:
            self._answered.pop(inbound.key, None)
            log.error("an emergency was not answered", key=inbound.key, why=described(error))
        else:
            log.warning("answered an emergency without the database", key=inbound.key)
