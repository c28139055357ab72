"""Groups: who may say what they are for, and in which of them an order is called out."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import ensure_account
from models.audit import Audit
from models.community import Community
from models.database import Database
from models.errors import Refused
from models.group_chat import (
    GroupChat,
    GroupPurpose,
    Use,
    adopt,
    groups_for,
    groups_holding,
    groups_of,
    own_group,
)
from models.membership import Role, grant
from models.need_kind import kinds_of, seed_kinds
from models.order import Order
from models.outbox import Lane, Outbox, OutboxState
from models.person import Person
from models.team import team_named, teams_of
from tests.transcript import MONDAY

P = GroupPurpose


def a_community(session: Session, name: str = "葵园社区") -> Community:
    """With kinds of help and an account."""
    community = Community(name=name)
    session.add(community)
    session.flush()
    seed_kinds(session, community)
    ensure_account(session, community, "paper", name)
    return community


def a_group(
    session: Session, community: Community, purpose: GroupPurpose = P.NEW, building: str = ""
) -> GroupChat:
    """A group of that purpose."""
    account = ensure_account(session, community, "paper", community.name)
    group = GroupChat(account_id=account.id, purpose=purpose, building=building)
    group.community_id, group.created_at = community.id, MONDAY
    group.address = f"{purpose}{building}{community.id}"
    session.add(group)
    session.flush()
    return group


def somebody(session: Session, community: Community, *roles: Role) -> Person:
    """A person with these roles."""
    person = Person(community_id=community.id, created_at=MONDAY)
    session.add(person)
    session.flush()
    for role in roles:
        grant(session, person, role, MONDAY)
    session.flush()
    return person


def an_order(community: Community, kind: str = "home_repair", building: str = "3") -> Order:
    """An order that stands nowhere yet."""
    return Order(id=1, community_id=community.id, kind=kind, building=building)


def test_only_staff_of_the_same_community_have_a_group_in_hand(sqlite_db: Database) -> None:
    with sqlite_db.session() as session:
        here, there = a_community(session), a_community(session, "荷塘社区")
        group = a_group(session, here)
        worker = somebody(session, here, Role.WORKER)
        assert own_group(session, worker, group.id, MONDAY) is group
        for person in (
            somebody(session, here, Role.VOLUNTEER),
            somebody(session, there, Role.WORKER, Role.ADMIN),
        ):
            with pytest.raises(Refused):
                own_group(session, person, group.id, MONDAY)
        group.left_at = MONDAY
        session.flush()
        with pytest.raises(Refused, match="不在那个群里"):
            own_group(session, worker, group.id, MONDAY)


def test_a_purpose_is_written_down_and_says_whether_it_begins_to_hear(db: Database) -> None:
    with db.session() as session:
        here = a_community(session)
        group, worker = a_group(session, here), somebody(session, here, Role.WORKER)
        begins = [
            adopt(session, group, worker, use, MONDAY)
            for use in (Use(P.BUILDING, "3"), Use(P.COMMUNITY), Use(P.SILENT), Use(P.BUILDING, "5"))
        ]
        assert begins == [True, False, False, True]
        assert (group.purpose, group.building, group.hears) == (P.BUILDING, "5", True)
        deeds = session.scalars(select(Audit.action).order_by(Audit.id))
        assert list(deeds) == [
            "group_building",
            "group_community",
            "group_silent",
            "group_building",
        ]


def test_an_order_is_called_out_where_it_fits(db: Database) -> None:
    with db.session() as session:
        here, there = a_community(session), a_community(session, "荷塘社区")
        three, five = (a_group(session, here, P.BUILDING, n) for n in ("3", "5"))
        team, everybody = a_group(session, here, P.TEAM), a_group(session, here, P.COMMUNITY)
        nowhere = a_group(session, here, P.BUILDING)
        for purpose in (P.NEW, P.SILENT):
            a_group(session, here, purpose)
        a_group(session, there, P.COMMUNITY)
        assert groups_for(session, an_order(here)) == [three, team, everybody]
        assert groups_for(session, an_order(here, building="5")) == [five, team, everybody]
        assert groups_for(session, an_order(here, building="")) == [team, everybody]
        everybody.left_at = MONDAY
        assert groups_for(session, an_order(here)) == [three, team]
        assert nowhere not in groups_for(session, an_order(here, building=""))


def test_private_kinds_and_kinds_that_are_gone_are_called_out_nowhere(db: Database) -> None:
    with db.session() as session:
        here = a_community(session)
        a_group(session, here, P.COMMUNITY)
        called = {
            kind.code
            for kind in kinds_of(session, here.id)
            if groups_for(session, an_order(here, kind.code))
        }
        private = {kind.code for kind in kinds_of(session, here.id) if kind.is_private}
        assert called.isdisjoint(private | {"child_escort", "welfare_check"})
        assert "home_repair" in called
        assert groups_for(session, an_order(here, "no_such_kind")) == []


def test_cards_are_renewed_where_they_were_given_and_we_still_are(db: Database) -> None:
    with db.session() as session:
        here = a_community(session)
        one, two = a_group(session, here, P.COMMUNITY), a_group(session, here, P.TEAM)
        for n, group in enumerate((two, one, two)):
            row = Outbox(account_id=group.account_id, group_id=group.id, key=str(n), kind="call")
            row.community_id, row.lane, row.state = here.id, Lane.NOTICE, OutboxState.SENT
            row.content, row.subject, row.due_at = {}, "order:1", MONDAY
            row.created_at = MONDAY
            session.add(row)
        session.flush()
        assert groups_holding(session, "order:1") == [one.id, two.id]
        assert groups_holding(session, "order:2") == []
        two.left_at = MONDAY + timedelta(days=1)
        assert groups_holding(session, "order:1") == [one.id]


def test_groups_that_nobody_placed_are_listed_first(db: Database) -> None:
    with db.session() as session:
        here = a_community(session)
        placed, new = a_group(session, here, P.TEAM), a_group(session, here)
        gone = a_group(session, here, P.SILENT)
        gone.left_at = MONDAY
        assert groups_of(session, here.id) == [new, placed]


def test_a_team_is_made_once_by_its_name(db: Database) -> None:
    with db.session() as session:
        here = a_community(session)
        first = team_named(session, here.id, "红马甲队")
        assert team_named(session, here.id, "红马甲队") is first
        assert teams_of(session, here.id) == [first]
