"""`linli wechat`: what has to be told to WeChat once."""

import asyncio
from typing import Annotated

import typer

from bot.commands_ground import ConfigOption, ground_of
from bot.ground import Ground
from handlers.language import speaking
from models.community import Community
from models.station import Station

wechat = typer.Typer(no_args_is_help=True, help="Tell WeChat what it must know.")


@wechat.callback()
def main() -> None:
    """A group of commands, also while there is only one."""


@wechat.command()
def menu(
    config: ConfigOption = None,
    account: Annotated[str, typer.Option(help="The account's name in the configuration.")] = "main",
) -> None:
    """Put the menu below the chats of an account; people see it within five minutes."""
    ground = ground_of(config)
    if account not in ground.settings.wechat.named():
        _stop(f"The configuration has no WeChat account {account}: see [wechat].")
    asyncio.run(_publish(ground, account))
    typer.echo("The menu is there; people see it within five minutes.")


def have_codes(ground: Ground, station: Station) -> None:
    """Before a poster is printed: its WeChat code, made once. Without it the poster lacks it."""
    if not ground.settings.wechat.named():
        return
    from bot.channels.wechat.codes import make_codes  # the library takes a moment to load
    from bot.channels.wechat.errors import ApiError
    from bot.channels.wechat.tokens import NoToken
    from bot.channels.wechat.wire import NotSent, Unknown

    try:
        asyncio.run(make_codes(ground, station))
    except (ApiError, NotSent, Unknown, NoToken) as error:
        why = f"WeChat makes no code for this station now ({error}); `linli doctor` says more."
        typer.echo(why, err=True)


async def _publish(ground: Ground, name: str) -> None:
    from bot.channels.wechat.abilities import ABILITIES  # the library takes a moment to load
    from bot.channels.wechat.alone import NoAccount, calling, row_of
    from bot.channels.wechat.errors import MEND, ApiError
    from bot.channels.wechat.menu import publish
    from bot.channels.wechat.tokens import NoToken
    from bot.channels.wechat.wire import NotSent, Unknown

    settings = ground.settings.wechat.named()[name]
    if not ABILITIES[settings.account].menu:
        _stop(f"An account of the kind {settings.account} has no menu.")
    try:
        row = row_of(ground, name)
        with ground.db.reading() as session:
            language = session.get_one(Community, row.community_id).language
        async with calling(ground, row, settings) as api:
            with speaking(language):
                await publish(api)
    except NoAccount as error:
        _stop(str(error))
    except ApiError as error:
        _stop(f"WeChat refuses it ({error}): {MEND.get(error.code, 'look the code up there')}.")
    except (NotSent, Unknown, NoToken) as error:
        _stop(f"WeChat cannot be reached ({error}): try again in a minute.")


def _stop(why: str) -> None:
    typer.echo(why, err=True)
    raise typer.Exit(1)
