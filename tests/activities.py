"""Activities for chats about them: one that 孙丽 published, and how everybody stands to it."""

from datetime import datetime, timedelta

from sqlalchemy import select

from models.activity import Activity
from models.membership import Role
from models.person import Person
from models.sign_up import SignUp, SignUpState
from tests.transcript import MONDAY, Someone, World

#: the day that the activity of these chats is held, at nine
SATURDAY = MONDAY.replace(month=12, day=5, hour=9, minute=0)
EVE = SATURDAY - timedelta(days=1)
WORDS = "做活动 暖冬，12月5日上午9点到11点半，葵园广场，{tasks}，当心：擦窗只擦里面，不登高"


def published(world: World, tasks: str = "擦窗2人、修小家电1人", words: str = WORDS) -> Someone:
    """孙丽 writes one message, sees the card and sends it."""
    sun = world.known("孙丽", Role.COORDINATOR)
    assert sun.say(words.format(tasks=tasks)).startswith("办活动\n活动  ")
    assert sun.press("发出").startswith("发出去了，编号 1205-01。")
    return sun


def activity_of(world: World, number: str = "1205-01") -> Activity:
    """That activity as it stands."""
    with world.db.reading() as session:
        found = session.scalars(select(Activity).filter_by(number=number)).one()
        session.expunge(found)
        return found


def states(world: World) -> dict[str, SignUpState]:
    """How each person stands, by name."""
    with world.db.reading() as session:
        rows = select(Person.display_name, SignUp.state).join(SignUp, SignUp.person_id == Person.id)
        return {row[0]: row[1] for row in session.execute(rows)}


def at(world: World, moment: datetime) -> None:
    """The clock goes on to that moment and a little."""
    world.at(moment + timedelta(seconds=30))
