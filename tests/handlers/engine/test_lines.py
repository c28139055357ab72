"""Which lines are said: those that went out earlier are not said again (rule 4)."""

from handlers.content import Content, Option
from handlers.engine.chat import Chat
from handlers.engine.sheet import Fact
from handlers.readers import PhoneNumber, When, Words
from models.errors import Refused
from tests.handlers.engine.little_desk import LittleWorld
from tests.transcript import World


def talkative(chat: Chat) -> None:
    """A line before each question."""
    when, phone = When(chat.community.zone), PhoneNumber()
    chat.hears({"when": when, "phone": phone})
    chat.say("零")
    chat.ask("what", "要什么？", Words())
    chat.say("一")
    chat.ask("when", "哪天？", when)
    chat.say("二")
    chat.ask("phone", "电话？", phone)
    chat.say("三")
    if chat.confirm("card", "念一遍", [Fact("甲", "乙")], "", Option("yes", "发出")):
        chat.say("完")


def test_a_line_goes_out_with_the_question_after_it_and_never_again(little: LittleWorld) -> None:
    little.plays(talkative)
    li = little.someone("李")
    assert li.say("喂") == "零\n要什么？"
    assert li.say("盐") == "一\n哪天？"
    little.restart()
    assert li.say("明天下午3点") == "二\n电话？"
    assert li.say("13900000123").startswith("三\n念一遍")
    assert li.say("1") == "完"


def test_lines_before_an_answer_understood_by_the_way_are_kept(little: LittleWorld) -> None:
    little.plays(talkative)
    li = little.someone("李")
    assert li.say("明天下午3点，13900000123") == "零\n要什么？"
    assert li.say("盐").startswith("一\n二\n三\n念一遍")


def test_a_question_repeated_does_not_repeat_the_lines_above_it(little: LittleWorld) -> None:
    little.plays(talkative)
    li = little.someone("李")
    li.say("喂")
    li.say("盐")
    assert li.say("👍").splitlines()[0].startswith("时间没看懂")
    assert "一\n" not in li.say("25:00")
    assert "一\n" not in li.say("我的")


def test_a_caution_is_said_once_in_a_real_chat(small_world: World) -> None:
    wang = small_world.someone("王")
    tip = "您先别自己爬高"
    assert tip in wang.say("厨房灯不亮了")
    assert tip not in wang.say("👍")
    wang.say("明天上午")
    wang.say("3号楼2单元501")
    wang.say("13900000123")
    assert tip not in wang.press("改时间")
    assert tip not in wang.say("上一步")


def test_a_turn_is_one_bubble_and_its_question_stands_last(little: LittleWorld) -> None:
    little.plays(talkative)
    li = little.someone("李")
    li.say("明天下午3点")
    li.say("盐")
    assert len(li.messages) == 2
    assert li.messages[-1].text == "一\n二\n电话？"


def test_lines_above_cards_stay_above_them_while_a_question_is_open(little: LittleWorld) -> None:
    def cards(chat: Chat) -> None:
        chat.say("两张卡：")
        chat.show(Content(text="卡一"))
        chat.show(Content(text="卡二"))

    little.plays(talkative)
    little.plays(cards, "card")
    li = little.someone("李")
    li.say("喂")
    assert li.say("给我卡") == "两张卡：\n卡一\n卡二\n接着刚才的：\n要什么？"


def test_lines_of_a_run_that_was_refused_are_not_said(little: LittleWorld) -> None:
    def script(chat: Chat) -> None:
        a = chat.ask("a", "一？", Words())
        chat.say("快好了。")
        if a == "甲":
            raise Refused("甲不行。", ask="a")

    little.plays(script)
    li = little.someone("李")
    li.say("喂")
    assert li.say("甲") == "甲不行。\n一？"
    assert li.say("乙") == "快好了。"
