"""What stands in the rows when all is quiet again, person by person."""

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from sqlalchemy import Connection, func, select

from bot.channels.telegram.drawing import draw
from handlers.content import Content
from handlers.language import speaking
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database
from models.inbox import Inbox, InboxState
from models.outbox import GaveUp, Outbox, OutboxState
from tests.telegram_api import Person

#: longer than any pause before a further try on a busy machine
PATIENCE = 90.0
SAID = (OutboxState.SENT, OutboxState.ANSWERED)
OVER = (*SAID, OutboxState.GAVE_UP, OutboxState.UNCERTAIN)
_HELP = ("“找社区” 找真人", "“human”: somebody to talk to")
_REPLY = re.compile(r"i(\d+):r")


@dataclass
class Story:
    """One person's messages and what was answered. Orders are the platform's, ascending."""

    said: list[int] = field(default_factory=list)
    #: the orders as they were answered, one after the other
    handled: list[int] = field(default_factory=list)
    #: what was to be said, oldest first; empty for what others were told
    texts: list[str] = field(default_factory=list)
    states: list[OutboxState] = field(default_factory=list)
    doubts: int = 0


def left(db: Database) -> list[Any]:
    """What was not handled, or not said for a reason that lies with us."""
    ours = Outbox.reason.in_([GaveUp.REJECTED, GaveUp.INVALID, GaveUp.ERROR_LIMIT])
    uncertain = Outbox.state == OutboxState.UNCERTAIN
    with db.read.connect() as rows:
        unhandled = rows.execute(select(Inbox.id).where(Inbox.state != InboxState.DONE))
        unsaid = rows.execute(select(Outbox.id, Outbox.reason).where(ours | uncertain))
        return [*unhandled, *unsaid]


def is_help(text: str) -> bool:
    """Whether 帮助 was answered, in whichever language."""
    return any(each in text for each in _HELP)


def stories(db: Database) -> dict[str, Story]:
    """Everybody's, by address. Raises AssertionError for a chat without its one conversation."""
    with db.read.connect() as rows:
        made = {each.id: Story() for each in rows.execute(select(Contact.id))}
        talks = rows.execute(select(Conversation.contact_id, func.count()).group_by("contact_id"))
        assert dict(talks.all()) == dict.fromkeys(made, 1)
        orders = _read_inbox(rows, made)
        _read_outbox(rows, made, orders)
        known = rows.execute(select(Contact.address, Contact.id)).all()
        return {address: made[contact_id] for address, contact_id in known}


def _read_inbox(rows: Connection, made: dict[int, Story]) -> dict[int, int]:
    of_all = select(Inbox.id, Inbox.contact_id, Inbox.platform_order, Inbox.state)
    orders = {}
    for each in rows.execute(of_all.order_by(Inbox.platform_order)):
        assert each.state is InboxState.DONE, each
        made[each.contact_id].said.append(each.platform_order)
        orders[each.id] = each.platform_order
    return orders


def _read_outbox(rows: Connection, made: dict[int, Story], orders: dict[int, int]) -> None:
    columns = (Outbox.contact_id, Outbox.key, Outbox.state, Outbox.doubts, Outbox.content)
    for each in rows.execute(select(*columns).order_by(Outbox.id)):
        if each.contact_id is None:
            continue
        story = made[each.contact_id]
        story.states.append(each.state)
        story.doubts += each.doubts
        story.texts.append(_drawn(each.content))
        reply = _REPLY.match(each.key)
        if reply is not None and (order := orders[int(reply[1])]) not in story.handled[-1:]:
            story.handled.append(order)


def _drawn(content: Any) -> str:
    if "said" not in content:
        return ""
    with speaking("zh"):
        return draw(Content.from_json(content["said"])).plain


def check_each_once(db: Database, people: Sequence[Person], messages: int) -> list[Story]:
    """Each of their messages was handled once, and each reply arrived once; returns the stories."""
    found = stories(db)
    checked = []
    for each in people:
        story = found[str(each.id)]
        assert len(story.said) == messages, story
        assert sorted(story.handled) == story.said, story
        assert set(story.states) <= set(SAID), story
        assert story.doubts == 0, story
        assert Counter(story.texts) == Counter(each.texts), (story, each.texts)
        checked.append(story)
    return checked


def unsettled(db: Database) -> list[Any]:
    """What is still to be handled or sent, but for what may only be said when somebody speaks."""
    with db.read.connect() as rows:
        waiting = select(Inbox.id, Inbox.state).where(Inbox.state != InboxState.DONE)
        now = Outbox.state.not_in(OVER) & Outbox.reason.is_(None)
        unsent = select(Outbox.id, Outbox.state).where(now)
        return [*rows.execute(waiting), *rows.execute(unsent)]


async def settled(db: Database) -> None:
    """Wait until nothing is left to be handled or sent. Raises AssertionError with what is."""
    deadline = monotonic() + PATIENCE
    while left := await asyncio.to_thread(unsettled, db):
        assert monotonic() < deadline, f"never settled: {len(left)}, {left[:9]}"
        await asyncio.sleep(0.05)


def left_by(db: Database, pid: int) -> list[Any]:
    """The rows that the process of this id still holds."""
    with db.read.connect() as rows:
        held = select(Outbox.id, Outbox.state).where(Outbox.lease_owner.like(f"%-{pid}-%"))
        return list(rows.execute(held))
