"""A group that has another address: its row goes with it, whatever hung on the other one."""

from typing import Any

from sqlalchemy import Connection, delete, select, update

from models.button import ActionButton
from models.group_chat import GroupChat, GroupPurpose
from models.outbox import Outbox, SentMessage


def moved(connection: Connection, account_id: int, old: str, new: str) -> None:
    """The group has another address, whichever of the two chats said so first.

    The row of the old address stays, because what was decided about the group stands there. What
    was written to the old chat can be changed no more.
    """
    ids: dict[str, int] = {
        row.address: row.id
        for row in connection.execute(
            select(GroupChat.address, GroupChat.id)
            .where(GroupChat.account_id == account_id, GroupChat.address.in_([old, new]))
            .order_by(GroupChat.id)
            .with_for_update()
        )
    }
    if old not in ids or old == new:
        return
    values: dict[str, Any] = {"address": new, "left_at": None, "next_send_at": None}
    connection.execute(delete(SentMessage).where(SentMessage.group_id == ids[old]))
    if new in ids:
        values.update(_merged(connection, ids[old], ids[new]))
    connection.execute(update(GroupChat).where(GroupChat.id == ids[old]).values(values))


def _merged(connection: Connection, old: int, new: int) -> dict[str, Any]:
    """Give the old row all that hangs on the new one, which goes; returns what it takes over."""
    rows = connection.execute(select(GroupChat.__table__).where(GroupChat.id.in_([old, new])))
    by_id = {row.id: row for row in rows}
    latest = by_id[new]
    values: dict[str, Any] = {"left_at": latest.left_at, "next_send_at": latest.next_send_at}
    if latest.title:
        values["title"] = latest.title
    if by_id[old].purpose is GroupPurpose.NEW:
        values.update(purpose=latest.purpose, building=latest.building, team_id=latest.team_id)
    same = select(ActionButton.script, ActionButton.subject).where(ActionButton.group_id == new)
    for script, subject in connection.execute(same).all():
        twice = delete(ActionButton).where(
            ActionButton.group_id == old,
            ActionButton.script == script,
            ActionButton.subject == subject,
        )
        connection.execute(twice)
    for table in (ActionButton, SentMessage, Outbox):
        connection.execute(update(table).where(table.group_id == new).values(group_id=old))
    connection.execute(delete(GroupChat).where(GroupChat.id == new))
    return values
