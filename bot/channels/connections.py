"""The connections of an account to its platform, and what may be said of a call that failed.

Each platform's `wire.py` makes its own words of it.
"""

from collections.abc import Mapping

from aiohttp import (
    ClientConnectorError,
    ClientResponse,
    ClientSession,
    ConnectionTimeoutError,
    DummyCookieJar,
    InvalidURL,
    NonHttpUrlClientError,
    TCPConnector,
)

#: calls at once: platforms allow some 30 a second, and one takes well under a second
CONNECTIONS = 40
CONNECT_SECONDS = 5.0
#: what can only happen before the first byte of a call has left
NEVER_LEFT = (ConnectionTimeoutError, ClientConnectorError, InvalidURL, NonHttpUrlClientError)
#: bytes of a file that are read at a time
_CHUNK = 64 * 1024


class TooLarge(Exception):
    """A file is longer than it may be."""


def new_session(headers: Mapping[str, str] | None = None) -> ClientSession:
    """The connections' home on the running loop; keeps no cookies and asks no proxy."""
    return ClientSession(
        connector=TCPConnector(limit=CONNECTIONS),
        cookie_jar=DummyCookieJar(),
        headers=headers,
        trust_env=False,
    )


async def at_most(answer: ClientResponse, most: int) -> bytes:
    """The body. Raises TooLarge as soon as there are more than `most` bytes."""
    if (answer.content_length or 0) > most:
        raise TooLarge
    data = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        data += chunk
        if len(data) > most:
            raise TooLarge
    return bytes(data)
