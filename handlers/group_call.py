"""A call in a group (群里招呼) and the press on it: kind, building, time; the rest is private.

A press is answered by one line that only the presser sees. Whoever is not known yet is led to the
private chat, signs up there and goes on with the same order.
"""

from datetime import datetime
from typing import Any

from handlers.cards.parts import number_of, title
from handlers.cards.pool import is_wanted, pool_card
from handlers.claim import keep_loss, take
from handlers.content import Card, Content
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.engine.contract import Command
from handlers.engine.hearer import Hearer
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from models import visit_rules
from models.activity import find_activity
from models.assignment import AssignmentState, assignment_of, volunteers_of
from models.contact import Contact
from models.errors import Refused
from models.group_chat import GroupChat, cards_in, group_button
from models.membership import STAFF, Role, roles_of
from models.order import Order, OrderState, find_order
from models.person import Person
from models.words import N_

S = OrderState
CLAIM_HERE = "claim_here"
#: before the token of a call's button, in what /start brings along
FROM_GROUP = "g_"
#: before the number in the code of a picture that stands in a group
TO_ORDER, TO_ACTIVITY = "o_", "a_"
GOING = frozenset({S.CLAIMED, S.IN_SERVICE, S.DONE, S.RATED, S.CLOSED})


def group_call(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The card of an order for a group; None where it was never called out and is not wanted."""
    order, group = reading.session.get(Order, values["order"]), reading.group
    if order is None or group is None or order.community_id != group.community_id:
        return None
    if group.hears and _is_open(order, reading.now):
        note = _("想去就按“接单”，细节只私下说。")
        card = pool_card(reading, order, note)
        actions = (Action(pgettext("button", "接单"), CLAIM_HERE, order.subject, "main"),)
        text = _("有件事等人帮忙：")
        return Message(Content(text=text, card=card, subject=order.subject), actions)
    if order.subject not in cards_in(reading.session, group):
        return None
    note = _closed_note(order, group)
    card = Card(title=title(reading, order), aside=number_of(order), note=note)
    return Message(Content(card=card, subject=order.subject))


def _is_open(order: Order, at: datetime) -> bool:
    return is_wanted(order) and (order.ends_at or order.starts_at) > at


def _closed_note(order: Order, group: GroupChat) -> str:
    if order.state in GOING:
        return _("有人去了，谢谢。")
    if order.state is S.DISPATCHED and not group.hears:
        return _("这个群先不接单了。")
    return _("现在不用人去了，谢谢。")


def claim_here(chat: Chat) -> None:
    """接单 in a group: nothing is asked, one line is said."""
    order = _order(chat)
    person = chat.person
    if person is not None and person.id in (order.requested_by_id, order.served_person_id):
        chat.say(_("这是您自己的单，等人来接就好。"))
    elif person is not None and _has_taken(chat, order, person):
        chat.say(_("这张单您已经接了，细节在私聊里。"))
    elif not _is_open(order, chat.now):
        _too_late(chat, order, person)
    elif person is None or Role.VOLUNTEER not in roles_of(chat.session, person, chat.now):
        _lead_to_private(chat, person)
    elif person.community_id != order.community_id:
        chat.say(_("您登记在别的社区，这张单接不了。"))
    elif _is_out_of_reach(chat):
        chat.say(_("我的私信发不到您那儿，先点头像打开私聊。"))
        chat.open_private(FROM_GROUP + chat.said.token)
    else:
        _claim(chat, order, person)


def continue_from_group(hearer: Hearer, token: str) -> Command:
    """What a /start that came from a call begins: the same order, after a sign-up if need be."""
    button = group_button(hearer.session, token)
    known = button is not None and button.script == CLAIM_HERE
    subject = button.subject if button is not None and known else ""
    here = button is not None and button.community_id == hearer.community_id
    hearer.undo()
    return Command("claim", subject) if subject and here else Command("welcome")


def to_order(hearer: Hearer, number: str) -> Command:
    """What the code of a picture begins: the same as 接 with its number."""
    found = find_order(hearer.session, hearer.community_id, number)
    subject = found.subject if found else "order:0"
    hearer.undo()
    return Command("claim", subject)


def to_activity(hearer: Hearer, number: str) -> Command:
    """The same of an activity: 报名 with its number."""
    found = find_activity(hearer.session, hearer.community_id, number)
    subject = found.subject if found else "activity:0"
    hearer.undo()
    return Command("sign_up", subject)


def _order(chat: Chat) -> Order:
    """The order of this call, locked. Raises Refused where nothing can be claimed any more."""
    button = group_button(chat.session, chat.said.token)
    group = chat.session.get(GroupChat, button.group_id) if button else None
    if group is None or not group.hears or group.community_id != chat.hearer.community_id:
        raise Refused(N_("这个群先不接单了，想接就私聊我。"))
    try:
        return Order.locked(chat.session, chat.subject_id)
    except Refused as gone:
        raise Refused(N_("这条过了时间，按了没有变化。")) from gone


def _has_taken(chat: Chat, order: Order, person: Person) -> bool:
    if order.state is not S.DISPATCHED and order.state not in GOING:
        return False
    mine = assignment_of(chat.session, order, person)
    return mine is not None and mine.state in (AssignmentState.ACCEPTED, AssignmentState.COMPLETED)


def _too_late(chat: Chat, order: Order, person: Person | None) -> None:
    if person is not None and Role.VOLUNTEER in roles_of(chat.session, person, chat.now):
        keep_loss(chat, order, person)
    if order.state is S.CLAIMED:
        chat.say(_("刚被别人接走了，谢谢您。"))
    elif order.state in GOING:
        chat.say(_("这张单已经有人办了，谢谢您。"))
    else:
        chat.say(_("这张单现在不用人去了，谢谢您。"))


def _lead_to_private(chat: Chat, person: Person | None) -> None:
    if person is not None and roles_of(chat.session, person, chat.now).intersection(STAFF):
        chat.say(_("您还没登记志愿者，先私聊我写“登记”。"))
    else:
        chat.say(_("先点我的头像，跟我说一声，登记一下就能接。"))
    chat.open_private(FROM_GROUP + chat.said.token)


def _is_out_of_reach(chat: Chat) -> bool:
    """They blocked us: door and phone would reach nobody."""
    contact = chat.session.get_one(Contact, chat.hearer.contact_id)
    return contact.stopped_at is not None


def _claim(chat: Chat, order: Order, person: Person) -> None:
    going = volunteers_of(chat.session, order)
    visit_rules.check(chat.session, order, person, going, chat.now)
    try:
        take(chat, order, person)
    except Refused as refused:
        raise Refused(N_("刚被别人接走了，谢谢您。")) from refused
    chat.say(_("接上了，细节发您私聊了。"))
