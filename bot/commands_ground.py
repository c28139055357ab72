"""What every command of the command line begins with: the settings, and the ground on them."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from bot.config import Settings, load_settings
from bot.ground import Ground, open_ground

ConfigOption = Annotated[Path | None, typer.Option("--config", help="Default: ./config.toml")]


def settings_of(config: Path | None) -> Settings:
    """The settings of this file, or the end of the command with what is wrong in it."""
    try:
        return load_settings(config)
    except ValueError as error:
        typer.echo("\n".join(["The configuration cannot be used:", *faults(error)]), err=True)
        raise typer.Exit(2) from error


def ground_of(config: Path | None) -> Ground:
    """An open database with its keys."""
    return open_ground(settings_of(config))


def faults(error: ValueError) -> list[str]:
    """What is wrong, key by key; never what stands there, for it may be a secret."""
    if not isinstance(error, ValidationError):
        return [str(error)]
    return [
        f"{'.'.join(str(part) for part in each['loc']) or 'all of it'}: {each['msg']}"
        for each in error.errors(include_input=False, include_url=False)
    ]
