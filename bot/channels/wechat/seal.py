"""The seal of WeChat's and WeCom's posts: who signed it, and what stands in the sealed text.

wechatpy works the cipher. Around it stand what it lacks: signatures compared in constant time, one
kind of error for whatever a forged text does to it, and randomness that nobody can guess.
"""

import base64
import hashlib
import hmac
import re
import secrets
import string
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import SecretStr
from wechatpy.crypto import PrpCrypto
from wechatpy.exceptions import WeChatException

from bot.channels.wechat.xml import written

#: what WeChat gives out as EncodingAESKey: 32 bytes in base64, without the last sign
KEY = re.compile(r"[A-Za-z0-9]{43}")
_SEALED = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_LETTERS = string.ascii_letters + string.digits
#: what wechatpy lets through when a text was not sealed with this key
_BROKEN = (ValueError, IndexError, KeyError, TypeError, AssertionError, struct.error)


class Forged(Exception):
    """It was not written by the platform, or not for us."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What stood in a sealed text, and the key that opened it: an answer is sealed with it."""

    text: str
    key: str


class Keyed(Protocol):
    """The settings of an account that has a token and keys."""

    token: SecretStr
    encoding_aes_key: SecretStr
    previous_aes_key: SecretStr


def signature(*parts: str) -> str:
    """What the platform signs with: the parts in order of their signs, and SHA-1 over all."""
    joined = "".join(sorted(parts)).encode(errors="replace")
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


class Seal:
    """What one account and its platform agreed on: a token, and keys for what is sealed.

    `receiver` is the appid of an Official Account or the corpid of a company. `keys` stand newest
    first; the one before is still accepted, because the platform changes over in its own time.
    """

    def __init__(self, token: str, keys: Sequence[str], receiver: str) -> None:
        """Raises ValueError for a key that is none."""
        if not all(KEY.fullmatch(each) for each in keys):
            raise ValueError("an EncodingAESKey has 43 letters and digits")
        self._token, self._receiver = token, receiver
        self._ciphers = {each: _Cipher(base64.b64decode(each + "=")) for each in keys}

    @property
    def has_key(self) -> bool:
        """Whether anything can be sealed and opened."""
        return bool(self._ciphers)

    def is_signed(self, shown: str, *parts: str) -> bool:
        """Whether the platform signed these parts (timestamp, nonce, and a sealed text)."""
        wanted = signature(self._token, *parts)
        return hmac.compare_digest(shown.encode(errors="replace"), wanted.encode())

    def open(self, sealed: str) -> Opened:
        """What stands in it. Raises Forged when no key of ours opens it, or it is for another."""
        if not sealed or _SEALED.fullmatch(sealed) is None:
            raise Forged
        for key, cipher in self._ciphers.items():
            try:
                return Opened(cipher.decrypt(sealed, self._receiver), key)
            except (*_BROKEN, WeChatException):
                continue
        raise Forged

    def close(self, text: str, timestamp: str, nonce: str, key: str = "") -> str:
        """The text sealed as an answer (XML), with `key` or else the newest."""
        cipher = self._ciphers[key or next(iter(self._ciphers))]
        sealed = cipher.encrypt(text, self._receiver).decode()
        return written(
            {
                "Encrypt": sealed,
                "MsgSignature": signature(self._token, timestamp, nonce, sealed),
                "TimeStamp": int(timestamp),
                "Nonce": nonce,
            }
        )


def seal_of(account: Keyed, receiver: str) -> Seal:
    """The seal of a configured account. Raises ValueError for a key that is none."""
    keys = (account.encoding_aes_key, account.previous_aes_key)
    given = [each.get_secret_value() for each in keys if each.get_secret_value()]
    return Seal(account.token.get_secret_value(), given, receiver)


class _Cipher(PrpCrypto):  # type: ignore[misc]  # wechatpy has no types
    def get_random_string(self) -> str:
        """16 signs that nobody can guess: the text behind them is sealed with a fixed start."""
        return "".join(secrets.choice(_LETTERS) for _ in range(16))
