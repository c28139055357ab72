"""What Telegram's refusals mean for a message: the library's errors as the channel's troubles.

The order matters: with the library, BadRequest is a NetworkError. Descriptions may quote what was
sent, and errors on the way may carry the token, so only `described` may be logged.
"""

import re
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.channels.contract import SendError, Trouble
from bot.channels.telegram.wire import NotSent

#: a wrong token is mended by a person
OPERATOR_SECONDS = 60.0
#: nobody reads there any more, or we may not write there
_GONE = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "peer_id_invalid",
    "group chat was deactivated",
    "chat_write_forbidden",
    "no rights to send a message",
    "not enough rights to send text messages",
)
#: the message that was to be changed
_VANISHED = ("message to edit not found", "message can't be edited", "message_id_invalid")
_UNCHANGED = "message is not modified"
_QUOTED = re.compile(r"\".*\"|“.*”|'.*'", re.DOTALL)
_NUMBERS = re.compile(r"\d{5,}")
_LONGEST = 100


def trouble_of(error: TelegramError) -> SendError:
    """What delivery is told about it."""
    if isinstance(error, RetryAfter):
        return SendError(Trouble.BUSY, retry_after=seconds_of(error))
    if isinstance(error, ChatMigrated):
        return SendError(Trouble.MOVED, moved_to=str(error.new_chat_id))
    if isinstance(error, Forbidden):
        return SendError(Trouble.BLOCKED)
    if isinstance(error, InvalidToken):
        return SendError(Trouble.BUSY, retry_after=OPERATOR_SECONDS)
    if isinstance(error, BadRequest):
        return SendError(Trouble.BLOCKED if _says(error, _GONE) else Trouble.REJECTED)
    if isinstance(error, NotSent | Conflict):
        return SendError(Trouble.BUSY)
    # timed out, cut off, or unknown: it may have been carried out
    return SendError(Trouble.UNCERTAIN)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)


def changes_nothing(error: BadRequest) -> bool:
    """An edit to what stands there already: done."""
    return _says(error, (_UNCHANGED,))


def is_about_content(error: BadRequest) -> bool:
    """Whether the same words without marks, or without their picture, may be taken."""
    return not _says(error, (*_GONE, *_VANISHED, _UNCHANGED))


def described(error: TelegramError) -> str:
    """Why, for the log: the error's kind and, of a refusal, its words without what they quote."""
    kind = type(error).__name__
    if not isinstance(error, BadRequest):
        return kind
    words = _NUMBERS.sub("#", _QUOTED.sub("…", error.message))
    return f"{kind}: {words[:_LONGEST]}"


def _says(error: BadRequest, any_of: tuple[str, ...]) -> bool:
    said = error.message.lower()
    return any(each in said for each in any_of)
