"""`linli understand`: what the desk makes of a message, and why. No database, no network."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.clock import Surroundings
from bot.commands_ground import ConfigOption, settings_of
from handlers.understand.kind import seeded_kinds
from handlers.understand.line import line_of
from handlers.understand.reading import Reading, read


def understand(
    text: Annotated[str, typer.Argument(help="A message as a resident writes it.")] = "",
    jsonl: Annotated[
        Path | None,
        typer.Option(help="Read lines {id, now, text} from this file; print one line for each."),
    ] = None,
    now: Annotated[
        str, typer.Option(help="When it was said, such as 2026-11-23T09:00; default: now.")
    ] = "",
    config: ConfigOption = None,
) -> None:
    """Say what the desk understands of a message, field by field, with the reasons."""
    if jsonl is not None:
        for line in _lines(jsonl):
            typer.echo(json.dumps(line, ensure_ascii=False))
        return
    if not text:
        typer.echo('Give a message: linli understand "灯不亮了，明天上午来看看"', err=True)
        raise typer.Exit(2)
    zone = ZoneInfo(settings_of(config).community.timezone)
    typer.echo("\n".join(_told(read(text, _moment(now, zone), seeded_kinds()))))


def _moment(now: str, zone: ZoneInfo) -> datetime:
    if not now:
        return Surroundings().now().astimezone(zone)
    try:
        said_at = datetime.fromisoformat(now)
    except ValueError as error:
        typer.echo(f"{now!r} is no moment. Write it like 2026-11-23T09:00.", err=True)
        raise typer.Exit(2) from error
    return said_at.astimezone(zone) if said_at.tzinfo else said_at.replace(tzinfo=zone)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    kinds = seeded_kinds()
    for number, written in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not written.strip():
            continue
        try:
            row = json.loads(written)
            yield line_of(row["id"], row["text"], row["now"], kinds)
        except (ValueError, KeyError, TypeError) as error:
            typer.echo(f"{file}, line {number}: needs id, now and text ({error!r}).", err=True)
            raise typer.Exit(1) from error


def _told(reading: Reading) -> list[str]:
    """One line a field, in the order in which a worker would read them."""
    return [
        f"{reason.field:<12} {reason.value}\n{'':<12} {reason.why}" for reason in reading.because
    ]
