"""People and orders for chats about finding somebody: volunteers with a profile, one open order."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from models.assignment import Assignment, AssignmentState
from models.membership import Role
from models.order import Order
from models.person import Person
from models.volunteer_profile import VolunteerProfile
from tests.transcript import Someone, World

#: what nobody may read who does not go
PRIVATE = ("501", "2单元", "13900000123", "139 0000 0123", "李婶", "李*", "腿脚")
WORDS = "想找人取个快递送到站里，3号楼2单元501，明天下午，腿脚不便，13900000123"


def volunteer(  # noqa: PLR0913 - what a profile may say, each part by name
    world: World,
    name: str,
    *,
    building: str = "",
    skills: Sequence[str] = (),
    kinds: Sequence[str] = (),
    slots: Sequence[str] = (),
    most: int | None = None,
    rests_until: datetime | None = None,
) -> Someone:
    """A volunteer with what they told us of themselves."""
    someone = world.known(name, Role.VOLUNTEER)
    with world.db.session() as session:
        person = session.scalars(select(Person).filter_by(display_name=name)).one()
        person.building = building
        session.add(
            VolunteerProfile(
                community_id=world.community_id,
                person_id=person.id,
                number=f"{person.id:08d}",
                skills=list(skills),
                kinds=list(kinds),
                slots=list(slots),
                skipped=[],
                minutes_per_week=most,
                rests_until=rests_until,
                since=world.now,
            )
        )
    return someone


def posted(world: World, words: str = WORDS, name: str = "李婶") -> Someone:
    """An order for tomorrow afternoon that one volunteer can do."""
    li = world.known(name, Role.RESIDENT)
    asked = li.say(words)
    if "腿脚不便" in words:
        assert "有一件单独问您：\n“腿脚不便”\n先告诉来的人，行吗？不说也来。" in asked
        li.press("可以说")
    sent = li.say("行")
    assert sent.startswith("发出去了"), sent
    return li


def approved(world: World, words: str = WORDS) -> tuple[Someone, Someone]:
    """孙丽 has approved it and reads who could go."""
    sun = world.known("孙丽", Role.COORDINATOR)
    li = posted(world, words)
    assert "通过了。" in sun.press("通过")
    return sun, li


def opened(world: World, words: str = WORDS) -> tuple[Someone, Someone]:
    """The order is open and the first group is asked."""
    sun, li = approved(world, words)
    assert "放开了" in sun.press("放开接单")
    return sun, li


def order_of(world: World, number: str = "1123-01") -> Order:
    """That order as it stands."""
    with world.db.reading() as session:
        return session.scalars(select(Order).filter_by(number=number)).one()


def parts(world: World) -> dict[str, AssignmentState]:
    """Who has which part in the orders there are, by name."""
    with world.db.reading() as session:
        rows = select(Person.display_name, Assignment.state).join(
            Assignment, Assignment.person_id == Person.id
        )
        return {row[0]: row[1] for row in session.execute(rows)}


def nothing_private(*texts: str) -> None:
    """Name, phone, door and health are nobody's who does not go."""
    for text in texts:
        assert [word for word in PRIVATE if word in text] == [], text
