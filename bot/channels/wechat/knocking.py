"""What knocks at a closed window: a notice that she agreed to, else a template; never the news.

It names nobody and nothing, because it shows on a locked screen. The news itself waits for her.
"""

from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine

from bot.channels.contract import Outgoing, SendError, Trouble
from bot.channels.wechat.abilities import ABILITIES
from bot.channels.wechat.api import Api
from bot.channels.wechat.errors import ApiError, Meaning
from bot.channels.wechat.tokens import NoToken
from bot.channels.wechat.wire import NotSent, Unknown
from bot.config_wechat import SubscriptionSection, TemplateSection, WeChatAccount
from bot.running import Runner
from handlers.language import _
from models.database import Database
from models.subscription import put_back, use, used_up

#: what is shown is read in China
ZONE = ZoneInfo("Asia/Shanghai")
#: she has not agreed, or not to one more, or does not want it any more
NOT_AGREED = 43101
#: the same call may go in a moment. Not so when a day's calls are used up or somebody has to mend
#: something: that may be so for these calls alone, and the news waits for her anyway
_SOON = (Meaning.BUSY, Meaning.MINUTE, Meaning.TOKEN)
log = structlog.get_logger()


class Agreements:
    """Takes from what people have agreed to, in transactions of its own, before the call."""

    def __init__(self, db: Database, runner: Runner) -> None:
        """All of one process."""
        self._db, self._runner = db, runner

    async def use(self, contact_id: int, section: SubscriptionSection) -> bool:
        """Take one; False where there is none."""
        return await self._runner.do(self._use, contact_id, section)

    async def put_back(self, contact_id: int, section: SubscriptionSection) -> None:
        """That message did not go."""
        if not section.lasts:
            await self._runner.do(self._put_back, contact_id, section.id)

    async def used_up(self, contact_id: int, section: SubscriptionSection) -> None:
        """WeChat says that there is none."""
        await self._runner.do(self._used_up, contact_id, section.id)

    def _use(self, contact_id: int, section: SubscriptionSection, *, patient: bool) -> bool:
        with self._engine(patient).begin() as connection:
            return use(connection, contact_id, section.id, lasts=section.lasts)

    def _put_back(self, contact_id: int, template: str, *, patient: bool) -> None:
        with self._engine(patient).begin() as connection:
            put_back(connection, contact_id, template)

    def _used_up(self, contact_id: int, template: str, *, patient: bool) -> None:
        with self._engine(patient).begin() as connection:
            used_up(connection, contact_id, template)

    def _engine(self, patient: bool) -> Engine:
        return self._db.patient if patient else self._db.write


class Knocking:
    """Knocks for one account, by the kind of the news."""

    def __init__(self, account: WeChatAccount, api: Api, agreements: Agreements) -> None:
        """What may knock stands in the account's configuration."""
        self._account, self._abilities = account, ABILITIES[account.account]
        self._api, self._agreements = api, agreements

    async def knock(self, message: Outgoing) -> None:
        """Let her know that something waits, where a way was set up for news of this kind.

        Raises SendError: BUSY where it is worth trying again, for a day, after which the news waits
        with her all the same; BLOCKED for who follows no more.
        """
        if not await self._as_agreed(message):
            await self._by_template(message)

    async def _as_agreed(self, message: Outgoing) -> bool:
        """By what she agreed to; False where she did not, or this way is shut."""
        section, contact_id = self._account.subscriptions.get(message.kind), message.contact_id
        if section is None or not self._abilities.subscriptions:
            return False
        if not await self._agreements.use(contact_id, section):
            return False
        try:
            refused = await self._call("message/subscribe/bizsend", message, section)
        except SendError:
            await self._agreements.put_back(contact_id, section)
            raise
        if refused == NOT_AGREED:
            await self._agreements.used_up(contact_id, section)
        elif refused:
            await self._agreements.put_back(contact_id, section)
        return not refused

    async def _by_template(self, message: Outgoing) -> None:
        template = self._account.templates.get(message.kind)
        if template is not None and self._abilities.templates:
            await self._call("message/template/send", message, template)

    async def _call(self, path: str, message: Outgoing, template: TemplateSection) -> int:
        """0 when it went, or may have gone; else why this way is shut now. Raises SendError."""
        data = {template.thing: {"value": _("您的事有新进展，回一句就看到")}}
        if template.time:
            data[template.time] = {"value": f"{message.at.astimezone(ZONE):%Y-%m-%d %H:%M}"}
        body: dict[str, Any] = {"touser": message.address, "template_id": template.id, "data": data}
        try:
            await self._api.post(path, body)
        except ApiError as error:
            if error.meaning is Meaning.GONE:
                raise SendError(Trouble.BLOCKED) from None
            if error.meaning in _SOON:
                raise SendError(Trouble.BUSY, then_held=True) from None
            log.warning("a knock was refused", path=path, kind=message.kind, code=error.code)
            return error.code
        except (NotSent, NoToken):
            raise SendError(Trouble.BUSY, then_held=True) from None
        except Unknown as error:
            log.warning("a knock may have gone", path=path, why=type(error).__name__)
        return 0
