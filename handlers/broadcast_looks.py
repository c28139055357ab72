"""A notice as it will be read: with its buttons, and where there are none with its words."""

from handlers.audience_words import say_channel
from handlers.broadcast_plan import say_people
from handlers.by_words import by_words
from handlers.language import _
from handlers.notice import Message

#: channels that draw no buttons (bot/channels/wechat/drawing.py)
NO_BUTTONS = ("wechat", "terminal")
#: a longer text has no buttons there either (bot/channels/wecom/drawing.py)
ON_A_CARD = {"wecom": 160}


def looks(made: Message, channels: dict[str, int]) -> str:
    """`channels`: how many people will read it on each."""
    text = made.content.text
    labels = [each.label for each in made.actions]
    framed = _framed(text)
    if not labels:
        return framed
    bare = [name for name in channels if _has_no_buttons(name, text)]
    framed += "\n└ " + " ".join(f"[{label}]" for label in labels)
    if not bare:
        return framed
    people = say_people(sum(channels[name] for name in bare))
    names = _("、").join(map(say_channel, bare))
    ends = _("{channels}上没有按钮（{people}），末尾是：").format(channels=names, people=people)
    return f"{framed}\n{ends}\n{_framed(by_words(labels))}"


def _has_no_buttons(channel: str, text: str) -> bool:
    if channel not in ON_A_CARD:
        return channel in NO_BUTTONS
    written = "\n".join(line for line in text.splitlines() if line.strip())
    return len(written) > ON_A_CARD[channel]


def _framed(text: str) -> str:
    return "\n".join(f"│ {line}" for line in text.split("\n"))
