"""Whom a notice reaches: living people, once each, in the chat they used last."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from models.account import Account, ensure_account
from models.audience import SILENT, Circle, Ringing, next_people, reach
from models.audience_rule import Rule, everyone, narrowed, volunteers
from models.community import Community
from models.consent import OVERSEAS_VERSION, UNANSWERED
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database
from models.membership import Role, grant
from models.opt_out import NoticeKind, OptOut, opt_out
from models.person import Person
from tests.house.tree import ROOT
from tests.models.test_orders import MONDAY

EVERYONE, VOLUNTEERS = everyone, volunteers


Whom = Callable[[list[int]], Rule]


class Street:
    """A community in the making, inside one session."""

    def __init__(self, session: Session, name: str = "葵园社区") -> None:
        self.session = session
        self.community = Community(name=name)
        session.add(self.community)
        session.flush()
        self.accounts = {
            channel: ensure_account(session, self.community, channel, f"{name}-{channel}")
            for channel in ("web", "telegram")
        }
        self.author = self.person(Role.COORDINATOR, chats=("web",))

    def person(self, *roles: Role, chats: tuple[str, ...] = ("telegram",)) -> Person:
        """Somebody with these chats, used one after the other."""
        made = Person(community_id=self.community.id, created_at=MONDAY)
        self.session.add(made)
        self.session.flush()
        for minutes, channel in enumerate(chats):
            self.chat(made, self.accounts[channel], minutes)
        for role in roles:
            grant(self.session, made, role, MONDAY)
        self.session.flush()
        return made

    def chat(self, person: Person, account: Account, minutes: int = 0) -> Contact:
        contact = Contact(
            community_id=self.community.id,
            account_id=account.id,
            address=f"{person.id}.{minutes}",
            person_id=person.id,
            created_at=MONDAY,
        )
        self.session.add(contact)
        self.session.flush()
        used = Conversation(
            community_id=self.community.id,
            contact_id=contact.id,
            changed_at=MONDAY + timedelta(minutes=minutes),
        )
        self.session.add(used)
        self.session.flush()
        return contact

    def circle(self, audience: Whom = everyone, minutes: int = 5, *more: Rule) -> Circle:
        at = MONDAY + timedelta(minutes=minutes)
        return Circle(narrowed(audience([self.community.id]), *more), self.author.id, at)

    def reached(self, audience: Whom = everyone, after: int = 0, limit: int = 500) -> list[int]:
        """Ids of the people, in order."""
        found = next_people(self.session.connection(), self.circle(audience), after, limit)
        return [each for each, _chat in found.people]

    def meant(self, *more: Rule) -> list[int]:
        """Ids of the people of whom all of that holds."""
        found = next_people(self.session.connection(), self.circle(everyone, 5, *more), 0, 500)
        return [each for each, _chat in found.people]


@pytest.fixture
def street(db: Database) -> Iterator[Street]:
    with db.session() as session:
        yield Street(session)


def test_living_people_with_a_chat_are_reached_and_the_author_is_not(street: Street) -> None:
    here, helper = street.person(), street.person(Role.VOLUNTEER)
    gone, merged, stopped, mute = (street.person() for _n in range(4))
    street.person(chats=())
    Street(street.session, "苇湾社区").person()
    gone.left_at, merged.merged_into_id = MONDAY, here.id
    opt_out(street.session, mute, NoticeKind.NEWS, MONDAY)
    opt_out(street.session, here, NoticeKind.TASKS, MONDAY)
    chats = update(Contact).where(Contact.person_id == stopped.id)
    street.session.execute(chats.values(stopped_at=MONDAY))
    assert street.reached() == [here.id, helper.id]
    assert street.reached(VOLUNTEERS) == [helper.id]
    found = reach(street.session, street.circle())
    assert (found.people, found.off, found.without, found.wanting) == (2, 1, 2, 4)
    found = reach(street.session, street.circle(VOLUNTEERS))
    assert (found.people, found.off, found.without) == (1, 0, 0)


def test_everybody_is_reached_once_where_they_wrote_last(street: Street) -> None:
    both = street.person(chats=("telegram", "web"))
    other = street.person(chats=("web", "telegram"))
    twice = street.person(chats=("telegram",))
    street.chat(twice, street.accounts["web"])  # in the same moment: the newer chat
    last = {both.id: "web", other.id: "telegram", twice.id: "web"}
    rows = next_people(street.session.connection(), street.circle(), 0, 500)
    chats = {person: street.session.get_one(Contact, chat) for person, chat in rows.people}
    names = {account.id: channel for channel, account in street.accounts.items()}
    assert {person: names[chat.account_id] for person, chat in chats.items()} == last
    found = reach(street.session, street.circle())
    assert (found.silent, found.ringing) == (2, (Ringing(1, 25),))
    assert found.channels == {"web": 2, "telegram": 1}


def test_a_stopped_chat_leaves_the_one_before_it(street: Street) -> None:
    both = street.person(chats=("web", "telegram"))
    newest_chat = update(Contact).where(Contact.account_id == street.accounts["telegram"].id)
    street.session.execute(newest_chat.values(stopped_at=MONDAY))
    assert street.reached() == [both.id]
    assert reach(street.session, street.circle()).silent == 1


def test_a_chat_of_an_account_that_is_off_reaches_nobody(street: Street) -> None:
    both, there = street.person(chats=("web", "telegram")), street.person()
    assert street.reached() == [both.id, there.id]
    street.accounts["telegram"].is_on = False
    street.session.flush()
    assert street.reached() == [both.id]
    counted = reach(street.session, street.circle())
    assert (counted.people, counted.without) == (1, 1)


def test_a_chat_on_a_foreign_platform_needs_a_yes(street: Street) -> None:
    asked, both = street.person(), street.person(chats=("web", "telegram"))
    abroad = update(Contact).where(Contact.account_id == street.accounts["telegram"].id)
    street.session.execute(abroad.values(overseas=UNANSWERED))
    assert street.reached() == [both.id]
    found = reach(street.session, street.circle())
    assert (found.silent, found.ringing, found.without) == (1, (), 1)
    street.session.execute(abroad.values(overseas=OVERSEAS_VERSION))
    assert street.reached() == [asked.id, both.id]


def test_slices_follow_each_other_without_gap_or_double(street: Street) -> None:
    people = [street.person().id for _n in range(7)]
    first = street.reached(limit=3)
    second = street.reached(after=first[-1], limit=3)
    third = street.reached(after=second[-1], limit=3)
    assert [first, second, third] == [people[:3], people[3:6], people[6:]]


def test_the_audience_can_be_counted_as_it_was(street: Street) -> None:
    street.person(Role.VOLUNTEER)
    later = street.person()
    later.created_at = MONDAY + timedelta(hours=1)
    row = {"community_id": street.community.id, "person_id": later.id, "kind": NoticeKind.NEWS}
    street.session.add(OptOut(**row, at=MONDAY + timedelta(hours=2)))
    street.session.flush()
    counts = []
    for minutes in (5, 65, 125):
        found = reach(street.session, street.circle(minutes=minutes))
        counts.append((found.people, found.off))
    assert counts == [(1, 0), (2, 0), (1, 1)]


def test_a_volunteer_whose_role_has_ended_is_none(street: Street) -> None:
    helper = street.person(Role.VOLUNTEER)
    roles = "UPDATE membership SET until = since WHERE person_id = :id AND role = 'volunteer'"
    street.session.connection().exec_driver_sql(roles.replace(":id", str(helper.id)))
    assert street.reached(VOLUNTEERS) == []


def test_a_slice_is_found_by_its_index(sqlite_db: Database) -> None:
    """No slice looks at all people again."""
    asked: list[tuple[str, Any]] = []
    with sqlite_db.session() as session:
        street = Street(session)
        connection = session.connection()

        def note(_c: object, _k: object, text: str, values: Any, *_rest: object) -> None:
            asked.append((text, values))

        event.listen(connection, "before_cursor_execute", note)
        street.reached(VOLUNTEERS)
        event.remove(connection, "before_cursor_execute", note)
        plans = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all()
            for text, values in asked
        ]
    assert len(plans) == 2  # where it ends, and who is in it
    for plan in plans:
        steps = [str(row[3]) for row in plan]
        assert "ix_contact_person_id (person_id>?" in steps[0]
        assert [step for step in steps if step.startswith(("SCAN", "USE TEMP"))] == []


def test_the_channels_that_make_no_phone_ring_are_the_silent_ones() -> None:
    sources = (ROOT / "bot" / "channels").rglob("*.py")
    silent = {
        line.partition('"')[2].strip('"\n ')
        for path in sources
        if "rings: ClassVar[bool] = False" in (text := path.read_text("utf-8"))
        for line in text.splitlines()
        if "name: ClassVar[str] =" in line
    }
    assert silent == SILENT
