"""Where we may write: people who block us and come back, groups that add, move and remove us.

Each function is safe to repeat, and a late message about the past does not undo what came after.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from bot.channels.telegram.inbound import Called, Event, Moved, Renamed, Source, Standing
from bot.clock import Surroundings
from bot.group_moves import moved
from bot.queueing import queue_told
from bot.running import Runner
from handlers.engine.chat import Told
from models.contact import Contact
from models.database import Database
from models.group_chat import GroupChat, GroupPurpose
from models.membership import STAFF, people_with
from models.outbox import Outbox
from models.upsert import insert_new

#: the notice that asks staff what a new group is for
GROUP_ADDED = "group_added"


class Members:
    """The news of chats that one bot gets."""

    def __init__(self, source: Source, db: Database, runner: Runner, around: Surroundings) -> None:
        """`source` is the bot."""
        self._source, self._db, self._runner, self._around = source, db, runner, around

    async def note(self, event: Event) -> None:
        """Write down what became of a chat. Raises the database's failure."""
        await self._runner.do(self._note, event)

    def _note(self, event: Event, *, patient: bool) -> None:
        engine = self._db.patient if patient else self._db.write
        with engine.begin() as connection:
            match event:
                case Standing(is_group=False):
                    private(connection, self._source, event)
                case Standing(may_write=True):
                    added(connection, self._source, event, self._around)
                case Standing():
                    removed(connection, self._source, event)
                case Moved():
                    moved(connection, self._source.account_id, event.old, event.new)
                case Renamed():
                    renamed(connection, self._source, event)
                case Called():
                    called(connection, self._source, event, self._around.now())


def private(connection: Connection, source: Source, event: Standing) -> None:
    """She blocked us, or took the block away; a turn of hers takes it away too.

    Somebody we never met needs no row.
    """
    where = (Contact.account_id == source.account_id, Contact.address == event.address)
    stopped = update(Contact).where(*where)
    if event.may_write:
        connection.execute(stopped.values(stopped_at=None))
    else:
        still_open = stopped.where(Contact.stopped_at.is_(None))
        connection.execute(still_open.values(stopped_at=event.at))


def added(
    connection: Connection, source: Source, event: Standing, around: Surroundings
) -> int | None:
    """We are in this group, or in it again: its row, and staff hears of it.

    Returns the group's id, or None when nothing is new: a promotion, or news from before we left.
    """
    at = around.now()
    row = {
        "community_id": source.community_id,
        "account_id": source.account_id,
        "address": event.address,
        "title": event.title,
        "purpose": GroupPurpose.NEW,
        "building": "",
        "created_at": at,
    }
    is_new = insert_new(connection, GroupChat, row)
    if not is_new:
        back = update(GroupChat).where(
            *_of(source, event.address),
            GroupChat.left_at.is_not(None),
            GroupChat.left_at <= event.at,
        )
        is_new = bool(connection.execute(back.values(left_at=None)).rowcount)
        renamed(connection, source, event)
    if not is_new:
        return None
    group_id = connection.execute(
        select(GroupChat.id).where(*_of(source, event.address))
    ).scalar_one()
    _tell_staff(connection, source.community_id, group_id, around)
    return group_id


def removed(connection: Connection, source: Source, event: Standing) -> None:
    """We were sent away, or may not speak there any more."""
    open_yet = update(GroupChat).where(*_of(source, event.address), GroupChat.left_at.is_(None))
    connection.execute(open_yet.values(left_at=event.at))


def renamed(connection: Connection, source: Source, event: Renamed | Standing) -> None:
    """The name it has now, so that staff knows which group is meant."""
    if event.title:
        named = update(GroupChat).where(*_of(source, event.address))
        connection.execute(named.values(title=event.title))


def called(connection: Connection, source: Source, event: Called, at: datetime) -> None:
    """Somebody asked in a group who we are; the group is told, once for each time."""
    group_id = connection.scalar(
        select(GroupChat.id).where(*_of(source, event.address)).with_for_update(key_share=True)
    )
    key = f"hello{event.number}"
    known = select(Outbox.id).where(Outbox.key == f"{key}:n0")
    if group_id is not None and connection.scalar(known) is None:
        queue_told(connection, [Told(0, "group_hello", {}, group_id=group_id)], key, at)


def _tell_staff(
    connection: Connection, community_id: int, group_id: int, around: Surroundings
) -> None:
    at = around.now()
    with Session(connection) as session:
        staff = people_with(session, community_id, STAFF, at)
    told = [Told(person_id, GROUP_ADDED, {"group": group_id}) for person_id in staff]
    queue_told(connection, told, f"group{group_id}:{around.token()}", at)


def _of(source: Source, address: str) -> tuple[Any, Any]:
    return GroupChat.account_id == source.account_id, GroupChat.address == address
