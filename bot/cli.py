"""The command line: run it, look after it, talk to it."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import structlog
import typer
from pydantic import ValidationError
from sqlalchemy import select, update

from bot import terminal_chat
from bot.app import (
    AlreadyRunning,
    Ground,
    build,
    lock_file,
    open_ground,
    prepare,
    serve,
)
from bot.config import Settings, load_settings
from bot.sample import Who
from bot.web.doors import LINK_LIVES, make_link
from models.audit import Audit
from models.community import Community, home_community
from models.inbox import Inbox, InboxState
from models.membership import Role, grant
from models.migrate import upgrade
from models.person import Person

app = typer.Typer(no_args_is_help=True, add_completion=False, help="邻里 Linli")
inbox = typer.Typer(no_args_is_help=True, help="Messages that were accepted.")
app.add_typer(inbox, name="inbox")
ConfigOption = Annotated[Path | None, typer.Option("--config", help="Default: ./config.toml")]


@app.callback()
def main() -> None:
    """Log to standard error, so that what a command prints can be used."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))


def _settings(config: Path | None) -> Settings:
    try:
        return load_settings(config)
    except (ValidationError, ValueError) as error:
        typer.echo(f"The configuration cannot be used:\n{error}", err=True)
        raise typer.Exit(2) from error


def _ground(config: Path | None) -> Ground:
    return open_ground(_settings(config))


@app.command()
def run(
    config: ConfigOption = None,
    sample_if_empty: Annotated[
        bool, typer.Option(help="Load a sample community into an empty database.")
    ] = False,
) -> None:
    """Serve the web chat until stopped."""
    settings = _settings(config)
    ground = open_ground(settings)
    try:
        held = lock_file(settings)
    except AlreadyRunning as error:
        typer.echo("Another `linli run` uses this database file; stop it first.", err=True)
        raise typer.Exit(1) from error
    prepare(ground, with_sample=sample_if_empty)
    address = settings.web.public_url or f"http://{settings.web.host}:{settings.web.port}/"
    typer.echo(f"邻里开门了：{address}")
    asyncio.run(serve(build(ground)))
    if held is not None:
        held.close()


@app.command()
def migrate(config: ConfigOption = None) -> None:
    """Bring the database to the newest shape."""
    upgrade(_ground(config).db.patient)


@app.command()
def sample(config: ConfigOption = None) -> None:
    """Load the sample community into an empty database."""
    ground = _ground(config)
    upgrade(ground.db.patient)
    with ground.db.reading() as session:
        if session.scalar(select(Community.id).limit(1)) is not None:
            typer.echo("This database already has a community; nothing was changed.", err=True)
            raise typer.Exit(1)
    prepare(ground, with_sample=True)


@app.command()
def invite(
    role: Annotated[Role, typer.Argument(help="For example worker or coordinator.")],
    name: Annotated[str, typer.Option(help="What to call them.")],
    config: ConfigOption = None,
) -> None:
    """Print a link that opens the desk for a new member of staff, once, for 15 minutes."""
    ground = _ground(config)
    prepare(ground)
    at, token = ground.around.now(), ground.around.token()
    with ground.db.session() as session:
        community = home_community(session)
        person = Person(community_id=community.id, display_name=name, created_at=at)
        session.add(person)
        session.flush()
        grant(session, person, role, at)
        make_link(session.connection(), person, token, at)
        session.add(
            Audit(
                community_id=community.id,
                action="invited",
                subject=f"person:{person.id}",
                detail=role.value,
                at=at,
            )
        )
    web = ground.settings.web
    base = web.public_url.rstrip("/") or f"http://{web.host}:{web.port}"
    minutes = int(LINK_LIVES / timedelta(minutes=1))
    typer.echo(f"{base}/enter/{token}\n（{minutes} 分钟内打开一次）")


@app.command()
def chat(
    config: ConfigOption = None,
    name: Annotated[Who | None, typer.Option("--as", help="Talk as this sample person.")] = None,
) -> None:
    """Talk to the desk here in the terminal."""
    settings = _settings(config)
    if name and settings.web.public_url:
        typer.echo("Speaking as somebody else is refused where a public_url is set.", err=True)
        raise typer.Exit(1)
    ground = open_ground(settings)
    untouched = settings.model_dump() == Settings.model_construct().model_dump()
    prepare(ground, with_sample=untouched)
    terminal_chat.talk(ground, name)


@inbox.command("list")
def inbox_list(config: ConfigOption = None) -> None:
    """Show the messages whose turn failed: ids and error ids, never texts."""
    with _ground(config).db.reading() as session:
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
    ground = _ground(config)
    chosen = update(Inbox).where(Inbox.state == InboxState.FAILED)
    if ids:
        chosen = chosen.where(Inbox.id.in_(ids))
    with ground.db.patient.begin() as connection:
        done = connection.execute(
            chosen.values(state=InboxState.ACCEPTED, retry_at=ground.around.now(), error_id=None)
        )
    typer.echo(f"{done.rowcount} to be handled again.")
