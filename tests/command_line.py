"""The `linli` command inside a test: a configuration of its own, and the log left as it was."""

from pathlib import Path

import structlog
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.conftest import INDEX_KEY, KEY


def configured(folder: Path, url: str, more: str = "") -> Path:
    """A config.toml in `folder` for the test database at `url`; `more` are further sections."""
    file = folder / "config.toml"
    file.write_text(
        f'[database]\nurl = "{url}"\n[storage]\npath = "{folder}"\n[security]\n'
        f'keys = ["{KEY}"]\nindex_key = "{INDEX_KEY}"\nsession_key = "session"\n{more}',
        encoding="utf-8",
    )
    return file


def linli(*words: str) -> Result:
    """Run one command; its log goes to its own standard error, which ends with it."""
    try:
        return CliRunner().invoke(app, words)
    finally:
        structlog.reset_defaults()
