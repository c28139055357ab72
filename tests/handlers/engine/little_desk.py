"""A desk of little scripts for testing the engine: scripts can be replaced while a chat is open."""

from dataclasses import replace
from typing import Any

from sqlalchemy import insert, select

from bot.turns import Turns
from handlers.content import Content, Option
from handlers.desk import LinliDesk
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.engine.hearer import Hearer
from handlers.engine.playing import Script
from handlers.engine.said import Answer, Said
from handlers.engine.sheet import Fact
from handlers.engine.state import State, Talk
from handlers.engine.turn import Command
from handlers.readers import Door, PhoneNumber, When, Words
from models.audit import Audit
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database
from models.inbox import Inbox, InboxState
from tests.transcript import Someone, World


class LittleDesk(LinliDesk):
    """The real desk's words and alarms over scripts of the test's own."""

    def __init__(self) -> None:
        """Begin with the desk's own conversations and `errand` for a first message."""
        self.own: dict[str, Script] = {**LinliDesk.scripts, "errand": errand, "card": a_card}
        self.scripts = self.own
        self.words = {"给我卡": "card"}

    def command(self, hearer: Hearer, text: str) -> Command | None:
        """Words of the test first."""
        if text in self.words:
            return Command(self.words[text])
        return super().command(hearer, text)

    def first(self, hearer: Hearer, said: Said) -> Command:
        """Everything begins an errand."""
        return super().first(hearer, said) if said.kind == "start" else Command("errand")


class LittleWorld(World):
    """A world around a little desk."""

    def __init__(self, db: Database) -> None:
        """`desk.scripts` is there to be changed."""
        self.desk = LittleDesk()
        self.people: dict[str, Someone] = {}
        super().__init__(db)

    def start(self) -> None:
        """Start anew, with the little desk."""
        super().start()
        owner = f"test-{self.restarts}"
        self.turns = Turns(self.db, self.desk, self.around, owner)

    def someone(self, address: str) -> Someone:
        """The same chat each time."""
        return self.people.setdefault(address, super().someone(address))

    def plays(self, script: Script, name: str = "errand") -> None:
        """From now on `name` is this script, as after an update of the program."""
        self.desk.own[name] = script
        self.restart()

    @property
    def deeds(self) -> list[str]:
        """What scripts have written, oldest first."""
        with self.db.reading() as session:
            rows = select(Audit.action).where(Audit.subject == "test").order_by(Audit.id)
            return list(session.scalars(rows))


def state_of(world: World, address: str) -> State:
    """Where the chat of `address` stands, as the row says."""
    with world.db.reading() as session:
        rows = select(Conversation.state).join(Contact, Contact.id == Conversation.contact_id)
        return State.from_json(session.scalar(rows.where(Contact.address == address)))


def talk_of(world: World, address: str) -> Talk:
    """The open conversation."""
    talk = state_of(world, address).open
    assert talk is not None
    return talk


def values_of(world: World, address: str) -> dict[str, Any]:
    """The answers so far, each with its value."""
    return {answer.name: answer.value for answer in talk_of(world, address).answers}


def answers_of(world: World, address: str) -> list[Answer]:
    """The answers so far, whole."""
    return [replace(each) for each in talk_of(world, address).answers]


def failed(world: World) -> int:
    """How many messages ended in a bug."""
    with world.db.reading() as session:
        return len(session.scalars(select(Inbox.id).filter_by(state=InboxState.FAILED)).all())


def write(chat: Chat, what: str) -> None:
    """Domain work of a little script: one row."""
    chat.session.add(a_row(chat, what))
    chat.session.flush()


def write_in_core(chat: Chat, what: str) -> None:
    """The same, past the ORM."""
    values = {"community_id": chat.community.id, "action": what, "subject": "test", "at": chat.now}
    chat.session.connection().execute(insert(Audit).values(detail="", **values))


def a_row(chat: Chat, what: str) -> Audit:
    return Audit(
        community_id=chat.community.id, action=what, subject="test", detail="", at=chat.now
    )


def errand(chat: Chat) -> None:
    """What the first message says, three questions of different kinds and a card."""
    opening = chat.opening
    what = opening.text if opening else chat.ask("what", "要带什么？", Words())
    chat.say("记下了，带东西。")
    when = chat.ask("when", "哪天？", When(chat.community.zone))
    place = chat.ask("place", "送到哪里？", Door())
    phone = chat.ask("phone", "电话？", PhoneNumber())
    facts = [
        Fact("东西", what),
        Fact("时间", f"{when.start:%m-%d %H:%M}", "", "when", "改时间"),
        Fact("地点", place.room or place.landmark or "", "", "place", "改地点"),
        Fact("电话", phone, "", "phone", "改电话"),
    ]
    if not chat.confirm("card", "念一遍", facts, "", Option("yes", "发出")):
        chat.say("好，先不发。")
        return
    write(chat, "errand")
    chat.say(f"发出了：{what}，{when.start:%m-%d}，{place.room}，{phone}。")


def a_card(chat: Chat) -> None:
    """Shows actions: one that is done at once, one that asks, one that is refused."""
    chat.show(
        Content(text="一张卡"),
        Action("记一笔", "jot", "thing:1"),
        Action("写原因", "reason", "thing:1"),
        Action("写另一个", "reason", "thing:2"),
    )


def jot(chat: Chat) -> None:
    """An action that finishes in its own turn."""
    write(chat, "jot")
    chat.say("记了一笔。")


def reason(chat: Chat) -> None:
    """An action that asks."""
    why = chat.ask("why", f"为什么（{chat.subject_id}）？", Words())
    write(chat, f"reason {chat.subject_id}")
    chat.say(f"原因记下了：{why}。")
