"""An emergency is answered even while the database is away: at once, by a direct call.

The platform brings the message again, so the alert for it is made later and nothing else is kept.
Until then the configured addresses of the community's people are called directly.
"""

from collections import OrderedDict
from collections.abc import Sequence

import structlog
from telegram.error import TelegramError

from bot.accepting import Inbound
from bot.channels.telegram.errands import Errands
from bot.channels.telegram.refusals import described
from bot.channels.telegram.sending import Telegram
from handlers.alert_news import nobody_there
from handlers.emergency import Emergency, hear
from handlers.emergency_answers import answer_in_all
from handlers.language import _, in_every_language

#: messages remembered, so that a repeated one is not answered again
KEPT = 10_000
log = structlog.get_logger()


class Alarm:
    """Answers emergencies that cannot be accepted, each of them once."""

    def __init__(self, telegram: Telegram, errands: Errands, alert: Sequence[int] = ()) -> None:
        """`errands` carries the calls out; `alert` are the chats of those who are called."""
        self._telegram, self._errands, self._alert = telegram, errands, alert
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
        text = answer_in_all(found, lambda: _calling(bool(self._alert)))
        try:
            await self._telegram.bot.send_message(int(inbound.address), text)
        except TelegramError as error:
            self._answered.pop(inbound.key, None)
            log.error("an emergency was not answered", key=inbound.key, why=described(error))
        else:
            log.warning("answered an emergency without the database", key=inbound.key)
            await self._call(inbound, found)

    async def _call(self, inbound: Inbound, found: Emergency) -> None:
        """Whom to write to stands in the message, her words do not."""
        who = f"tg://user?id={inbound.address}"
        text = in_every_language(
            lambda: _("数据库连不上，有人写来急事（{number}）。\n请现在联系：{who}").format(
                number=found.number, who=who
            )
        )
        for chat in self._alert:
            try:
                await self._telegram.bot.send_message(chat, text)
            except TelegramError as error:
                log.error("an alert address was not reached", why=described(error))


def _calling(has_addresses: bool) -> str:
    return _("社区值班的人我在叫。") if has_addresses else nobody_there()
