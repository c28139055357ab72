"""One call's way: read, paced, struck by a mishap or carried out, written down, answered."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.telegram_api.faults import DOWNLOAD, MOMENT, Fault, Wrong
from tests.telegram_api.methods import ALBUM, CARRIED_OUT, PACED
from tests.telegram_api.pace import too_many
from tests.telegram_api.record import Call
from tests.telegram_api.refusing import Refused, wrong
from tests.telegram_api.signatures import Kind, Signature, Upload, signature_of
from tests.telegram_api.state import Doing, State
from tests.telegram_api.webhook import Webhook

Sleep = Callable[[float], Awaitable[object]]
Values = dict[str, Any]

_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>\r\n"
_POLL_ENDS = frozenset({Wrong.LOST})
_AGAIN = frozenset({Wrong.REPEATED})
_BEFORE = frozenset({Wrong.TOO_MANY, Wrong.BROKEN, Wrong.GATEWAY, Wrong.HELD, Wrong.DROPPED})
#: longer than any test waits
_FOREVER = 3600.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back; with `drop` the connection is closed instead."""

    status: int = 200
    body: bytes = b""
    is_html: bool = False
    drop: bool = False


_DROP = Answer(drop=True)


class Calls:
    """The way of all calls of one bot."""

    def __init__(self, state: State, webhook: Webhook, sleep: Sleep) -> None:
        """`sleep` is how slow and held answers wait."""
        self._state, self._webhook, self._sleep = state, webhook, sleep
        #: calls that are being handled now, without the long poll
        self.running = 0

    async def take(self, name: str, raw: Mapping[str, Any], uploads: dict[str, Upload]) -> Answer:
        """A call that came by itself."""
        call = self._begin(name, raw)
        polls = name.lower() == "getupdates"
        self.running += not polls
        try:
            signature, values = self._read(call, raw, uploads)
            if polls:
                return await self._poll(call, values)
            self._admit(call)
            return await self._answer(call, signature, values, uploads)
        except Refused as refused:
            return self._refuse(call, refused)
        finally:
            self.running -= not polls
            self._state.changes.tell()

    def ride(self, body: Mapping[str, Any]) -> None:
        """A call that came in the answer to a post: nobody hears how it went."""
        raw = dict(body)
        name = raw.pop("method")
        call = self._begin(str(name), raw)
        call.rode = True
        try:
            signature, values = self._read(call, raw, {})
            self._admit(call)
            self._carry_out(call, signature, values, {})
        except Refused as refused:
            if refused.status != 429 or refused.fault:  # else it crossed with the wish to wait
                refused.fault = f"rode in a webhook's answer and was refused: {refused.description}"
            self._refuse(call, refused)
        self._state.changes.tell()

    def unreadable(self, name: str, refused: Refused) -> Answer:
        """A call whose body could not be read."""
        return self._refuse(self._begin(name, {}), refused)

    def dropped_unread(self, name: str) -> bool:
        """Whether a mishap closes the connection before the body is read."""
        kinds = frozenset({Wrong.UNREAD})
        fault = self._state.faults.strike(name, 0, kinds, paced=name in PACED)
        if fault is None:
            return False
        self._spoiled(self._begin(name, {}), fault)
        return True

    async def spoiled_download(self, path: str) -> Answer | None:
        """What a mishap makes of a file's download; None where there is none."""
        fault = self._state.faults.strike(DOWNLOAD, 0)
        if fault is None:
            return None
        call = self._begin(DOWNLOAD, {"path": path})
        if fault.kind is Wrong.SLOW:
            self._spoiled(call, fault)
            await self._sleep(fault.seconds or MOMENT)
            return None
        try:
            return await self._spoil(call, fault)
        except Refused as refused:
            return self._refuse(call, refused)

    def _begin(self, name: str, raw: Mapping[str, Any]) -> Call:
        call = Call(name, 0, raw, self._state.times.seconds())
        self._state.record.calls.append(call)
        return call

    def _read(
        self, call: Call, raw: Mapping[str, Any], uploads: dict[str, Upload]
    ) -> tuple[Signature, Values]:
        signature = signature_of(call.method)
        call.method = signature.name
        values = signature.read(raw, uploads)
        call.params = values
        chat_id = values.get("chat_id", 0)
        if isinstance(chat_id, str):
            chat = self._state.world.named(chat_id)
            chat_id = values["chat_id"] = chat.id if chat is not None else chat_id
        call.chat = chat_id if isinstance(chat_id, int) else 0
        return signature, values

    def _admit(self, call: Call) -> None:
        kind = PACED.get(call.method)
        if kind is not None:
            self._state.pace.admit(kind, call.chat)

    async def _answer(
        self, call: Call, signature: Signature, values: Values, uploads: dict[str, Upload]
    ) -> Answer:
        paced = call.method in PACED
        fault = self._state.faults.strike(call.method, call.chat, paced=paced)
        if fault is None:
            return self._carry_out(call, signature, values, uploads)
        if fault.kind not in {Wrong.LOST, Wrong.SLOW}:
            return await self._spoil(call, fault)
        try:
            answer = self._carry_out(call, signature, values, uploads)
        except Refused as refused:
            answer = self._refuse(call, refused)
        self._spoiled(call, fault)
        if fault.kind is Wrong.LOST:
            return _DROP
        await self._sleep(fault.seconds or MOMENT)
        return answer

    def _carry_out(
        self, call: Call, signature: Signature, values: Values, uploads: dict[str, Upload]
    ) -> Answer:
        if call.method != ALBUM:
            stray = [key for key in uploads if signature.kinds.get(key) is not Kind.FILE]
            if stray:
                raise wrong("unused file", f"uploads {stray[0]} for nothing")
        result = self._do(Doing(self._state, call, values, uploads))
        call.carried_out, call.outcome, call.status = True, "ok", 200
        return Answer(body=json.dumps({"ok": True, "result": result}).encode())

    def _do(self, doing: Doing) -> object:
        call = doing.call
        method = CARRIED_OUT.get(call.method)
        if method is not None:
            return method(doing)
        if call.method in self._webhook.methods and not call.rode:
            return self._webhook.methods[call.method](doing.values)
        raise wrong("not here", "is a method that the stand-in does not carry out")

    async def _spoil(self, call: Call, fault: Fault) -> Answer:
        """A mishap that keeps the call from being carried out. Raises Refused for some."""
        self._spoiled(call, fault)
        if fault.kind is Wrong.TOO_MANY:
            if not call.chat and not fault.whole_bot:
                raise too_many(fault.retry_after)
            raise self._state.pace.pause(0 if fault.whole_bot else call.chat, fault.retry_after)
        if fault.kind is Wrong.FORBIDDEN:
            raise Refused(403, fault.description or "Forbidden: bot was blocked by the user")
        if fault.kind is Wrong.BAD:
            raise Refused(400, fault.description or "Bad Request: not this time")
        if fault.kind is Wrong.BROKEN:
            raise Refused(500, "Internal Server Error")
        if fault.kind is Wrong.GATEWAY:
            self._state.record.refuse(502, "502 Bad Gateway")
            return Answer(502, _GATEWAY, is_html=True)
        if fault.kind is Wrong.HELD:
            await self._sleep(fault.seconds or _FOREVER)
        return _DROP

    def _spoiled(self, call: Call, fault: Fault) -> None:
        call.fault = fault.kind.value
        call.outcome = call.outcome or fault.kind.value
        self._state.faults.note(fault, call.method, call.chat, call.at, call.carried_out)
        self._state.changes.tell()

    def _refuse(self, call: Call, refused: Refused) -> Answer:
        call.outcome, call.status = refused.description, refused.status
        record = self._state.record
        record.refuse(refused.status, refused.description)
        if refused.fault:
            record.blame(call.at, call.method, call.chat, refused.fault)
        return Answer(refused.status, json.dumps(refused.body).encode())

    async def _poll(self, call: Call, values: Values) -> Answer:
        """getUpdates, whose mishaps are its own."""
        updates, faults = self._state.updates, self._state.faults
        fault = faults.strike(call.method, 0, _BEFORE)
        if fault is not None:
            return await self._spoil(call, fault)
        again = faults.strike(call.method, 0, _AGAIN) if updates.last_batch else None
        if again is not None:
            values = values | {"timeout": 0}
        self._state.changes.tell()  # those who wait for the poll look again once it waits
        batch = await updates.fetch(values)
        call.carried_out, call.outcome, call.status = True, "ok", 200
        fault = faults.strike(call.method, 0, _POLL_ENDS) if batch else None
        if fault is not None:
            self._spoiled(call, fault)
            return _DROP
        if again is not None:
            self._spoiled(call, again)
            batch = [*(each for each in updates.last_batch if each not in batch), *batch]
        updates.last_batch = batch or updates.last_batch
        result = [each.as_json() for each in batch]
        return Answer(body=json.dumps({"ok": True, "result": result}).encode())
