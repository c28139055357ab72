"""A community with a duty list, and somebody with two chats, for tests of alerts and the list."""

from datetime import date, datetime

from sqlalchemy import select

from models.account import ensure_account
from models.alert import Alert
from models.community import Community
from models.contact import Contact
from models.duty import DutyTurn, Part
from models.membership import Role
from models.person import Person
from tests.transcript import ZONE, Someone, World

#: Wednesday night, three hours after midnight
NIGHT = datetime(2026, 11, 26, 3, 0, tzinfo=ZONE)


def listed(world: World, *names: str, weekday: int = 2, part: Part = Part.NIGHT) -> None:
    """Let these be on duty in that part of that weekday, in this order."""
    with world.db.session() as session:
        for rank, name in enumerate(names, start=1):
            person = session.scalars(select(Person).filter_by(display_name=name)).one()
            row = {"community_id": world.community_id, "person_id": person.id}
            session.add(DutyTurn(**row, weekday=weekday, part=part, rank=rank))


def on_one_day(world: World, name: str, day: date, part: Part) -> None:
    """Let this person be on duty then, that once."""
    with world.db.session() as session:
        person = session.scalars(select(Person).filter_by(display_name=name)).one()
        row = {"community_id": world.community_id, "person_id": person.id}
        session.add(DutyTurn(**row, duty_on=day, part=part, rank=1))


def night_staff(world: World) -> tuple[Someone, Someone, Someone]:
    """赵倩 and 孙丽 work here, 陈静 coordinates."""
    zhao, sun = world.known("赵倩", Role.WORKER), world.known("孙丽", Role.WORKER)
    return zhao, sun, world.known("陈静", Role.COORDINATOR)


def second_chat(world: World, name: str) -> Someone:
    """Another chat of the same person, on a second account that the same paper delivers."""
    address = f"{name}的电脑"
    with world.db.session() as session:
        community = session.get_one(Community, world.community_id)
        account = ensure_account(session, community, "paper", "second")
        other = account.id
        person = session.scalars(select(Person.id).filter_by(display_name=name)).one()
    world.more_accounts.append(other)
    world.restart()
    first, world.account_id = world.account_id, other
    world.receive(address, f"{address}-hello", 0, {"kind": "start"})
    world.account_id = first
    with world.db.session() as session:
        session.scalars(select(Contact).filter_by(address=address)).one().person_id = person
    someone = world.someone(address)
    _ = someone.new
    return someone


def alerts(world: World) -> list[Alert]:
    """Every alert there is, oldest first."""
    with world.db.reading() as session:
        return list(session.scalars(select(Alert).order_by(Alert.id)))
