"""News while somebody is looked for: worded when it is sent, and only while it is true."""

from typing import Any

from handlers.cards.parts import no_gifts, title
from handlers.codes import say_word
from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, ngettext, pgettext
from handlers.news.telling import arrives, name_of, names, order_of, say, when
from handlers.notice import Message, Reading
from handlers.sayings import say_building, say_moment
from handlers.unfilled import choices
from models.assignment import AssignmentState, assignment_of, volunteers_of
from models.order import Order, OrderState
from models.person import Person
from models.team import Team
from models.unfilled import is_lacking

S, A = OrderState, AssignmentState


def coming(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Who comes, when, the word they answer with, and the code to read to them."""
    order = order_of(reading, values)
    if order.state is not S.CLAIMED:
        return None
    text = _("有人来了：{names}，志愿者，戴工作牌。\n{when}到。").format(
        names=names(reading, order), when=arrives(reading, order)
    )
    code = _("到了把 {code} 念给他们听。\n忘了就写“号码”。").format(code=order.code)
    return say("\n".join((text, *_word(order), code, no_gifts())))


def coming_changed(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Once the new person is sure: one message with the result, none with the worry."""
    order = order_of(reading, values)
    if order.state is not S.CLAIMED:
        return None
    text = _("来的人换了：{names}。\n{when}到。").format(
        names=names(reading, order), when=arrives(reading, order)
    )
    code = _("号码还是 {code}，\n人到了念给他们听。").format(code=order.code)
    return say("\n".join((text, *_word(order), code)))


def _word(order: Order) -> tuple[str, ...]:
    """By which she knows them; another one after somebody gave the order back."""
    if not order.password:
        return ()
    word = say_word(order.password)
    return (_("进门先问暗号，他们答“{word}”，\n对了再开门。").format(word=word),)


def place_open(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To one who asked to be asked first; nothing that tells whose order it is."""
    order = order_of(reading, values)
    mine = assignment_of(reading.session, order, reading.person) if reading.person else None
    if mine is None or mine.state is not A.OFFERED or mine.expires_at is None:
        return None
    if mine.expires_at <= reading.now:
        return None
    now = reading.community.local(reading.now)
    text = _("您说过先问您的{what}，空出一个位子：\n{when}，{where}。\n{until}前回我就行。").format(
        what=title(reading, order),
        when=when(reading, order),
        where=say_building(order.building) or _("社区里"),
        until=say_moment(reading.community.local(mine.expires_at), now),
    )
    return Message(
        Content(text=text),
        (
            Action(pgettext("button", "我来"), "claim", order.subject, "main"),
            Action(pgettext("button", "来不了"), "decline", order.subject),
        ),
    )


def team_asked(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To the leader: what the team was asked for."""
    order = order_of(reading, values)
    team = reading.session.get_one(Team, values["team"])
    n = values["asked"]
    text = ngettext(
        "{team}来了一张单：{what}，\n{when}。问了队里 {n} 位，\n您心里有个数。",
        "{team}来了一张单：{what}，\n{when}。问了队里 {n} 位，\n您心里有个数。",
        n,
    )
    what = title(reading, order)
    return say(text.format(team=team.name, what=what, when=when(reading, order), n=n))


def no_answer(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: the promised hour of an invitation has come."""
    order = order_of(reading, values)
    if not is_lacking(order):
        return None
    text = ngettext(
        "{number}：{name}没回话，\n还差 {n} 位。",
        "{number}：{name}没回话，\n还差 {n} 位。",
        order.places_left,
    )
    name = name_of(reading.session.get(Person, values["who"]))
    return Message(
        Content(text=text.format(number=order.number, name=name, n=order.places_left)),
        look_further(order),
    )


def nobody_yet(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff, at the set hour: groups have been asked and a place is still free."""
    order = order_of(reading, values)
    if not is_lacking(order):
        return None
    text = ngettext(
        "{number} 还差 {n} 位，{when}的。\n要您来找人了。",
        "{number} 还差 {n} 位，{when}的。\n要您来找人了。",
        order.places_left,
    )
    text = text.format(number=order.number, n=order.places_left, when=when(reading, order))
    return Message(Content(text=text), look_further(order))


def look_further(order: Order) -> tuple[Action, ...]:
    """派单: for staff."""
    return (Action(pgettext("button", "派单"), "dispatch", order.subject, "main"),)


def still_looking(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her, at the latest hour: nobody is found yet, and what she can do."""
    order = order_of(reading, values)
    if not is_lacking(order):
        return None
    going = volunteers_of(reading.session, order)
    if going:
        text = _("{what}：{when}来的人还没凑齐，对不起。\n我们接着找。")
    elif values.get("had"):
        text = _("{what}：{when}来的人来不了了，\n还没找到别人，对不起。\n我们接着找。")
    else:
        text = _("{what}：{when}的，还没找到人，对不起。\n我们接着找。")
    return _what_now(reading, order, text)


def unfilled(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her: the time is over and nobody was found."""
    order = order_of(reading, values)
    if order.state is not S.EXPIRED:
        return None
    return _what_now(reading, order, _("{what}：{when}没找到人，对不起。\n单子先收起了。"))


def _what_now(reading: Reading, order: Order, text: str) -> Message:
    """With the question only for those who may answer it."""
    said = text.format(what=title(reading, order), when=when(reading, order))
    actions = choices(order, reading.person)
    asked = (_("您看怎么办？"),) if actions else ()
    return Message(Content(text="\n".join((said, *asked))), actions)


def closed(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her: it is over without a word of hers, or a worker has closed it."""
    order = order_of(reading, values)
    if order.state is not S.CLOSED:
        return None
    is_theirs = reading.person is not None and order.is_of(reading.person)
    if not is_theirs and not values.get("by_staff"):
        return None  # who joined has heard that they left, and has nothing to say of it
    text = (
        _("{what}那张 {number}，\n社区看过，办完了。\n还有事，再写一句就行。")
        if values.get("by_staff")
        else _("{what}那张 {number} 先收起了。\n想说说怎么样，写“找社区”。")
    )
    return say(text.format(what=title(reading, order), number=order.number))


def waited_in_vain(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her, when a worker has written down that nobody came."""
    order = order_of(reading, values)
    if not is_lacking(order):
        return None
    return _what_now(reading, order, _("对不起，让您白等了。"))


def merged(reading: Reading, values: dict[str, Any]) -> Message | None:
    """One sentence to each asker; nobody's words or names of the other order."""
    order = order_of(reading, values)
    other = reading.session.get_one(Order, values["other"])
    if order.merged_into_id is not None:
        text = _("您写的 {number} 和 {other} 是一件事，\n并在一起办，话都留着。")
    else:
        text = _("您的 {number} 和 {other} 并在一起办，\n两段话都留着。")
    return say(text.format(number=order.number, other=other.number))


def time_changed(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To whoever had said yes for the old time."""
    order = order_of(reading, values)
    text = _(
        "{what}换了时间，改到{when}。\n原来那趟不用去了，谢谢您愿意去。\n"
        "新的时间方便，写“接单”就能看。"
    )
    return say(text.format(what=title(reading, order), when=when(reading, order)))


def another_time(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: she moved it."""
    order = order_of(reading, values)
    text = _("{number} 换了时间：{when}。").format(number=order.number, when=when(reading, order))
    return Message(Content(text=text), look_further(order) if is_lacking(order) else ())


def call_me_back(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: she would like to be rung."""
    order = order_of(reading, values)
    return Message(
        Content(text=_("{number} 没找到人，居民想请您打个电话。").format(number=order.number)),
        (Action(pgettext("button", "看电话"), "see_phone", order.subject),),
    )
