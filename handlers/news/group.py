"""What people are told of a group: where the picture for it lies, what was entered for them."""

from typing import Any

from handlers.language import _
from handlers.news.telling import say
from handlers.notice import Message, Reading


def group_code(_reading: Reading, values: dict[str, Any]) -> Message:
    """To the worker: the picture to save and to send."""
    text = _("{number} 的图在这里，\n存下来，跟文字一起发到群里：\n{link}")
    return say(text.format(number=values["number"], link=values["link"]))
