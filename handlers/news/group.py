"""What people are told of a group: where the picture for it lies, what was entered for them."""

from typing import Any

from handlers.activities.sayings import say_soon
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.about import about
from handlers.news.telling import say
from handlers.notice import Message, Reading
from models.activity import Activity
from models.sign_up import COMING, SignUp, SignUpState


def group_code(_reading: Reading, values: dict[str, Any]) -> Message:
    """To the worker: the picture to save and to send."""
    if not values["link"]:
        text = _("{number} 的图做不了：\n我们的网页还没有公开的地址。\n文字照样能用。")
        return say(text.format(number=values["number"]))
    text = _("{number} 的图在这里，\n存下来，跟文字一起发到群里：\n{link}")
    return say(text.format(number=values["number"], link=values["link"]))


def entered_for_you(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To whoever stood on a list from a group: they are signed up, and how that is undone."""
    mine = reading.session.get(SignUp, values["sign_up"])
    if mine is None or mine.state not in (*COMING, SignUpState.WAITLIST):
        return None
    activity = reading.session.get_one(Activity, mine.activity_id)
    when = say_soon(activity, reading.community, reading.now)
    lines = [
        _("社区照群里的接龙，替您报上了：\n{when}，{place}。").format(
            when=when, place=activity.place
        )
        if mine.state in COMING
        else _("社区照群里的接龙，替您排上了队，\n有位子就问您。"),
        _("不是您，或者来不了，按一下就行。"),
    ]
    action = Action(pgettext("button", "来不了"), "not_attending", activity.subject)
    return about(activity, activity.title, lines, action)


def list_entered(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To the leader: names came in from a group; who they are stands on the roster."""
    activity = reading.session.get(Activity, values["activity"])
    if activity is None:
        return None
    return say(_("“{title}”从群里记上了人。\n看是谁，写“名单”。").format(title=activity.title))
