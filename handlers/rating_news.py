"""Who hears of a poor answer, of a mending order, of her thanks."""

from collections.abc import Sequence

from handlers import order_news
from handlers.asking_side import tell_family
from handlers.engine.chat import Chat
from handlers.language import _
from handlers.sayings import say_moment
from handlers.visit_news import tell_staff
from models.assignment import volunteers_of
from models.follow_up import promised_by
from models.order import Order
from models.person import Person
from models.timer import set_timer


def answer_poorly(chat: Chat, order: Order, wish: str) -> None:
    """She is told by when she hears, which a timer guards; the staff are told what she said."""
    person = chat.somebody()
    order.note(chat.session, wish, person, chat.now)
    if wish == "only_says":
        chat.say(_("好，我跟社区说。\n谢谢您告诉我们，下回改。"))
        poorly(chat, order)
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
        poorly(chat, order, due.isoformat())


def poorly(chat: Chat, order: Order, due: str = "") -> None:
    """Staff and family hear that it was not done; `due` is when she was promised an answer."""
    tell_staff(chat, order, "poor_answer", due=due)
    tell_family(chat, order, "how_it_was")
    order_news.renewed(chat, order)


def thanked(chat: Chat, order: Order) -> None:
    """Those who went read it as she wrote it."""
    for person in volunteers_of(chat.session, order):
        chat.tell(person.id, "her_thanks", order=order.id)


def asked_again(chat: Chat, people: Sequence[Person], mending: Order, words: str) -> None:
    """Those who went before, with a human's sentence; they are asked, not ordered."""
    for person in people:
        chat.tell(person.id, "asked_again", order=mending.id, words=words, by=chat.hearer.person_id)
        chat.card(person.id, order_news.CARD, mending.subject, order=mending.id)
