"""Emergencies that came while the database was away: kept as files, encrypted and synced.

WeChat was answered, so it does not bring them again; they enter the inbox when that is there.
"""

import hashlib
import json
import os
from pathlib import Path

from cryptography.fernet import InvalidToken

from models.vault import Vault

_ENDING = ".post"


class Spool:
    """The posts of one account that wait on this machine."""

    def __init__(self, folder: Path, name: str, vault: Vault) -> None:
        """`folder` is made when something is first kept; `name` is the channel and the account."""
        self._folder, self._vault = folder / "spool" / name, vault

    def keep(self, fields: dict[str, str]) -> None:
        """Write a post durably; the same one is kept once. Raises OSError."""
        data = json.dumps(fields, ensure_ascii=False, sort_keys=True).encode(errors="replace")
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / (hashlib.sha256(data).hexdigest() + _ENDING)
        part = path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as file:
            file.write(self._vault.seal(data))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)

    def waiting(self) -> list[Path]:
        """What is kept, oldest first."""
        if not self._folder.is_dir():
            return []
        return sorted(self._folder.glob(f"*{_ENDING}"), key=lambda path: path.stat().st_mtime)

    def read(self, path: Path) -> dict[str, str] | None:
        """A post that is kept; None where no key fits any more."""
        try:
            found = json.loads(self._vault.open(path.read_bytes()))
        except (InvalidToken, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def drop(self, path: Path) -> None:
        """It is in the inbox."""
        path.unlink(missing_ok=True)
