"""The web chat as a channel: sending is writing a bubble, which every open page then shows."""

from collections.abc import Sequence
from typing import Any, ClassVar

from sqlalchemy import Connection, select

from bot.channels.contract import Channel, Outgoing
from bot.running import Runner
from bot.web import lines
from bot.web.hub import Hub
from models.database import Database
from models.media import Media
from models.reaches import Reaches


class WebChat(Channel):
    """Bubbles are rows; a delivery tried twice shows once, because the row knows its outbox id."""

    name: ClassVar[str] = "web"
    rings: ClassVar[bool] = False
    reaches: ClassVar[Reaches] = Reaches.WHEN_OPEN
    edits: ClassVar[bool] = True

    def __init__(self, db: Database, runner: Runner, hub: Hub) -> None:
        """`hub` wakes the open pages."""
        self._db, self._runner, self._hub = db, runner, hub

    async def send(self, message: Outgoing) -> str:
        """Write the bubble; its position is the platform's id."""
        position = await self._runner.do(self._append, message)
        self._hub.wake(message.contact_id)
        return str(position)

    async def edit(self, platform_id: str, message: Outgoing) -> None:
        """Change the bubble where it stands."""
        await self._runner.do(self._change, platform_id, message)
        self._hub.wake(message.contact_id)

    def _append(self, message: Outgoing, *, patient: bool) -> int:
        engine = self._db.patient if patient else self._db.write
        with engine.begin() as connection:
            return lines.append(connection, _bubble(connection, message))

    def _change(self, platform_id: str, message: Outgoing, *, patient: bool) -> None:
        engine = self._db.patient if patient else self._db.write
        with engine.begin() as connection:
            lines.change(connection, _bubble(connection, message), int(platform_id))


def _bubble(connection: Connection, message: Outgoing) -> lines.Bubble:
    content = message.content.to_json()
    if message.content.media:
        content["media"] = _drawable(connection, message.content.media)
    return lines.Bubble(
        message.community_id,
        message.contact_id,
        "out",
        content,
        message.at,
        outbox_id=message.outbox_id,
    )


def _drawable(connection: Connection, media: Sequence[int]) -> list[dict[str, Any]]:
    """What a page has to know to draw each: a picture, a player or a link."""
    rows = connection.execute(
        select(Media.id, Media.kind, Media.seconds).where(Media.id.in_(media)).order_by(Media.id)
    )
    return [dict(row._mapping) for row in rows]
