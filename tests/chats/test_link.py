"""连号: a second chat of one person, and everything that may go wrong on the way.

Scripts: link, reach_me, link_here, link_yes, link_no, where_to_hear.
"""

from sqlalchemy import select

from models.audit import Audit
from models.contact import Contact
from models.linking import LinkCode, LinkState
from models.membership import Role
from tests.asking import has_asked
from tests.linking import TwoChannels, code_of, link_up
from tests.transcript import World


def states(world: TwoChannels) -> list[LinkState]:
    with world.db.reading() as session:
        return list(session.scalars(select(LinkCode.state).order_by(LinkCode.id)))


def test_the_old_chat_says_yes_before_anything_is_joined(two: TwoChannels) -> None:
    wang = two.known("王秀英", Role.RESIDENT)
    given = wang.say("连号")
    assert given.startswith("在新的那边写：\n连号 4826 4827\n10 分钟内有效，只能用一次。")
    assert "号码谁也别给，我们不会问您要。" in given
    phone = two.there("wang")
    two.restart()
    assert phone.say("连号").startswith("原来那边给您的 8 位号码是多少？")
    assert phone.say("4826 4827") == "怎么称呼您？\n原来那边会看到这个名字。"
    assert "回到上一步" in phone.say("上一步")
    phone.say("48264827")
    two.restart()
    assert phone.say("王秀英").startswith("写上了。请到原来那边，按“是我”。")
    assert two.person_of(phone) is None
    asked = wang.new
    assert "有人在微信上写了您的号码，\n自称“王秀英”。是您本人吗？" in asked
    assert "号码谁也别给，我们不会问您要。" in asked
    two.restart()
    assert wang.press("是我").startswith("好，连上了。")
    assert "连上了。您的单子、时长，\n这边也看得到。" in phone.new
    assert two.person_of(phone) == two.person_of(wang)
    assert states(two) == [LinkState.JOINED]


def test_not_me_burns_the_code_and_nobody_else_hears_of_it(two: TwoChannels) -> None:
    wang = two.known("王秀英", Role.RESIDENT)
    sun = two.known("孙丽", Role.COORDINATOR)
    code = code_of(wang.say("连号"))
    thief = two.there("thief")
    thief.say(f"连号 {code}")
    thief.say("王秀英")
    yes = wang.button("是我")
    said = wang.press("不是我")
    assert "号码作废了，什么也没连。" in said
    assert "那是骗人的" in said
    assert "原来那边说不是本人，没有连上。" in thief.new
    assert sun.new == ""
    assert two.person_of(thief) is None
    assert states(two) == [LinkState.BURNED]
    assert thief.say(f"连号 {code}").startswith("这个号码对不上")
    assert wang.send({"kind": "press", "token": yes}).startswith("这一次已经过去了。")


def test_what_the_new_chat_is_asked_may_be_cancelled(small_two: TwoChannels) -> None:
    wang = small_two.known("王秀英", Role.RESIDENT)
    code = code_of(wang.say("连号"))
    phone = small_two.there("wang")
    phone.say("换手机")
    phone.say(code)
    phone.say("取消")
    assert states(small_two) == [LinkState.GIVEN]
    assert phone.say("连号").startswith("原来那边给您的 8 位号码是多少？")
    phone.say(code)
    assert phone.say("王秀英").startswith("写上了。")


def test_the_bare_digits_are_enough_for_somebody_new(small_two: TwoChannels) -> None:
    wang = small_two.known("王秀英", Role.RESIDENT)
    code = code_of(wang.say("连上微信"))
    phone = small_two.there("wang")
    assert phone.say(code).startswith("怎么称呼您？")


def test_a_code_is_over_after_ten_minutes_and_so_is_the_question(small_two: TwoChannels) -> None:
    wang = small_two.known("王秀英", Role.RESIDENT)
    code = code_of(wang.say("连号"))
    small_two.wait(minutes=10)
    phone = small_two.there("wang")
    assert phone.say(f"连号 {code}").startswith("这个号码对不上，或者过了 10 分钟。")
    phone.say("取消")
    code = code_of(wang.say("连号"))
    phone.say(f"连号 {code}")
    phone.say("王秀英")
    small_two.wait(minutes=11)
    assert wang.press("是我").startswith("这一次已经过去了。")
    assert small_two.person_of(phone) is None


def test_a_code_is_used_once(two: TwoChannels) -> None:
    wang = two.known("王秀英", Role.RESIDENT)
    code = code_of(wang.say("连号"))
    phone, other = two.there("wang"), two.there("other")
    phone.say(f"连号 {code}")
    other.say(f"连号 {code}")
    phone.say("王秀英")
    assert other.say("王秀英").startswith("这个号码对不上")
    yes = wang.button("是我")
    wang.send({"kind": "press", "token": yes})
    assert two.person_of(other) is None
    assert wang.send({"kind": "press", "token": yes}).startswith("这一次已经过去了。")
    assert two.there("third").say(f"连号 {code}").startswith("这个号码对不上")


def test_the_yes_and_the_no_can_be_typed(small_two: TwoChannels) -> None:
    wang = small_two.known("王秀英", Role.RESIDENT)
    phone = small_two.there("wang")
    phone.say(f"连号 {code_of(wang.say('连号'))}")
    phone.say("王秀英")
    assert wang.say("不是我").startswith("好，号码作废了")
    phone.say(f"连号 {code_of(wang.say('连号'))}")
    phone.say("王秀英")
    assert wang.say("是我").startswith("好，连上了。")


def test_a_new_code_ends_the_earlier_one(small_two: TwoChannels) -> None:
    wang = small_two.known("王秀英", Role.RESIDENT)
    first = code_of(wang.say("连号"))
    wang.say("连号")
    assert small_two.there("wang").say(f"连号 {first}").startswith("这个号码对不上")


def test_the_same_chat_and_one_that_is_linked_are_told_so(small_two: TwoChannels) -> None:
    wang = small_two.known("王秀英", Role.RESIDENT)
    code = code_of(wang.say("连号"))
    assert wang.say(f"连号 {code}").startswith("这是要号码的这一边。")
    phone = small_two.there("wang")
    phone.say(f"连号 {code}")
    phone.say("王秀英")
    wang.press("是我")
    code = code_of(wang.say("连号"))
    assert phone.say(f"连号 {code}") == "这边已经连上了，不用再连。"


def test_who_guesses_is_stopped_after_five(two: TwoChannels) -> None:
    wang = two.known("王秀英", Role.RESIDENT)
    code = code_of(wang.say("连号"))
    thief = two.there("thief")
    thief.say("连号")
    for n in range(5):
        said = thief.say(f"1234567{n}")
    assert said.startswith("号码试了好几次都不对。")
    two.restart()
    assert thief.say(f"连号 {code}").startswith("号码试了好几次都不对。")
    with two.db.reading() as session:
        wrong = session.scalars(select(Audit).filter_by(action="wrong_link_code")).all()
        assert len(wrong) == 5
        assert {each.detail for each in wrong} == {""}


def test_five_wrong_tries_at_one_code_burn_it_whoever_tries(two: TwoChannels) -> None:
    wang = two.known("王秀英", Role.RESIDENT)
    code = code_of(wang.say("连号"))
    for n in range(5):
        two.there(f"thief{n}").say(f"连号 {code[:4]} 000{n}")
    assert two.there("wang").say(f"连号 {code}").startswith("这个号码对不上")


def test_the_digits_are_kept_as_a_keyed_fingerprint_alone(two: TwoChannels) -> None:
    wang = two.known("王秀英", Role.RESIDENT)
    code = code_of(wang.say("连号")).replace(" ", "")
    with two.db.reading() as session:
        row = session.scalars(select(LinkCode)).one()
        kept = {column.name: str(getattr(row, column.key)) for column in LinkCode.__table__.c}
    assert not any(code in value or code[:4] in value for value in (kept["state"], kept["name"]))
    assert kept["code_hash"] != code
    assert len(kept["code_hash"]) >= 32


def test_where_things_are_told_can_be_chosen(two: TwoChannels) -> None:
    wang = two.known("王秀英", Role.RESIDENT)
    assert wang.say("在哪儿收").startswith("现在只有这一边")
    phone = two.there("wang")
    link_up(wang, phone)
    assert "在哪儿收  最后写字的那边" in wang.say("设置")
    phone.say("在哪儿收")
    assert phone.press("微信（这一边）").startswith("好，以后先发到微信")
    assert "在哪儿收  微信" in wang.say("设置")
    sun = two.known("孙丽", Role.COORDINATOR)
    sun.say("给 王秀英 志愿者")
    sun.press("不限")
    _ = phone.new
    sun.press("给")
    assert "您现在是志愿者了。" in phone.new
    wang.say("在哪儿收")
    wang.press("写字的那边")
    _ = phone.new, wang.new
    sun.say("收回 王秀英 的志愿者")
    sun.press("收回")
    assert "您不再是志愿者了" in wang.new
    assert phone.new == ""


def test_a_daughter_who_asks_on_the_web_is_offered_wechat(two: TwoChannels) -> None:
    liu = has_asked(two)
    assert any(each.text.endswith("网页关了也想收到吗？") for each in liu.messages)
    two.restart()
    said = liu.press("连上微信")
    phone = two.there("liu")
    phone.say(code_of(said))
    phone.say("刘敏")
    liu.press("是我")
    assert "1123-01" in phone.say("我的") or phone.messages[-1].card is not None


def test_whoever_needs_no_second_chat_says_so_or_just_writes_on(small_two: TwoChannels) -> None:
    liu = has_asked(small_two)
    assert liu.press("不用") == "好。哪天想连，写“连号”。"
    assert liu.say("想请人帮我取个快递") != ""


def test_with_the_web_alone_nothing_is_offered(small_world: World) -> None:
    liu = has_asked(small_world)
    assert not any("网页关了" in each.text for each in liu.messages)


def test_in_english(small_two: TwoChannels) -> None:
    anna = small_two.known("Anna", Role.RESIDENT)
    with small_two.db.session() as session:
        for contact in session.scalars(select(Contact)):
            contact.language = "en"
    said = anna.say("link")
    assert said.startswith("In the new chat, write:\nlink 4826 4827\n")
    assert "Give this number to nobody. We never ask for it." in said
    phone = small_two.there("anna")
    phone.say("link 4826 4827")
    phone.say("Anna")
    assert "Is that you?" in anna.new
    assert anna.press("That's me").startswith("Good, linked.")
