"""Words that work everywhere, first words, and what is half written (chats.md 1, 17, 19).

Scripts: welcome, help, find_human, mine, post_need, where_it_is, move_device.
"""

from datetime import timedelta

from models.membership import Role
from tests.transcript import World


def test_a_greeting_is_greeted_once_in_three_lines(small_world: World) -> None:
    anna = small_world.someone("过路人")
    said = anna.say("您好")
    assert said.startswith(
        "您好，这里是葵园社区邻里。\n有事要帮忙，直接写一句话就行。\n"
        "写字不方便，就打 8000 0123，有人接。"
    )
    assert anna.labels == ["找人帮忙", "我来帮忙", "我的"]
    assert anna.press("找人帮忙").startswith("有事要帮忙，直接写一句话。")


def test_help_and_a_human_can_be_had_in_the_middle(world: World) -> None:
    li = world.someone("李建国")
    li.say("厨房灯不亮，7号楼1308")
    for words, answer in (("帮助", "直接写一句话"), ("找社区", "8000 0123"), ("人工", "8000 0123")):
        said = li.say(words)
        assert answer in said
        assert "接着刚才的：" in said
        assert "什么时候来方便？" in said
        world.restart()
    assert "电话" in li.say("1")


def test_mine_shows_where_it_stands(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    assert li.say("我的").startswith("您现在没有办着的事。")
    li.say("想找人教我用手机挂号，3号楼2单元501，周六下午，13900000123")
    li.say("好嘞")
    said = li.say("我的")
    assert "您有 1 件办着的事：" in said
    assert "社区正在看" in said
    assert small_world.known("周凯", Role.VOLUNTEER).say("时长").startswith("还没有记录")


def test_what_is_half_written_is_reminded_once_and_taken_up_days_later(small_world: World) -> None:
    li = small_world.known("李建国", Role.RESIDENT)
    li.say("水龙头漏水，7号楼1单元1308")
    small_world.wait(minutes=59)
    assert li.new == ""
    small_world.wait(minutes=2)
    assert li.new.startswith("刚才写到一半的还在。")
    small_world.wait(hours=5)
    assert li.new == ""
    small_world.wait(days=2)
    said = li.say("楼道灯也坏了")
    assert "上次写到一半的还在，写“继续”就接着办。" in said
    li.say("取消")
    again = li.say("继续")
    assert again.startswith("接着上次的，您写的都在。")
    assert "什么时候来方便？" in again


def test_the_reminder_waits_for_the_morning(small_world: World) -> None:
    li = small_world.known("李建国", Role.RESIDENT)
    small_world.at(small_world.now.replace(hour=21, minute=30))
    li.say("水龙头漏水，7号楼1单元1308")
    small_world.wait(hours=2)
    assert li.new == ""
    small_world.at(small_world.now.replace(hour=8, minute=1) + timedelta(days=1))
    assert li.new.startswith("刚才写到一半的还在。")


def test_a_known_resident_needs_two_turns_the_second_time(small_world: World) -> None:
    li = small_world.someone("李婶")
    li.say("想找人教我用手机挂号，3号楼2单元501，周六下午，13900000123")
    li.say("1")
    li.say("叫我李婶")
    card = li.say("取个快递，今天下午5点前")
    assert "3号楼2单元501" in card
    assert "139 0000 0123" in card
    assert li.say("1").startswith("发出去了，单号 1123-02。")


def test_an_emergency_is_answered_before_anything_else(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    li = world.someone("李建国")
    li.say("厨房灯不亮，7号楼1308")
    said = li.say("快来人 3栋厨房着火了")
    assert said.startswith("现在打 119")
    assert "急事（119）" in sun.new
    world.restart()
    where = li.say("2单元802")
    assert where.startswith("2单元802，记下了，发给社区的人。\n接着刚才的：")
    assert "急事在哪儿：“2单元802”" in sun.new
    assert "电话" in li.say("1")


def test_eight_digits_move_a_chat_to_another_phone(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    said = li.say("换设备")
    assert "10 分钟内有效，只能用一次。" in said
    code = next(line for line in said.splitlines() if line.replace(" ", "").isdecimal())
    assert len(code.replace(" ", "")) == 8
    assert li.say("上一步").startswith("现在没有办到一半的事")
    assert li.say("取消").startswith("现在没有办到一半的事")
