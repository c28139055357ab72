"""`linli inbox`: messages whose turn met a bug, and letting it come again after the fix."""

from typing import Annotated

import typer
from sqlalchemy import and_, select

from bot.commands_ground import ConfigOption, ground_of
from bot.retrying import Change, in_slices
from models.inbox import Inbox, InboxState

inbox = typer.Typer(no_args_is_help=True, help="Messages that were accepted.")


@inbox.command("list")
def inbox_list(config: ConfigOption = None) -> None:
    """Show the messages whose turn failed: ids and error ids, never texts."""
    with ground_of(config).db.reading() as session:
        rows = session.execute(
            select(Inbox.id, Inbox.contact_id, Inbox.error_id, Inbox.attempts, Inbox.accepted_at)
            .where(Inbox.state == InboxState.FAILED)
            .order_by(Inbox.id)
        ).all()
    for row in rows:
        typer.echo(
            f"{row.id}  contact {row.contact_id}  error {row.error_id}  "
            f"tries {row.attempts}  {row.accepted_at:%Y-%m-%d %H:%M}Z"
        )
    if not rows:
        typer.echo("No failed message.")


@inbox.command("retry")
def inbox_retry(
    ids: Annotated[list[int] | None, typer.Argument(help="Which; without any, all.")] = None,
    config: ConfigOption = None,
) -> None:
    """Let the turn of failed messages come again, after the fix."""
    ground = ground_of(config)
    failed = Inbox.state == InboxState.FAILED
    chosen = and_(failed, Inbox.id.in_(ids)) if ids else failed
    with ground.db.reading() as session:
        found = session.scalars(select(Inbox.id).where(chosen).order_by(Inbox.id)).all()
    values = {"state": InboxState.ACCEPTED, "retry_at": ground.around.now(), "error_id": None}
    done = in_slices(ground, Change(Inbox, failed, values, "failed"), found)
    typer.echo(f"{done} to be handled again.")
