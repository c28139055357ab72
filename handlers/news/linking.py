"""News of a second chat: who wants in, who has to say yes, what came of it."""

from typing import Any

from handlers.audience_words import say_channel
from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.telling import say
from handlers.notice import Message, Reading
from models.account import channel_of
from models.linking import LinkCode, LinkState
from models.person import Person


def _link(reading: Reading, values: dict[str, Any], *states: LinkState) -> LinkCode | None:
    """The code it is about, while it stands so and is not too old."""
    link = reading.session.get(LinkCode, values["link"])
    if link is None or link.state not in states:
        return None
    return link if link.expires_at > reading.now else None


def _there(reading: Reading, link: LinkCode) -> str:
    return say_channel(channel_of(reading.session, link.typed_contact_id or 0))


def link_asked(reading: Reading, values: dict[str, Any]) -> Message | None:
    """In the chat that gave the digits: is that you? With the plain warning."""
    link = _link(reading, values, LinkState.TYPED)
    if link is None or reading.person is None or reading.person.id != link.person_id:
        return None
    text = _(
        "有人在{channel}上写了您的号码，\n自称“{name}”。是您本人吗？\n"
        "不是您在连，就按“不是我”。\n号码谁也别给，我们不会问您要。"
    ).format(channel=_there(reading, link), name=link.name)
    yes = Action(pgettext("button", "是我"), "link_yes", link.subject, "main")
    no = Action(pgettext("button", "不是我"), "link_no", link.subject, "danger")
    return Message(Content(text=text), (yes, no), loud=True)


def link_vouched(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To a guardian or a colleague: the owner has said yes, and theirs is needed, too."""
    link = _link(reading, values, LinkState.AGREED)
    if link is None:
        return None
    owner = reading.session.get_one(Person, link.person_id)
    text = _(
        "{owner}要把{channel}也连到自己的号上，\n那边自称“{name}”。\n当面或打电话问过本人，再点头。"
    ).format(owner=owner.display_name, channel=_there(reading, link), name=link.name)
    yes = Action(pgettext("button", "是本人"), "link_vouch", link.subject, "main")
    no = Action(pgettext("button", "不是本人"), "link_doubt", link.subject, "danger")
    return Message(Content(text=text), (yes, no))


def link_refused(_reading: Reading, _values: dict[str, Any]) -> Message | None:
    """Where the digits were typed: it came to nothing."""
    return say(_("原来那边说不是本人，没有连上。"))


def link_doubted(_reading: Reading, _values: dict[str, Any]) -> Message | None:
    """To the owner: the second yes was a no."""
    return say(_("另一位说不是您本人，没有连上。\n真是您，请到站里来办。"))


def link_joined(_reading: Reading, _values: dict[str, Any]) -> Message | None:
    """Where the digits were typed: from now on this is theirs."""
    return say(_("连上了。您的单子、时长，\n这边也看得到。"))


def link_joined_there(reading: Reading, values: dict[str, Any]) -> Message | None:
    """In the chat that gave them."""
    link = reading.session.get(LinkCode, values["link"])
    if link is None:
        return None
    text = _("{channel}那边连上了。\n以后有事，发到您最后写字的那边。\n想定在一边，写“在哪儿收”。")
    return say(text.format(channel=_there(reading, link)))


def link_waits(_reading: Reading, _values: dict[str, Any]) -> Message | None:
    """On both sides: a coordinator looks first."""
    return say(_("两边都有您的记录，\n要社区的人合到一起。合好告诉您。"))


def people_to_join(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To coordinators: two records of one person, both with a history."""
    link = _link(reading, values, LinkState.WAITS)
    if link is None:
        return None
    owner = reading.session.get_one(Person, link.person_id)
    text = _("{owner}有两份记录，本人说是同一个人。\n要您看一眼，再合到一起。")
    look = Action(pgettext("button", "看看两份"), "join_people", link.subject, "main")
    return Message(Content(text=text.format(owner=owner.display_name)), (look,))


def parted(_reading: Reading, _values: dict[str, Any]) -> Message | None:
    """To both sides: the two records are two again."""
    return say(_("社区把两份记录又分开了。\n想问清楚，写“找社区”。"))
