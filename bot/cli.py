"""The command line: run it, look after it, talk to it."""

import asyncio
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import structlog
import typer
from sqlalchemy import select

from bot import doctor, poster, serving, terminal_chat
from bot.app import build
from bot.clock import Surroundings
from bot.commands_books import books
from bot.commands_calendar import imports
from bot.commands_ground import ConfigOption, ground_of, settings_of
from bot.commands_inbox import inbox
from bot.commands_keeping import backup, bring_back, keys, purge
from bot.commands_outbox import outbox
from bot.commands_report import report
from bot.commands_understand import understand
from bot.commands_wechat import have_codes, wechat
from bot.config import Settings
from bot.doctor.finding import Level
from bot.ground import Ground, open_ground, prepare
from bot.sample import Who
from bot.sample.crowd import Crowd, add_crowd
from bot.serving import AlreadyRunning, lock_file
from bot.web.doors import LINK_LIVES, make_link
from models.audit import Audit
from models.community import Community, home_community
from models.membership import Role, grant
from models.migrate import upgrade
from models.person import Person

app = typer.Typer(no_args_is_help=True, add_completion=False, help="邻里 Linli")
app.add_typer(inbox, name="inbox")
app.add_typer(outbox, name="outbox")
app.add_typer(keys, name="keys")
app.add_typer(books, name="books")
app.add_typer(imports, name="import")
app.add_typer(wechat, name="wechat")
app.command("backup")(backup)
app.command("restore")(bring_back)
app.command("purge")(purge)
app.command("understand")(understand)
app.command("report")(report)


@app.callback()
def main() -> None:
    """Log to standard error, so that what a command prints can be used."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))


@app.command()
def run(
    config: ConfigOption = None,
    sample_if_empty: Annotated[
        bool, typer.Option(help="Load a sample community into an empty database.")
    ] = False,
) -> None:
    """Serve the web chat until stopped."""
    settings = settings_of(config)
    ground = open_ground(settings)
    try:
        held = lock_file(settings)
    except AlreadyRunning as error:
        typer.echo("Another `linli run` uses this database file; stop it first.", err=True)
        raise typer.Exit(1) from error
    prepare(ground, with_sample=sample_if_empty)
    address = settings.web.public_url or f"http://{settings.web.host}:{settings.web.port}/"
    typer.echo(f"邻里开门了：{address}")
    serving.run(build(ground))
    if held is not None:
        held.close()


@app.command()
def migrate(config: ConfigOption = None) -> None:
    """Bring the database to the newest shape."""
    upgrade(ground_of(config).db.patient)


@app.command()
def sample(
    config: ConfigOption = None,
    people: Annotated[
        int, typer.Option(min=0, max=1_000_000, help="Invent so many more people in it.")
    ] = 0,
    seed: Annotated[int, typer.Option(help="Another number invents other people.")] = 0,
) -> None:
    """Load the sample community into an empty database, or more people into one that has it."""
    ground = ground_of(config)
    upgrade(ground.db.patient)
    with ground.db.reading() as session:
        community = session.scalar(select(Community).order_by(Community.id).limit(1))
    if community is not None and not (people and community.is_sample):
        typer.echo("This database already has a community; nothing was changed.", err=True)
        raise typer.Exit(1)
    prepare(ground, with_sample=True)
    if not people:
        return
    try:
        came = add_crowd(ground.db, ground.around, Crowd(people, seed))
    except ValueError as error:
        typer.echo(f"{error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{came} people came.")


@app.command()
def invite(
    role: Annotated[Role, typer.Argument(help="For example worker or coordinator.")],
    name: Annotated[str, typer.Option(help="What to call them.")],
    config: ConfigOption = None,
) -> None:
    """Print a link that opens the desk for a new member of staff, once, for 15 minutes."""
    ground = ground_of(config)
    with closing(ground.db):
        prepare(ground)
        token = _invited(ground, role, name)
    minutes = int(LINK_LIVES / timedelta(minutes=1))
    typer.echo(f"{ground.settings.web.address}/enter/{token}\n（{minutes} 分钟内打开一次）")


def _invited(ground: Ground, role: Role, name: str) -> str:
    """The token of the link; who was invited, and as what, is written down."""
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
    return token


@app.command("doctor")
def look_everything_over(config: ConfigOption = None) -> None:
    """Look everything over, and say in plain words what is broken and where to mend it."""
    findings = asyncio.run(doctor.examine(config, Surroundings()))
    for finding in findings:
        typer.echo(str(finding))
    if any(finding.level is Level.BROKEN for finding in findings):
        raise typer.Exit(1)


@app.command("poster")
def print_poster(
    station: Annotated[str, typer.Argument(help="The code of a station.")],
    out: Annotated[
        Path | None, typer.Option(help="Where to write; default: poster-CODE.html")
    ] = None,
    community: Annotated[str, typer.Option(help="Where two have a station of this code.")] = "",
    config: ConfigOption = None,
) -> None:
    """Write a page to print for a station, with a code to scan for each way to the desk."""
    ground = ground_of(config)
    prepare(ground)
    try:
        with ground.db.reading() as session:
            place = poster.station_of(session, station, community)
            session.expunge(place)
        have_codes(ground, place)
        with ground.db.reading() as session:
            ways = poster.ways_to(session, ground.settings, place)
    except (poster.NoStation, poster.NotReached) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    with ground.db.reading() as session:
        page = poster.draw(session.get_one(Community, place.community_id), place, ways)
    file = out or Path(f"poster-{quote(place.code, safe='')}.html")
    file.write_text(page, encoding="utf-8")
    typer.echo("\n".join([f"{file}: print it on A4, at its own size.", *(w.link for w in ways)]))


@app.command()
def chat(
    config: ConfigOption = None,
    name: Annotated[Who | None, typer.Option("--as", help="Talk as this sample person.")] = None,
) -> None:
    """Talk to the desk here in the terminal."""
    settings = settings_of(config)
    if name and settings.web.public_url:
        typer.echo("Speaking as somebody else is refused where a public_url is set.", err=True)
        raise typer.Exit(1)
    ground = open_ground(settings)
    untouched = settings.model_dump() == Settings.model_construct().model_dump()
    prepare(ground, with_sample=untouched)
    terminal_chat.talk(ground, name)
