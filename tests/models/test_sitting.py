"""Who sits next: the people of a whole week are looked up once, however many shifts it has."""

from sqlalchemy import event

from models.database import Database
from models.duty import DutyTurn, Part
from models.membership import SITTERS, members_with
from models.need_kind import kind_of
from models.sitting import next_sitting
from tests.models.going import Ground, a_ground
from tests.models.test_orders import MONDAY


def sits(ground: Ground, name: str, weekday: int) -> int:
    """A volunteer who sits for quarrels on that weekday; returns whose row it is."""
    person = ground.person(name)
    row = {"community_id": ground.community.id, "person_id": person.id, "kind": "mediation"}
    ground.session.add(DutyTurn(**row, weekday=weekday, part=Part.NIGHT, rank=1))
    ground.session.flush()
    return person.id


def test_a_week_asks_once_who_of_its_people_may_sit(db: Database) -> None:
    asked: list[str] = []
    with a_ground(db) as ground:
        first, second, third = (
            sits(ground, name, n) for n, name in enumerate(("周凯", "赵倩", "马强"))
        )
        kind = kind_of(ground.session, ground.community.id, "mediation")

        def note(_c: object, _k: object, text: str, *_rest: object) -> None:
            asked.append(text)

        connection = ground.session.connection()
        event.listen(connection, "before_cursor_execute", note)
        found = next_sitting(ground.session, ground.community, kind, MONDAY, [first, second])
        event.remove(connection, "before_cursor_execute", note)
    assert found is not None
    assert found.people == (third,)
    assert len([text for text in asked if "FROM membership" in text]) == 1


def test_only_those_who_are_named_are_read(db: Database) -> None:
    with a_ground(db) as ground:
        zhou = ground.person("周凯")
        ground.person("赵倩")
        found = members_with(
            ground.session, ground.community.id, SITTERS, MONDAY, {"周凯", "周凯 马强"}
        )
        assert [person.id for person, _role in found] == [zhou.id]
