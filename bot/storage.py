"""Photos and voice on disk: encrypted, under the hash of what was sent, written to stay."""

import hashlib
import os
import re
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from models.vault import Vault

_NAME = re.compile("[0-9a-f]{64}")


class Storage:
    """A folder of encrypted files, in 256 folders by the first two digits of their names."""

    FOLDERS: ClassVar[tuple[str, ...]] = tuple(f"{n:02x}" for n in range(256))

    def __init__(self, folder: Path, vault: Vault) -> None:
        """`folder` is made when something is first kept."""
        self._folder, self._vault = folder / "media", vault

    def keep(self, data: bytes) -> str:
        """Write `data` durably; returns its SHA-256. The same bytes are kept once."""
        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        if path.exists():
            path.touch()  # as young as one written now: its row is still to come
            return name
        self._write(path, self._vault.seal(data))
        return name

    def _write(self, path: Path, sealed: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}.part")
        with part.open("wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)

    def read(self, name: str) -> bytes:
        """The bytes kept under that hash. Raises FileNotFoundError."""
        return self._vault.open(self._path(name).read_bytes())

    def names(self, folder: str) -> list[str]:
        """The hashes kept in one of FOLDERS."""
        here = self._folder / folder
        found = (each.name for each in here.iterdir()) if here.is_dir() else ()
        return sorted(name for name in found if _NAME.fullmatch(name))

    def written_at(self, name: str) -> datetime:
        """When it was kept last. Raises FileNotFoundError."""
        return datetime.fromtimestamp(self._path(name).stat().st_mtime, UTC)

    def renew(self, name: str) -> bool:
        """Seal it anew with the first key; False when it was sealed with that one already.

        Raises FileNotFoundError, and CannotOpen when no key fits.
        """
        path = self._path(name)
        renewed = self._vault.renewed(path.read_bytes())
        if renewed is not None:
            self._write(path, renewed)
        return renewed is not None

    def drop(self, name: str) -> None:
        """Delete the bytes kept under that hash, if there are any."""
        self._path(name).unlink(missing_ok=True)

    def path_of(self, name: str) -> Path:
        """Where the bytes of that hash are kept, sealed."""
        return self._path(name)

    def bring_back(self, name: str, sealed: Path) -> bool:
        """Keep a file of a backup; False when it is here, or is none of ours."""
        path = self._path(name)
        if path.exists() or not _NAME.fullmatch(name):
            return False
        self._write(path, sealed.read_bytes())
        return True

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name
