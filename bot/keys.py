"""The keys of this installation: from the configuration, else made once and kept beside the data.

Losing them loses every text, so the file is part of every backup.
"""

import json
import os
from dataclasses import dataclass
from typing import Any

from bot.clock import new_token
from bot.config import Settings
from models.vault import Vault, new_key

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


def kept_keys(settings: Settings) -> dict[str, Any]:
    """The keys in the clear, wherever they come from: for a backup that asks for them."""
    section = settings.security
    if not section.keys:
        return _kept(settings)
    return {
        "keys": [key.get_secret_value() for key in section.keys],
        "index_key": section.index_key.get_secret_value(),
        "session_key": section.session_key.get_secret_value(),
    }


def add_keys(settings: Settings, further: dict[str, Any]) -> bool:
    """Take the keys of a backup into the key file, behind those that are here.

    False, and nothing is written, when they belong to another installation.
    """
    path = settings.storage.path / FILE
    here = json.loads(path.read_text(encoding="utf-8")) if path.exists() else further
    if here["index_key"] != further["index_key"]:
        return False
    keys = dict.fromkeys([*here["keys"], *further["keys"]])
    write_keys(settings, {**here, "keys": list(keys)})
    return True


def write_keys(settings: Settings, keys: dict[str, Any]) -> None:
    """Put the key file in the old one's place in one step."""
    path = settings.storage.path / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(FILE + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(keys, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _kept(settings: Settings) -> dict[str, Any]:
    path = settings.storage.path / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = {
        "keys": [new_key()],
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
