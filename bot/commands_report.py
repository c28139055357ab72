"""`linli report NAME`: figures on paper, for a week, a month or a year."""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from sqlalchemy import select

from bot.commands_ground import ConfigOption, ground_of
from bot.ground import prepare
from bot.sheets import csv_of, xlsx_of
from handlers.language import speaking
from handlers.reports import REPORTS
from handlers.reports.sheet import Sheet
from models.community import Community
from models.figures_span import Span, span_around

DRAWS = {".csv": csv_of, ".xlsx": xlsx_of}


def report(
    name: Annotated[str, typer.Argument(help=f"One of: {', '.join(REPORTS)}.")],
    week: Annotated[str, typer.Option(help="The week of this day, e.g. 2026-11-23.")] = "",
    month: Annotated[str, typer.Option(help="E.g. 2026-11.")] = "",
    year: Annotated[str, typer.Option(help="E.g. 2026.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="Write a file, .csv or .xlsx, instead of printing.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Print a report of each community, or write it as a file; without a span, of this month."""
    if name not in REPORTS:
        _stop(f"There is no report {name!r}; there are: {', '.join(REPORTS)}.")
    if out is not None and out.suffix not in DRAWS:
        _stop(f"{out}: end the name in .csv or .xlsx.")
    ground = ground_of(config)
    with closing(ground.db):
        prepare(ground)
        with ground.db.reading() as session:
            places = session.scalars(select(Community).order_by(Community.id)).all()
            for place in places:
                today = place.local(ground.around.now()).date()
                span = _span(today, week, month, year)
                with speaking(place.language):
                    sheet = REPORTS[name](session, place, span)
                    own = out.with_stem(f"{out.stem}-{place.id}") if out and places[1:] else out
                    _give(sheet, own)


def _give(sheet: Sheet, out: Path | None) -> None:
    if out is None:
        typer.echo("\n".join(sheet.lines()))
    else:
        out.write_bytes(DRAWS[out.suffix](sheet))
        typer.echo(str(out))


def _span(today: date, week: str, month: str, year: str) -> Span:
    """The one span that was named, or this month."""
    if sum(map(bool, (week, month, year))) > 1:
        _stop("Name one of --week, --month and --year.")
    try:
        if week:
            return span_around("week", date.fromisoformat(week))
        if year:
            return span_around("year", date(int(year), 1, 1))
        return span_around("month", date.fromisoformat(f"{month}-01") if month else today)
    except ValueError:
        _stop("Write a day as 2026-11-23, a month as 2026-11, a year as 2026.")


def _stop(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(2)
