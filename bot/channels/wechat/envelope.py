"""The envelope of a post: who sent it, what it says, and in which one the answer goes back.

Plain posts are signed without their text, so they are taken only where the account was configured
that way. Nothing is parsed that the platform has not signed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs

from bot.channels.wechat.seal import Forged, Seal
from bot.channels.wechat.xml import message_of

Mode = Literal["plain", "compatible", "safe"]
#: a post older than this, or as far ahead, is somebody's copy; WeChat posts again within 15 s
OLDEST_SECONDS = 600
#: of a compatible post, whose plain half may quote such a thing
_MOST_SEALED = 8
_SEALED = re.compile(
    rb"<(?P<name>Encrypt)>\s*(?:<!\[CDATA\[)?(?P<sealed>[A-Za-z0-9+/=]+)(?:\]\]>)?\s*</(?P=name)>"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A post that was opened: its fields, and the key that seals its answer; "" leaves it open."""

    fields: dict[str, str]
    key: str
    timestamp: str
    nonce: str


class Envelope:
    """Opens the posts to one account and closes the answers."""

    def __init__(self, seal: Seal, mode: Mode) -> None:
        """`mode` as it was chosen on the platform's pages."""
        self._seal, self._mode = seal, mode

    def echo(self, query: Mapping[str, str], now: float) -> str:
        """The answer to the platform's check of our address. Raises Forged.

        An Official Account shows the text as it is and signs without it; a company's is sealed.
        """
        self._check_time(query, now)
        shown, stamp = (
            query.get("echostr", ""),
            (query.get("timestamp", ""), query.get("nonce", "")),
        )
        if "msg_signature" in query:
            return self._open(query, shown)[0]
        if not self._seal.is_signed(query.get("signature", ""), *stamp):
            raise Forged
        return shown

    def open(self, query: Mapping[str, str], body: bytes, now: float) -> Letter:
        """The post. `now` is Unix time. Raises Forged, or NotXml for a signed one without sense."""
        self._check_time(query, now)
        timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        if "msg_signature" not in query:
            if self._mode != "plain":
                raise Forged
            if not self._seal.is_signed(query.get("signature", ""), timestamp, nonce):
                raise Forged
            return Letter(message_of(body), "", timestamp, nonce)
        for found in list(_SEALED.finditer(body))[:_MOST_SEALED]:
            try:
                text, key = self._open(query, found["sealed"].decode())
            except Forged:
                continue
            return Letter(message_of(text), key, timestamp, nonce)
        raise Forged

    def close(self, answer: str, letter: Letter) -> str:
        """The answer (XML) as it goes back; sealed with what opened the post."""
        if not letter.key:
            return answer
        return self._seal.close(answer, letter.timestamp, letter.nonce, letter.key)

    def _open(self, query: Mapping[str, str], sealed: str) -> tuple[str, str]:
        stamp = (query.get("timestamp", ""), query.get("nonce", ""))
        if not self._seal.is_signed(query.get("msg_signature", ""), *stamp, sealed):
            raise Forged
        opened = self._seal.open(sealed)
        return opened.text, opened.key

    def _check_time(self, query: Mapping[str, str], now: float) -> None:
        timestamp = query.get("timestamp", "")
        if not re.fullmatch(r"[0-9]{1,12}", timestamp):
            raise Forged
        if abs(int(timestamp) - now) > OLDEST_SECONDS:
            raise Forged


def query_of(query_string: bytes) -> dict[str, str]:
    """The fields of an address; of one that stands there twice, nothing is believed."""
    try:
        found = parse_qs(query_string.decode("ascii"), keep_blank_values=True, max_num_fields=32)
    except ValueError:  # UnicodeDecodeError is one
        return {}
    return {name: values[0] for name, values in found.items() if len(values) == 1}
