"""The keys of this installation: from the configuration, else made once and kept beside the data.

Losing them loses every text, so the file is part of every backup.
"""

import json
import os
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet

from bot.clock import new_token
from bot.config import Settings
from models.vault import Vault

FILE = "keys.json"


@dataclass(frozen=True, slots=True)
class Keys:
    """What encrypts, what finds, what signs."""

    vault: Vault
    session_key: bytes


def load_keys(settings: Settings) -> Keys:
    """The configured keys, or those in the key file, which is made when there are none."""
    section = settings.security
    if section.keys:
        if not (section.index_key.get_secret_value() and section.session_key.get_secret_value()):
            raise ValueError("[security] keys needs index_key and session_key beside it")
        keys = [key.get_secret_value() for key in section.keys]
        vault = Vault(keys, section.index_key.get_secret_value())
        return Keys(vault, section.session_key.get_secret_value().encode())
    made = _kept(settings)
    return Keys(Vault(made["keys"], made["index_key"]), made["session_key"].encode())


def _kept(settings: Settings) -> dict[str, Any]:
    path = settings.storage.path / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = {
        "keys": [Fernet.generate_key().decode()],
        "index_key": new_token(),
        "session_key": new_token(),
    }
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return kept
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(fresh, file)
        file.flush()
        os.fsync(file.fileno())
    return fresh
