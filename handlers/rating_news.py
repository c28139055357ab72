"""Who hears of a poor answer, of a mending order, of her thanks."""

from handlers import order_news
from handlers.engine.chat import Chat
from handlers.language import _
from handlers.sayings import say_moment
from handlers.visit_news import tell_staff
from models.assignment import volunteers_of
from models.follow_up import promised_by
from models.order import Order
from models.timer import set_timer


def answer_poorly(chat: Chat, order: Order, wish: str) -> None:
    """She is told by when she hears, which a timer guards; the staff are told what she said."""
    person = chat.somebody()
    order.note(chat.session, wish, person, chat.now)
    if wish == "only_says":
        chat.say(_("好，我跟社区说。\n谢谢您告诉我们，下回改。"))
        tell_staff(chat, order, "poor_answer", due="")
    else:
        due = promised_by(chat.community, chat.now)
        set_timer(chat.session, order.community_id, "poor_answer", order.subject, due)
        when = say_moment(due, chat.community.local(chat.now))
        text = (
            _("好。{due}前告诉您\n谁来、几点来。")
            if wish == "wants_again"
            else _("{due}前给您打电话。")
        )
        chat.say(text.format(due=when))
        tell_staff(chat, order, "poor_answer", due=due.isoformat())
    order_news.renewed(chat, order)


def thanked(chat: Chat, order: Order) -> None:
    """Those who went read it as she wrote it."""
    for person in volunteers_of(chat.session, order):
        chat.tell(person.id, "her_thanks", order=order.id)


def asked_again(chat: Chat, first: Order, mending: Order, words: str) -> int:
    """Those who went before, with a human's sentence; they are asked, not ordered."""
    before = volunteers_of(chat.session, first)
    for person in before:
        chat.tell(person.id, "asked_again", order=mending.id, words=words, by=chat.hearer.person_id)
        chat.card(person.id, order_news.CARD, mending.subject, order=mending.id)
    return len(before)
