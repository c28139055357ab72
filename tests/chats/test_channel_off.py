"""A channel that was taken out of the configuration: nobody is sent there, or told anything there.

Scripts: reach_me, where_to_hear.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.community import Community
from models.contact import Contact
from models.duty import ring_order
from models.membership import Role, grant
from models.outbox import Outbox
from models.person import Person
from models.served import has_chat
from tests.asking import has_asked
from tests.linking import TwoChannels, link_up


def take_out(two: TwoChannels, *, is_on: bool = False) -> None:
    """As the next start does it without [wechat], and with it again."""
    with two.db.session() as session:
        session.get_one(Account, two.second_id).is_on = is_on


def test_a_channel_that_is_off_is_not_offered(two: TwoChannels) -> None:
    take_out(two)
    liu = has_asked(two)
    assert not any("网页关了也想收到吗" in each.text for each in liu.messages)


def test_news_go_where_somebody_can_be_reached_and_back_when_it_is_on_again(
    two: TwoChannels,
) -> None:
    sun = two.known("孙丽", Role.COORDINATOR)
    wang = two.known("王秀英", Role.RESIDENT)
    phone = two.there("wang")
    link_up(wang, phone)
    phone.say("在哪儿收")
    phone.press("微信（这一边）")
    take_out(two)
    assert wang.say("在哪儿收").startswith("现在只有这一边")
    assert "在哪儿收  微信" not in wang.say("设置")
    _ = wang.new, phone.new
    sun.say("给 王秀英 志愿者")
    sun.press("不限")
    sun.press("给")
    assert "您现在是志愿者了。" in wang.new
    assert phone.new == ""
    take_out(two, is_on=True)
    assert "在哪儿收  微信" in wang.say("设置")
    _ = wang.new
    sun.say("收回 王秀英 的志愿者")
    sun.press("收回")
    assert "您不再是志愿者了" in phone.new


def test_nothing_is_kept_for_a_chat_on_a_channel_that_is_off(two: TwoChannels) -> None:
    sun = two.known("孙丽", Role.COORDINATOR)
    phone = two.there("wang")
    phone.say("你好")
    with two.db.session() as session:
        person = Person(community_id=two.community_id, display_name="王秀英", created_at=two.now)
        session.add(person)
        session.flush()
        grant(session, person, Role.RESIDENT, two.now)
        contact = session.scalars(select(Contact).filter_by(address=phone.address)).one()
        contact.person_id = person.id
    take_out(two)
    _ = phone.new
    sun.say("给 王秀英 志愿者")
    sun.press("不限")
    sun.press("给")
    with two.db.reading() as session:
        rows = select(Outbox.kind).where(Outbox.account_id == two.second_id)
        assert set(session.scalars(rows)) == {"reply"}
        assert not has_chat(session, person_of(session, "王秀英").id)
    take_out(two, is_on=True)
    assert phone.new == ""
    with two.db.reading() as session:
        assert has_chat(session, person_of(session, "王秀英").id)


def test_an_emergency_rings_nobody_whose_only_chat_is_on_a_channel_that_is_off(
    two: TwoChannels,
) -> None:
    two.known("孙丽", Role.WORKER)
    zhao = two.known("赵倩", Role.WORKER)
    with two.db.session() as session:
        chat = session.scalars(select(Contact).filter_by(address=zhao.address)).one()
        chat.account_id = two.second_id
    with two.db.reading() as session:
        community = session.get_one(Community, two.community_id)
        sun_id, zhao_id = (person_of(session, name).id for name in ("孙丽", "赵倩"))
        assert ring_order(session, community, two.now) == [[sun_id, zhao_id]]
    take_out(two)
    with two.db.reading() as session:
        assert ring_order(session, community, two.now) == [[sun_id]]


def person_of(session: Session, name: str) -> Person:
    """Whoever is called so."""
    return session.scalars(select(Person).filter_by(display_name=name)).one()
