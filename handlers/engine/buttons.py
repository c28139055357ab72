"""Turns choices and actions into buttons with tokens, as they are delivered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from handlers.content import Button, Content, Line, Option
from models.button import ActionButton
from models.ready import Ready
from models.rows import settled
from models.upsert import insert_new

_OF_CHAT, _OF_GROUP = (
    Ready(
        select(ActionButton.script, ActionButton.token).where(
            chat == bindparam("of"), ActionButton.subject == bindparam("subject")
        )
    )
    for chat in (ActionButton.contact_id, ActionButton.group_id)
)


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done from a card at any time: a script and what it is about."""

    label: str
    script: str
    subject: str
    style: Literal["plain", "main", "danger"] = "plain"


@dataclass(frozen=True, slots=True)
class Bearer:
    """For whom buttons are made: nobody else's press of them counts, unless a group has them."""

    contact_id: int | None
    community_id: int
    new_token: Callable[[], str]
    group_id: int | None = None


def with_options(content: Content, options: Iterable[Option], token: str) -> Content:
    """The question with its options as buttons; a card line gets the token of its own change."""
    tokens = {option.key: f"{token}.{n}" for n, option in enumerate(options)}
    on_lines: set[str] = set()
    card = content.card
    if card is not None:
        lines = tuple(_with_token(line, tokens) for line in card.lines)
        on_lines = {line.edit for line in card.lines if line.edit}
        card = replace(card, lines=lines)
    buttons = tuple(
        Button(
            option.label, tokens[option.key], option.hint, "main" if n == 0 and card else "plain"
        )
        for n, option in enumerate(options)
        if option.key not in on_lines or not card
    )
    return replace(content, card=card, buttons=buttons)


def _with_token(line: Line, tokens: dict[str, str]) -> Line:
    return replace(line, edit=tokens.get(line.edit, "")) if line.edit else line


def with_actions(
    session: Session, content: Content, actions: Iterable[Action], bearer: Bearer, at: datetime
) -> Content:
    """The card with a button for each action; the same action keeps its token for good."""
    connection, known, buttons = settled(session), {}, []
    for action in actions:
        if action.subject not in known:
            known[action.subject] = _tokens(connection, action.subject, bearer)
        token = known[action.subject].get(action.script) or _new(connection, action, bearer, at)
        buttons.append(Button(action.label, token, style=action.style))
    return replace(content, buttons=(*content.buttons, *buttons))


def _tokens(connection: Connection, subject: str, bearer: Bearer) -> dict[str, str]:
    """The tokens that this chat has for `subject`, by script."""
    find = _OF_CHAT if bearer.group_id is None else _OF_GROUP
    rows = find.rows(connection, {"of": bearer.group_id or bearer.contact_id, "subject": subject})
    return {row.script: row.token for row in rows}


def _new(connection: Connection, action: Action, bearer: Bearer, at: datetime) -> str:
    """A token for it, or the one that somebody else made in the same moment."""
    token = bearer.new_token()
    row = {
        "contact_id": bearer.contact_id,
        "group_id": bearer.group_id,
        "script": action.script,
        "subject": action.subject,
        "community_id": bearer.community_id,
        "token": token,
        "created_at": at,
    }
    if insert_new(connection, ActionButton, row):
        return token
    return _tokens(connection, action.subject, bearer)[action.script]


def find_action(session: Session, contact_id: int, token: str) -> tuple[str, str] | None:
    """Script and subject behind a token, if it was given to this contact or to a group."""
    row = session.execute(
        select(ActionButton.script, ActionButton.subject)
        .filter_by(token=token)
        .where((ActionButton.contact_id == contact_id) | ActionButton.group_id.is_not(None))
    ).first()
    return None if row is None else (row.script, row.subject)
