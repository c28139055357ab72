"""Groups in chats as tests: added by anybody, adopted by staff, pressed in by whoever is there."""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from bot.channels.plain import as_text
from bot.queueing import queue_told
from handlers.content import Content
from handlers.engine.chat import Told
from models.assignment import Assignment, AssignmentState
from models.group_chat import GroupChat, GroupPurpose
from models.membership import STAFF, Role, people_with
from models.order import Order
from tests.transcript import Someone, World

CLAIMED = "接上了，细节发您私聊了。"


@dataclass
class Group:
    """One group that the account is in."""

    world: World
    id: int
    address: str
    #: what the last presser got in the private chat besides
    private: str = ""

    @property
    def messages(self) -> list[Content]:
        """What the group reads, as it looks now, oldest first."""
        return list(self.world.paper.sent[self.address].values())

    @property
    def text(self) -> str:
        """The same as text."""
        return "\n".join(map(as_text, self.messages))

    @property
    def labels(self) -> list[str]:
        """The buttons that can be pressed there."""
        return [button.label for content in self.messages for button in content.buttons]

    def button(self, label: str = "接单") -> str:
        """The token of the newest button of that label. Raises LookupError without one."""
        for content in reversed(self.messages):
            for button in content.buttons:
                if button.label == label:
                    return button.token
        raise LookupError(f"{self.address} has no button {label!r}")

    def press(self, who: Someone, token: str = "") -> str:
        """Somebody presses the call's button; returns the line that only they see."""
        data = {"callback": "1", "message": 1, "group": self.address}
        self.world.popup = ""
        self.private = who.send({"kind": "press", "token": token or self.button(), "data": data})
        return self.world.popup

    def row(self) -> GroupChat:
        """As it is kept."""
        with self.world.db.reading() as session:
            return session.get_one(GroupChat, self.id)

    def leave(self) -> None:
        """The account is removed from the group."""
        with self.world.db.session() as session:
            session.get_one(GroupChat, self.id).left_at = self.world.now


def added(world: World, title: str, address: str = "") -> Group:
    """Somebody adds the account to a group; staff hear of it."""
    address = address or f"group:{title}"
    with world.db.session() as session:
        row = GroupChat(
            community_id=world.community_id,
            account_id=world.account_id,
            address=address,
            title=title,
            created_at=world.now,
        )
        session.add(row)
        session.flush()
        group_id = row.id
        told = [
            Told(person_id, "group_added", {"group": group_id})
            for person_id in people_with(session, world.community_id, STAFF, world.now)
        ]
        queue_told(session.connection(), told, f"added{group_id}", world.now)
    world.deliver()
    return Group(world, group_id, address)


def placed(world: World, title: str, purpose: GroupPurpose, building: str = "") -> Group:
    """A group that staff have said the purpose of."""
    group = added(world, title)
    with world.db.session() as session:
        row = session.scalars(select(GroupChat).filter_by(id=group.id)).one()
        row.purpose, row.building = purpose, building
    return group


def an_order(world: World, people: int = 1) -> Someone:
    """李婶's order waits for a look; so many are wanted."""
    li = world.known("李婶", Role.RESIDENT)
    li.say("想请人帮我取个快递，3号楼2单元501，明天下午")
    li.say("13900000123")
    li.say("行")
    with world.db.session() as session:
        session.execute(update(Order).values(people_needed=people, places_left=people))
    return li


def called(world: World, people: int = 1) -> tuple[Group, Someone]:
    """The order is open, and stands in the group of its building; 李婶 asked for it."""
    sun = world.known("孙丽", Role.WORKER)
    group = placed(world, "3号楼邻居", GroupPurpose.BUILDING, "3")
    li = an_order(world, people)
    sun.press("通过")
    assert sun.press("放开接单").endswith("也在 1 个群里招呼一声。")
    return group, li


def taken(world: World) -> int:
    """How many places are taken."""
    with world.db.reading() as session:
        held = Assignment.state.in_((AssignmentState.ACCEPTED, AssignmentState.COMPLETED))
        return session.scalar(select(func.count(Assignment.id)).where(held)) or 0
