"""WeCom as a channel: texts, button cards, and cards changed where they stand.

Pace, repetition and order are delivery's. A long text goes as several messages, and the next of
them waits as long as the member's pace asks: WeCom drops the 31st of a minute without a word.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, ClassVar

import structlog

from bot.channels.contract import Channel, Outgoing, Pace, SendError, Trouble
from bot.channels.stored import LoadMedia
from bot.channels.wechat.errors import ApiError
from bot.channels.wechat.files import Part, fetch_file, parts_of
from bot.channels.wechat.tokens import NoToken
from bot.channels.wechat.wire import NotSent, Unknown
from bot.channels.wecom import drawing
from bot.channels.wecom.api import Api
from bot.channels.wecom.cards import AS_TEXT, Codes
from bot.channels.wecom.errors import NOBODY, refused_members, trouble_of
from bot.config_wecom import WeComAccount
from handlers.content import Content

#: within so many seconds the same card is not shown to the same member again
SAME_SECONDS = 1800
log = structlog.get_logger()


class NamelessError(Exception):
    """A call to several was refused because of one of them, and WeCom did not say of whom."""


class WeCom(Channel):
    """One app."""

    name: ClassVar[str] = "wecom"
    edits: ClassVar[bool] = True
    pace: Pace

    def __init__(
        self,
        account: WeComAccount,
        load_media: LoadMedia,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`load_media` reads what was stored, by its id; `rest` waits between parts."""
        self._account, self._load_media, self._rest = account, load_media, rest
        self.api, self.codes = Api(account), Codes()
        #: waits until one more call may go; delivery sees to it for the first call of a message
        self.turn: Callable[[], Awaitable[None]] = _at_once
        self.pace = Pace(account.pace, 1 / account.chat_pace, 0, account.chat_hour)

    async def open(self) -> None:
        """Get ready to call; WeCom itself may be out of reach."""
        await self.api.wire.open()

    async def close(self) -> None:
        """Close the connections."""
        await self.api.wire.close()

    async def send(self, message: Outgoing) -> str:
        """Send it as a card, or in texts; returns the card's or the message's id.

        Raises SendError.
        """
        drawn = drawing.card(message.content)
        if drawn is None:
            return await self._send_parts(message)
        task = drawing.task_of(message.outbox_id, drawn)
        body = {
            "msgtype": "template_card",
            "template_card": {**drawn, "task_id": task},
            "enable_duplicate_check": 1,
            "duplicate_check_interval": SAME_SECONDS,
        }
        said = await self._shown(message, body)
        return self.codes.sent(task, str(said.get("response_code", "")))

    async def edit(self, platform_id: str, message: Outgoing) -> None:
        """Change the card where it stands, once for each code that it has. Raises SendError.

        REJECTED when there is no code left, or it is not good any more: 72 hours, or used.
        """
        drawn = drawing.changed_card(message.content)
        code = self.codes.take(platform_id) if drawn is not None else ""
        if drawn is None or not code:
            raise SendError(Trouble.REJECTED)
        task = drawing.task_of(message.outbox_id, drawn, is_change=True)
        body = {
            "userids": [message.address],
            "agentid": self._account.agentid,
            "response_code": code,
            "template_card": {**drawn, "task_id": task},
        }
        try:
            said = await self.api.post("message/update_template_card", body)
        except (NotSent, NoToken):
            self.codes.put_back(platform_id, code)
            raise SendError(Trouble.BUSY) from None
        except ApiError as error:
            trouble = trouble_of(self.api.meaning(error))
            if trouble.trouble is Trouble.BUSY:
                self.codes.put_back(platform_id, code)
            raise trouble from None
        except Unknown:
            raise SendError(Trouble.UNCERTAIN) from None
        self._check_members(message, said)
        self.codes.changed(platform_id, task)

    async def fetch(self, source: str, most: int) -> bytes:
        """What a member sent to this app within the last three days. Raises SendError."""
        await self.turn()
        return await fetch_file(self.api, source, most)

    def together(self, content: Content) -> int:
        """A text of one page goes to many at once; a card's buttons are one member's own."""
        is_text = not content.buttons and not content.media
        return self._account.batch if is_text and len(drawing.texts(content)) == 1 else 1

    async def send_together(self, messages: Sequence[Outgoing]) -> Mapping[int, SendError]:
        """One call; WeCom names those who will not see it, and they alone have trouble."""
        (text,) = drawing.texts(messages[0].content)
        try:
            said = await self._tried(messages, {"msgtype": "text", "text": {"content": text}})
        except NamelessError:
            return await self._one_by_one(messages)
        refused = refused_members(said)
        troubles = {
            each.outbox_id: SendError(refused[each.address.lower()])
            for each in messages
            if each.address.lower() in refused
        }
        if troubles:
            log.warning("WeCom shows some members nothing", outbox=sorted(troubles))
        return troubles

    async def _one_by_one(self, messages: Sequence[Outgoing]) -> Mapping[int, SendError]:
        """Find out because of whom the call to all of them was refused."""
        troubles = {}
        for each in messages:
            await self.turn()
            try:
                await self._send_parts(each)
            except SendError as error:
                troubles[each.outbox_id] = error
        return troubles

    async def _send_parts(self, message: Outgoing) -> str:
        """In texts, then what it has of files; returns the id of the last."""
        content = message.content
        files = [await self._load_media(each) for each in content.media]
        parts = parts_of(self.api, drawing.texts(content), files)
        sent = ""
        for n, part in enumerate(parts):
            if n:
                await self._rest(self.pace.chat)
                await self.turn()
            try:
                said = await self._shown(message, part)
            except SendError as error:
                if n and error.trouble is Trouble.BUSY:  # again would say the first part twice
                    raise SendError(Trouble.UNCERTAIN, error.retry_after) from None
                raise
            sent = str(said.get("msgid", "")) or sent
        if not parts:
            raise SendError(Trouble.REJECTED)
        return f"{AS_TEXT}{sent}"[:64]

    async def _shown(self, message: Outgoing, body: dict[str, Any] | Part) -> dict[str, Any]:
        """One message/send to one member; returns what WeCom said. Raises SendError."""
        said = await self._tried([message], body)
        self._check_members(message, said)
        return said

    async def _tried(
        self, messages: Sequence[Outgoing], body: dict[str, Any] | Part
    ) -> dict[str, Any]:
        """One message/send. Raises SendError, or NamelessError of several members."""
        try:
            said_so = body if isinstance(body, dict) else await body()
            whom = "|".join(each.address for each in messages)
            to = {"touser": whom, "agentid": self._account.agentid}
            return await self.api.post("message/send", {**to, **said_so})
        except ApiError as error:
            trouble = trouble_of(self.api.meaning(error))
            if trouble.trouble is Trouble.REJECTED:
                log.warning(
                    "WeCom refused a message", outbox=messages[0].outbox_id, code=error.code
                )
            is_nameless = trouble.trouble is Trouble.BLOCKED and error.code != NOBODY
            raise (NamelessError if is_nameless and len(messages) > 1 else trouble) from None
        except (NotSent, NoToken):
            raise SendError(Trouble.BUSY) from None
        except Unknown:
            raise SendError(Trouble.UNCERTAIN) from None

    def _check_members(self, message: Outgoing, said: dict[str, Any]) -> None:
        """WeCom takes a call and names beside it who will not see it."""
        trouble = refused_members(said).get(message.address.lower())
        if trouble is not None:
            log.warning("WeCom shows a member nothing", outbox=message.outbox_id, why=trouble.value)
            raise SendError(trouble)


async def _at_once() -> None:
    """Nobody else calls."""
