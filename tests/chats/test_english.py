"""Chats in English: Anna writes it and reads nothing else, everybody else goes on in Chinese."""

import re
from collections.abc import Callable

import pytest

from bot.channels.plain import as_text
from handlers.engine.choices import plain
from handlers.language import _, pgettext, speaking
from handlers.vocabulary import ABOUT, CONTROLS, STAFF_WORDS, WORDS
from models.codes import PASSWORDS
from models.membership import Role
from tests.house import texts
from tests.transcript import Someone, World

LETTER = "Hi, could someone help me read a letter from the property office? Sat afternoon?"
#: names stay as people write them
NAMES = ("葵园社区", "周凯", "马立国", *PASSWORDS)
HAN = re.compile("[\u4e00-\u9fff]")
#: the words under the field of the chat page, posted as they stand
ROW = ("上一步", "取消", "菜单", "找社区")


def says(anna: Someone, text: str) -> str:
    """Anna writes; what she reads next, which must be English."""
    with speaking("en"):
        return english(anna.say(text))


def reads(anna: Someone) -> str:
    """What has come since, which must be English."""
    with speaking("en"):
        return english(anna.new)


def english(text: str) -> str:
    rest = text
    for name in NAMES:
        rest = rest.replace(name, "")
    assert not HAN.search(rest), text
    return text


def send_the_letter(anna: Someone, between: Callable[[], None] = lambda: None) -> None:
    """Anna's order, from her first words to her name."""
    asked = says(anna, LETTER)
    assert asked.endswith("Where should they come?\nBuilding, unit and room,\nlike “3-2-501”.")
    between()
    assert "Building, unit and room" in says(anna, "hm")
    between()
    assert "phone number?" in says(anna, "3号楼2单元501")
    between()
    card = says(anna, "139 0000 0123")
    assert card.startswith("Is this right?\nHelp with  Company")
    assert "Time  Sat 28 Nov, 2 to 6 pm" in card
    assert "Place  Building 3, unit 2, 501" in card
    assert "Phone  139 0000 0123" in card
    assert "2 volunteers, with badges. It's free." in card
    assert card.endswith("6 Not now")
    between()
    sent = says(anna, "send")
    assert sent.startswith("Sent. Your order number is 1123-01.\nSomeone will answer by ")
    assert "What should they call you?" in sent
    between()
    assert says(anna, "Anna").startswith("All right, Anna.")


@pytest.mark.parametrize("restarts", [False, True], ids=["in one go", "with restarts"])
def test_she_is_helped_in_english_by_people_who_read_chinese(world: World, restarts: bool) -> None:
    between = world.restart if restarts else lambda: None
    sun = world.known("孙丽", Role.COORDINATOR)
    zhou = world.known("周凯", Role.VOLUNTEER)
    ma = world.known("马立国", Role.VOLUNTEER)
    anna = world.someone("Anna")
    send_the_letter(anna, between)

    order = sun.new
    assert order.startswith("陪伴聊天  单号 1123-01")
    assert "时间  11月28日 周六下午2点到6点" in order
    assert "地点  3号楼2单元" in order
    assert f"原话  {LETTER}" in order
    sun.press("通过")
    assert sun.press("放开接单").startswith("1123-01 放开了")
    between()

    assert "时间  11月28日 周六下午2点到6点" in zhou.card
    assert zhou.press("接单").startswith("接好了")
    assert "门牌  3号楼2单元501（Anna）" in zhou.card
    assert zhou.say("再说") == "好，出门前打个电话说一声。"
    ma.press("接单")
    ma.press("再说")
    coming = reads(anna)
    assert "Someone's coming: 周凯, 马立国,\nwith a volunteer badge." in coming
    assert "When: Sat 28 Nov, 2 to 6 pm." in coming
    assert "they say “海棠 hǎitáng”" in coming
    assert "When they're there, read 4826 to them." in coming
    again = says(anna, "code")
    assert again.startswith("The code for 1123-01 is 4826.\nRead it out when they come.")
    assert again.endswith("open when they say “海棠 hǎitáng”.")
    between()

    world.wait(days=5, hours=5)
    for helper in (zhou, ma):
        helper.say("我到了")
        assert helper.say("4826").startswith("签好了，下午2点10分。")
    assert "周凯 is here." in reads(anna)
    world.wait(minutes=45)
    zhou.press("我走了")
    assert "If it is, read 4827 to them." in reads(anna)
    assert zhou.say("4827").startswith("签好了")
    ma.press("我走了")
    ma.press("先走了")
    assert "周凯, 马立国: all finished.\nDid it get done?" in reads(anna)
    between()
    assert says(anna, "it’s done").startswith("Thanks for telling us.")
    assert "45分钟记上了" in zhou.new
    assert "How was it?" in says(anna, "give stars")
    assert says(anna, "very good") == "Thank you. I'll tell them."
    with speaking("en"):
        english("\n".join(map(as_text, anna.messages)))


def test_back_and_cancel_are_understood_and_answered_in_english(world: World) -> None:
    anna = world.someone("Anna")
    says(anna, LETTER)
    assert says(anna, "back").startswith("This is the first step.\nWhere should they come?")
    says(anna, "3-2-501")
    world.restart()
    back = says(anna, "Back")
    assert back.startswith("One step back. You wrote: 3-2-501\nWhere should they come?")
    assert "phone number?" in says(anna, "5-1-302")
    assert says(anna, "1390000012").startswith("That's 1 short;\na mobile number has 11 digits.")
    assert "Place  Building 5, unit 1, 302" in says(anna, "13900000123")
    changed = says(anna, "make it Sunday morning")
    assert changed.startswith("Changed to Sun 29 Nov, 8 am to noon. The rest is as it was.")
    assert says(anna, "cancel") == "All right, we've dropped it.\nWrite again whenever you like."
    assert says(anna, "mine") == "You have no open orders.\nNeed a hand? Just write a sentence."
    assert "4826" not in says(anna, "help out")


def test_likely_times_are_offered_in_english(small_world: World) -> None:
    anna = small_world.someone("Anna")
    asked = says(anna, "Could someone fix my kitchen light? It is broken")
    assert asked.endswith(
        "What time would suit you?\n1 Tomorrow (Tue 24 Nov), 8 am to noon\n"
        "2 Tomorrow (Tue 24 Nov), 2 to 6 pm\n3 Another time"
    )
    assert says(anna, "3").startswith("Sure, what time?\nFor example “Saturday 3 pm”.")
    assert "Your door and phone number" in says(anna, "Saturday 3 pm")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("help", "“mine”: where your orders stand"),
        ("menu", "Hello, this is Linli at 葵园社区."),
        ("human", "Call 8000 0123"),
        ("resume", "There's nothing half written."),
        ("hours", "Nothing yet."),
        ("here", "You have no orders to go to."),
        ("leave", "You aren't checked in anywhere."),
        ("move", "Open this page on your new phone,"),
        ("there is a gas leak", "Call 119 once you're outside."),
        ("I can't breathe", "Call 120 now."),
    ],
)
def test_every_word_that_works_is_answered_in_english(
    small_world: World, words: str, answer: str
) -> None:
    anna = small_world.someone("Anna")
    send_the_letter(anna)
    assert answer in says(anna, words)


def test_what_stands_on_english_buttons_can_be_typed() -> None:
    with speaking("en"):
        lost = [
            words
            for words, script in ABOUT.items()
            if (label := pgettext("button", words)) != words and ABOUT.get(plain(label)) != script
        ]
        unheard = [_(word) for word in ROW if plain(_(word)) not in {*CONTROLS, *WORDS}]
    assert lost == []
    assert unheard == []


def test_english_tells_people_to_write_only_what_is_understood() -> None:
    said = "\n".join(
        words
        for message in texts.translations(texts.english()).values()
        for words in texts.english_words(message)
    )
    told = set(re.findall("[Ww]rite “([^”{]+)”", said))
    assert {"mine", "help out", "here", "code", "human", "cancel", "resume"} <= told
    assert {plain(each) for each in told} - {*CONTROLS, *WORDS, *ABOUT, *STAFF_WORDS} == set()
