"""`linli backup`, `restore`, `purge` and `keys rotate`: what is kept, and for how long."""

import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import insert, select

from bot.backing import back_up
from bot.commands_ground import ConfigOption, ground_of, settings_of
from bot.ground import Ground, open_ground, prepare
from bot.keeping import PAUSE_SECONDS, sweep_once
from bot.keys import kept_keys
from bot.leftovers import drop_all
from bot.restoring import CannotRestore, restore
from bot.rotating import drop_old_keys, left_to_do, new_first_key, seal_files_anew, seal_rows_anew
from bot.serving import AlreadyRunning, hold
from bot.storage import Storage
from models.audit import Audit
from models.community import Community
from models.sweeping import all_due

keys = typer.Typer(no_args_is_help=True, help="What encrypts everything.")


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it.")],
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="The keys too: whoever has the file reads it all.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Write everything of this moment into one file, beside a running desk."""
    ground = ground_of(config)
    with closing(ground.db):
        size = back_up(ground, file, with_keys=with_keys)
    typer.echo(f"{file}: {size / 1_000_000:.1f} MB")
    typer.echo(
        "The keys are in it: keep it as you would keep them."
        if with_keys
        else "Without the keys nobody can read it; keep a copy of those elsewhere."
    )


def bring_back(
    file: Annotated[Path, typer.Argument(help="A file that `linli backup` wrote.")],
    yes: Annotated[bool, typer.Option("--yes", help="Replace what is there.")] = False,
    config: ConfigOption = None,
) -> None:
    """Bring a backup back; whoever has left since then is gone again."""
    settings = settings_of(config)
    try:
        back = restore(settings, file, even_over_rows=yes)
    except CannotRestore as error:
        typer.echo(f"{error}\nNothing was changed.", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"The backup of {back.made_at} is back: {back.people} people, {back.files} files.")
    typer.echo(f"{back.gone_again} who had left since then are gone again.")
    if back.in_doubt:
        typer.echo(
            f"{back.in_doubt} messages were on their way then and may have arrived;"
            " `linli outbox retry --uncertain` sends them."
        )


def purge(config: ConfigOption = None) -> None:
    """Do by hand what is done every night: let go of what is older than its rule says."""
    ground = ground_of(config)
    with closing(ground.db):
        _purge(ground)


def _purge(ground: Ground) -> None:
    prepare(ground)
    gone = _sweep(ground)
    for name, count in gone.items():
        typer.echo(f"{name}: {count} rows")
    storage = Storage(ground.settings.storage.path, ground.db.vault)
    files = drop_all(ground.db, storage, ground.around)
    typer.echo(f"{sum(gone.values())} rows and {files} files.")
    _note(ground, "purged", f"{sum(gone.values())} rows, {files} files")


def _sweep(ground: Ground) -> Counter[str]:
    with ground.db.reading() as session:
        rules = all_due(session, ground.around.now())
    gone: Counter[str] = Counter()
    for due in rules:
        while count := sweep_once(ground.db, due):
            gone[due.name] += count
            time.sleep(PAUSE_SECONDS)
    return gone


def _note(ground: Ground, action: str, detail: str) -> None:
    with ground.db.session() as session:
        for community_id in session.scalars(select(Community.id).order_by(Community.id)).all():
            row = {
                "community_id": community_id,
                "action": action,
                "subject": "database",
                "detail": detail,
                "at": ground.around.now(),
            }
            session.execute(insert(Audit), row)


@keys.command("rotate")
def rotate(
    drop: Annotated[
        bool, typer.Option("--drop", help="Forget the old keys once nothing needs them.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Make a new first key and seal everything anew with it; run again, it goes on."""
    settings = settings_of(config)
    before = open_ground(settings)
    with closing(before.db):
        _make_key(before, drop=drop)
    ground = open_ground(settings)
    with closing(ground.db):
        rows = seal_rows_anew(ground.db)
        files = seal_files_anew(settings.storage.path, ground.db)
        _note(ground, "keys_rotated", f"{rows} rows, {files} files")
        typer.echo(f"{rows} rows and {files} files are sealed with the first key.")
        _end(ground, drop=drop)


def _make_key(ground: Ground, *, drop: bool) -> None:
    """A new key in the key file, unless one is half rotated or the old ones are to go."""
    settings = ground.settings
    if settings.security.keys:
        typer.echo("The keys are in the configuration; its first one is used.")
        return
    has_old = len(kept_keys(settings)["keys"]) > 1
    if has_old and (drop or left_to_do(ground.db)):
        return
    try:
        held = hold(settings, ground.db)
    except AlreadyRunning as error:
        typer.echo("A running desk would not know a new key; stop `linli run` first.", err=True)
        raise typer.Exit(1) from error
    new_first_key(settings)
    if held is not None:
        held.close()


def _end(ground: Ground, *, drop: bool) -> None:
    settings, left = ground.settings, left_to_do(ground.db)
    if left:
        typer.echo(f"{left} rows were written with an old key meanwhile; run it again.", err=True)
        raise typer.Exit(1)
    if settings.security.keys:
        typer.echo("Nothing here needs the old keys any more; earlier backups do.")
    elif drop:
        typer.echo(f"{drop_old_keys(settings)} old keys are gone; earlier backups need them.")
    else:
        typer.echo("Nothing here needs the old keys any more: --drop forgets them.")
