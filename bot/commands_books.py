"""`linli books check`: the hours book recomputed from its entries; exit code 1 when it is wrong."""

from contextlib import closing

import typer
from sqlalchemy import select

from bot.bookkeeping import note
from bot.commands_ground import ConfigOption, ground_of
from bot.ground import prepare
from models.community import Community
from models.hours_check import Checked, check_slice

books = typer.Typer(no_args_is_help=True, help="The hours book.")
SHOWN = 50


@books.callback()
def _books() -> None:
    """The hours book."""


@books.command("check")
def check(config: ConfigOption = None) -> None:
    """Recompute every total from its entries and name what does not hold; changes nothing."""
    ground = ground_of(config)
    with closing(ground.db):
        prepare(ground)
        wrong = 0
        with ground.db.reading() as session:
            communities = [*session.scalars(select(Community.id).order_by(Community.id))]
        for community_id in communities:
            checked = Checked()
            while checked.after is not None:
                with ground.db.reading() as session:
                    check_slice(session, checked, community_id)
            with ground.db.session() as session:
                note(session, checked, community_id, ground.around.now())
            _say(community_id, checked)
            wrong += len(checked.findings)
    if wrong:
        raise typer.Exit(1)


def _say(community_id: int, checked: Checked) -> None:
    typer.echo(
        f"Community {community_id}: {checked.entries} entries of {checked.people} people,"
        f" {checked.minutes} minutes; {len(checked.findings)} findings."
    )
    for each in checked.findings[:SHOWN]:
        where = f"record {each.record_id}" if each.record_id else "their total"
        typer.echo(f"  {each.fault.value}: person {each.person_id}, {where}")
    if len(checked.findings) > SHOWN:
        typer.echo(f"  ... and {len(checked.findings) - SHOWN} more.")
