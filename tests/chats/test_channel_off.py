"""A channel that was taken out of the configuration: nobody is sent there, or told anything there.

Scripts: reach_me, where_to_hear.
"""

from models.account import Account
from models.membership import Role
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
