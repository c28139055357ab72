"""How a story on WeChat ended: in the rows, in the chats, and in the stand-in's book."""

from sqlalchemy import func, select

from models.inbox import Inbox
from models.order_event import OrderEvent
from models.outbox import GaveUp, Outbox, OutboxState
from tests.acceptance.ending import bare, check_domain
from tests.acceptance.story import STORY
from tests.acceptance.telegram_ending import Ending, Told, is_said
from tests.acceptance.telegram_people import OnTelegram
from tests.acceptance.wechat_story import Cast, OnWeChat
from tests.wechat_api.faults import DOUBTFUL

#: in the answer to her own post, or by a message
WORDS = ("passive", "text")


async def ending(cast: Cast, more_said: int = 0) -> Ending:
    """Check what must be right by itself; returns what is to be compared.

    `more_said` is how often somebody wrote beside the story.
    """
    await cast.settle()
    check_domain(cast.db)
    assert cast.api.violations == []
    assert cast.held() == 0
    _check_rows(cast, more_said)
    with cast.db.reading() as session:
        events = session.scalars(select(OrderEvent.what).order_by(OrderEvent.id)).all()
    texts = await cast.texts()
    return Ending(list(events), {who: list(map(bare, told)) for who, told in texts.items()})


def said_as_in(as_told: Ending, cast: Cast) -> None:
    """Everybody was told the same, in order; twice only what may not have arrived."""
    for who, wanted in as_told.chats.items():
        player = cast.people[who]
        assert isinstance(player, OnWeChat)
        shown = [each for each in player.person.chat.heard if each.way in WORDS]
        texts = player.person.texts
        told = [Told(bare(t), each.untold) for t, each in zip(texts, shown, strict=True)]
        assert is_said(wanted, told), f"{who} was told {told} instead of {wanted}"


def doubts(cast: Cast) -> int:
    """How many messages may have been said twice."""
    with cast.db.read.connect() as connection:
        return connection.scalar(select(func.count()).where(Outbox.doubts > 0)) or 0


def _check_rows(cast: Cast, more_said: int) -> None:
    came = sum(isinstance(each, OnWeChat | OnTelegram) for each in cast.people.values())
    with cast.db.reading() as session:
        inbox = session.scalar(select(func.count()).select_from(Inbox))
        assert inbox == len(STORY) + came + more_said, "one came in twice, or not at all"
        rows = session.scalars(select(Outbox)).all()
    assert all(row.reason is GaveUp.TOO_OLD for row in rows if row.reason)
    in_doubt = [row for row in rows if row.state is OutboxState.UNCERTAIN]
    assert all(row.doubts > 1 or not row.may_repeat for row in in_doubt)
    assert sum(row.doubts for row in rows) <= cast.api.faults.count(*DOUBTFUL)
