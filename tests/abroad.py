"""The notice of a foreign platform as people read it, and what is kept of those who read it."""

from typing import Any

from sqlalchemy import select

from models.contact import Contact
from models.conversation import Conversation
from models.inbox import Inbox
from models.outbox import Outbox
from models.timer import Timer, TimerState
from tests.transcript import World

NEED = "厨房灯不亮了，3号楼2单元501，明天上午"
NOTICE = (
    "您好，这里是葵园社区邻里。\n先说一件事：Telegram 是外国公司，\n您写的话会存到国外的机器上。\n"
    "不愿意，用网页或打 8000 0123，一样办。\n"
)
WAITS = "您写的先存着，您说可以就办。\n一天没回，就删掉。\n"
QUESTION = "在这里办，可以吗？\n1 可以\n2 用网页\n3 看说明"
#: the next question to whoever wrote NEED
CALL_YOU = "留个电话吧，来之前给您打一个。"


def rows(world: World, what: Any) -> list[Any]:
    """All values of a column, oldest first."""
    with world.db.reading() as session:
        return list(session.scalars(select(what).order_by(what.class_.id)))


def everything_kept(world: World) -> str:
    """Whatever the rows hold of what was said, decrypted."""
    with world.db.reading() as session:
        kept = [
            *session.scalars(select(Inbox.payload)),
            *session.scalars(select(Outbox.content)),
            *session.scalars(select(Conversation.state)),
        ]
    return str([each for each in kept if each is not None])


def state_is_empty(world: World, address: str) -> bool:
    """Whether nothing is open, parked or drafted in this chat."""
    with world.db.reading() as session:
        found = select(Conversation).join(Contact, Contact.id == Conversation.contact_id)
        row = session.scalars(found.where(Contact.address == address)).one()
        return row.state is None and row.script is None


def due(world: World) -> list[str]:
    """The kinds of timers that are still to fire."""
    with world.db.reading() as session:
        return list(session.scalars(select(Timer.kind).filter_by(state=TimerState.DUE)))


def late_timer(world: World, address: str) -> None:
    """The timer of an earlier question, which fires although that was answered long ago."""
    with world.db.session() as session:
        contact_id = session.scalars(select(Contact.id).filter_by(address=address)).one()
        session.add(
            Timer(
                community_id=world.community_id,
                kind="unanswered",
                subject=f"contact:{contact_id}",
                occurrence="earlier",
                due_at=world.now,
            )
        )
