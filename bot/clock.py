"""The one clock and the one source of chance; tests give their own."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def utc_now() -> datetime:
    """This moment, UTC."""
    return datetime.now(UTC)


def new_token() -> str:
    """128 random bits as 22 characters that fit into an address or a button."""
    return secrets.token_urlsafe(16)


def new_code() -> str:
    """Four random digits, no leading 0, easy to read aloud."""
    return str(1000 + secrets.randbelow(9000))


@dataclass(frozen=True)
class Surroundings:
    """What differs between a test and the world: time, chance, named points to fail at, and where
    our pages are."""

    now: Callable[[], datetime] = utc_now
    token: Callable[[], str] = new_token
    code: Callable[[], str] = new_code
    #: called at each named point of the way; crash tests end the process there
    reach: Callable[[str], None] = lambda _point: None
    #: where people reach our pages, without a slash at the end
    address: str = ""
