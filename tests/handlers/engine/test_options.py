"""An option is what was delivered: by press, number, label or a plain word (rules 1, 6 and 8)."""

import pytest

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.readers import OneOf, Words
from tests.handlers.engine.little_desk import LittleWorld, state_of, talk_of

TEA, RICE, OIL = Option("tea", "茶叶"), Option("rice", "大米"), Option("oil", "菜油")
shelf: list[Option] = []


def shop(chat: Chat) -> None:
    """A list that changes between two runs."""
    answer = chat.talk.answer("which")
    known = [TEA, RICE, OIL] if answer is not None and answer.data else shelf
    chosen = chat.ask("which", "要哪个？", OneOf(known))
    chat.ask("more", f"好，{chosen}。还要什么？", Words())


@pytest.fixture
def shown(little: LittleWorld) -> LittleWorld:
    """茶叶 and 大米 are on show to 李."""
    shelf[:] = [TEA, RICE]
    little.plays(shop)
    assert little.someone("李").say("喂") == "要哪个？\n1 茶叶\n2 大米"
    return little


@pytest.mark.parametrize(
    "words",
    ["2", "２", "二", " 2 ", "2。", "（2）", "②", "02", "大米", "大米。", "「大米」"],
)
def test_a_choice_by_number_or_label_means_what_was_shown(shown: LittleWorld, words: str) -> None:
    shelf[:] = [OIL, TEA, RICE]
    assert shown.someone("李").say(words) == "好，rice。还要什么？"


def test_a_press_means_what_was_shown_when_the_list_has_changed(shown: LittleWorld) -> None:
    li = shown.someone("李")
    token = li.messages[-1].buttons[1].token
    shelf[:] = [OIL]
    shown.restart()
    assert li.send({"kind": "press", "token": token}) == "好，rice。还要什么？"


def test_the_same_list_asked_again_keeps_its_buttons(shown: LittleWorld) -> None:
    li = shown.someone("李")
    token = li.messages[-1].buttons[1].token
    li.say("萝卜")
    assert li.messages[-1].buttons[1].token == token


def test_a_button_of_a_list_that_was_shown_anew_chooses_nothing(shown: LittleWorld) -> None:
    li = shown.someone("李")
    old = li.messages[-1].buttons[1].token
    shelf[:] = [OIL, TEA]
    li.say("萝卜")
    reply = li.send({"kind": "press", "token": old})
    assert "按了没有变化" in reply
    assert reply.endswith("要哪个？\n1 菜油\n2 茶叶")
    assert talk_of(shown, "李").answers == []


@pytest.mark.parametrize("words", ["0", "3", "7", "12", "二十", "大米吧", "-1", "1.5"])
def test_what_chooses_nothing_is_asked_again(shown: LittleWorld, words: str) -> None:
    reply = shown.someone("李").say(words)
    assert reply == "这里可以回：茶叶、大米。\n要哪个？\n1 茶叶\n2 大米"


@pytest.mark.parametrize("token", ["", ".", "x.1", ".1", "1", "x" * 5000])
def test_a_made_up_token_chooses_nothing(shown: LittleWorld, token: str) -> None:
    li = shown.someone("李")
    real = li.messages[-1].buttons[0].token.partition(".")[0]
    for made_up in (token, f"{real}.9", f"{real}.-1", f"{real}.", f"{real}.²"):
        reply = li.send({"kind": "press", "token": made_up})
        assert reply.endswith("要哪个？\n1 茶叶\n2 大米")
    assert talk_of(shown, "李").answers == []


def test_a_choice_of_somebody_else_is_refused(shown: LittleWorld) -> None:
    token = shown.someone("李").messages[-1].buttons[1].token
    wang = shown.someone("王")
    wang.say("喂")
    assert "按了没有变化" in wang.send({"kind": "press", "token": token})
    assert talk_of(shown, "王").answers == []
    assert talk_of(shown, "李").answers == []


def confirm(chat: Chat) -> None:
    """A question with a yes and a no."""
    options = [Option("yes", "是的呀"), Option("no", "算了吧")]
    said = chat.ask("sure", "真的吗？", OneOf(options))
    chat.say(f"好，{said}。")


@pytest.mark.parametrize(
    "words", ["行", "中", "好嘞", "嗯", "OK", "ok。", "ＯＫ", "好的", "可以", "是", "对", "要得"]
)
def test_plain_words_of_agreement_are_a_yes(little: LittleWorld, words: str) -> None:
    little.plays(confirm)
    li = little.someone("李")
    li.say("喂")
    assert li.say(words) == "好，yes。"


@pytest.mark.parametrize("words", ["不了", "算了", "不用", "否", "不", "不行", "no", "没有"])
def test_plain_words_of_refusal_are_a_no(little: LittleWorld, words: str) -> None:
    little.plays(confirm)
    li = little.someone("李")
    li.say("喂")
    assert li.say(words) == "好，no。"


def test_waiting_is_no_answer_and_loses_nothing(little: LittleWorld) -> None:
    little.plays(confirm)
    li = little.someone("李")
    li.say("喂")
    assert li.say("等会儿") == "好，不急。写过的都在。"
    assert li.say("行") == "好，yes。"


def test_a_plain_no_takes_the_way_out_where_there_is_one(little: LittleWorld) -> None:
    def script(chat: Chat) -> None:
        comment = chat.ask("c", "哪里没办好？", Words(options=[Option("skip", "不写了")]))
        chat.say(f"好，{comment}。")

    little.plays(script)
    li = little.someone("李")
    li.say("喂")
    assert li.say("不用了") == "好，skip。"


@pytest.mark.parametrize("words", ["1", "２", "是", "否", "行", "不了", "OK", "第二个"])
def test_with_nothing_open_numbers_and_plain_words_answer_no_old_question(
    little: LittleWorld, words: str
) -> None:
    little.plays(confirm)
    li = little.someone("李")
    li.say("喂")
    li.say("1")
    reply = li.say(words)
    assert "好，" not in reply
    assert state_of(little, "李").open is not None
