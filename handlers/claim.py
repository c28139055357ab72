"""接单: a volunteer takes a task with one tap, says no without a reason, or gives it back.

Who comes too late is thanked and may be asked first when a place opens.
"""

from handlers import codes, finding_news, order_news
from handlers.cards.pool import is_wanted
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.order_card import show_cards
from handlers.readers import OneOf
from handlers.sayings import say_moment
from models import assignment, still_coming
from models.assignment import Full
from models.audit import note_reading
from models.errors import Refused
from models.finding_hours import asks_hour, latest_start
from models.membership import Role, roles_of
from models.open_orders import open_orders
from models.order import Order
from models.order_event import OrderEvent
from models.person import Person


def claim(chat: Chat) -> None:
    """One press; who is not a volunteer yet signs up first and comes back here."""
    person = chat.person
    if person is None or Role.VOLUNTEER not in roles_of(chat.session, person, chat.now):
        _sign_up_first(chat)
        return
    order = Order.locked(chat.session, chat.subject_id)
    try:
        take(chat, order, person, names_hour=True)
    except Full:
        if latest_start(order) <= chat.now:
            raise
        chat.then("ask_first", order.subject)
        return
    chat.say(_("接好了，谢谢您。门牌和电话在卡上。\n到了写“我到了”，忙完写“我走了”。"))
    if asks_hour(order):
        chat.then("arrival", order.subject)


def _sign_up_first(chat: Chat) -> None:
    """What they came for is kept; it is said now when nobody is wanted there any more."""
    order = Order.known(chat.session, chat.subject_id)
    if not is_wanted(order) or order.community_id != chat.hearer.community_id:
        chat.say(_("谢谢您。这张单现在不用人去了。\n还有别的，写“接单”就能看。"))
        return
    chat.then("signup", order.subject, chat.opening)


def take(chat: Chat, order: Order, person: Person, *, names_hour: bool = False) -> None:
    """A place is theirs, wherever they pressed; the card with the door goes to their own chat.

    `names_hour`: they are asked for it next. Raises Refused when there is none left for them.
    """
    try:
        assignment.claim(chat.session, order, person, chat.now)
    except Refused:
        keep_loss(chat, order, person)
        raise
    still_coming.plan(chat.session, chat.community, order, person, chat.now)
    note_reading(chat.session, person, order, "contact", chat.now)
    codes.give(chat, order)
    order_news.claimed(chat, order, person)
    finding_news.sure(chat, order, waits_for_hour=names_hour)


def ask_first(chat: Chat) -> None:
    """要是有人来不了，先问您: who lost the race is thanked, and may be asked before all others."""
    kept = chat.keep("kept", lambda: Order.known(chat.session, chat.subject_id).places_left > 0)
    options = [
        Option("yes", pgettext("button", "好")),
        Option("no", pgettext("button", "不用")),
        Option("else", pgettext("button", "看看别的单")),
    ]
    text = (
        _("谢谢您。这个位子先问了别人，在等回话。\n要是空出来，先问您，好吗？")
        if kept
        else _("谢谢您。这张单刚接满，就差一小会儿。\n要是有人来不了，先问您，好吗？")
    )
    answer = chat.ask("first", text, OneOf(options))
    if answer == "else":
        chat.then("open_tasks")
        return
    if answer == "no":
        chat.say(_("好。还有别的，写“接单”就能看。"))
        return
    order = Order.locked(chat.session, chat.subject_id)
    assignment.ask_first(chat.session, order, chat.somebody(), chat.now)
    community = chat.community
    until = say_moment(community.local(latest_start(order)), community.local(chat.now))
    chat.say(_("好，{until}前有变动就先问您。").format(until=until))


def keep_loss(chat: Chat, order: Order, person: Person) -> None:
    """The claim is rolled back; that somebody wanted to help is worth keeping."""
    row = {"community_id": order.community_id, "order_id": order.id, "actor_id": person.id}
    at = chat.now
    chat.note(
        "claim_lost", lambda session: session.add(OrderEvent(**row, what="claim_lost", at=at))
    )


def decline(chat: Chat) -> None:
    """不方便: no reason, no trace but that this order does not ask again."""
    person = chat.somebody()
    order = Order.locked(chat.session, chat.subject_id)
    assignment.decline(chat.session, order, person, chat.now)
    chat.say(_("好，没关系。这张单不再问您。"))
    chat.card(person.id, order_news.CARD, order.subject, order=order.id)


def open_tasks(chat: Chat) -> None:
    """我来帮忙: what could be done now; strangers sign up first."""
    person = chat.person
    if person is None or Role.VOLUNTEER not in roles_of(chat.session, person, chat.now):
        chat.then("signup")
        return
    orders = open_orders(chat.session, person, chat.now)
    if not orders:
        chat.say(_("现在没有等人去的单。\n有了就告诉您。"))
        return
    chat.say(_("现在有 {n} 件等人去：").format(n=len(orders)))
    show_cards(chat, orders)


def give_back(chat: Chat) -> None:
    """退单: one tap more to say why, no scolding and no count."""
    reasons = [
        Option("ill", pgettext("button", "身体不适")),
        Option("busy", pgettext("button", "时间冲突")),
        Option("else", pgettext("button", "别的原因")),
        Option("keep", pgettext("button", "不退了")),
    ]
    reason = chat.ask("reason", _("好。是哪种情况？我好跟社区说一声。"), OneOf(reasons))
    if reason == "keep":
        chat.say(_("好，这张单还是您的。"))
        return
    order = Order.locked(chat.session, chat.subject_id)
    person = chat.somebody()
    assignment.withdraw(chat.session, order, person, reason, chat.now)
    chat.say(_("已经退了，没关系。\n居民那边我来说，您不用打电话。"))
    finding_news.given_back(chat, order, person)
