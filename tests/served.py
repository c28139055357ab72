"""Hours that stand in the book of somebody: an autumn of visits, and one activity."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity import Activity, ActivityState
from models.community import Community
from models.hours_approving import agree
from models.hours_book import enter
from models.order import Order, OrderState
from models.person import Person
from models.service_record import Evidence, ServiceRecord
from tests.transcript import ZONE, World


def person_called(session: Session, name: str) -> Person:
    """Somebody by the name they gave."""
    return session.scalars(select(Person).filter_by(display_name=name)).one()


def an_order_of(session: Session, world: World, at: datetime, kind: str = "home_repair") -> Order:
    """A closed order of somebody without a name."""
    asker = Person(community_id=world.community_id, created_at=at)
    session.add(asker)
    session.flush()
    order = Order(
        community_id=world.community_id,
        number=f"{at:%m%d}-07",
        state=OrderState.CLOSED,
        kind=kind,
        raw_text="换灯",
        requested_by_id=asker.id,
        served_person_id=asker.id,
        starts_at=at,
        minutes_planned=60,
        urgency="U2",
        review_due_at=at,
        code="4826",
        created_at=at,
        changed_at=at,
        closed_at=at + timedelta(hours=1),
    )
    session.add(order)
    session.flush()
    return order


def an_activity(world: World, leader: str, at: datetime, hours: float = 2.5) -> int:
    """暖冬 on a square, over; returns its id."""
    with world.db.session() as session:
        activity = Activity(
            community_id=world.community_id,
            number=f"{at:%m%d}-01",
            state=ActivityState.SETTLED,
            title="暖冬",
            leader_id=person_called(session, leader).id,
            starts_at=at,
            ends_at=at + timedelta(hours=hours),
            code_key="k",
            served_count=41,
            created_at=at,
        )
        session.add(activity)
        session.flush()
        return activity.id


def served(
    world: World,
    name: str,
    at: datetime,
    minutes: int,
    evidence: Evidence = Evidence.CODE,
    by: str = "",
) -> int:
    """One visit in the book; agreed to by the person served, or by `by`, or by nobody yet ("-")."""
    with world.db.session() as session:
        person, order = person_called(session, name), an_order_of(session, world, at)
        record = enter(
            session,
            community_id=world.community_id,
            subject=order.subject,
            person_id=person.id,
            started=at,
            ended=at + timedelta(minutes=minutes),
            evidence=evidence,
            recorder_id=person.id,
            at=at + timedelta(minutes=minutes),
        )
        if by != "-":
            yes = person_called(session, by).id if by else order.served_person_id
            agree(session, record, yes, at + timedelta(minutes=minutes))
        return record.id


def a_book(world: World, name: str) -> None:
    """92 hours and 10 minutes in all, 41 hours of them this year, two and a half of them waiting.

    The numbers of 何静 in the model chat: 71 h by code, 18:40 by the leader's roster, 2:30 by her
    own word.
    """
    last_year = datetime(2025, 3, 3, 8, 0, tzinfo=ZONE)
    for n in range(8):
        served(world, name, last_year + timedelta(days=7 * n), 384 if n else 382)
    this_year = datetime(2026, 3, 2, 8, 0, tzinfo=ZONE)
    for n in range(3):
        served(world, name, this_year + timedelta(days=7 * n), 397 if n else 396)
    for n in range(4):
        at = this_year + timedelta(days=60 + 7 * n)
        served(world, name, at, 280, Evidence.ROSTER)
    served(world, name, datetime(2026, 11, 21, 9, 0, tzinfo=ZONE), 150, Evidence.SELF, "-")


def record_of(session: Session, record_id: int) -> ServiceRecord:
    """An entry as it stands."""
    return session.get_one(ServiceRecord, record_id)


def community_of(session: Session, world: World) -> Community:
    """葵园社区."""
    return session.get_one(Community, world.community_id)
