"""What is kept of a company's directory, and for whom it is there to be named."""

from datetime import timedelta

from sqlalchemy import select

from models.account import ensure_account
from models.audience import Circle, reach
from models.audience_rule import everyone, narrowed
from models.community import Community
from models.contact import Contact, meet
from models.database import Database
from models.directory import (
    AFTER_TROUBLE,
    AGAIN,
    DirectoryMember,
    GroupKind,
    Listed,
    Whose,
    change_places,
    forget_groups,
    groups_named,
    keep_group,
    may_read,
    meet_members,
    members_of,
    was_read,
)
from models.person import Person
from tests.models.test_orders import MONDAY

SOCIAL = Listed(GroupKind.DEPARTMENT, 2, "社工部", frozenset({"ZhaoGang", "QianFang"}))


def app(db: Database, name: str = "葵园社区") -> Whose:
    with db.session() as session:
        community = Community(name=name)
        session.add(community)
        session.flush()
        account = ensure_account(session, community, "wecom", f"of{community.id}")
        return Whose(community.id, account.id)


def listed(db: Database, whose: Whose) -> int:
    with db.patient.begin() as connection:
        meet_members(connection, whose, sorted(SOCIAL.userids), MONDAY)
        group_id = keep_group(connection, whose, SOCIAL)
        members = members_of(connection, whose, SOCIAL.userids)
        change_places(connection, whose, group_id, list(members.values()), [])
    return group_id


def test_one_process_reads_and_another_when_that_one_does_not_come_back(db: Database) -> None:
    whose = app(db)

    def may(after: timedelta) -> bool:
        with db.patient.begin() as connection:
            return may_read(connection, whose, MONDAY + after)

    assert [may(timedelta(0)), may(timedelta(0)), may(timedelta(minutes=9))] == [True, False, False]
    assert may(AFTER_TROUBLE)
    with db.patient.begin() as connection:
        was_read(connection, whose, MONDAY)
    assert [may(AGAIN - timedelta(seconds=1)), may(AGAIN), may(AGAIN)] == [False, True, False]


def test_a_reading_that_comes_twice_makes_nobody_twice(db: Database) -> None:
    whose = app(db)
    assert listed(db, whose) == listed(db, whose)
    with db.reading() as session:
        assert sorted(session.scalars(select(Contact.address))) == ["QianFang", "ZhaoGang"]
        assert len(session.scalars(select(Person)).all()) == 2
        marks = session.scalars(select(DirectoryMember.mark)).all()
        assert not {"ZhaoGang", "zhaogang"} & set(marks)


def test_who_wrote_before_in_other_letters_keeps_that_chat(db: Database) -> None:
    whose = app(db)
    with db.patient.begin() as connection:
        wrote = meet(connection, whose.community_id, whose.account_id, "zhaogang", MONDAY)
    listed(db, whose)
    with db.reading() as session:
        assert sorted(session.scalars(select(Contact.address))) == ["QianFang", "zhaogang"]
        assert wrote in session.scalars(select(DirectoryMember.contact_id)).all()


def test_a_department_is_named_in_its_own_community_and_nowhere_else(db: Database) -> None:
    here, there = app(db), app(db, "苇湾社区")
    group_id = listed(db, here)
    with db.reading() as session:
        mine = groups_named(session, here.community_id, GroupKind.DEPARTMENT)
        assert mine == {"社工部": group_id}
        assert groups_named(session, here.community_id, GroupKind.TAG) == {}
        assert groups_named(session, there.community_id, GroupKind.DEPARTMENT) == {}
        for whose, people in ((here, 2), (there, 0)):
            rule = narrowed(everyone([whose.community_id]), {"department": [group_id]})
            assert reach(session, Circle(rule, 0, MONDAY)).people == people


def test_a_department_that_is_gone_has_nobody_and_keeps_its_name(db: Database) -> None:
    whose = app(db)
    group_id = listed(db, whose)
    with db.patient.begin() as connection:
        forget_groups(connection, whose, [])
    with db.reading() as session:
        assert groups_named(session, whose.community_id, GroupKind.DEPARTMENT) == {}
        rule = narrowed(everyone([whose.community_id]), {"department": [group_id]})
        assert reach(session, Circle(rule, 0, MONDAY)).people == 0
    assert listed(db, whose) == group_id
