"""What a group may read of an order: nothing that is one person's own, in no state whatever."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Enum, String, inspect
from sqlalchemy.orm import Session

from handlers.group_call import group_call
from handlers.groups import group_added, group_hello
from handlers.language import speaking
from handlers.notice import Message, Reading
from models.account import ensure_account
from models.community import Community
from models.database import Database
from models.evaluation import Evaluation, Outcome
from models.group_chat import HEARING, GroupChat, GroupPurpose
from models.lore import Lore
from models.need_kind import kinds_of, seed_kinds
from models.order import Order, OrderState
from models.outbox import SentMessage
from models.person import Person
from models.vault import Secret
from tests.transcript import MONDAY

S, P = OrderState, GroupPurpose
#: what a group may know of an order in words: which, what, where at most, when
OPEN_TO_ALL = {"number", "kind", "building", "origin", "precision", "bound", "urgency"}
MARK = "秘"


@dataclass
class Scene:
    """A group, and an order whose every private word is marked."""

    session: Session
    person: Person
    order: Order
    group: GroupChat

    def reading(self, days: int = 0, person: Person | None = None) -> Reading:
        """The group reads, or somebody alone, so many days later."""
        known = Lore().of(self.session, self.order.community_id, MONDAY)
        group = None if person else self.group
        return Reading(self.session, known, person, MONDAY + timedelta(days=days), group)

    def call(self, days: int = 0) -> Message | None:
        """What the group reads of the order."""
        return group_call(self.reading(days), {"order": self.order.id})

    def was_called(self) -> None:
        """The group has a card of it."""
        card = SentMessage(group_id=self.group.id, subject=self.order.subject, platform_id="1")
        card.community_id, card.sent_at = self.order.community_id, MONDAY
        self.session.add(card)
        self.session.flush()


@pytest.fixture
def scene(sqlite_db: Database) -> Iterator[Scene]:
    """In a new community."""
    with sqlite_db.session() as session:
        community = Community(name="葵园社区", station_phone="8000 0123")
        session.add(community)
        session.flush()
        seed_kinds(session, community)
        account = ensure_account(session, community, "paper", "main")
        group = GroupChat(account_id=account.id, address="g", title="3号楼", created_at=MONDAY)
        group.community_id, group.purpose, group.building = community.id, P.BUILDING, "3"
        person = _secretive(Person(community_id=community.id, created_at=MONDAY))
        session.add_all([group, person])
        session.flush()
        order = _order(community, person)
        session.add(order)
        session.flush()
        said = Evaluation(order_id=order.id, rater_id=person.id, outcome=Outcome.NOT_DONE)
        said.community_id, said.at = community.id, MONDAY
        session.add(_secretive(said))
        session.flush()
        yield Scene(session, person, order, group)


def _order(community: Community, person: Person) -> Order:
    order = Order(number="1123-01", kind="home_repair", building="3", precision="part")
    order.community_id, order.urgency = community.id, "U2"
    order.requested_by_id = order.served_person_id = person.id
    order.starts_at, order.minutes_planned = MONDAY + timedelta(days=1), 60
    order.review_due_at = order.created_at = order.changed_at = MONDAY
    return _secretive(order)


def _secretive(row: Any) -> Any:
    """`row` with a mark in every column of words that a group must not read."""
    for column in inspect(type(row)).columns:
        words = isinstance(column.type, String | Secret) and not isinstance(column.type, Enum)
        if words and column.key not in OPEN_TO_ALL:
            setattr(row, column.key, MARK + column.key[:6])
    return row


def test_the_marks_are_where_the_secrets_are(scene: Scene) -> None:
    order, person = scene.order, scene.person
    secrets = [order.raw_text, order.unit, order.room, order.landmark, order.phone, order.code]
    secrets += [order.reject_reason, person.display_name, person.legal_name, person.phone]
    assert all(MARK in (secret or "") for secret in secrets)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_name_door_phone_or_word_of_hers_in_any_state(scene: Scene, language: str) -> None:
    scene.was_called()
    order, group = scene.order, scene.group
    kinds = [kind.code for kind in kinds_of(scene.session, order.community_id)]
    for n, (state, purpose, places, days) in enumerate(product(S, P, (0, 1, 2), (0, 9))):
        order.state, group.purpose, order.places_left = state, purpose, places
        order.kind = kinds[n % len(kinds)]
        with speaking(language):
            message = scene.call(days)
        assert message is not None
        read = json.dumps(message.content.to_json(), ensure_ascii=False) + str(message.actions)
        assert MARK not in read, (state, purpose, places)
        wanted = state is S.DISPATCHED and places > 0 and days == 0 and purpose in HEARING
        assert [action.script for action in message.actions] == ["claim_here"] * wanted
        assert (order.number in read, "3号楼" in read or "Building 3" in read) == (True, wanted)


def test_what_was_never_called_out_is_not_mentioned_once_it_is_over(scene: Scene) -> None:
    for state in S:
        scene.order.state = state
        assert (scene.call() is not None) is (state is S.DISPATCHED)
    scene.order.state = S.DISPATCHED
    assert group_call(scene.reading(person=scene.person), {"order": scene.order.id}) is None
    assert group_call(scene.reading(), {"order": 0}) is None


@pytest.mark.parametrize("purpose", P)
def test_only_a_group_that_was_placed_learns_of_the_community(
    scene: Scene, purpose: GroupPurpose
) -> None:
    scene.order.state, scene.group.purpose = S.DISPATCHED, purpose
    said = [scene.call(), group_hello(scene.reading(), {})]
    assert [message is not None for message in said] == [purpose in HEARING] * 2
    scene.group.left_at = MONDAY
    assert [scene.call(), group_hello(scene.reading(), {})] == [None, None]


def test_another_communitys_group_learns_nothing(scene: Scene) -> None:
    scene.order.state = S.DISPATCHED
    other = Community(name="荷塘社区")
    scene.session.add(other)
    scene.session.flush()
    scene.group.community_id = other.id
    assert scene.call() is None


def test_only_staff_are_asked_whose_group_it_is(scene: Scene) -> None:
    scene.group.purpose = P.NEW
    values = {"group": scene.group.id}
    assert group_added(scene.reading(), values) is None
    assert group_added(scene.reading(person=scene.person), values) is None
