"""Notices to many in tests: how one is written, a crowd to read it, and all of it going out."""

from sqlalchemy import select, update

from bot.expanding import end_once, expand_once
from models.community import Community
from models.contact import Contact
from models.conversation import Conversation
from models.membership import Membership, Role
from models.notice import Notice
from models.person import Person
from tests.transcript import Someone, World

WORDS = "周六上午义诊，还缺 6 位量血压的。\n葵园站二楼，9点到11点半。"


def send_out(world: World) -> None:
    """Everything that is queued goes out, and what is over ends; later, so that cards move on."""
    while expand_once(world.db, world.around):
        pass
    world.deliver()
    while end_once(world.db, world.around):
        pass
    world.deliver()


def crowd(world: World, size: int) -> None:
    """So many volunteers with a chat each, their addresses p0, p1, …"""
    same = {"community_id": world.community_id}
    with world.db.session() as session:
        people = [Person(**same, created_at=world.now) for _n in range(size)]
        session.add_all(people)
        session.flush()
        for n, person in enumerate(people):
            contact = Contact(
                **same,
                account_id=world.account_id,
                address=f"p{n}",
                person_id=person.id,
                language="zh",
                created_at=world.now,
            )
            session.add(contact)
            session.flush()
            session.add(Conversation(**same, contact_id=contact.id, changed_at=world.now))
            role = {"role": Role.VOLUNTEER, "since": world.now}
            session.add(Membership(**same, **role, person_id=person.id))


def second_look_above(world: World, people: int) -> None:
    """More people than these need a second person's yes."""
    with world.db.session() as session:
        session.execute(update(Community).values(second_look_above=people))
    world.restart()


def sends(sun: Someone) -> str:
    """She has seen whom it is for and how it looks, and sends it, or lets somebody look."""
    sun.press("下一步")
    if "发出" in sun.labels:
        return sun.press("发出")
    said = sun.press("请人核一下")
    return sun.press("谁都行") if "谁都行" in sun.labels else said


def written(sun: Someone, whom: str = "志愿者") -> str:
    """The coordinator has written it and sees the card."""
    sun.say("通知")
    sun.say(WORDS)
    return sun.say(whom)


def actions(someone: Someone) -> list[str]:
    """What the newest card offers."""
    card = [each for each in someone.messages if each.subject][-1]
    return [button.label for button in card.buttons]


def notice(world: World) -> Notice:
    with world.db.reading() as session:
        found = session.scalars(select(Notice)).one()
        session.expunge(found)
    return found
