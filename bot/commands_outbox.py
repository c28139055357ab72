"""`linli outbox`: messages that did not get through, and sending them once more.

They are shown by ids and states, never by what they say or where they go.
"""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from sqlalchemy import ColumnElement, Row, and_, select

from bot.ages import age
from bot.commands_ground import ConfigOption, ground_of
from bot.retrying import Change, in_slices
from models.outbox import GaveUp, Outbox, OutboxState

#: may get through once the cause is mended; a chat that blocked us only when it is named
MENDABLE = (GaveUp.REJECTED, GaveUp.ERROR_LIMIT, GaveUp.INVALID)
STUCK = (OutboxState.UNCERTAIN, OutboxState.GAVE_UP)

outbox = typer.Typer(no_args_is_help=True, help="Messages to people.")
_COLUMNS: tuple[Any, ...] = (
    Outbox.id,
    Outbox.state,
    Outbox.reason,
    Outbox.lane,
    Outbox.kind,
    Outbox.account_id,
    Outbox.contact_id,
    Outbox.group_id,
    Outbox.attempts,
    Outbox.doubts,
    Outbox.may_repeat,
    Outbox.created_at,
)
_SHOWN = select(*_COLUMNS)


@outbox.command("list")
def outbox_list(
    state: Annotated[
        list[OutboxState] | None, typer.Option(help="Default: uncertain and gave_up.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest first.")] = 50,
    config: ConfigOption = None,
) -> None:
    """Show messages that did not get through: ids, states and ages, never texts."""
    ground = ground_of(config)
    with ground.db.reading() as session:
        rows = session.execute(
            _SHOWN.where(Outbox.state.in_(state or STUCK))
            .order_by(Outbox.id.desc())
            .limit(limit + 1)
        ).all()
    now = ground.around.now()
    for row in rows[:limit]:
        typer.echo(f"{_line(row)}  {age(now - row.created_at)} old")
    if not rows:
        typer.echo("No such message.")
    if len(rows) > limit:
        typer.echo(f"More than {limit}; --limit shows more.")


@outbox.command("retry")
def outbox_retry(
    ids: Annotated[list[int] | None, typer.Argument(help="Which ones.")] = None,
    reason: Annotated[
        GaveUp | None,
        typer.Option(help="All that gave up for this: rejected, error_limit, invalid."),
    ] = None,
    uncertain: Annotated[bool, typer.Option("--uncertain", help="All that are in doubt.")] = False,
    even_if_twice: Annotated[
        bool, typer.Option("--even-if-twice", help="Also those that may then arrive twice.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Send messages once more that gave up or are in doubt, after the cause is mended."""
    chosen, why = _chosen(ids or [], reason, uncertain)
    ground = ground_of(config)
    with ground.db.reading() as session:
        rows = session.execute(_SHOWN.where(chosen).order_by(Outbox.id)).all()
    refused = {row.id: told for row in rows if (told := _refusal(row, even_if_twice))}
    missing = set(ids or []) - {row.id for row in rows}
    refused |= dict.fromkeys(sorted(missing), "there is none")
    _tell(refused, one_by_one=bool(ids))
    values = {
        "state": OutboxState.DUE,
        "due_at": ground.around.now(),
        "reason": None,
        "attempts": 0,
    }
    change = Change(Outbox, Outbox.state.in_(STUCK), values, why)
    done = in_slices(ground, change, [row.id for row in rows if row.id not in refused])
    typer.echo(f"{done} to be sent again.")
    if refused and not done:
        raise typer.Exit(1)


def _line(row: Row[Any]) -> str:
    state = f"{row.state.value} {row.reason.value}" if row.reason else row.state.value
    chat = f"group {row.group_id}" if row.group_id else f"contact {row.contact_id}"
    return (
        f"{row.id}  {state}  {row.lane.value} {row.kind}  account {row.account_id}  {chat}  "
        f"tries {row.attempts}  doubts {row.doubts}"
    )


def _chosen(
    ids: Sequence[int], reason: GaveUp | None, uncertain: bool
) -> tuple[ColumnElement[bool], str]:
    """Which rows, and what the audit table says of it. Raises typer.BadParameter."""
    if sum((bool(ids), reason is not None, uncertain)) != 1:
        raise typer.BadParameter("say which: ids, or --reason, or --uncertain")
    if ids:
        return Outbox.id.in_(ids), "by id"
    if reason is None:
        return Outbox.state == OutboxState.UNCERTAIN, "uncertain"
    if reason is GaveUp.BLOCKED:
        raise typer.BadParameter("blocked ones go again only by id, when that chat is open again")
    if reason not in MENDABLE:
        raise typer.BadParameter(f"{reason.value} is no fault to be mended")
    return and_(Outbox.state == OutboxState.GAVE_UP, Outbox.reason == reason), reason.value


def _refusal(row: Row[Any], even_if_twice: bool) -> str:
    """Why this one is left alone, or nothing."""
    if row.state not in STUCK:
        return f"it is {row.state.value}"
    if row.state is OutboxState.GAVE_UP and row.reason not in (*MENDABLE, GaveUp.BLOCKED):
        return f"{row.reason.value} is no fault to be mended" if row.reason else "it has no reason"
    may_have_gone = row.state is OutboxState.UNCERTAIN or row.doubts > 0
    if may_have_gone and not row.may_repeat and not even_if_twice:
        return "it may have arrived, and goes at most once; --even-if-twice sends it all the same"
    return ""


def _tell(refused: dict[int, str], *, one_by_one: bool) -> None:
    if one_by_one:
        for outbox_id, told in refused.items():
            typer.echo(f"{outbox_id} is left: {told}.", err=True)
        return
    for told in sorted(set(refused.values())):
        count = sum(each == told for each in refused.values())
        typer.echo(f"{count} left: {told}.", err=True)
