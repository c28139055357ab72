"""交班时间: when the day takes over from the night, and the other way round."""

from datetime import time
from typing import Any

from handlers.content import Option
from handlers.duty import keeper_of
from handlers.duty_words import read_hand_over
from handlers.engine.chat import Chat
from handlers.engine.reader import Offering
from handlers.engine.said import Answer
from handlers.engine.sheet import Fact
from handlers.language import _, pgettext
from handlers.sayings import say_clock
from handlers.sentences import SENTENCES
from handlers.whom import said_in
from models.duty import set_hours
from models.errors import Invalid
from models.words import N_


class HandOver(Offering[tuple[time, time]]):
    """Two hours of the clock."""

    def read_words(self, answer: Answer) -> list[str]:
        """Both as ISO text. Raises Invalid."""
        found = read_hand_over(answer.text)
        if found is None:
            raise Invalid(N_("几点没看懂。\n像“早8点 晚8点”这样写。"))
        return [each.isoformat("minutes") for each in found]

    def load(self, value: Any) -> tuple[time, time]:
        """Morning and evening."""
        return time.fromisoformat(value[0]), time.fromisoformat(value[1])


def duty_hours(chat: Chat) -> None:
    """交班时间 早8点 晚8点: when the day takes over from the night, and the other way round."""
    keeper, reader = keeper_of(chat), HandOver()
    known = read_hand_over(said_in(chat, SENTENCES["duty_hours"]).get("line", ""))
    chat.suppose("hours", reader, known and [each.isoformat("minutes") for each in known])
    asked = _("几点交班？早上一个、晚上一个，\n比如“早8点 晚8点”。")
    morning, evening = chat.ask("hours", asked, reader)
    facts = [
        Fact(_("早上"), say_clock(morning), "", "hours", pgettext("button", "改时间")),
        Fact(_("晚上"), say_clock(evening)),
    ]
    yes = Option("yes", pgettext("button", "就这样"))
    if not chat.confirm("card", _("交班时间"), facts, "", yes):
        chat.say(_("好，没改。"))
        return
    set_hours(chat.session, keeper, morning, evening, chat.now)
    chat.say(_("好，记下了。写“值班”看这一周。"))
