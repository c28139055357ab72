"""对象: everything that people can be picked by, said in the coordinator's words and read back.

Scripts: broadcast.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from models.account import Account
from models.address import Building, Grid
from models.contact import Contact
from models.conversation import Conversation
from models.membership import Role
from models.outbox import Outbox
from models.person import Person
from models.team import Team, TeamMember
from models.volunteer_profile import VolunteerProfile
from tests.broadcasting import send_out
from tests.calling import clinic, comes
from tests.transcript import Someone, World

#: what she writes before the colon, how it is read back, who has it
ASKED = (
    ("大家", "全体", "何静 周凯 吴芳 李婶 Anna"),
    ("志愿者", "志愿者", "何静 周凯 吴芳"),
    ("居民", "居民", "李婶 Anna"),
    ("3号楼的", "住3号楼的人", "何静 李婶"),
    ("第一网格的", "住第一网格的人", "周凯"),
    ("晨光队", "“晨光队”的人", "吴芳"),
    ("会理发的", "会“理发”的人", "何静"),
    ("愿意陪聊的", "愿意做“陪伴聊天”的人", "周凯"),
    ("说英语的", "说英语的人", "Anna"),
    ("用微信的", "用微信的人", "李婶"),
    ("最近两周来过的志愿者", "14 天里说过话的志愿者", "何静 吴芳"),
    ("一个月没来说话的", "全体", "周凯"),
    ("3号楼的志愿者", "住3号楼的志愿者", "何静"),
    ("会理发或者愿意陪聊的", "会“理发”的人，或者愿意做“陪伴聊天”的人", "何静 周凯"),
    ("志愿者，除了3号楼的", "志愿者", "周凯 吴芳"),
)


def street(world: World) -> Someone:
    """Five people, each of whom something else is true of; 孙丽 writes to them."""
    sun = world.known("孙丽", Role.COORDINATOR)
    for name in ("何静", "周凯", "吴芳"):
        world.known(name, Role.VOLUNTEER)
    for name in ("李婶", "Anna"):
        world.known(name, Role.RESIDENT)
    with world.db.session() as session:
        people = {each.display_name: each for each in session.scalars(select(Person))}
        of = {"community_id": world.community_id}
        people["何静"].building = people["李婶"].building = "3"
        people["周凯"].building = "5"
        grid, team = Grid(**of, name="第一网格"), Team(**of, name="晨光队")
        session.add_all([grid, team])
        session.flush()
        session.add(Building(**of, grid_id=grid.id, number="5"))
        member = {"team_id": team.id, "person_id": people["吴芳"].id, "joined_at": world.now}
        session.add(TeamMember(**of, **member))
        for name, skills, kinds in (("何静", ["haircut"], []), ("周凯", [], ["companionship"])):
            row = {"person_id": people[name].id, "number": name, "since": world.now}
            said = {"skills": skills, "kinds": kinds, "slots": [], "skipped": []}
            session.add(VolunteerProfile(**of, **row, **said))
        there = Account(**of, channel="wechat", name="oa")
        session.add(there)
        session.flush()
        chat = update(Contact).where(Contact.address == "李婶")
        session.execute(chat.values(account_id=there.id))
        session.execute(update(Contact).filter_by(address="Anna").values(language="en"))
        silent = select(Contact.id).where(Contact.address == "周凯")
        old = update(Conversation).where(Conversation.contact_id.in_(silent))
        session.execute(old.values(changed_at=world.now - timedelta(days=40)))
    return sun


def queued_for(world: World) -> list[str]:
    """Whom a message was made for, in the order of their ids."""
    rows = select(Person.display_name).join(Contact, Contact.person_id == Person.id)
    rows = rows.join(Outbox, Outbox.contact_id == Contact.id)
    with world.db.reading() as session:
        return list(session.scalars(rows.where(Outbox.notice_id.is_not(None)).order_by(Person.id)))


@pytest.mark.row("G4")
@pytest.mark.parametrize(("words", "said", "names"), ASKED)
def test_people_are_picked_by_what_she_says_of_them(
    small_world: World, words: str, said: str, names: str
) -> None:
    sun = street(small_world)
    card = sun.say(f"通知 {words}：周三停水")
    assert "内容  周三停水\n" in card
    assert f"对象  {said}\n" in card
    assert f"  {len(names.split())} 个人" in card
    sun.press("下一步")
    sun.press("发出")
    send_out(small_world)
    everybody = ("何静", "周凯", "吴芳", "李婶", "Anna")
    heard = queued_for(small_world)
    assert heard == [each for each in everybody if each in names.split()]


@pytest.mark.row("G4")
@pytest.mark.parametrize(
    ("words", "said", "names"),
    [
        ("没报名周六义诊的志愿者", "志愿者", "周凯 吴芳"),
        ("报了周六义诊的", "报了“周六义诊”的人", "何静"),
    ],
)
def test_people_are_picked_by_an_activity(
    small_world: World, words: str, said: str, names: str
) -> None:
    sun = street(small_world)
    comes(small_world, "何静", clinic(small_world))
    card = sun.say(f"通知 {words}：带好水杯")
    assert f"对象  {said}\n" in card
    assert f"  {len(names.split())} 个人" in card
