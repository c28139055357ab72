"""请原来两位, 请别人, 打给她: what a worker does about a poor answer, in one tap."""

from handlers import order_news, rating_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, ngettext, pgettext
from handlers.order_card import show_cards
from handlers.readers import OneOf, Words
from handlers.understand.phone import say_phone
from models import inviting
from models.assignment import volunteers_of
from models.audit import Audit
from models.call_log import CALL_BACK, NO_ANSWER, a_call
from models.follow_up import CALLED, open_follow_up
from models.keeping import require_keeper
from models.order import Order
from models.timer import clear_timer


def ask_again(chat: Chat) -> None:
    """请原来两位: a sentence of the worker's own goes with it, never the score."""
    person = chat.somebody_known()
    first = Order.known(chat.session, chat.subject_id)
    require_keeper(chat.session, first, person, chat.now)
    words = chat.ask(
        "words", _("写一句给他们，会原样看到。\n比如“灯修得好，地上落了灰”。"), Words(200)
    )
    first = Order.locked(chat.session, chat.subject_id)
    mending = open_follow_up(chat.session, first, person, chat.new_code(), chat.now)
    before = volunteers_of(chat.session, first)
    people = inviting.invite_again(chat.session, mending, before, person, chat.now)
    rating_news.asked_again(chat, people, mending, words)
    asked = len(people)
    text = ngettext(
        "新开了 {number}，接着 {first}。\n问了原来那 {n} 位。",
        "新开了 {number}，接着 {first}。\n问了原来那 {n} 位。",
        asked,
    )
    chat.say(text.format(number=mending.number, first=first.number, n=asked))
    order_news.posted(chat, mending)


def ask_others(chat: Chat) -> None:
    """请别人: the mending order stands there, looked at; who is asked is chosen as ever."""
    person = chat.somebody_known()
    first = Order.locked(chat.session, chat.subject_id)
    mending = open_follow_up(chat.session, first, person, chat.new_code(), chat.now)
    chat.say(
        _("新开了 {number}，接着 {first}。\n请谁去，在下面选。").format(
            number=mending.number, first=first.number
        )
    )
    show_cards(chat, [mending])
    for person_id in mending.asking_side:
        chat.card(person_id, order_news.CARD, mending.subject, order=mending.id)


def call_her(chat: Chat) -> None:
    """打给她: her number, and whether she was reached."""
    person = chat.somebody_known()
    order = Order.known(chat.session, chat.subject_id)
    require_keeper(chat.session, order, person, chat.now)
    looked = Audit(
        community_id=order.community_id,
        actor_id=person.id,
        action="shown_contact",
        subject=order.subject,
        detail="poor",
        at=chat.now,
    )
    chat.note("shown_contact", lambda session: session.add(looked))
    choices = [
        Option("yes", pgettext("button", "打过了")),
        Option("no", pgettext("button", "没打通")),
    ]
    phone = say_phone(order.phone or "") or _("没有留电话")
    asked = _("{number}：{phone}\n打通了吗？").format(number=order.number, phone=phone)
    reached = chat.ask("reached", asked, OneOf(choices)) == "yes"
    order = Order.locked(chat.session, order.id)
    outcome = "yes" if reached else NO_ANSWER
    call = a_call(order, person, chat.now, purpose=CALL_BACK, outcome=outcome)
    chat.session.add(call)
    if reached:
        order.note(chat.session, CALLED, person, chat.now)
        clear_timer(chat.session, "poor_answer", order.subject)
        chat.say(_("好，记上了。还要人去，\n按“请原来两位”或“请别人”。"))
    else:
        chat.say(_("好，记上了。到点前再打一个。"))
