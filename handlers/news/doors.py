"""To a neighbour who looks after a door from now on, or does no more."""

from typing import Any

from handlers.language import _
from handlers.news.telling import say
from handlers.notice import Message, Reading


def door_given(reading: Reading, values: dict[str, Any]) -> Message | None:
    """What it means, and how to say no."""
    text = _("社区请您看{door}这个门。\n门里的邻居有事，您可以替他写。\n不方便，写“找社区”说一声。")
    return say(text.format(door=values["door"]))


def door_ended(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Thanks, and that it is over."""
    return say(_("{door}不用您看了。\n这些日子，谢谢您照应。").format(door=values["door"]))
