"""并单, 看原话: what a worker does with a card before deciding."""

from handlers import finding_news
from handlers.content import Content
from handlers.dispatch import suggest
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from models import merging
from models.audit import Audit
from models.errors import Refused
from models.membership import STAFF, require
from models.order import Order, OrderState
from models.timer import clear_timer
from models.words import N_

S = OrderState


def merge_orders(chat: Chat) -> None:
    """并单: the likeliest double, or the one the button names; then what is to be decided."""
    order_id, _colon, double_id = chat.talk.subject.partition(":")[2].partition(":")
    require(chat.session, chat.person, STAFF, chat.now)
    order = Order.known(chat.session, int(order_id))
    if not double_id:
        found = merging.doubles_of(chat.session, order)
        if not found:
            raise Refused(N_("没有像是重复的单。"))
        double_id = str(found[0].id)
    for each in sorted((order.id, int(double_id))):  # locked in the order of their ids
        Order.locked(chat.session, each)
    double = Order.known(chat.session, int(double_id))
    stays, goes = merging.merge(chat.session, order, double, chat.somebody(), chat.now)
    clear_timer(chat.session, "review_due", goes.subject)
    finding_news.merged(chat, stays, goes)
    text = _("两张并成 {number}，两段话都留着。\n写单子的人会各收到一句话。")
    chat.say(text.format(number=stays.number))
    if stays.state in (S.SUBMITTED, S.NEED_INFO):
        chat.show(
            Content(text=_("{number} 通过吗？").format(number=stays.number)),
            Action(pgettext("button", "通过"), "approve", stays.subject, "main"),
            Action(pgettext("button", "问一句"), "ask_back", stays.subject),
            Action(pgettext("button", "婉拒"), "reject", stays.subject, "danger"),
        )
    else:
        suggest(chat, stays)


def see_words(chat: Chat) -> None:
    """看原话: everything that was said, in her own words; that it was read is written down."""
    order = _looked_at(chat, "saw_words")
    chat.say(_("{number} 的原话：\n“{words}”").format(number=order.number, words=order.raw_text))


def _looked_at(chat: Chat, action: str) -> Order:
    person = chat.somebody_known()
    require(chat.session, person, STAFF, chat.now)
    order = Order.known(chat.session, chat.subject_id)
    if order.community_id != person.community_id:
        raise Refused(N_("这张单是别的社区的。"))
    row = Audit(
        community_id=order.community_id,
        actor_id=person.id,
        action=action,
        subject=order.subject,
        at=chat.now,
    )
    chat.note(action, lambda session: session.add(row))
    return order
