"""Readers of what an activity says of itself: when it is held, what to do there, from what age."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.engine.reader import Offering, Reader
from handlers.engine.said import Answer
from handlers.language import _
from handlers.readers import When
from handlers.understand.gathering import MOST_TASKS, read_tasks
from handlers.understand.normal import fold
from handlers.understand.overnight import read_held
from handlers.understand.span import Found, TimeSpan
from models.errors import Invalid
from models.publishing import Task
from models.skill import SKILLS
from models.words import N_

#: an activity whose end nobody named
USUAL = timedelta(hours=2)


class HeldAt(When):
    """From when to when, on one day. A day alone keeps the hours that are known from before."""

    def __init__(
        self, zone: ZoneInfo, day: date | None = None, hours: tuple[time, int] | None = None
    ) -> None:
        """`day` was named earlier; `hours` are the usual ones: clock and minutes."""
        super().__init__(zone)
        self._own_zone, self._day, self._hours = zone, day, hours

    def read_words(self, answer: Answer) -> dict[str, Any]:
        """Both ends as ISO text. Raises Invalid."""
        now = answer.said_at.astimezone(self._own_zone)
        reading = read_held(answer.text, now, self._day)
        if not isinstance(reading, Found):
            return super().read_words(answer)
        value = self.save(reading.span)
        if value is None:
            raise Invalid(N_("几点到几点？\n像“上午9点到11点半”。"))
        return value

    def spot(self, answer: Answer) -> dict[str, Any] | None:
        """A time among other words."""
        reading = read_held(answer.text, answer.said_at.astimezone(self._own_zone), self._day)
        return self.save(reading.span) if isinstance(reading, Found) else None

    def save(self, span: TimeSpan) -> dict[str, Any] | None:
        """A span as a stored value; None where no hour is known."""
        start, end = span.start, span.end
        if span.precision == "day":
            if self._hours is None:
                return None
            start = datetime.combine(span.start.date(), self._hours[0], self._own_zone)
            end = start + timedelta(minutes=self._hours[1])
        if end is None:
            end = start + USUAL
        return {
            "start": start.isoformat(),
            "end": end.isoformat(),
            "precision": "range",
            "words": "",
            "part": "",
        }


class Tasks(Reader[list[Task]]):
    """擦窗10人、量血压6人（医护）: at most four things to do."""

    def read(self, answer: Answer) -> list[dict[str, Any]]:
        """Name, places and skill of each. Raises Invalid."""
        found = read_tasks(answer.text)
        if not found:
            raise Invalid(N_("写要几位，像“擦窗10人”。\n几样就写几样，中间用顿号。"))
        if len(found) > MOST_TASKS:
            raise Invalid(N_("最多写四样，多的并一并。"))
        for n, each in enumerate(found):
            each["name"] = each["name"] or (_("帮忙") if n == 0 else _("帮忙{n}").format(n=n + 1))
        if len({each["name"] for each in found}) < len(found):
            raise Invalid(N_("两样叫一个名字，换个叫法。"))
        return found

    def spot(self, answer: Answer) -> list[dict[str, Any]] | None:
        """Typed at the card: the whole list anew."""
        try:
            return self.read(answer)
        except Invalid:
            return None

    def load(self, value: Any) -> list[Task]:
        """The list as tasks."""
        return [Task(**each) for each in value]


class Age(Offering[int]):
    """From what age: 满16岁, or 不限; the keys of options are years."""

    def chosen(self, key: str) -> int:
        """Years."""
        return int(key)

    def read_words(self, answer: Answer) -> int:
        """Years. Raises Invalid."""
        found = re.search(r"\d{1,2}", fold(answer.text))
        if found is None:
            raise Invalid(N_("写几岁就行，比如“16”。\n不限年龄，写“0”。"))
        return int(found[0])


def say_task_list(tasks: Sequence[Task]) -> str:
    """擦窗 10 位、量血压 6 位（医护）."""
    return _("、").join(_one(each) for each in tasks)


def _one(task: Task) -> str:
    said = _("{name} {n} 位").format(name=task.name, n=task.places)
    skill = SKILLS.get(task.skill)
    return said if skill is None else _("{said}（{skill}）").format(said=said, skill=_(skill.label))
