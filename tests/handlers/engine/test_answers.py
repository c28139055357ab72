"""Answers are kept as said and read relative to the moment they were said (rules 1 and 2)."""

from datetime import datetime

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.said import Answer
from handlers.readers import OneOf, When, Words
from models.errors import Invalid
from tests.handlers.engine.little_desk import (
    LittleWorld,
    answers_of,
    failed,
    state_of,
    talk_of,
    values_of,
)
from tests.transcript import ZONE, World

LATE = datetime(2026, 11, 23, 23, 58, tzinfo=ZONE)


def test_tomorrow_said_before_midnight_keeps_its_day(little_on_both: LittleWorld) -> None:
    world = little_on_both
    li = world.someone("李")
    world.now = LATE
    li.say("一袋米")
    li.say("明天下午3点")
    world.now = LATE.replace(day=24, hour=0, minute=2)
    li.say("3号楼2单元501")
    assert "11-24 15:00" in li.say("13900000123")
    assert "11-24" in li.say("1")


def test_the_same_words_said_after_midnight_mean_the_next_day(little: LittleWorld) -> None:
    li = little.someone("李")
    little.now = LATE.replace(day=24, hour=0, minute=2)
    li.say("一袋米")
    li.say("明天下午3点")
    assert values_of(little, "李")["when"]["start"].startswith("2026-11-25T15:00")


def test_offered_times_do_not_move_over_midnight(small_world: World) -> None:
    wang = small_world.someone("王")
    small_world.now = LATE
    assert "1 明天（24号 周二）上午" in wang.say("厨房灯不亮了，3号楼2单元501，13900000123")
    small_world.now = LATE.replace(day=24, hour=0, minute=2)
    card = wang.say("1")
    assert "11月24日 周二上午8点到12点" in card


def test_an_answer_keeps_its_words_moment_and_message(little: LittleWorld) -> None:
    li = little.someone("李")
    li.say("一袋米")
    said_at = little.now
    li.say("明天下午3点")
    li.say("3号楼2单元501")
    when, place = answers_of(little, "李")
    assert (when.name, when.kind, when.text, when.by) == ("when", "text", "明天下午3点", "person")
    assert (when.said_at, when.version) == (said_at, 1)
    assert place.inbox_id > when.inbox_id


class Sooner(When):
    """A later version that reads an hour earlier."""

    version = 2

    def read(self, answer: Answer) -> dict[str, object]:
        value = super().read(answer)
        start = datetime.fromisoformat(value["start"])
        return {**value, "start": start.replace(hour=start.hour - 1).isoformat()}


def test_a_value_is_read_again_only_when_the_reader_has_a_new_version(
    little: LittleWorld,
) -> None:
    read: list[str] = []

    class Counted(Words):
        def read(self, answer: Answer) -> str:
            read.append(answer.text)
            return super().read(answer)

    def script(chat: Chat) -> None:
        chat.ask("what", "什么？", Counted())
        chat.ask("more", "还有？", Words())

    little.plays(script)
    li = little.someone("李")
    li.say("第一句")
    li.say("一袋米")
    li.say("👍")
    li.say("👍👍")
    assert read == ["一袋米"]
    Counted.version = 2
    li.say("👍")
    li.say("👍👍")
    assert read == ["一袋米", "一袋米"]


def test_reading_anew_is_relative_to_the_moment_it_was_said(little: LittleWorld) -> None:
    def script(reader: type[When]) -> object:
        def plays(chat: Chat) -> None:
            chat.ask("when", "哪天？", reader(chat.community.zone))
            chat.ask("more", "还有？", Words())

        return plays

    little.plays(script(When))  # type: ignore[arg-type]
    li = little.someone("李")
    little.now = LATE
    li.say("喂")
    li.say("明天下午3点")
    little.plays(script(Sooner))  # type: ignore[arg-type]
    little.now = LATE.replace(day=24, hour=0, minute=30)
    li.say("👍")
    assert values_of(little, "李")["when"]["start"].startswith("2026-11-24T14:00")


def test_an_answer_that_the_new_version_refuses_is_asked_again(little: LittleWorld) -> None:
    def script(options: list[Option]) -> object:
        class Choice(OneOf):
            version = len(options)

        def plays(chat: Chat) -> None:
            chat.ask("size", "多大？", Choice(options))
            chat.ask("more", "还有？", Words())

        return plays

    big, small = Option("big", "大袋"), Option("small", "小袋")
    little.plays(script([big, small]))  # type: ignore[arg-type]
    li = little.someone("李")
    li.say("喂")
    li.say("大袋")
    little.plays(script([small]))  # type: ignore[arg-type]
    reply = li.say("一袋米")
    assert "多大？" in reply
    assert "这里可以回：小袋。" in reply
    assert values_of(little, "李") == {"more": None}
    assert talk_of(little, "李").answer("more").text == "一袋米"  # type: ignore[union-attr]
    li.say("小袋")
    assert failed(little) == 0


def test_many_answers_that_cannot_be_read_any_more_are_asked_one_by_one(
    little: LittleWorld,
) -> None:
    names = [f"q{n}" for n in range(9)]

    class Fussy(Words):
        def read(self, answer: Answer) -> str:
            if self.version > 1 and answer.text.startswith("第"):
                raise Invalid("换个说法。")
            return super().read(answer)

    def script(chat: Chat) -> None:
        for name in names:
            chat.ask(name, f"{name}？", Fussy())
        chat.ask("last", "最后？", Words())
        chat.say("完了。")

    little.plays(script)
    li = little.someone("李")
    for n in range(10):
        li.say(f"第{n}句")
    Fussy.version = 2
    replies = [li.say("好的呢"), *(li.say(f"新{n}") for n in range(9))]
    assert replies == [*(f"换个说法。\n{name}？" for name in names), "完了。"]
    assert failed(little) == 0


def test_what_may_differ_is_made_once_and_replayed(little: LittleWorld) -> None:
    made: list[int] = []

    def script(chat: Chat) -> None:
        def make() -> tuple[int, ...]:
            made.append(len(made))
            return (len(made), 7)

        kept = chat.keep("list", make)
        chat.ask("a", f"一：{list(kept)}", Words())
        chat.ask("b", f"二：{list(kept)}", Words())
        chat.say(f"三：{list(kept)} {type(kept).__name__}")

    little.plays(script)
    li = little.someone("李")
    assert "一：[1, 7]" in li.say("喂")
    little.restart()
    assert "二：[1, 7]" in li.say("甲")
    assert "三：[1, 7] list" in li.say("乙")
    assert made == [0]


def test_a_kept_value_has_the_same_form_on_the_first_run(little: LittleWorld) -> None:
    def script(chat: Chat) -> None:
        chat.say(repr(chat.keep("pair", lambda: (1, 2))))

    little.plays(script)
    assert little.someone("李").say("喂") == "[1, 2]"


def test_a_code_is_the_same_on_every_run(little: LittleWorld) -> None:
    def script(chat: Chat) -> None:
        code = chat.new_code()
        chat.ask("a", f"号码 {code}", Words())
        chat.say(f"还是 {code}，{chat.new_code()}")

    little.plays(script)
    li = little.someone("李")
    assert li.say("喂") == "号码 4826"
    assert li.say("甲") == "还是 4826，4826"


def test_a_conversation_is_forgotten_when_it_ends(little: LittleWorld) -> None:
    li = little.someone("李")
    li.say("一袋米")
    li.say("取消")
    assert state_of(little, "李").is_idle
