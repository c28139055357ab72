"""The doctor's first checks: settings, keys, and the folder that everything is kept in.

Nothing is made here that `linli run` makes at its first start.
"""

import json
import shutil
import stat
import tempfile
from pathlib import Path

from pydantic import ValidationError

from bot.commands_ground import faults
from bot.config import Settings, load_settings
from bot.doctor.finding import Finding, broken, look, ok
from bot.keys import FILE, Keys, load_keys

MEGABYTE = 1024 * 1024
LITTLE_ROOM = 1024 * MEGABYTE
NO_ROOM = 64 * MEGABYTE


def settings_in(config: Path | None) -> tuple[Settings | None, list[Finding]]:
    """The settings, or None with what is wrong in them."""
    file = config or Path("config.toml")
    try:
        settings = load_settings(config)
    except ValidationError as error:
        do = f"Mend it in {file}, or in its LINLI_ name"
        return None, [broken("settings", fault, do) for fault in faults(error)]
    except (ValueError, OSError) as error:
        return None, [broken("settings", str(error), f"Mend {file}")]
    told = str(file) if file.exists() else f"no {file}, so defaults and LINLI_ names"
    return settings, [ok("settings", told)]


def keys_of(settings: Settings) -> tuple[Keys | None, list[Finding]]:
    """The keys; None when there are none yet, or with what is wrong with them."""
    file = settings.storage.path / FILE
    configured = bool(settings.security.keys)
    if not configured and not file.exists():
        return None, [look("keys", f"none yet; `linli run` makes {file}")]
    where = "[security] keys" if configured else str(file)
    try:
        keys = load_keys(settings)
    except (ValueError, KeyError, TypeError, OSError, json.JSONDecodeError) as error:
        do = "Set keys, index_key and session_key" if configured else "Take it from the backup"
        return None, [broken("keys", f"{where} cannot be used ({type(error).__name__})", do)]
    if not configured and stat.S_IMODE(file.stat().st_mode) & 0o077:
        return keys, [look("keys", f"others can read {file}", f"chmod 600 {file}")]
    return keys, [ok("keys", f"{where}; back them up with the database")]


def storage(settings: Settings) -> list[Finding]:
    """Whether photos and voice can be kept."""
    folder = settings.storage.path
    if not folder.is_dir():
        return [look("storage", f"no folder {folder} yet; `linli run` makes it")]
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"1")
    except OSError as error:
        do = "Give this user the folder, or set [storage] path (LINLI_STORAGE__PATH)"
        return [broken("storage", f"{folder} cannot be written ({type(error).__name__})", do)]
    free = shutil.disk_usage(folder).free
    told = f"{folder} can be written, {free // MEGABYTE} MB free"
    if free < NO_ROOM:
        return [broken("storage", told, "Make room on that disk")]
    return [look("storage", told, "Make room soon") if free < LITTLE_ROOM else ok("storage", told)]
