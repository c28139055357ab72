"""并单: what was written twice becomes one order, before anybody decides about it."""

from handlers import finding_news
from handlers.content import Content
from handlers.dispatch import suggest
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from models import merging
from models.errors import Refused
from models.keeping import require_keeper
from models.order import Order, OrderState
from models.timer import clear_timer
from models.words import N_

S = OrderState


def merge_orders(chat: Chat) -> None:
    """并单: the likeliest double, or the one the button names; then what is to be decided."""
    order_id, _colon, double_id = chat.talk.subject.partition(":")[2].partition(":")
    order = Order.known(chat.session, int(order_id))
    require_keeper(chat.session, order, chat.person, chat.now)
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
