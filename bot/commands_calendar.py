"""`linli import holidays FILE`: the days off and worked of a year, from a table of two columns."""

import csv
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from bot.commands_ground import ConfigOption, ground_of
from bot.ground import Ground, prepare
from models.audit import Audit
from models.community import Community, home_community
from models.dedication_days import make_days
from models.workdays import REST, WORK, DayTold, tell_days

imports = typer.Typer(no_args_is_help=True, help="Bring data in from files.")
#: what the second column may say
KINDS = {
    **dict.fromkeys(("rest", "休", "放假", "休息", "off"), REST),
    **dict.fromkeys(("work", "班", "上班", "补班"), WORK),
}
#: whose word it is where the file does not say
SOURCE = "imported"
_HEADS = ("date", "day", "日期")


class BadRow(Exception):
    """A row that cannot be read; nothing of the file is kept."""


@imports.command("holidays")
def import_holidays(
    file: Annotated[Path, typer.Argument(help="CSV: 2027-02-06,rest,whose notice.")],
    community: Annotated[str, typer.Option(help="Its name, where there are several.")] = "",
    config: ConfigOption = None,
) -> None:
    """Write days off (rest) and days worked instead (work) down; rules are looked at anew."""
    try:
        days = list(read_days(file))
    except (BadRow, OSError, UnicodeDecodeError) as error:
        typer.echo(f"{file}: {error}\nNothing was changed.", err=True)
        raise typer.Exit(1) from error
    ground = ground_of(config)
    with closing(ground.db):
        prepare(ground)
        for line in _tell(ground, community, days):
            typer.echo(line)


def read_days(file: Path) -> Iterator[DayTold]:
    """The rows of a CSV file in UTF-8, with a heading or without. Raises BadRow."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for n, row in enumerate(csv.reader(lines), start=1):
            cells = [cell.strip() for cell in row]
            if not any(cells) or (n == 1 and cells[0].lower() in _HEADS):
                continue
            yield _day(n, cells)


def _day(n: int, cells: list[str]) -> DayTold:
    if len(cells) < 2 or cells[1].lower() not in KINDS:
        raise BadRow(f"line {n}: the second column says rest or work")
    try:
        day = date.fromisoformat(cells[0].replace("/", "-"))
    except ValueError as error:
        raise BadRow(f"line {n}: {cells[0]!r} is no date like 2027-02-06") from error
    return DayTold(day, KINDS[cells[1].lower()], cells[2] if len(cells) > 2 else SOURCE)


def _tell(ground: Ground, name: str, days: list[DayTold]) -> list[str]:
    """What was done, a line each."""
    at = ground.around.now()
    with ground.db.session() as session:
        place = (
            session.scalar(select(Community).filter_by(name=name))
            if name
            else home_community(session)
        )
        if place is None:
            typer.echo(f"There is no community {name!r}.", err=True)
            raise typer.Exit(1)
        told = tell_days(session, place.id, days)
        made = make_days(session, place, ground.around.token, at)
        session.add(
            Audit(
                community_id=place.id,
                action="imported_holidays",
                subject="calendar",
                detail=f"{told} days",
                at=at,
            )
        )
        return [
            f"{told} days.",
            *(f"moved: {each.number} {each.title}" for each in made.moved),
            *(f"people come, not moved: {each.number} {each.title}" for each in made.elsewhere),
        ]
