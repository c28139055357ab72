"""On a foreign platform nothing she wrote is used before her yes (chats.md 2).

Scripts: overseas, post_need, where_it_is, find_human, help.
"""

from datetime import timedelta

from sqlalchemy import select

from models.consent import OVERSEAS_VERSION, Consent, Purpose
from models.contact import Contact
from models.membership import Role
from models.person import Person
from tests.abroad import CALL_YOU, NEED, NOTICE, QUESTION, WAITS, due, rows
from tests.transcript import Someone, World


def test_the_notice_comes_first_and_the_yes_costs_one_turn(far: World) -> None:
    wang = far.someone("王")
    assert wang.send({"kind": "start"}) == NOTICE + QUESTION
    assert rows(far, Person.id) == []
    far.restart()
    assert wang.press("可以").startswith("好。有事要帮忙，直接写一句话。")
    assert wang.labels == ["找人帮忙", "我的", "帮助"]
    with far.db.reading() as session:
        given = session.scalars(select(Consent)).one()
        assert given.purpose is Purpose.OVERSEAS_CHANNEL
        assert given.notice_version == OVERSEAS_VERSION
        assert given.given_at == far.now - timedelta(seconds=1)
    assert CALL_YOU in wang.say(NEED)
    assert "时间  11月24日 周二上午8点到12点" in wang.say("13900000123")
    assert wang.press("发出").startswith("发出去了，单号 1123-01。")


def test_a_need_written_before_the_yes_is_taken_up_right_after_it(far: World) -> None:
    wang = far.someone("王")
    assert wang.say(NEED) == NOTICE + WAITS + QUESTION
    far.restart()
    said = wang.press("可以")
    assert said.startswith("好。\n您先别自己爬高。")
    assert CALL_YOU in said
    assert "地点  3号楼2单元501" in wang.say("13900000123")
    assert due(far) == []


def test_its_times_are_read_from_when_she_wrote_it(small_far: World) -> None:
    wang = small_far.someone("王")
    small_far.at(small_far.now.replace(hour=23, minute=58))
    wang.say("厨房灯不亮了，3号楼2单元501，明天下午3点，13900000123")
    small_far.wait(hours=9)
    card = wang.say("行")
    assert "时间  11月24日 周二下午3点" in card
    assert wang.say("1").startswith("发出去了，单号 1124-01。")


def test_times_offered_after_the_yes_are_times_to_come(small_far: World) -> None:
    wang = small_far.someone("王")
    small_far.at(small_far.now.replace(hour=23, minute=58))
    wang.say("厨房灯不亮了")
    small_far.wait(hours=9)
    assert "1 明天（25号 周三）上午" in wang.say("好的")
    small_far.wait(minutes=90)
    assert "门牌和电话一起写吧" in wang.say("1")


def test_several_messages_before_the_yes_are_heard_as_one(far: World) -> None:
    wang = far.someone("王")
    wang.say("厨房灯不亮了")
    assert wang.say("楼道的灯也坏了") == f"这条也存着，一共 2 条。\n{QUESTION}"
    far.restart()
    assert "一共 3 条" in wang.say("3号楼2单元501，明天上午")
    assert "一共 4 条" in wang.say("13900000123")
    card = wang.say("可以")
    assert "厨房灯不亮了 楼道的灯也坏了 3号楼2单元501，明天上午" in card
    assert "地点  3号楼2单元501" in card
    assert "电话  139 0000 0123" in card


def test_what_is_no_message_does_not_wait(small_far: World) -> None:
    wang = small_far.someone("王")
    for words in ("您好", "谢谢", "👍"):
        assert "先存着" not in wang.say(words)
    assert due(small_far) == []
    assert wang.say("可以").startswith("好。有事要帮忙")


def test_a_word_of_ours_before_the_yes_is_obeyed_after_it(small_far: World) -> None:
    zhou = small_far.someone("周")
    assert "先存着" in zhou.say("登记")
    assert zhou.press("可以").startswith("好。\n")
    assert zhou.say("老周")


def test_a_photo_before_the_yes_stays_with_the_need(small_far: World) -> None:
    wang = small_far.someone("王")
    wang.send({"kind": "photo", "media": [7]})
    wang.send({"kind": "photo", "media": [8], "text": "水龙头漏水，3号楼2单元501，明天上午"})
    said = wang.press("可以")
    assert "一共 2 个" in said
    assert CALL_YOU in said


def test_an_emergency_is_answered_at_once_and_without_a_yes(far: World) -> None:
    sun = far.known("孙丽", Role.COORDINATOR)
    li = far.someone("李")
    assert li.say("快来人 3栋厨房着火了").startswith("现在打 119。")
    assert "急事（119）" in sun.new
    far.restart()
    assert li.say("2单元802") == "2单元802，记下了，发给社区的人。"
    assert "急事在哪儿：“2单元802”" in sun.new
    assert li.say("还有，楼道灯坏了") == NOTICE + WAITS + QUESTION


def test_an_emergency_in_the_middle_leaves_the_question_standing(small_far: World) -> None:
    li = small_far.someone("李")
    li.say("楼道灯坏了，3号楼，明天上午，13900000123")
    assert li.say("我妈晕倒了叫不醒").startswith("现在打 120")
    where = li.say("3号楼2单元501")
    assert where == f"3号楼2单元501，记下了，发给社区的人。\n接着刚才的：\n{QUESTION}"
    assert "拍张照片发来" in li.press("可以")
    assert "楼道灯坏了" in li.press("没有照片")


def test_who_gets_what_is_explained_as_often_as_she_asks(far: World) -> None:
    wang = far.someone("王")
    wang.say(NEED)
    for _ in range(2):
        told = wang.press("看说明")
        assert told.startswith("谁收到：Telegram FZ-LLC，在阿联酋迪拜。\n")
        assert told.endswith(QUESTION)
        assert len(told.splitlines()) <= 10
        far.restart()
    assert CALL_YOU in wang.press("可以")


def test_help_and_a_human_need_no_yes(small_far: World) -> None:
    wang = small_far.someone("王")
    assert wang.say("找社区").startswith("请打 8000 0123，站里有人接。")
    assert wang.say("帮助").endswith("“明白人” 问懂行的人")
    wang.say(NEED)
    for words, answer in (
        ("人工", "8000 0123"),
        ("帮助", "直接写一句话"),
        ("上一步", "这是第一步了"),
        ("隐私", "我这里还没有记您什么"),
        ("撤回同意", "没有要撤回的"),
    ):
        said = wang.say(words)
        assert answer in said
        assert said.endswith(QUESTION)
    assert CALL_YOU in wang.press("可以")


def test_a_doubled_press_gives_one_yes(far: World) -> None:
    wang = far.someone("王")
    wang.say(NEED)
    token = wang.button("可以")
    wang.send({"kind": "press", "token": token}, key="twice")
    assert wang.send({"kind": "press", "token": token}, key="twice") == ""
    again = wang.send({"kind": "press", "token": token})
    assert "按了没有变化" in again
    assert again.endswith("电话和门牌，只给来的人和社区看。")
    assert len(rows(far, Consent.id)) == 1
    assert len(rows(far, Person.id)) == 1


def test_staff_and_volunteers_pass_the_same_gate_once(small_far: World) -> None:
    zhou = small_far.someone("周凯")
    zhou.send({"kind": "start"})
    with small_far.db.session() as session:
        contact = session.scalars(select(Contact)).one()
        person = Person(
            community_id=small_far.community_id, display_name="周凯", created_at=small_far.now
        )
        session.add(person)
        session.flush()
        contact.person_id = person.id
    assert "先存着" in zhou.say("时长")
    assert zhou.press("可以") == "好。\n还没有记录。接一张单，办完就记上。"
    assert zhou.say("时长") == "还没有记录。接一张单，办完就记上。"
    assert len(rows(small_far, Person.id)) == 1


def test_an_english_speaker_is_asked_in_english(small_far: World) -> None:
    anna = small_far.someone("Anna")
    said = anna.say("My kitchen light is broken, building 3")
    assert said.startswith("Hello, this is ")
    assert "Telegram is a foreign company" in said
    assert anna.labels == ["OK", "Use the web", "Tell me more"]
    assert "Telegram FZ-LLC" in anna.press("Tell me more")
    assert "What time would suit you?" in anna.say("OK")


def test_at_home_nobody_is_asked(small_world: World) -> None:
    assert "什么时候来方便？" in small_world.someone("王").say("厨房灯不亮了")
    assert rows(small_world, Contact.overseas) == [""]


def test_the_notice_can_be_turned_off_while_the_question_is_open(small_far: World) -> None:
    wang: Someone = small_far.someone("王")
    wang.say("厨房灯不亮了")
    small_far.abroad.clear()
    small_far.restart()
    assert CALL_YOU in wang.say("3号楼2单元501，明天上午")
