"""The words of a call, an activity or a notice for a group chat: few lines, and nobody in them.

What is called for is named by its kind; whatever looks like a phone number in words of ours or a
colleague's is masked before it can stand where everybody reads it.
"""

from handlers.activities.sayings import say_held, say_left
from handlers.cards.pool import is_wanted, pool_card
from handlers.language import _
from handlers.notice import Reading
from handlers.understand.phone import Found, mask_phone, read_phone
from models.activity import Activity, roles_at
from models.calling import call_of
from models.errors import Refused
from models.notice import Notice
from models.order import Order
from models.words import N_

#: characters; more than that nobody reads in a group
LONGEST = 400


def order_words(reading: Reading, order: Order) -> str:
    """Kind, time, building, length, how many. Raises Refused while nobody may claim it."""
    if not (is_wanted(order) and order.batches):
        raise Refused(N_("这张单现在不等人接。\n先按“放开接单”，再写“发群”。"))
    card = pool_card(reading, order)
    lines = [
        _("【{name}】有件事等人帮忙").format(name=reading.community.name),
        _("{what}，免费帮邻居").format(what=card.title),
        *(f"{line.label}  {line.value}" for line in card.lines),
        order_word(order.number),
    ]
    return "\n".join(lines)


def activity_words(reading: Reading, activity: Activity) -> str:
    """Name, time, place, what there is to do. Raises Refused once nobody can sign up."""
    if not activity.is_open(reading.now):
        raise Refused(N_("这个活动现在报不了名，\n不用贴到群里。"))
    roles = roles_at(reading.session, activity)
    lines = [
        _("【{name}】{title}").format(name=reading.community.name, title=activity.title),
        say_held(activity, reading.community, reading.now),
        activity.place,
        say_left(roles),
        *([_("当心：{words}").format(words=activity.risk_note)] if activity.risk_note else []),
    ]
    return "\n".join([without_numbers("\n".join(lines)), activity_word(activity.number)])


def notice_words(reading: Reading, notice: Notice) -> str:
    """The notice's own words, cut where nobody would read on, and how to answer its call."""
    name = _("【{name}】通知").format(name=reading.community.name)
    words = without_numbers(notice.text)
    if len(words) > LONGEST:
        words = words[:LONGEST].rstrip() + "…"
    call = call_of(notice)
    if call is None:
        return "\n".join([name, words, _("有事跟邻里说，写一句话就行。")])
    if call.is_order:
        return "\n".join([name, words, order_word(Order.known(reading.session, call.id).number)])
    number = Activity.known(reading.session, call.id).number
    return "\n".join([name, words, activity_word(number)])


def order_word(number: str) -> str:
    """What somebody writes who would go; it works as the first thing they ever write."""
    return _("想去：跟邻里写“接{number}”").format(number=number)


def activity_word(number: str) -> str:
    """The same for an activity."""
    return _("想来：跟邻里写“报名{number}”").format(number=number)


def without_numbers(text: str) -> str:
    """The same text with every mobile number masked; a station's own landline stays."""
    kept = ""
    while isinstance(found := read_phone(text), Found) and not found.digits.startswith("0"):
        begins, ends = found.at
        kept += text[:begins] + mask_phone(found.digits)
        text = text[ends:]
    return kept + text
