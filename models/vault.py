"""Encryption at rest: the keys, and the column types that use them.

The keys travel with the engine (`attach`), so two databases in one process never share them.
The first key encrypts, all decrypt; the blind index has a key of its own, because it cannot
be rotated without reading every row.
"""

import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Engine, LargeBinary, TypeDecorator
from sqlalchemy.engine import Dialect

#: kept, because `json.dumps` with options makes one each time
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Vault:
    """The keys of one installation."""

    def __init__(self, keys: list[str], index_key: str) -> None:
        """`keys` are urlsafe base64 Fernet keys, newest first. Raises ValueError for a bad key."""
        self._first = Fernet(keys[0])
        self._fernet = MultiFernet([self._first, *map(Fernet, keys[1:])])
        self._index_key = index_key.encode()

    def seal(self, plain: bytes) -> bytes:
        """Encrypt and sign."""
        return self._fernet.encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """Decrypt; raises cryptography.fernet.InvalidToken when no key fits."""
        return self._fernet.decrypt(sealed)

    def renewed(self, sealed: bytes) -> bytes | None:
        """The same sealed with the first key, or None when it is; raises InvalidToken as `open`."""
        try:
            self._first.decrypt(sealed)
        except InvalidToken:
            return self._fernet.rotate(sealed)
        return None

    def index(self, value: str) -> str:
        """A keyed fingerprint to find an encrypted value by, 64 hex digits."""
        return hmac.new(self._index_key, value.encode(errors="replace"), hashlib.sha256).hexdigest()


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
