"""Encryption at rest: the keys, and the column types that use them.

AES-256-GCM: a mark of the form, four bytes that name the key, a nonce of twelve, and the text with
its tag. Nonces are drawn at random, which is safe for 2**32 texts of one key (NIST SP 800-38D).

The keys travel with the engine (`attach`), so two databases in one process never share them.
The first key encrypts, all decrypt; the blind index has a key of its own, because it cannot
be rotated without reading every row.
"""

import hashlib
import hmac
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, LargeBinary, TypeDecorator
from sqlalchemy.engine import Dialect

#: kept, because `json.dumps` with options makes one each time
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_FORM, _NAME, _NONCE = b"\x01", 4, 12
_HEAD = len(_FORM) + _NAME
_BODY = _HEAD + _NONCE
#: how every Fernet token begins: what was sealed before this form, with the same keys
_FERNET = b"gAAAA"


class CannotOpen(Exception):
    """No key here opens it, or it was changed since it was sealed."""


def new_key() -> str:
    """A key for `Vault`: 32 random bytes as urlsafe base64."""
    return urlsafe_b64encode(AESGCM.generate_key(256)).decode()


class Vault:
    """The keys of one installation."""

    def __init__(self, keys: list[str], index_key: str) -> None:
        """`keys` come from `new_key`, newest first. Raises ValueError for a bad key."""
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        raw = [urlsafe_b64decode(key) for key in keys]
        self._by_head = {_FORM + _name(each): AESGCM(each) for each in raw}
        self._head = _FORM + _name(raw[0])
        self._first = self._by_head[self._head]
        self._index_key = index_key.encode()

    def seal(self, plain: bytes) -> bytes:
        """Encrypt and sign."""
        nonce = os.urandom(_NONCE)
        return self._head + nonce + self._first.encrypt(nonce, plain, None)

    def open(self, sealed: bytes) -> bytes:
        """Decrypt. Raises CannotOpen."""
        key = self._by_head.get(sealed[:_HEAD])
        try:
            if key is not None:
                return key.decrypt(sealed[_HEAD:_BODY], sealed[_BODY:], None)
            if sealed.startswith(_FERNET):
                return self._fernet.decrypt(sealed)
        except (InvalidTag, InvalidToken, ValueError) as error:
            raise CannotOpen("it was changed, or its key is not here") from error
        raise CannotOpen("its key is not here")

    def renewed(self, sealed: bytes) -> bytes | None:
        """The same sealed with the first key, or None when it is. Raises CannotOpen."""
        return None if sealed.startswith(self._head) else self.seal(self.open(sealed))

    def index(self, value: str) -> str:
        """A keyed fingerprint to find an encrypted value by, 64 hex digits."""
        return hmac.new(self._index_key, value.encode(errors="replace"), hashlib.sha256).hexdigest()


def _name(key: bytes) -> bytes:
    """A few bytes that tell keys apart and say nothing of them."""
    return hashlib.sha256(b"linli key " + key).digest()[:_NAME]


def attach(engine: Engine, vault: Vault) -> None:
    """Give the engine's columns their keys."""
    engine.dialect.linli_vault = vault  # type: ignore[attr-defined]


def vault_of(engine: Engine) -> Vault:
    """The keys given to this engine. Raises AttributeError when none were."""
    return _vault(engine.dialect)


def _vault(dialect: Dialect) -> Vault:
    vault: Vault = dialect.linli_vault  # type: ignore[attr-defined]
    return vault


class Secret(TypeDecorator[str]):
    """Text that is encrypted in the database; no text is no bytes, so that it can be told apart."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Encrypt."""
        if not value:
            return None if value is None else b""
        return _vault(dialect).seal(value.encode(errors="replace"))

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Decrypt."""
        if not value:
            return None if value is None else ""
        return _vault(dialect).open(bytes(value)).decode()


class SecretJson(TypeDecorator[Any]):
    """A JSON value that is encrypted in the database. Assign a new value to change it."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Encrypt."""
        if value is None:
            return None
        return _vault(dialect).seal(_JSON.encode(value).encode(errors="replace"))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Decrypt."""
        return None if value is None else json.loads(_vault(dialect).open(bytes(value)))
