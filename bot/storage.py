"""Photos and voice on disk: encrypted, under the hash of what was sent, written to stay."""

import hashlib
import os
import threading
from pathlib import Path

from models.vault import Vault


class Storage:
    """A folder of encrypted files."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        """`folder` is made when something is first kept."""
        self._folder, self._vault = folder / "media", vault

    def keep(self, data: bytes) -> str:
        """Write `data` durably; returns its SHA-256. The same bytes are kept once."""
        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        if path.exists():
            return name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}.part")
        with part.open("wb") as file:
            file.write(self._vault.seal(data))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        return name

    def read(self, name: str) -> bytes:
        """The bytes kept under that hash. Raises FileNotFoundError."""
        return self._vault.open(self._path(name).read_bytes())

    def drop(self, name: str) -> None:
        """Delete the bytes kept under that hash, if there are any."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name
