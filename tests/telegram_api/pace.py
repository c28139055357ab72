"""Counts calls in sliding windows and tells callers to wait, as Telegram does, only exactly."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from tests.telegram_api.refusing import Refused


@dataclass(frozen=True)
class Rates:
    """How much is taken. Seconds are the injected clock's."""

    #: sends, edits and answers of the bot in any second
    bot: int = 30
    #: messages to one private chat in `chat_seconds`
    chat: int = 1
    chat_seconds: float = 1.0
    #: messages to one group in `group_seconds`, edits too
    group: int = 20
    group_seconds: float = 60.0
    #: each window is so much shorter: what the way to us may shift is held against nobody
    slack: float = 0.05
    #: calls already on their way when the whole bot was told to wait
    forgiven: int = 10
    #: calls already on their way to one chat when that chat was told to wait
    forgiven_in_chat: int = 0

    @classmethod
    def high(cls, bot: int = 1000, chat: int = 1000) -> "Rates":
        """So many a second for the bot and for each chat and group."""
        return cls(bot=bot, chat=chat, group=chat, group_seconds=1.0)


@dataclass(slots=True)
class _Pause:
    """Until when nothing may come, and how many may still come unpunished."""

    until: float
    forgiven: int


#: whatever is counted for the whole bot
PACED = frozenset({"send", "edit", "answer"})


class Pace:
    """What one bot has called."""

    def __init__(self, rates: Rates, seconds: Callable[[], float]) -> None:
        """Nothing called yet."""
        self.rates, self._seconds = rates, seconds
        self._calls: deque[float] = deque()
        self._messages: defaultdict[int, deque[float]] = defaultdict(deque)
        self._pauses: dict[int, _Pause] = {}

    def admit(self, kind: str, chat: int) -> None:
        """Count a call. `kind` is send, edit or answer; negative chats are groups.

        Raises Refused (429) when it comes too early; its fault is empty only for forgiven ones.
        """
        now = self._seconds()
        self._heed(0, now)
        if chat:
            self._heed(chat, now)
        self._check_bot(now)
        if kind == "send" or (kind == "edit" and chat < 0):
            self._check_chat(chat, now)
        self._calls.append(now)

    def delivered(self, chat: int, messages: int = 1) -> None:
        """So many messages appeared in the chat (or, in a group, an edit did)."""
        self._messages[chat].extend([self._seconds()] * messages)

    def pause(self, chat: int, seconds: int) -> Refused:
        """Tell one chat's callers, or with 0 all of them, to wait; returns the answer."""
        forgiven = self.rates.forgiven_in_chat if chat else self.rates.forgiven
        self._pauses[chat] = _Pause(self._seconds() + seconds, forgiven)
        return too_many(seconds)

    def _heed(self, chat: int, now: float) -> None:
        pause = self._pauses.get(chat)
        if pause is None:
            return
        left = pause.until - now
        if left <= self.rates.slack:
            del self._pauses[chat]
            return
        refused = too_many(ceil(left))
        pause.forgiven -= 1
        if pause.forgiven < 0:
            whose = "the chat's" if chat else "the bot's"
            refused.fault = f"ignored {whose} retry_after, {left:.2f} s too early"
        raise refused

    def _check_bot(self, now: float) -> None:
        window = 1.0 - self.rates.slack
        calls = self._calls
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= self.rates.bot:
            refused = self.pause(0, max(1, ceil(calls[0] + window - now)))
            refused.fault = f"call {len(calls) + 1} within a second"
            raise refused

    def _check_chat(self, chat: int, now: float) -> None:
        rates = self.rates
        most, window = (
            (rates.chat, rates.chat_seconds) if chat > 0 else (rates.group, rates.group_seconds)
        )
        window -= rates.slack
        messages = self._messages[chat]
        while messages and messages[0] <= now - window:
            messages.popleft()
        if len(messages) >= most:
            wait = max(1, ceil(messages[0] + window - now))
            ago = now - messages[-1]
            refused = self.pause(chat, wait)
            refused.fault = f"message {len(messages) + 1} within {window:.2f} s, {ago:.3f} s on"
            raise refused


def too_many(seconds: int) -> Refused:
    """The answer alone: nobody is held to it."""
    description = f"Too Many Requests: retry after {seconds}"
    return Refused(429, description, {"retry_after": seconds})
