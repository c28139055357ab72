"""Where a platform counts what we say first, a turn says all in one message: the news that were
held back (bot/holding.py), in a few lines, and the answer to what she did.

News are worded now: what is no longer true is never said. What does not fit comes by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.orm import Session

from bot import outbox_rows as rows
from bot.channels.contract import Channel
from bot.channels.plain import as_text
from bot.holding import release
from bot.leasing import rows_of
from bot.readers import look_up
from bot.wording import Place, Wording
from handlers.content import Content
from handlers.language import _
from handlers.notice import NotNow
from models.lore import Lore
from models.outbox import GaveUp

#: pieces of news in one answer
MOST_NEWS = 3
#: looked at for one answer; more wait for the next
MOST_LOOKED_AT = 20
AWAY = timedelta(days=1)
#: it does not ring, so quiet hours and the week's budget hold nothing back
_HERE = Place(rings=False, bulk_per_week=MOST_LOOKED_AT)


@dataclass(frozen=True, slots=True)
class OneAnswer:
    """Makes one message of a turn; one for each process."""

    channels: Mapping[int, Channel]
    new_token: Callable[[], str]
    lore: Lore

    def of(
        self, connection: Connection, row: Row[Any], messages: Sequence[Content], at: datetime
    ) -> list[Content]:
        """What the turn says; the language spoken now is hers. On other channels as it was."""
        channel = self.channels.get(row.account_id)
        if channel is None or not channel.answer_bytes:
            return list(messages)
        told = joined(messages, channel.answer_bytes)
        held = release(connection, row.contact_id, at, MOST_LOOKED_AT)
        if not held:
            return told
        first = told[0] if told else Content()
        room = channel.answer_bytes - _bytes(as_text(first))
        text = self._news(connection, held, room, at)
        if not text:
            return told
        whole = "\n\n".join(part for part in (text, first.text) if part)
        return [replace(first, text=whole), *told[1:]]

    def for_its_post(
        self, row: Row[Any], messages: Sequence[Content], at: datetime
    ) -> dict[str, Any] | None:
        """The reply to a message whose own post waits elsewhere: for the answer to that one.

        Posts of one person that come at once are handled by whoever is first.
        """
        channel = self.channels.get(row.account_id)
        if channel is None or not channel.answer_bytes or len(messages) != 1:
            return None
        if at - row.accepted_at > timedelta(seconds=channel.answer_seconds):
            return None
        return channel.riding(row.address, messages[0])

    def _news(self, connection: Connection, ids: list[int], room: int, at: datetime) -> str:
        """The lines that fit, their rows done."""
        found = rows_of(connection, ids)
        with Session(connection, join_transaction_mode="conditional_savepoint") as session:
            readers = look_up(session, found, at)
            wording = Wording(session, self.lore, self.new_token, at, readers)
            said = wording.word(found, [_HERE] * len(found))
            session.flush()
        head = _headline(min(each.created_at for each in found), at)
        lines, done = [head], []
        for row, each in zip(found, said, strict=True):
            if isinstance(each, GaveUp):
                rows.give_up(connection, row.id, each, at)
            elif isinstance(each, Content) and row.subject and not each.buttons:
                # a card that she never saw, and nothing can be done with it any more
                rows.give_up(connection, row.id, GaveUp.TOO_OLD, at)
            elif isinstance(each, NotNow):
                rows.again_at(connection, row.id, each.at)
            elif _is_news(each, lines, room):
                text = as_text(each)
                if text not in lines:
                    lines.append(text)
                done.append(row.id)
        if done:
            rows.mark_sent(connection, done, at)
        return "\n".join(lines) if done else ""


def joined(messages: Sequence[Content], most: int) -> list[Content]:
    """The messages as one, where that fits; one with pictures stays by itself."""
    if len(messages) < 2 or any(each.media for each in messages):
        return list(messages)
    *before, last = messages
    text = "\n\n".join([*map(as_text, before), last.text]).strip()
    one = replace(last, text=text)
    return [one] if _bytes(as_text(one)) <= most else list(messages)


def _is_news(content: Content, lines: Sequence[str], room: int) -> bool:
    """It has words alone, and there is room for it."""
    text = as_text(content)
    if not text or content.media:
        return False
    if text in lines:
        return True
    return len(lines) <= MOST_NEWS and _bytes("\n".join([*lines, text, "", ""])) <= room


def _headline(oldest: datetime, at: datetime) -> str:
    if at - oldest > AWAY:
        return _("您不在的这几天：")
    return _("先说刚才的事：")


def _bytes(text: str) -> int:
    return len(text.encode(errors="replace"))
