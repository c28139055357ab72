"""How a story on Telegram ended: in the rows, in the chats, and in the stand-in's book."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from models.database import Database
from models.inbox import Inbox
from models.order_event import OrderEvent
from models.outbox import GaveUp, Outbox, OutboxState
from tests.acceptance.ending import bare, check_domain
from tests.acceptance.story import STORY
from tests.acceptance.telegram_people import OnTelegram
from tests.acceptance.telegram_story import Cast
from tests.telegram_api import BotApi, Person, Wrong
from tests.telegram_api.faults import DOUBTFUL

#: seconds until a card that has moved has said so
STEPS_BACK_WITHIN = 900
#: after these the desk cannot know whether a message arrived
_IN_DOUBT = (*DOUBTFUL, Wrong.SLOW, Wrong.UNHEARD, Wrong.TWICE, Wrong.TWICE_LATER)
#: carried out, and the desk was not told
_UNTOLD = frozenset({Wrong.LOST.value, Wrong.SLOW.value})


@dataclass(frozen=True, slots=True)
class Told:
    """A message that somebody has. `again`: the desk may have said it once more."""

    text: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """What must be the same whatever went wrong on the way."""

    events: list[str]
    chats: dict[str, list[str]]


async def ending(cast: Cast) -> Ending:
    """Check what must be right by itself; returns what is to be compared."""
    await cast.settle()
    check_domain(cast.db)
    _check_rows(cast)
    assert not cast.api.violations, cast.api.violations
    assert len(cast.api.unanswered) <= _struck(cast.api, "answerCallbackQuery")
    with cast.db.reading() as session:
        events = session.scalars(select(OrderEvent.what).order_by(OrderEvent.id)).all()
    return Ending(
        list(events), {who: list(map(bare, t)) for who, t in (await cast.texts()).items()}
    )


def doubts(cast: Cast) -> int:
    """How many messages may have been said twice."""
    with cast.db.read.connect() as connection:
        return connection.scalar(select(func.count()).where(Outbox.doubts > 0)) or 0


async def said_as_in(as_told: Ending, cast: Cast) -> None:
    """Everybody was told the same, in the same order; an old card may step back a little later.

    Said twice are only messages of which the desk was not told that they had arrived. A reply in
    an answer that the platform did not hear comes later than what was said meanwhile.
    """
    late = _late(cast)
    for who, wanted in as_told.chats.items():
        player = cast.people[who]
        assert isinstance(player, OnTelegram)
        for _more in range(STEPS_BACK_WITHIN // 10):
            if is_said(wanted, _told_bare(cast.api, player.person), late):
                break
            await asyncio.sleep(10)
        told = _told_bare(cast.api, player.person)
        assert is_said(wanted, told, late), f"{who} was told {told} instead of {wanted}"


def is_said(wanted: Sequence[str], told: Sequence[Told], late: Collection[str] = ()) -> bool:
    """Whether `told` is what was wanted, in order, with some of the repeatable ones twice.

    `late` ones stand anywhere, once or twice.
    """
    for text in late:
        count = sum(each.text == text for each in told)
        if not wanted.count(text) <= count <= 2 * wanted.count(text):
            return False
    in_order = [each for each in wanted if each not in late]
    reached = {0}
    for each in told:
        if each.text not in late:
            further = {n + 1 for n in reached if in_order[n : n + 1] == [each.text]}
            reached = further | reached if each.again else further
    return len(in_order) in reached


def told_to(api: BotApi, person: Person) -> list[Told]:
    """What the bot has said to somebody, as it looks now, oldest first."""
    untold = {
        each.message_id
        for each in api.calls
        if each.chat == person.id and each.carried_out and each.fault in _UNTOLD
    }
    return [Told(each.text, each.id in untold) for each in person.heard]


def rode(db: Database) -> set[str]:
    """The words of all replies that rode in answers."""
    with db.reading() as session:
        answers = session.scalars(select(Inbox.answer)).all()
    return {bare(each["text"]) for each in answers if each is not None}


def _told_bare(api: BotApi, person: Person) -> list[Told]:
    return [replace(each, text=bare(each.text)) for each in told_to(api, person)]


def _late(cast: Cast) -> set[str]:
    """Replies that rode, where answers were not heard or messages came again."""
    if not cast.api.faults.count(Wrong.UNHEARD, Wrong.TWICE, Wrong.TWICE_LATER):
        return set()
    return rode(cast.db)


def _struck(api: BotApi, method: str) -> int:
    return sum(each.method == method for each in api.faults.injected)


def _check_rows(cast: Cast) -> None:
    at_telegram = sum(isinstance(each, OnTelegram) for each in cast.people.values())
    with cast.db.reading() as session:
        inbox = session.scalar(select(func.count()).select_from(Inbox))
        assert inbox == len(STORY) + at_telegram, "a message came in twice, or not at all"
        rows = session.scalars(select(Outbox)).all()
    assert all(row.reason is GaveUp.TOO_OLD for row in rows if row.reason)
    in_doubt = [row for row in rows if row.state is OutboxState.UNCERTAIN]
    assert all(row.doubts > 1 or not row.may_repeat for row in in_doubt)
    assert sum(row.doubts for row in rows) <= cast.api.faults.count(*_IN_DOUBT)
