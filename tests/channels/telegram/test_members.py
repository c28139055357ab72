"""Where we may write: blocks, groups that add, move, rename and remove us."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.telegram import members
from bot.channels.telegram.inbound import Moved, Renamed, Source, Standing
from bot.channels.telegram.members import Members
from models.button import ActionButton
from models.contact import Contact
from models.group_chat import GroupChat, GroupPurpose
from models.membership import Role
from models.outbox import Lane, Outbox, OutboxState, SentMessage
from tests.transcript import World

GROUP = "-5"


class Chats:
    """News of chats, and what the rows say afterwards."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.source = Source(world.account_id, world.community_id)
        self.seconds = 0
        self.members = Members(self.source, world.db, world.runner, world.around)

    async def hear(self, *events: Any) -> None:
        for event in events:
            self.world.now += timedelta(seconds=1)
            await self.members.note(event)

    def standing(self, may_write: bool, address: str = GROUP, title: str = "3号楼") -> Standing:
        """What happens to us, a second after what happened to us before."""
        self.seconds += 1
        at = self.world.now + timedelta(seconds=self.seconds)
        return Standing(address, may_write, at, is_group=address.startswith("-"), title=title)

    def groups(self) -> list[GroupChat]:
        with self.world.db.reading() as session:
            return list(session.scalars(select(GroupChat).order_by(GroupChat.id)))

    @property
    def group(self) -> GroupChat:
        (only,) = self.groups()
        return only

    def asked(self) -> list[tuple[str, Any]]:
        """The notices that wait for staff: to whom, and about which group."""
        with self.world.db.reading() as session:
            rows = session.execute(
                select(Contact.address, Outbox.content)
                .join(Contact, Contact.id == Outbox.contact_id)
                .where(Outbox.kind == "group_added", Outbox.state == OutboxState.DUE)
                .order_by(Outbox.id)
            )
            return [(address, content["values"]) for address, content in rows]

    def stopped(self, address: str) -> Any:
        with self.world.db.reading() as session:
            return session.scalar(select(Contact.stopped_at).filter_by(address=address))


@pytest.fixture
def chats(world: World) -> Chats:
    """A desk with a coordinator, a volunteer, who hears nothing of groups, and a resident."""
    world.known("陈静", Role.COORDINATOR)
    world.known("王敏", Role.VOLUNTEER)
    world.someone("4242").say("您好")
    return Chats(world)


# --- people --------------------------------------------------------------------------------------


async def test_a_block_stops_what_we_write_until_it_is_taken_away(chats: Chats) -> None:
    blocked = chats.standing(False, "4242")
    await chats.hear(blocked)
    assert chats.stopped("4242") == blocked.at
    await chats.hear(chats.standing(False, "4242"))
    assert chats.stopped("4242") == blocked.at
    await chats.hear(chats.standing(True, "4242"))
    assert chats.stopped("4242") is None


async def test_nobody_we_never_met_gets_a_row(chats: Chats) -> None:
    await chats.hear(chats.standing(False, "99"))
    with chats.world.db.reading() as session:
        assert session.scalar(select(Contact.id).filter_by(address="99")) is None


# --- groups --------------------------------------------------------------------------------------


async def test_staff_is_asked_once_what_a_new_group_is_for(chats: Chats) -> None:
    added = chats.standing(True)
    await chats.hear(added, added)
    assert (chats.group.address, chats.group.title) == (GROUP, "3号楼")
    assert (chats.group.purpose, chats.group.left_at) == (GroupPurpose.NEW, None)
    assert chats.asked() == [("陈静", {"group": chats.group.id})]


async def test_a_promotion_is_no_news_but_brings_the_name_of_today(chats: Chats) -> None:
    await chats.hear(chats.standing(True), chats.standing(True, title="3号楼邻居"))
    assert chats.group.title == "3号楼邻居"
    assert len(chats.asked()) == 1


async def test_who_sends_us_away_and_adds_us_again_is_asked_again(chats: Chats) -> None:
    await chats.hear(chats.standing(True))
    away = chats.standing(False)
    await chats.hear(away, chats.standing(False))
    assert chats.group.left_at == away.at
    await chats.hear(chats.standing(True))
    assert chats.groups()[0].left_at is None
    assert len(chats.asked()) == 2


async def test_old_news_that_comes_late_does_not_bring_us_back(chats: Chats) -> None:
    added = chats.standing(True)
    await chats.hear(added, chats.standing(False), added)
    assert chats.group.left_at is not None
    assert len(chats.asked()) == 1


async def test_a_group_that_never_had_us_needs_no_row(chats: Chats) -> None:
    await chats.hear(chats.standing(False), Renamed(GROUP, "x"), Moved(GROUP, "-1005"))
    assert chats.groups() == []


async def test_a_renamed_group_has_its_new_name(chats: Chats) -> None:
    await chats.hear(chats.standing(True), Renamed(GROUP, "4号楼"))
    assert chats.group.title == "4号楼"


# --- a group becomes a supergroup --------------------------------------------------------------


tokens = select(ActionButton.token).where(ActionButton.group_id.is_not(None))


def place(chats: Chats, address: str, purpose: GroupPurpose, building: str) -> int:
    """Say what a group is for."""
    with chats.world.db.session() as session:
        group = session.scalars(select(GroupChat).filter_by(address=address)).one()
        group.purpose, group.building = purpose, building
        return group.id


def give_card(chats: Chats, group_id: int, token: str, subject: str = "order:1") -> None:
    """A live card in a group, with its button and its row."""
    base: dict[str, Any] = {"community_id": chats.world.community_id, "group_id": group_id}
    at = chats.world.now
    with chats.world.db.session() as session:
        session.add(SentMessage(**base, subject=subject, platform_id=token, sent_at=at))
        button = ActionButton(**base, token=token, script="claim", subject="1", created_at=at)
        session.add(button)
        row = Outbox(**base, account_id=chats.world.account_id, key=token, kind="call")
        row.lane, row.content, row.state = Lane.NOTICE, {}, OutboxState.SENT
        row.due_at = row.created_at = at
        session.add(row)


@pytest.mark.parametrize("twice", [False, True])
async def test_a_group_that_moved_keeps_what_was_decided_about_it(
    chats: Chats, twice: bool
) -> None:
    await chats.hear(chats.standing(True))
    kept = place(chats, GROUP, GroupPurpose.BUILDING, "3")
    give_card(chats, kept, "before")
    moved = Moved(GROUP, "-1005")
    await chats.hear(*[moved] * (2 if twice else 1))
    assert (chats.group.id, chats.group.address) == (kept, "-1005")
    assert (chats.group.purpose, chats.group.building) == (GroupPurpose.BUILDING, "3")
    with chats.world.db.reading() as session:
        assert session.scalars(select(SentMessage)).all() == []
        assert session.scalars(tokens).all() == ["before"]


async def test_two_rows_of_one_group_become_one(chats: Chats) -> None:
    await chats.hear(chats.standing(True))
    kept = place(chats, GROUP, GroupPurpose.BUILDING, "3")
    give_card(chats, kept, "before")
    await chats.hear(chats.standing(True, "-1005", "3号楼大群"))
    (new,) = [each.id for each in chats.groups() if each.id != kept]
    give_card(chats, new, "after")
    await chats.hear(Moved(GROUP, "-1005"), Moved(GROUP, "-1005"))
    assert (chats.group.id, chats.group.address, chats.group.title) == (kept, "-1005", "3号楼大群")
    assert chats.group.purpose is GroupPurpose.BUILDING
    with chats.world.db.reading() as session:
        assert session.scalars(tokens).all() == ["after"]
        assert session.scalars(select(SentMessage.platform_id)).all() == ["after"]
        assert set(session.scalars(select(Outbox.group_id).where(Outbox.kind == "call"))) == {kept}


async def test_what_was_decided_about_the_new_chat_counts_where_the_old_one_had_nothing(
    chats: Chats,
) -> None:
    await chats.hear(chats.standing(True), chats.standing(True, "-1005"))
    place(chats, "-1005", GroupPurpose.COMMUNITY, "")
    await chats.hear(chats.standing(False, "-1005"), Moved(GROUP, "-1005"))
    assert chats.group.purpose is GroupPurpose.COMMUNITY
    assert chats.group.left_at is not None


def test_the_id_of_an_added_group_is_for_whoever_tells_staff(chats: Chats) -> None:
    with chats.world.db.patient.begin() as connection:
        event = chats.standing(True)
        made = members.added(connection, chats.source, event, chats.world.around)
        again = members.added(connection, chats.source, event, chats.world.around)
    assert (made, again) == (chats.group.id, None)
