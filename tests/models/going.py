"""A small ground for the rules of visits: one order, some people, whatever a case wants of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import posting, visit_rules
from models.community import Community
from models.database import Database
from models.errors import Refused
from models.incident import Incident
from models.membership import Role, grant
from models.need_kind import kind_of, seed_kinds
from models.order import Order
from models.person import ActsFor, Person
from models.service_record import Evidence
from models.trust import give_trust
from models.visit import Visit
from tests.models.test_orders import MONDAY

TOMORROW = MONDAY + timedelta(days=1)
DOOR = posting.Place("3", "2", "501")


@dataclass
class Ground:
    """One community; everything in it is made by the case."""

    session: Session
    community: Community
    worker: Person

    def person(self, name: str, **about: object) -> Person:
        """A volunteer, of age unless the case says otherwise."""
        about = {"is_adult": True, **about}
        made = Person(community_id=self.community.id, display_name=name, created_at=MONDAY, **about)
        self.session.add(made)
        self.session.flush()
        grant(self.session, made, Role.VOLUNTEER, MONDAY)
        self.session.flush()
        return made

    def order(self, kind: str, served: Person, place: posting.Place = DOOR) -> Order:
        """What somebody asks for, open for claiming."""
        row = kind_of(self.session, self.community.id, kind)
        need = posting.Need(
            "帮个忙", row, TOMORROW, TOMORROW + timedelta(hours=3), "part", place, "13900000123",
            row.people,
        )  # fmt: skip
        order = posting.post(self.session, self.community, served, need, "4826", MONDAY)
        posting.approve(self.session, order, self.worker, MONDAY)
        posting.open_for_claiming(self.session, order, self.worker, MONDAY)
        return order

    def trust(self, person: Person, kind: str, days: int = 30) -> None:
        """The worker's word for somebody."""
        give_trust(self.session, person, kind, MONDAY + timedelta(days=days), self.worker, MONDAY)

    def guardian(self, adult: Person, child: Person) -> None:
        """The adult answers for the child."""
        self.session.add(
            ActsFor(
                community_id=self.community.id,
                person_id=adult.id,
                for_person_id=child.id,
                scope="guardian",
                agreed_by="guardian",
                agreed_at=MONDAY,
            )
        )
        self.session.flush()

    def has_been_there(self, person: Person, order: Order) -> None:
        """An earlier visit of this person to the same one."""
        at = MONDAY - timedelta(days=7)
        self.session.add(
            Visit(
                community_id=self.community.id,
                order_id=order.id,
                person_id=person.id,
                in_at=at,
                in_evidence=Evidence.CODE,
                out_at=at + timedelta(minutes=30),
                out_evidence=Evidence.SELF,
            )
        )
        self.session.flush()

    def report(self, order: Order, by: Person, state: str = "open") -> Incident:
        """Something went wrong there."""
        row = Incident(
            community_id=self.community.id,
            order_id=order.id,
            reported_by_id=by.id,
            kind="unsafe",
            state=state,
            at=MONDAY,
        )
        self.session.add(row)
        self.session.flush()
        return row

    def why_not(self, order: Order, person: Person, *going: Person, at: datetime = MONDAY) -> str:
        """The refusal's words; "" where nothing stands against it."""
        return words(visit_rules.why_not(self.session, order, person, going, at))

    def why_not_enter(self, order: Order, person: Person, *going: Person) -> str:
        """The same at the door, tomorrow."""
        return words(visit_rules.why_not_enter(self.session, order, person, going, TOMORROW))


def words(refused: Refused | None) -> str:
    """What is said."""
    return refused.text if refused else ""


@contextmanager
def a_ground(db: Database, **community: object) -> Iterator[Ground]:
    """A community with one worker."""
    with db.session() as session:
        place = Community(name="葵园社区", **community)
        session.add(place)
        session.flush()
        seed_kinds(session, place)
        worker = Person(community_id=place.id, display_name="孙丽", created_at=MONDAY)
        session.add(worker)
        session.flush()
        grant(session, worker, Role.WORKER, MONDAY)
        session.flush()
        yield Ground(session, place, worker)
