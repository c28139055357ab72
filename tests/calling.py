"""An activity that calls for people, and what it takes to come, for the tests of notices."""

from datetime import datetime, timedelta

from sqlalchemy import select

from models.activity import Activity, ActivityRole, ActivityState
from models.contact import Contact
from models.membership import Role, grant
from models.person import Person
from models.sign_up import SignUp, SignUpState
from models.volunteer_profile import VolunteerProfile
from tests.transcript import ZONE, Someone, World

SAID = "周六义诊缺会量血压的，医护都问问"
CALL = (
    "周六义诊，还缺 6 位：量血压。\n12月5日 周六上午9点到11点半\n葵园站二楼\n当心：人多，扶着老人走"
)
#: Saturday after next, in the morning
SATURDAY = datetime(2026, 12, 5, 9, 0, tzinfo=ZONE)


def clinic(world: World, places: int = 6) -> Activity:
    """周六义诊: so many are wanted who can take a blood pressure."""
    with world.db.session() as session:
        of = {"community_id": world.community_id}
        made = Activity(
            **of,
            number="1205-01",
            state=ActivityState.RECRUITING,
            title="周六义诊",
            place="葵园站二楼",
            starts_at=SATURDAY,
            ends_at=SATURDAY + timedelta(hours=2, minutes=30),
            risk_note="人多，扶着老人走",
            code_key="k",
            created_at=world.now,
        )
        session.add(made)
        session.flush()
        for sort, (name, skill) in enumerate((("量血压", "medical"), ("登记", ""))):
            role = {"name": name, "skill": skill, "places": places, "places_left": places}
            session.add(ActivityRole(**of, activity_id=made.id, sort=sort, **role))
        session.flush()
        session.expunge_all()
    return made


def comes(world: World, address: str, activity: Activity, role: str = "量血压") -> None:
    """Whoever has this chat takes a place there."""
    with world.db.session() as session:
        contact = session.scalars(select(Contact).filter_by(address=address)).one()
        wanted = select(ActivityRole).filter_by(activity_id=activity.id, name=role)
        part = session.scalars(wanted.with_for_update()).one()
        part.places_left -= 1
        session.add(
            SignUp(
                community_id=activity.community_id,
                activity_id=activity.id,
                role_id=part.id,
                person_id=contact.person_id,
                state=SignUpState.APPLIED,
                applied_at=world.now,
            )
        )


def can(world: World, address: str, *skills: str) -> None:
    """Whoever has this chat says that they can do this, and is a volunteer."""
    with world.db.session() as session:
        contact = session.scalars(select(Contact).filter_by(address=address)).one()
        person = session.get_one(Person, contact.person_id)
        grant(session, person, Role.VOLUNTEER, world.now)
        said = {"skills": list(skills), "number": f"n{person.id}", "since": world.now}
        row = {"community_id": person.community_id, "person_id": person.id}
        session.add(VolunteerProfile(**row, **said, kinds=[], slots=[], skipped=[]))


def nurses(world: World, count: int) -> list[Someone]:
    """Volunteers who can take a blood pressure."""
    people = [world.known(f"护士{n}", Role.VOLUNTEER) for n in range(count)]
    for each in people:
        can(world, each.address, "medical")
    return people
